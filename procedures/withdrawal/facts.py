"""退团事项所记."""

from __future__ import annotations

from datetime import date

from procedures.common.meeting import MeetingFacts


class WithdrawalFacts(MeetingFacts):
    """Days are act dates; `lost_votes` counts meetings at which the removal was not carried.

    `by_wish` says that the removal follows from the member's wish although the vote was lost again.
    """

    requested_on: date | None = None
    decided_on: date | None = None
    lost_votes: int = 0
    by_wish: bool = False
    filed_on: date | None = None
