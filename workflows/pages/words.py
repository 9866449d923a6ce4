"""Words of the pages: how long is left, how old something is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SOON = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A due day in words, and how near it is: `late`, `today`, `soon`, `far`, `none`."""

    words: str
    level: str
    day: date | None = None


def due_of(day: date | None, on: date) -> Due:
    """Say how many days are left of a limit on a day."""
    if day is None:
        return Due("不限期", "none")
    left = (day - on).days
    if left < 0:
        return Due(f"已逾期 {-left} 天", "late", day)
    if left == 0:
        return Due("今天到期", "today", day)
    return Due(f"剩 {left} 天", "soon" if left <= SOON else "far", day)
