"""Reading the spreadsheet by its layout: its rows as they are, and what is to be said of those that are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite

from procedures.register.roster import columns as c
from procedures.register.roster.layout import Layout, Outline, guessed, outlined, outlines
from procedures.register.roster.problems import Level, Problem
from workflows.exchange.workbooks import SheetFound, Value

TOTALS_WITHIN = 30
SHOWN = 8  # row numbers named in a sentence
FILLED_DOWN = (c.BRANCH, c.COMMITTEE, c.ETHNICITY, c.POLITICS, c.WORK)
NOBODY = re.compile(r"^\s*([合总共小]\s*计|注[:：]|说明|备注[:：]|填表|制表|审核|负责人|联系人|单位|填报|截止|统计)")
LEFT = re.compile(r"已?(转出|转走|调离|调走|离职|退团|离团|退休|去世|死亡|开除|除名)")


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
        left_out: what was not read, in sentences.
        leavers: the numbers of rows whose remark says that somebody has left.
    """

    name: str
    letters: Mapping[str, str]
    rows: tuple[Row, ...]
    layout: Layout
    totals: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()
    leavers: frozenset[int] = frozenset()


def sheet_of(book: Sequence[SheetFound], layout: Layout | None = None) -> Sheet:
    """Return the roster of a file that has been read.

    Raises:
        Unreadable: it has no roster in it.
    """
    outline = outlined(book, layout) if layout else guessed(book)
    found, how = outline.found, outline.layout
    places = {code: index for index, code in enumerate(how.columns) if code}
    body = [Row(number, {code: cells[index] for code, index in places.items()})
            for number, cells in _body(outline) if number > how.header[-1]]  # fmt: skip
    people = [row for row in body if not _is_blank(row)]
    nobody = {row.number for row in people if _is_nobody(row)}
    unseen = set() if how.hidden else people_in(people, found.hidden_rows)
    struck = set() if how.struck else people_in(people, found.struck_rows)
    out = nobody | unseen | struck
    rows = tuple(row for row in people if row.number not in out)
    return Sheet(
        found.name, {code: c.letters_of(index) for code, index in places.items()}, rows, how,
        totals=_totals([one.rows for one in book if one.name != found.name]),
        unread=_unread(outline),
        left_out=tuple(_left_out(book, outline, nobody, unseen, struck)),
        leavers=frozenset(row.number for row in rows if LEFT.search(str(row.value(c.REMARK.code)))),
    )  # fmt: skip


def _unread(outline: Outline) -> tuple[str, ...]:
    headed = zip(outline.headings, outline.layout.columns, strict=True)
    return tuple(heading for heading, code in headed if heading and not code and c.column_of(heading) is not c.INDEX)


def people_in(rows: Sequence[Row], numbers: frozenset[int]) -> set[int]:
    """Return the numbers of the rows of people that are among some."""
    return {row.number for row in rows if row.number in numbers}


def _body(outline: Outline) -> Iterator[tuple[int, list[Value]]]:
    """Yield the rows with their numbers; where cells over several rows are one, what stands above stands in each."""
    found = outline.found
    filled = {outline.layout.index_of(column) for column in FILLED_DOWN}
    down = [one for one in found.merged if one[1] in filled and one[2] > one[0]]
    for index, cells in enumerate(found.rows):
        row = list(cells)
        for top, left, bottom, _right in down:
            if top < index <= bottom and left < len(row):
                row[left] = found.rows[top][left]
        yield index + 1, row


def _left_out(
    book: Sequence[SheetFound], outline: Outline, nobody: set[int], unseen: set[int], struck: set[int]
) -> Iterator[Problem]:
    others = [one.found for one in outlines(book) if one.found.name != outline.found.name]
    for other in others:
        words = "（隐藏的表）" if other.hidden else ""
        yield _note("sheet_unread", f"文件中另有一张名册“{other.name}”{words}，没有读取；一次读一张，请另行导入。")
    if outline.found.hidden:
        yield _note("sheet_hidden", f"“{outline.found.name}”是隐藏的表，请确认要读的是这一张。")
    for code, numbers, words in (
        ("rows_of_nobody", nobody, "不是人员（合计、说明等）"),
        ("rows_hidden", unseen, "是隐藏的"),
        ("rows_struck", struck, "文字有删除线"),
    ):
        if numbers:
            yield _note(code, f"第 {_numbers(numbers)} 行{words}，没有读取。")
    if outline.found.filtered:
        yield _note("sheet_filtered", "表中开着筛选，被筛掉的行按隐藏的行处理，请核对人数。")


def _numbers(numbers: set[int]) -> str:
    shown = "、".join(str(one) for one in sorted(numbers)[:SHOWN])
    return f"{shown}等 {len(numbers)}" if len(numbers) > SHOWN else shown


def _note(code: str, message: str) -> Problem:
    return Problem(None, "", "", Level.WARNING, code, message)


def _is_blank(row: Row) -> bool:
    return not any(str(value).strip() for code, value in row.cells.items() if code != c.INDEX.code)


def _is_nobody(row: Row) -> bool:
    """Tell whether a row is a total or a note: it has no number of a person, and begins as such rows do."""
    if str(row.value(c.ID_NUMBER.code)).strip():
        return False
    texts = [str(value) for value in row.cells.values() if str(value).strip()]
    return any(NOBODY.match(text) for text in texts[:2])


def _totals(tables: Sequence[Sequence[Sequence[Value]]]) -> dict[str, int]:
    """Return the figures that stand to the right of a label."""
    found: dict[str, int] = {}
    for table in tables:
        for row in table[:TOTALS_WITHIN]:
            for label, value in pairwise(row):
                if isinstance(label, str) and label.strip() and isinstance(value, (int, float)) and isfinite(value):
                    found[label.strip()] = int(value)
    return found
