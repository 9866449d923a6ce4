"""版式: which sheet of a file is the roster, where its header stands, which column is what; guessed, then chosen.

A guess never decides what the file leaves open: other sheets, hidden or struck-through rows and people whom a remark
tells to have left are left out, and that is said, until somebody chooses otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from procedures.register.roster.columns import COLUMNS, ID_NUMBER, NAME, Column, column_of, letters_of
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import SheetFound, Value

HEADER_WITHIN = 30
NEEDED = (NAME, ID_NUMBER)
WANTED = tuple(column for column in COLUMNS if column.required)
NEW, SKIP = "new", "skip"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is read.

    Attributes:
        sheet: the name of the sheet.
        header: the row numbers of the header, one or two, from 1 on.
        columns: the code of each column of the sheet from A on, empty for one that is not read.
        hidden, struck, leavers: whether rows are read that are hidden, struck through, or remarked to have left.
        branch: the code of the branch to which everybody of the file belongs, where no column says so.
        places: what becomes of names of branches that nobody knows: a branch's code, `new` or `skip`.
    """

    sheet: str
    header: tuple[int, ...]
    columns: tuple[str, ...]
    hidden: bool = False
    struck: bool = False
    leavers: bool = False
    branch: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return it as a text to be kept beside the file."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Layout:
        """Return what `text` has made a text of."""
        known: dict[str, Any] = json.loads(text)
        return cls(**{**known, "header": tuple(known["header"]), "columns": tuple(known["columns"])})

    def index_of(self, column: Column) -> int | None:
        """Return where a column stands, from 0 on."""
        return self.columns.index(column.code) if column.code in self.columns else None

    @property
    def missing(self) -> tuple[Column, ...]:
        """The columns without which nobody can be told from others."""
        return tuple(one for one in NEEDED if one.code not in self.columns)


@dataclass(frozen=True, slots=True)
class Outline:
    """A sheet that could be the roster, with the headings above its columns and the layout guessed from them."""

    found: SheetFound
    headings: tuple[str, ...]
    layout: Layout


def outlines(book: Sequence[SheetFound]) -> list[Outline]:
    """Return the sheets that have a header of a roster, those to be seen first."""
    found = [one for sheet in book if (one := _outline(sheet))]
    return sorted(found, key=lambda one: one.found.hidden)


def outlined(book: Sequence[SheetFound], layout: Layout) -> Outline:
    """Return the sheet that a layout names, with its headings.

    Raises:
        Unreadable: the file has no such sheet.
    """
    for sheet in book:
        if sheet.name == layout.sheet:
            headings = _headings(sheet, [number - 1 for number in layout.header])
            return Outline(sheet, headings, replace(layout, columns=_as_wide(layout.columns, headings)))
    raise Unreadable(f"文件中没有名为“{layout.sheet}”的表，请重新上传。")


def guessed(book: Sequence[SheetFound]) -> Outline:
    """Return the first sheet to be seen that has the header of a roster.

    Raises:
        Unreadable: no sheet has one, or one that names a column twice.
    """
    found = outlines(book)
    if not found:
        raise Unreadable(_no_header(book))
    doubled = _doubled(found[0].headings)
    if doubled:
        raise Unreadable(doubled)
    return found[0]


def _outline(sheet: SheetFound) -> Outline | None:
    for first in range(min(len(sheet.rows), HEADER_WITHIN)):
        for rows in ([first], [first, first + 1]):
            if rows[-1] >= len(sheet.rows):
                continue
            headings = _headings(sheet, rows)
            columns = _columns(headings)
            if all(one.code in columns for one in NEEDED) and (len(rows) == 1 or _is_second(sheet, rows)):
                if len(rows) == 1 and _is_second(sheet, [first, first + 1]):
                    continue  # the second row of the header says more
                return Outline(sheet, headings, Layout(sheet.name, tuple(row + 1 for row in rows), columns))
    return None


def _is_second(sheet: SheetFound, rows: Sequence[int]) -> bool:
    """Tell whether the second of two rows belongs to the header: a cell above spans it, or it names columns."""
    first, second = rows
    if second >= len(sheet.rows):
        return False
    spans = any(top == first and bottom == second for top, _left, bottom, _right in sheet.merged)
    named = sum(1 for cell in sheet.rows[second] if column_of(cell))
    return spans or (named > 1 and column_of(sheet.rows[second][0]) is None)


def _headings(sheet: SheetFound, rows: Sequence[int]) -> tuple[str, ...]:
    """Return what stands above each column: of two rows the lower, where it says something."""
    found: list[str] = []
    for index in range(max((len(row) for row in sheet.rows), default=0)):
        cells = [_shown(sheet, row, index) for row in rows]
        lower, upper = cells[-1], cells[0]
        found.append(lower if lower and (column_of(lower) or not column_of(upper)) else upper)
    return tuple(found)


def _shown(sheet: SheetFound, row: int, index: int) -> str:
    """Return a heading as the eye sees it: one of several cells that are one stands in each of them."""
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= index <= right:
            row, index = top, left
    cells = sheet.rows[row]
    return str(cells[index]).strip() if index < len(cells) else ""


def _columns(headings: Sequence[str]) -> tuple[str, ...]:
    taken: set[str] = set()
    found: list[str] = []
    for heading in headings:
        column = column_of(heading)
        code = column.code if column and column.code not in taken else ""
        taken.add(code)
        found.append(code)
    return tuple(found)


def _as_wide(columns: Sequence[str], headings: Sequence[str]) -> tuple[str, ...]:
    return tuple((*columns, *[""] * len(headings))[: len(headings)])


def _doubled(headings: Sequence[str]) -> str:
    seen: dict[str, int] = {}
    for index, heading in enumerate(headings):
        column = column_of(heading)
        if column and column.code in seen:
            places = f"{letters_of(seen[column.code])}、{letters_of(index)}"
            return f"“{column.title}”有两栏（{places}），不能判断以哪一栏为准，请删去一栏。"
        if column:
            seen[column.code] = index
    return ""


def _no_header(book: Sequence[SheetFound]) -> str:
    wanted = "、".join(column.title for column in WANTED)
    best: tuple[int, str, int, set[Column]] = (0, "", 0, set())
    for sheet in book:
        for index, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            found = {column for value in row if (column := _known(value))}
            if len(found) > best[0]:
                best = (len(found), sheet.name, index, found)
    count, name, index, known = best
    if count < len(WANTED) - 1:
        return f"没有找到表头。名册须有一行写明各栏名称，至少包括：{wanted}。"
    missing = "、".join(column.title for column in WANTED if column not in known)
    return f"“{name}”第 {index + 1} 行像是表头，但缺少：{missing}。名册至少须有：{wanted}。"


def _known(value: Value) -> Column | None:
    return column_of(value)
