"""The list of problems as a spreadsheet, for whoever mends the roster."""

from __future__ import annotations

from collections.abc import Iterable

from procedures.register.roster.problems import Level, Problem
from workflows.papers.spreadsheet import workbook

HEADINGS = (("行", 8), ("单元格", 10), ("栏", 18), ("结果", 12), ("说明", 90), ("代码", 24))
OUTCOMES = {Level.ERROR: "未导入", Level.WARNING: "提示"}


def problems_workbook(problems: Iterable[Problem]) -> bytes:
    """Return a workbook with a line for each problem."""
    rows = (
        (str(one.row or "全表"), one.cell, one.column, OUTCOMES[one.level], one.message, one.code) for one in problems
    )
    return workbook("问题清单", HEADINGS, rows)
