"""退团备案通知 as plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingNotice(Imprint):
    """退团备案通知, from the committee to the branch; the person concerned gets a copy.

    figures: the vote in one sentence. by_wish: the removal follows from the wish, the vote having been lost again.
    """

    template: ClassVar[str] = "withdrawal/filing_notice.html"
    title: ClassVar[str] = "退团备案通知"

    name: str
    branch: str
    requested_on: date | None
    meeting_on: date
    figures: str
    by_wish: bool = False
    opinion: str = ""
    left_on: date
