"""导出: the rows of the register as a CSV file or a workbook; what looks like a formula is written as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from procedures.register.months import zh_month
from procedures.talent.models import Talent
from workflows.exchange.lists import Listing, written

HEADS = (
    "姓名", "出生年月", "所在组织", "专业领域", "岗位", "职称", "学历学位", "主要成果", "奖惩情况", "培养人",
    "推荐理由", "入库日期", "有效期至", "状态", "推荐去向",
)  # fmt: skip
WIDTH = 16


def csv_of(rows: Iterable[Talent], on: date) -> bytes:
    """Return the rows as a CSV file in UTF-8, each text that could be a formula behind an apostrophe."""
    with written(_listing(rows, on), "csv") as out:
        return out.read()


def xlsx_of(rows: Iterable[Talent], on: date) -> bytes:
    """Return the rows as a workbook."""
    with written(_listing(rows, on), "xlsx") as out:
        return out.read()


def _listing(rows: Iterable[Talent], on: date) -> Listing:
    return Listing("青年人才信息库", [(head, WIDTH) for head in HEADS], _lines(rows, on))


def _lines(rows: Iterable[Talent], on: date) -> Iterator[tuple[str, ...]]:
    for row in rows:
        born = row.person.born
        yield (
            row.person.name, zh_month(born) if born else "", row.organization.name, row.field, row.position,
            row.technical_title, row.education, row.achievements, row.awards, row.mentor, row.reason,
            f"{row.entered_on}", f"{row.valid_until}", row.state_on(on), row.placed_to,
        )  # fmt: skip
