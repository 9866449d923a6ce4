"""表格: a list as a workbook in which every cell is a text, so that nothing typed becomes a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import IO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False}


def workbook(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet: headings with the widths of their columns in characters, then a line a row."""
    out = BytesIO()
    write_workbook(out, title, columns, rows, in_memory=True)
    return out.getvalue()


def write_workbook(
    out: IO[bytes],
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    *,
    in_memory: bool = False,
) -> None:
    """Write the same to a file, row by row: however many rows there are, one is held at a time."""
    import xlsxwriter  # noqa: PLC0415 -- takes long to load, and few pages make a workbook

    kept = {"in_memory": True} if in_memory else {"constant_memory": True}
    with xlsxwriter.Workbook(out, {**TEXTS_ONLY, **kept}) as book:
        sheet = book.add_worksheet(title)
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(rows, start=1):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text, wrap)
