"""How much memory each process of the server holds, minute by minute, and whether it goes on growing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

Minutes = Sequence[float | None]
MINUTE = 60.0
LONG_ENOUGH = 10  # minutes; before, caches and heaps still fill
REPLACED = "papers"  # those that print: fresh ones take their places after so many papers
GROWTH = 0.01  # of what a process holds at half-time, in the second half of a run: noise of the heap


def by_minute(samples: Mapping[str, Sequence[tuple[float, float]]], begun: float) -> dict[str, list[float | None]]:
    """Return the median megabytes of each process in each minute after `begun`, None before it was started."""
    known = {name: [one for one in found if one[0] >= begun] for name, found in sorted(samples.items())}
    return {name: _medians(found, begun) for name, found in known.items() if found}


def _medians(found: Sequence[tuple[float, float]], begun: float) -> list[float | None]:
    minutes: dict[int, list[float]] = defaultdict(list)
    for at, size in found:
        minutes[int((at - begun) // MINUTE)].append(size)
    return [round(median(minutes[number]), 1) if number in minutes else None for number in range(max(minutes) + 1)]


def growing(minutes: Mapping[str, Minutes]) -> list[str]:
    """Return the lasting processes that hold more at the end than at half-time; none of a run too short to tell."""
    lasting = {name: found for name, found in minutes.items() if not name.startswith(REPLACED)}
    return [name for name, found in lasting.items() if len(found) >= LONG_ENOUGH and _grows(found)]


def _grows(found: Minutes) -> bool:
    """Tell whether the last minute is above the middle one; not of a process that was started later."""
    middle, last = found[len(found) // 2], found[-1]
    return middle is not None and last is not None and last > middle * (1 + GROWTH)


def verdict(minutes: Mapping[str, Minutes]) -> str:
    """Return in words which processes hold more at the end than at half-time."""
    if max(map(len, minutes.values()), default=0) < LONG_ENOUGH:
        return "too short a run to tell whether it grows"
    names = ", ".join(growing(minutes))
    return f"growing since half-time: {names}" if names else f"no lasting process grew by {GROWTH:.0%} after half-time"


def told(minutes: Mapping[str, Minutes]) -> list[str]:
    """Return a table of Markdown, a line for each minute."""
    rows = range(max(map(len, minutes.values()), default=0))
    heads = ["| minute | " + " | ".join(minutes) + " |", "|---" * (len(minutes) + 1) + "|"]
    return [*heads, *(f"| {row + 1} | " + " | ".join(_cell(found, row) for found in minutes.values()) + " |"
                      for row in rows)]  # fmt: skip


def _cell(found: Minutes, row: int) -> str:
    size = found[row] if row < len(found) else None
    return "" if size is None else f"{size:.1f}"
