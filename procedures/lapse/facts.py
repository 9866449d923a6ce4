"""自行脱团事项所记: the months in question, the warning, what the member said, the vote."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from procedures.common.meeting import MeetingFacts


class Attempt(BaseModel):
    """One attempt to reach the member: the day, the way, and what came of it."""

    on: date
    way: str
    result: str = ""


class LapseFacts(MeetingFacts):
    """Days are act dates; `months` are the unpaid ones when it was opened, as 2025-01, oldest first.

    `ground` is dues, meetings or work: what was left undone for six months; `since` its first day if not dues.
    """

    ground: str = "dues"
    since: date | None = None
    details: str = ""
    months: list[str] = []
    found_on: date | None = None
    warned_on: date | None = None
    warned_by: str = ""
    heard_on: date | None = None
    reached: bool | None = None
    answer: str = ""
    attempts: list[Attempt] = []
    settled_on: date | None = None
    settled_because: str = ""
    approved_on: date | None = None

    @property
    def first_month(self) -> str:
        """The first unpaid month; empty for a case that began elsewhere."""
        return self.months[0] if self.months else ""

    @property
    def last_month(self) -> str:
        """The last unpaid month known when the case was opened."""
        return self.months[-1] if self.months else ""
