"""The mutants that may survive, each with its reason: `accepted.txt` beside this file."""

from __future__ import annotations

from pathlib import Path

LIST = Path(__file__).with_name("accepted.txt")


def entries() -> list[tuple[str, str, str]]:
    """Return path, mutant and reason of each entry: a line `path: before → after`, the reason indented below it."""
    found: list[tuple[str, str, str]] = []
    for line in LIST.read_text("utf-8").splitlines():
        if line.startswith("    ") and found:
            path, name, reason = found[-1]
            found[-1] = (path, name, f"{reason} {line.strip()}".strip())
        elif line and not line.startswith("#"):
            path, _, name = line.partition(": ")
            found.append((path, name, ""))
    return found


def accepted(path: str) -> set[str]:
    """Return the accepted mutants of a module."""
    return {name for one, name, _ in entries() if one == path}
