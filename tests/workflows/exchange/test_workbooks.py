"""A spreadsheet is read for what stands in it; one that unpacks to more than a list of people costs a sentence."""

from __future__ import annotations

import os
import zipfile
from datetime import date, datetime
from datetime import time as hour
from io import BytesIO

import pytest
import xlsxwriter

from workflows.exchange import child
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import Value, read_tables

MEGABYTE = 1024 * 1024
TEXTS = "xl/sharedStrings.xml"
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELL = b'<c t="s"><v>0</v></c>'


def workbook(**sheets: list[list[Value]]) -> bytes:
    """Return a spreadsheet of some sheets."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    style = moment if isinstance(cell, datetime) else day if isinstance(cell, date) else None
                    sheet.write(number, column, cell, style)
    return out.getvalue()


def of_one_text(length: int, cells: int) -> bytes:
    """Return a spreadsheet of which many cells without references name one text."""
    rows = b"".join(b"<row>" + CELL * 100 + b"</row>" for _ in range(cells // 100))
    shared = b'<sst xmlns="%b"><si><t>%%b</t></si></sst>' % NAMESPACE
    sheet = b'<worksheet xmlns="%b"><sheetData>%%b</sheetData></worksheet>' % NAMESPACE
    new = {"xl/worksheets/sheet1.xml": sheet % rows, TEXTS: shared % (b"a" * length)}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(a=[["x"]]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in old.infolist():
            made.writestr(one.filename, new.get(one.filename) or old.read(one))
    return out.getvalue()


def test_cells_come_as_they_stand_by_sheet_and_row() -> None:
    moment = datetime(2018, 5, 4, 8, 30)  # noqa: DTZ001 -- a spreadsheet knows no zone
    rows: list[list[Value]] = [["姓名", "入团时间"], ["王晓梅", date(2018, 5, 4)], [12.5, True], [moment, ""]]

    found = read_tables(workbook(名册=rows, 空=[]))

    assert list(found) == ["名册", "空"]
    assert found["名册"] == rows
    assert [type(one) for one in found["名册"][2]] == [float, bool]


def test_hours_come_as_hours() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("a").write_datetime(0, 0, hour(8, 30), book.add_format({"num_format": "hh:mm"}))

    assert read_tables(out.getvalue()) == {"a": [[hour(8, 30)]]}


@pytest.mark.parametrize(
    ("length", "cells", "said"),
    [
        (MEGABYTE, 20_000, "展开后的内容过多"),
        (100_000, 100, "超过 32767 个字"),
        (32_768, 100, "超过 32767 个字"),
        (30_000, 400, "展开后的内容过多"),
    ],
)
def test_one_long_text_in_many_cells_costs_a_second_and_no_memory(length: int, cells: int, said: str) -> None:
    content = of_one_text(length, cells)
    assert len(content) < MEGABYTE
    before = os.times()

    with pytest.raises(Unreadable, match=said):
        read_tables(content)

    after = os.times()
    assert sum(after[:4]) - sum(before[:4]) < 1.0
    assert child.MOST_MEMORY < 200 * MEGABYTE


def test_a_text_as_long_as_a_cell_can_hold_is_read() -> None:
    (table,) = read_tables(of_one_text(32_767, 100)).values()

    assert {len(str(cell)) for row in table for cell in row} == {32_767}
