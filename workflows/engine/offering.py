"""Which rows of a table are open on a case, and why another one is not."""

from __future__ import annotations

from datetime import date
from typing import Any

from workflows.days.dates import zh_date
from workflows.models import Case
from workflows.table import Ending, Procedure, Record, Repeat, Stage, registry
from workflows.table.act import Act
from workflows.table.refusals import Refused, refuse
from workflows.table.rules import Law


def open_rows(procedure: Procedure, case: Case, law: Law) -> tuple[Record, ...]:
    """Return the rows that are open on a case under a law; an unanswered return leaves only what it asked for."""
    return tuple(row for row in _rows_here(procedure, case, law) if not done_on(case, row))


def _rows_here(procedure: Procedure, case: Case, law: Law) -> tuple[Record, ...]:
    asked = case.returns[-1]["act"] if case.returns else ""
    rows = next(((step,) for step in procedure.opens if step.code == asked), procedure.place(case.stage).acts)
    return tuple(row for row in rows if row.under is None or row.under.holds(law))


def done_on(case: Case, row: Record) -> date | None:
    """Return the day on which a row that is done only once was done on a case; None while it is still to be done."""
    kept = case.facts.get(row.marks) if row.repeat is Repeat.NEVER else None
    return date.fromisoformat(kept) if kept else None


def find_row(now: Act[Any], code: str) -> Record:
    """Return the open row of an act.

    Raises:
        Refused: `already_done`, by whom and when; `case_closed` or `not_now`, saying which acts are open; the table's
            own word where it is too early.
        LookupError: the procedure has no such act.
    """
    procedure, case = now.procedure, now.case
    place, common = procedure.place(case.stage), registry.common(code)
    asked = common or procedure.row(code)
    rows = open_rows(procedure, case, now.law)
    if common and (common.at_end or isinstance(place, Stage)):
        return common
    for row in rows:
        if row.code == code:
            return row
    _check_not_done(now, code)
    if isinstance(place, Ending):
        raise refuse("case_closed", f"该事项已办结（{place.title}），不能再办理。如情况有变，请发起新的事项。")
    _check_not_just_done(case, code)
    _check_not_early(place, now, code)
    names = "、".join(f"“{row.title}”" for row in rows)
    raise refuse("not_now", f"当前环节是“{place.title}”，不能办理“{asked.title}”。现在可以办理：{names}。")


def _check_not_early(place: Stage, now: Act[Any], code: str) -> None:
    """Refuse an act that people ask for too early with the condition that says so."""
    early = next((one for one in place.early if one.code == code), None)
    finding = early.needs.judge(now) if early else None
    if finding and not finding.met:
        raise Refused(finding)


def _check_not_done(now: Act[Any], code: str) -> None:
    """Refuse an act that is done only once and is done."""
    for row in _rows_here(now.procedure, now.case, now.law):
        day = done_on(now.case, row) if row.code == code else None
        if day:
            last = now.case.history.filter(act=code).order_by("-sequence").first()
            who = last.actor_name if last else ""
            raise refuse("already_done", f"{who}已于{zh_date(day)}办理“{row.title}”，只办理一次，不必重复办理。")


def _check_not_just_done(case: Case, act: str) -> None:
    last = case.history.exclude(stage_to="").order_by("-sequence").first()
    if last is not None and last.act == act:
        raise refuse(
            "already_done", f"{last.actor_name}已于{zh_date(last.on)}办理“{last.title}”，不必重复办理。请刷新后再看。"
        )
