"""表格: a list as a workbook in which every cell is a text, so that nothing typed becomes a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet: headings with the widths of their columns in characters, then a line a row."""
    out = BytesIO()
    import xlsxwriter  # noqa: PLC0415 -- takes long to load, and few pages make a workbook

    with xlsxwriter.Workbook(out, TEXTS_ONLY) as book:
        sheet = book.add_worksheet(title)
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate(rows, start=1):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text, wrap)
    return out.getvalue()
