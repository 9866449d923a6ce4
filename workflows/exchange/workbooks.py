"""电子表格: what stands in a spreadsheet, read by a process that ends when it takes too much memory or time.

A few kilobytes can name one long text in thousands of cells: limits on what goes in do not help, only those on what
comes out. Workbooks (.xlsx, .xls) and texts with commas or tabs (.csv, UTF-8 or GBK) are read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from workflows.exchange.child import DAMAGED, MOST_CELL, MOST_ROWS, TOO_LONG
from workflows.exchange.limits import check_limits
from workflows.exchange.unreadable import Unreadable

Value = str | int | float | bool | date | datetime | time | timedelta
Table = list[list[Value]]
CHILD = Path(__file__).with_name("child.py")
PATIENCE = 60.0  # seconds, for a machine that has much else to do; the child's own bound is of processor time
_BACK: Mapping[str, Callable[[Any], Value]] = {
    "at": datetime.fromisoformat, "on": date.fromisoformat, "time": time.fromisoformat,
    "for": lambda seconds: timedelta(seconds=seconds),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetFound:
    """One sheet of a file: its cells from A1 on, and what the eye would see of it.

    Attributes:
        name: empty for a text file.
        merged: cells that are one, as (first row, first column, last row, last column), from 0 on.
        hidden_rows, struck_rows: the file's own row numbers, from 1 on.
        filtered: some rows may be hidden by a filter.
    """

    name: str
    rows: Table
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    filtered: bool = False


def read_tables(content: bytes) -> dict[str, Table]:
    """Return the cells of each sheet of a file, by the sheet's name in the order of the file, from A1 on.

    Raises:
        Unreadable: as `read_book`.
    """
    return {one.name: one.rows for one in read_book(content)}


def read_book(content: bytes) -> list[SheetFound]:
    """Return the sheets of a file in its order.

    Raises:
        Unreadable: it is no spreadsheet, is damaged, or holds more than a list of people can.
    """
    check_limits(content)
    try:
        child = subprocess.run(  # noqa: S603 -- our own file
            [sys.executable, "-I", str(CHILD)], input=content, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("文件读取时间过长，未予读取。请分几个文件导入。") from error
    if child.returncode == DAMAGED:
        raise Unreadable(
            "文件无法按电子表格读取。可以读取 .xlsx、.xls 和 .csv（UTF-8 或 GBK）；请用表格软件打开、重新保存后再导入。"
        )
    if child.returncode == TOO_LONG:
        raise Unreadable(f"有单元格超过 {MOST_CELL} 个字，未予读取。请删去过长的内容后再导入。")
    if child.returncode:  # the bound of memory ends it within the library, that of time by a signal
        raise Unreadable(f"文件展开后的内容过多（最多 {MOST_ROWS} 行），未予读取。请删去多余的内容，或分几个文件导入。")
    sheets: list[dict[str, Any]] = json.loads(child.stdout)
    return [_sheet(one) for one in sheets]


def _sheet(told: dict[str, Any]) -> SheetFound:
    return SheetFound(
        told["name"], [[_value(cell) for cell in row] for row in told["rows"]], told.get("hidden", False),
        tuple((a, b, c, d) for a, b, c, d in told.get("merged", ())), frozenset(told.get("hidden_rows", ())),
        frozenset(told.get("struck_rows", ())), told.get("filtered", False),
    )  # fmt: skip


def _value(cell: Any) -> Value:
    if isinstance(cell, list):
        kind, text = cell
        return _BACK[kind](text)
    value: Value = cell
    return value
