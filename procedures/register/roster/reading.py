"""Reading the spreadsheet: the roster with the roster, its header row wherever it stands, its rows as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite

from procedures.register.roster.columns import COLUMNS, INDEX, column_of, letters_of
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import Value, read_tables

HEADER_WITHIN = 30
REQUIRED = tuple(column for column in COLUMNS if column.required)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the roster's own row number, and the cells by the code of their column."""

    number: int
    cells: Mapping[str, Value]

    def value(self, code: str) -> Value:
        """Return a cell, an empty text where the roster has no such column."""
        return self.cells.get(code, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The roster as the spreadsheet has it.

    Attributes:
        letters: the letters of each column, by its code.
        totals: figures that the file's other sheets state, by their label (团支部数: 46).
        unread: headings that mean no column of a roster.
    """

    name: str
    letters: Mapping[str, str]
    rows: tuple[Row, ...]
    totals: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def read(content: bytes) -> Sheet:
    """Read a roster.

    Raises:
        Unreadable: the file is no spreadsheet, too large, or has no roster in it.
    """
    tables = read_tables(content)
    name, header = _find_header(tables)
    others = [table for other, table in tables.items() if other != name]
    return _sheet(name, tables[name], header, _totals(others))


def _find_header(tables: Mapping[str, Sequence[Sequence[Value]]]) -> tuple[str, int]:
    best: tuple[int, str, int] = (0, "", 0)
    for name, table in tables.items():
        for index, row in enumerate(table[:HEADER_WITHIN]):
            found = {column for value in row if (column := column_of(value))}
            if all(column in found for column in REQUIRED):
                return name, index
            best = max(best, (len(found), name, index))
    raise Unreadable(_no_header(tables, best))


def _no_header(tables: Mapping[str, Sequence[Sequence[Value]]], best: tuple[int, str, int]) -> str:
    wanted = "、".join(column.title for column in REQUIRED)
    count, name, index = best
    if count < len(REQUIRED) - 1:
        return f"没有找到表头。名册须有一行写明各栏名称，至少包括：{wanted}。"
    found = {column_of(value) for value in tables[name][index]}
    missing = "、".join(column.title for column in REQUIRED if column not in found)
    return f"“{name}”第 {index + 1} 行像是表头，但缺少：{missing}。名册至少须有：{wanted}。"


def _sheet(name: str, table: Sequence[Sequence[Value]], header: int, totals: Mapping[str, int]) -> Sheet:
    places: dict[str, int] = {}
    unread: list[str] = []
    for index, heading in enumerate(table[header]):
        column = column_of(heading)
        if column is None:
            unread += [str(heading).strip()] if str(heading).strip() else []
            continue
        if column.code in places:
            raise Unreadable(
                f"“{column.title}”有两栏（{letters_of(places[column.code])}、{letters_of(index)}），不能判断以哪一栏为准，请删去一栏。"
            )
        places[column.code] = index
    rows = tuple(
        Row(number, {code: row[index] for code, index in places.items()})
        for number, row in enumerate(table[header + 1 :], start=header + 2)
    )
    letters = {code: letters_of(index) for code, index in places.items()}
    return Sheet(name, letters, tuple(row for row in rows if not _is_blank(row)), totals, tuple(unread))


def _is_blank(row: Row) -> bool:
    return not any(str(value).strip() for code, value in row.cells.items() if code != INDEX.code)


def _totals(tables: Sequence[Sequence[Sequence[Value]]]) -> dict[str, int]:
    """Return the figures that stand to the right of a label."""
    found: dict[str, int] = {}
    for table in tables:
        for row in table[:HEADER_WITHIN]:
            for label, value in pairwise(row):
                if isinstance(label, str) and label.strip() and isinstance(value, (int, float)) and isfinite(value):
                    found[label.strip()] = int(value)
    return found
