"""The list of problems as a spreadsheet, for whoever mends the roster."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from procedures.register.roster.problems import Level, Problem

HEADINGS = (("行", 8), ("单元格", 10), ("栏", 18), ("结果", 12), ("说明", 90), ("代码", 24))
OUTCOMES = {Level.ERROR: "未导入", Level.WARNING: "提示"}


def problems_workbook(problems: Iterable[Problem]) -> bytes:
    """Return a workbook with a line for each problem; texts are written as texts, never as formulas."""
    out = BytesIO()
    import xlsxwriter  # noqa: PLC0415 -- takes long to load, and few pages make a workbook

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("问题清单")
        bold = book.add_format({"bold": True})
        for column, (heading, width) in enumerate(HEADINGS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for line, one in enumerate(problems, start=1):
            values = (str(one.row or "全表"), one.cell, one.column, OUTCOMES[one.level], one.message, one.code)
            for column, value in enumerate(values):
                sheet.write_string(line, column, value)
    return out.getvalue()
