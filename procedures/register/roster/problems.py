"""What is wrong with a cell, a row or a file, in words that name the cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A warning lets the row in; an error refuses it."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding; what concerns the whole file has neither row nor cell.

    Attributes:
        row: the roster's own row number.
        cell: as spreadsheets name it, E17.
        column: the column's heading.
    """

    row: int | None
    cell: str
    column: str
    level: Level
    code: str
    message: str
