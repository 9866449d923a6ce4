"""交接清单 as plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverList(Imprint):
    """交接清单: what was handed over at a post, with the ticks of both sides.

    rows: (group, title, number, note). money: (what, amount in yuan). `stood_in` confirmed in place of the giver, who
    is gone. `changed_on` is the day at whose beginning the post changed hands.
    """

    template: ClassVar[str] = "office/handover_list.html"
    title: ClassVar[str] = "交接清单"

    post: str
    giver: str
    successor: str
    stood_in: str
    document: str
    changed_on: date
    last_on: date | None
    given_on: date | None
    received_on: date
    rows: tuple[tuple[str, str, str, str], ...]
    money: tuple[tuple[str, str], ...]
    why_different: str
    why_counted: str
    message: str
