"""Reads one spreadsheet from standard input and writes its cells to standard output, within bounds of its own.

Run as a file by an interpreter of its own (`workbooks.py`): nothing of the site is imported here, so that it starts
quickly and holds no secret. What it ends with says which bound was met.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MOST_MEMORY = 192 * 1024 * 1024  # bytes of address space; 20,000 rows of 20 columns take 110 of these megabytes
MOST_SECONDS = 10  # of processor time
MOST_CELL = 32_767  # characters, as spreadsheet programs have it
MOST_TEXT = 10_000_000  # characters of all cells together
DAMAGED, TOO_LONG, TOO_MUCH = 3, 4, 5
# Careful: a date and time is a date as well, so that the order matters.
KINDS = ((datetime, "at"), (date, "on"), (time, "time"))


class Bound(Exception):
    """A bound was met; its argument is what the process ends with."""


def main() -> int:
    """Read, write, and return what the process ends with."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        tables = _tables(sys.stdin.buffer.read())
        sys.stdout.write(json.dumps(tables, separators=(",", ":")))
    except Bound as bound:
        return int(bound.args[0])
    except MemoryError:
        return TOO_MUCH
    except (CalamineError, ValueError, OSError):
        return DAMAGED
    return 0


def _tables(content: bytes) -> dict[str, list[list[Any]]]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    left, tables = MOST_TEXT, {}
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        left -= sum(_lengths(rows))
        if left < 0:
            raise Bound(TOO_MUCH)
        tables[name] = [[_plain(cell) for cell in row] for row in rows]
    return tables


def _lengths(rows: list[list[Any]]) -> Iterator[int]:
    for row in rows:
        for cell in row:
            if isinstance(cell, str):
                if len(cell) > MOST_CELL:
                    raise Bound(TOO_LONG)
                yield len(cell)


def _plain(cell: Any) -> Any:
    """Return a cell as JSON has it: what it has not as its kind and its text."""
    for kind, name in KINDS:
        if isinstance(cell, kind):
            return [name, cell.isoformat()]
    return ["for", cell.total_seconds()] if isinstance(cell, timedelta) else cell


if __name__ == "__main__":
    sys.exit(main())
