"""What an import would do: every row with its outcome, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procedures.register.roster import columns as c
from procedures.register.roster.identity import region_of
from procedures.register.roster.layout import Layout
from procedures.register.roster.neighbors import meet_register, refuse_repeated, without_leavers
from procedures.register.roster.offices import Beginning, begin_offices
from procedures.register.roster.places import (
    BRANCH_TOTAL,
    Places,
    branch_of,
    committee_code_of,
    find_places,
    refuse_unplaced,
)
from procedures.register.roster.problems import Level, Problem
from procedures.register.roster.reading import Sheet, sheet_of
from procedures.register.roster.rows import Judged, judge
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import SheetFound, read_book


@dataclass(frozen=True, slots=True)
class Options:
    """How to import.

    Attributes:
        organization: code of the committee under which branches are looked up; empty to go by the roster.
        create: whether unknown organizations are created; None for only where the committee has no branch yet.
        within: paths under which the importer may work; None for everywhere.
        layout: how the file is read; None for as it looks.
    """

    organization: str = ""
    create: bool | None = None
    within: tuple[str, ...] | None = None
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows as they would end.

    Attributes:
        unchanged: the numbers of the rows that the register holds already.
        offices: the offices that the file names, and which of them would begin.
    """

    places: Places
    rows: tuple[Judged, ...]
    unchanged: frozenset[int]
    notes: tuple[Problem, ...]
    sheet: Sheet
    offices: tuple[Beginning, ...] = ()

    @property
    def accepted(self) -> tuple[Judged, ...]:
        """The rows to be imported."""
        return tuple(one for one in self.rows if not one.refused and one.row.number not in self.unchanged)

    @property
    def counts(self) -> dict[str, int]:
        """Rows of the roster; imported (warned ones among them), unchanged, and refused, which add up to them."""
        accepted = self.accepted
        return {
            "rows": len(self.rows),
            "imported": len(accepted),
            "warned": sum(1 for one in accepted if one.problems),
            "refused": sum(1 for one in self.rows if one.refused),
            "unchanged": len(self.unchanged),
        }

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is to be said of the file, then of its rows in their order."""
        return (*self.notes, *(problem for one in self.rows for problem in one.problems))


def plan_import(content: bytes, options: Options, on: date) -> Plan:
    """Read and judge a roster as of a day, writing nothing.

    Raises:
        Unreadable: the file is no roster, or it belongs to no committee that the importer may import into.
    """
    return plan_of(read_book(content), options, on)


def plan_of(book: Sequence[SheetFound], options: Options, on: date) -> Plan:
    """Judge a roster of a file that has been read.

    Raises:
        Unreadable: as `plan_import`.
    """
    sheet = sheet_of(book, options.layout)
    if not sheet.rows:
        raise Unreadable(f"“{sheet.name}”只有表头，没有团员。")
    branch = branch_of(sheet)
    judged = tuple(judge(row, sheet.letters, on, branch=branch.name if branch else "") for row in sheet.rows)
    judged = without_leavers(sheet, judged)
    places = find_places(sheet, judged, options.organization or committee_code_of(branch), options.create)
    _check_right(places, options.within)
    placed = refuse_unplaced(places, refuse_repeated(judged, sheet.letters), sheet.letters)
    met = meet_register(placed, sheet.letters)
    rows, offices = begin_offices(places, met.rows, met.unchanged, sheet.letters, on)
    return Plan(places, rows, met.unchanged, _notes(sheet, rows, places), sheet, offices)


def _check_right(places: Places, within: tuple[str, ...] | None) -> None:
    if within is None:
        return
    path = places.committee.path if places.committee else ""
    if not any(path.startswith(one) for one in within):
        raise Unreadable(f"您在“{places.title}”没有导入名册的职务，请由该团委或其管理员导入。")


def _notes(sheet: Sheet, rows: tuple[Judged, ...], places: Places) -> tuple[Problem, ...]:
    notes = [*sheet.left_out, *_region_notes(rows), *_total_notes(sheet, rows)]
    if places.new:
        notes.append(_note("branches_new", f"将新建团支部 {len(places.new)} 个：{'、'.join(places.new)}。"))
    if places.committee and places.called and places.called != places.committee.name:
        notes.append(_note("committee_name", f"表中称“{places.called}”，将导入“{places.committee.name}”。"))
    if sheet.unread:
        notes.append(_note("columns_unread", f"以下各栏不属于名册，没有读取：{'、'.join(sheet.unread)}。"))
    remarks = sum(1 for row in sheet.rows if str(row.value(c.REMARK.code)).strip())
    if remarks:
        notes.append(_note("remarks_not_imported", f"{remarks} 行有备注，备注不导入。"))
    return tuple(notes)


def _region_notes(rows: tuple[Judged, ...]) -> list[Problem]:
    unknown = Counter(region_of(one.member.id_number) for one in rows if one.member.id_number)
    return [
        _note("region_unknown", f"{count} 行身份证号的地区代码 {code} 不在行政区划代码表中，只提示这一次，请确认来源。")
        for code, count in sorted(unknown.items())
        if code
    ]


def _total_notes(sheet: Sheet, rows: tuple[Judged, ...]) -> list[Problem]:
    branches = len({one.member.branch for one in rows if one.member.branch})
    found = ((BRANCH_TOTAL, branches), ("团员数", len(rows)))
    return [
        _note("total_differs", f"统计表中{label}为 {sheet.totals[label]}，名册中实有 {count}，请核对。")
        for label, count in found
        if sheet.totals.get(label, count) != count
    ]


def _note(code: str, message: str) -> Problem:
    return Problem(None, "", "", Level.WARNING, code, message)
