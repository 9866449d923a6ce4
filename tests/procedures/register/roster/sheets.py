"""Sheets for the tests: a good row by default, spoiled in the cell that a test is about."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from stdnum.cn import ric

TITLES = {
    "name": "姓名",
    "sex": "性别",
    "id_number": "身份证号",
    "born": "出生日期",
    "politics": "政治面貌",
    "joined_on": "入团时间",
    "number": "发展团员编号",
    "office": "团内职务",
    "branch": "所在团支部",
    "committee": "上级团组织",
    "work": "工作单位及职务",
    "phone": "手机号码",
    "wage": "月税后工资(元)",
    "category": "团费类别",
}
HEADER_ROW = 3
FIRST_ROW = 4


def id_number(born: date, serial: int, *, male: bool = True) -> str:
    """Return a well-formed number of the region that is assigned to nobody."""
    body = f"990000{born:%Y%m%d}{serial * 2 + (1 if male else 0):03}"
    return body + ric.calc_check_digit(body + "0")


def row(serial: int = 1, **changed: Any) -> dict[str, Any]:
    """Return a row in which nothing is wrong, with what a test changes."""
    born = changed.get("born") if isinstance(changed.get("born"), date) else date(2003, 5, 20)
    good: dict[str, Any] = {
        "name": "甄好" + "一二三四五六七八九"[serial % 9],
        "sex": "男",
        "id_number": id_number(born, serial),
        "born": born,
        "politics": "共青团员",
        "joined_on": date(2019, 5, 4),
        "number": f"201965{serial:06}",
        "office": "",
        "branch": "新城社区团支部",
        "committee": "开发区团工委",
        "work": "新城社区职员",
        "phone": f"199{serial:08}",
        "wage": 5000.5,
        "category": "工资收入",
    }
    return {**good, **changed}


def workbook(
    rows: list[dict[str, Any]], titles: dict[str, str] = TITLES, totals: dict[str, int] | None = None
) -> bytes:
    """Return a spreadsheet with two title rows above its header, as such bodies send it."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("团员名册")
        sheet.write(0, 0, "开发区团员名册")
        sheet.write(1, 0, "填报单位：开发区团工委")
        for column, title in enumerate(titles.values()):
            sheet.write(HEADER_ROW - 1, column, title)
        for index, values in enumerate(rows):
            for column, code in enumerate(titles):
                _write(sheet, HEADER_ROW + index, column, values[code], day)
        if totals:
            second = book.add_worksheet("统计")
            for index, (label, figure) in enumerate(totals.items()):
                second.write_row(0, index * 2, [label, figure])
    return out.getvalue()


def _write(sheet: Any, row_index: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, (date, datetime)):
        sheet.write_datetime(row_index, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 -- a cell
    elif isinstance(value, str):
        sheet.write_string(row_index, column, value)
    else:
        sheet.write(row_index, column, value)
