"""Reads one spreadsheet from standard input and writes what stands in it to standard output, within its own bounds.

Run as a file by an interpreter of its own (`workbooks.py`): nothing of the site is imported here, so that it starts
quickly and holds no secret. What it ends with says which bound was met. Beside the cells it tells what the eye sees of
a sheet: that it is hidden or filtered, which cells are one, which rows are hidden or struck through.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MOST_MEMORY = 192 * 1024 * 1024  # bytes of address space; 20,000 rows of 20 columns take 110 of these megabytes
MOST_SECONDS = 10  # of processor time
MOST_CELL = 32_767  # characters, as spreadsheet programs have it
MOST_TEXT = 10_000_000  # characters of all cells together
MOST_ROWS = 20_000
DAMAGED, TOO_LONG, TOO_MUCH = 3, 4, 5
PACKED, COMPOUND = b"PK", b"\xd0\xcf\x11\xe0"  # how .xlsx and .xls begin
# Careful: a date and time is a date as well, so that the order matters.
KINDS = ((datetime, "at"), (date, "on"), (time, "time"))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Bound(Exception):
    """A bound was met; its argument is what the process ends with."""


def main() -> int:
    """Read, write, and return what the process ends with."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        sys.stdout.write(json.dumps(list(_sheets(sys.stdin.buffer.read())), separators=(",", ":")))
    except Bound as bound:
        return int(bound.args[0])
    except MemoryError:
        return TOO_MUCH
    except (CalamineError, ParseError, zipfile.BadZipFile, csv.Error, KeyError, ValueError, OSError):
        return DAMAGED
    return 0


def _sheets(content: bytes) -> Iterator[dict[str, Any]]:
    if not content.startswith((PACKED, COMPOUND)):
        yield {"name": "", "rows": _bounded(_parted(content), [MOST_TEXT])}
        return
    workbook, left = CalamineWorkbook.from_filelike(BytesIO(content)), [MOST_TEXT]
    looks = _looks(content) if content.startswith(PACKED) else {}
    for known in workbook.sheets_metadata:
        sheet = workbook.get_sheet_by_name(known.name)
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
        yield {
            "name": known.name, "rows": _bounded(rows, left), "hidden": known.visible != SheetVisibleEnum.Visible,
            "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()], **looks.get(known.name, {}),
        }  # fmt: skip


def _bounded(rows: list[list[Any]], left: list[int]) -> list[list[Any]]:
    """Return rows as JSON has them, counted against what all sheets together may hold."""
    if len(rows) > MOST_ROWS:
        raise Bound(TOO_MUCH)
    left[0] -= sum(_lengths(rows))
    if left[0] < 0:
        raise Bound(TOO_MUCH)
    return [[_plain(cell) for cell in row] for row in rows]


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


def _parted(content: bytes) -> list[list[Any]]:
    """Return the rows of a text whose cells are parted by commas, tabs or semicolons, in UTF-8 or a Chinese code."""
    if b"\0" in content:
        raise ValueError("no text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    csv.field_size_limit(MOST_CELL + 1)
    first = text.split("\n", 1)[0]
    parting = max(",\t;", key=first.count)
    found: list[list[Any]] = list(csv.reader(StringIO(text), delimiter=parting))
    width = max(map(len, found), default=0)
    return [[*row, *[""] * (width - len(row))] for row in found]


def _looks(content: bytes) -> dict[str, dict[str, Any]]:
    """Return of each sheet of an .xlsx file which rows are hidden or struck through, and whether it is filtered."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        struck = _struck_styles(archive)
        return {name: _look(archive, part, struck) for name, part in _parts(archive).items()}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    links = {one.get("Id", ""): one.get("Target", "") for one in _elements(archive, "xl/_rels/workbook.xml.rels")}
    named = [(one.get("name", ""), links.get(one.get(LINK, ""), ""))
             for one in _elements(archive, "xl/workbook.xml") if one.tag == f"{MAIN}sheet"]  # fmt: skip
    paths = {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in named}
    known = set(archive.namelist())
    return {name: path for name, path in paths.items() if path in known}


def _struck_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of the cell styles whose font is struck through."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    fonts: list[bool] = []
    formats: list[str] = []
    for one in _elements(archive, "xl/styles.xml"):
        if one.tag == f"{MAIN}fonts":
            marks = (font.find(f"{MAIN}strike") for font in one)
            fonts = [mark is not None and mark.get("val") not in ("0", "false") for mark in marks]
        elif one.tag == f"{MAIN}cellXfs":
            formats = [style.get("fontId", "0") for style in one]
    return frozenset(str(n) for n, font in enumerate(formats) if int(font) < len(fonts) and fonts[int(font)])


def _look(archive: zipfile.ZipFile, part: str, struck: frozenset[str]) -> dict[str, Any]:
    hidden, crossed, filtered, number = [], [], False, 0
    for one in _elements(archive, part):
        if one.tag == f"{MAIN}row":
            number = int(one.get("r") or number + 1)
            hidden += [number] if one.get("hidden") in ("1", "true") else []
            held = [cell for cell in one if len(cell)]
            if held and struck and all(cell.get("s") in struck for cell in held):
                crossed.append(number)
            one.clear()
        filtered = filtered or (one.tag == f"{MAIN}autoFilter" and len(one) > 0)
    return {"hidden_rows": hidden, "struck_rows": crossed, "filtered": filtered}


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    with archive.open(part) as stream:
        for _event, one in iterparse(stream):  # noqa: S314 -- within the bounds of this process, which has nothing else
            yield one


if __name__ == "__main__":
    sys.exit(main())
