"""自行脱团的文书 as plain facts: 提醒书 and 批复; the minutes are those of every meeting that removes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLetter(Imprint):
    """提醒书, from the branch to the member.

    text: what is said, each line a paragraph; answer_by: the day until which an answer is waited for.
    """

    template: ClassVar[str] = "lapse/warning_letter.html"
    title: ClassVar[str] = "提醒书"

    name: str
    text: str
    answer_by: date
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalDecision(Imprint):
    """关于除名的批复, from the committee to the branch; the person concerned gets a copy.

    omission: in words, e.g. 自2025年1月至2025年6月连续未交纳团费.
    figures: the vote in one sentence. heard: what was done to hear the person.
    """

    template: ClassVar[str] = "lapse/removal_decision.html"
    title: ClassVar[str] = "关于自行脱团除名的批复"

    name: str
    branch: str
    omission: str
    heard: str
    meeting_on: date
    figures: str
    opinion: str = ""
    left_on: date
