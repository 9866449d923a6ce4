"""How much memory each process of the server holds, minute by minute, and whether it goes on growing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

MINUTE = 60.0
LONG_ENOUGH = 10  # minutes; before, caches and heaps still fill
GROWTH = 0.02  # of what a process holds at half-time, in the second half of a run: noise of the heap


def by_minute(samples: Mapping[str, Sequence[tuple[float, float]]], begun: float) -> dict[str, list[float]]:
    """Return the median megabytes of each process in each minute after `begun`; what came before is the warm-up."""
    return {name: _medians(found, begun) for name, found in sorted(samples.items())}


def _medians(found: Sequence[tuple[float, float]], begun: float) -> list[float]:
    minutes: dict[int, list[float]] = defaultdict(list)
    for at, size in found:
        if at >= begun:
            minutes[int((at - begun) // MINUTE)].append(size)
    return [round(median(minutes[number]), 1) for number in sorted(minutes)]


def growing(minutes: Mapping[str, Sequence[float]]) -> list[str]:
    """Return the processes that hold more at the end than at half-time; none of a run too short to tell."""
    return [name for name, found in minutes.items()
            if len(found) >= LONG_ENOUGH and found[-1] > found[len(found) // 2] * (1 + GROWTH)]  # fmt: skip


def told(minutes: Mapping[str, Sequence[float]]) -> list[str]:
    """Return a table of Markdown, a line for each minute."""
    rows = range(max(map(len, minutes.values()), default=0))
    heads = ["| minute | " + " | ".join(minutes) + " |", "|---" * (len(minutes) + 1) + "|"]
    return [*heads, *(f"| {row + 1} | " + " | ".join(_cell(found, row) for found in minutes.values()) + " |"
                      for row in rows)]  # fmt: skip


def _cell(found: Sequence[float], row: int) -> str:
    return f"{found[row]:.1f}" if row < len(found) else ""
