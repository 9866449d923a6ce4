"""依法终止: ending a case that the law ends by a day, or that a change of the person's standing has overtaken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from workflows import log, moves, notify
from workflows.act import Act
from workflows.chain import load_chain
from workflows.inbox import open_tasks
from workflows.law import law_for
from workflows.lock import unit_of_work
from workflows.models import Case
from workflows.registry import procedure as procedure_of
from workflows.registry import procedures
from workflows.table import Closing, Ending, Record

STANDING = "status"  # the register's field whose change may overtake other cases of the person


def follow(act: Act[Any]) -> int:
    """End the cases that an act, already committed, has overtaken by changing somebody's status; return how many."""
    changed = [one for one in (act, *act.followers) if any(change.field == STANDING for change in one.changes)]
    people = [one.case.subject_id for one in changed if one.case.subject_id]
    return close_overtaken(act.on, act.at, people) if people else 0


def close_overtaken(on: date, at: datetime, people: list[int] | None = None) -> int:
    """End every open case that cannot go on, of some people or of all; each in its own transaction."""
    return sum(end(pk, closing.to, Record("close", closing.title, closing.article), on, at)
               for pk, closing in _overtaken(people))  # fmt: skip


def _overtaken(people: list[int] | None) -> Iterator[tuple[int, Closing]]:
    for procedure in procedures():
        for closing in procedure.closings:
            cases = Case.objects.filter(procedure=procedure.code, finished=None)
            cases = cases if people is None else cases.filter(subject__in=people)
            for pk in list(closing.overtaken(cases).values_list("pk", flat=True)):
                yield pk, closing


def end(pk: int, to: str, row: Record, on: date, at: datetime) -> int:
    """End a case that is still open, with an entry and a notice; 0 where it is not open any more."""
    with unit_of_work(pk) as case:
        if case.finished:
            return 0
        act = system_act(case, row, on, at)
        ending = act.procedure.place(to)
        stage_from = case.stage
        for effect in ending.does if isinstance(ending, Ending) else ():
            effect(act)
        case.returns = []
        moves.go(act, to)
        log.append(case, log.line_of(act, stage_from=stage_from, stage_to=to, answers={}, shown=[]))
        moves.save(act)
        notify.tell(act, to, ())
        return 1


def system_act(case: Case, row: Record, on: date, at: datetime) -> Act[Any]:
    """Return what the calendar does on a case, which nobody does in person."""
    procedure = procedure_of(case.procedure)
    return Act(
        procedure=procedure,
        row=row,
        case=case,
        by=None,
        on=on,
        at=at,
        law=law_for(case.organization, on),
        chain=load_chain(case.organization, timezone.localdate(at)),
        facts=procedure.facts.model_validate(case.facts),
        tasks=open_tasks(case),
    )
