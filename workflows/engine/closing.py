"""依法终止: ending a case that the law ends by a day, or that a change of the person's standing has overtaken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Value

from workflows.engine import moves, upgrade
from workflows.engine.lock import unit_of_work
from workflows.messages import notify
from workflows.models import Case
from workflows.proof import log
from workflows.table import Closing, Ending, Record
from workflows.table.act import Act
from workflows.table.registry import of_edition, procedures, tables

LEFT = "left_on"  # the register's field whose change overtakes other cases of the person


def follow(act: Act[Any]) -> int:
    """End the cases that an act, already committed, has overtaken by ending somebody's membership; return how many.

    The cases that it was done on are where they should be. Most people have no other, so that one question is enough.
    """
    changed = [one for one in (act, *act.followers) if any(change.field == LEFT for change in one.changes)]
    people = [one.case.subject_id for one in changed if one.case.subject_id]
    if not people:
        return 0
    own = [one.case.pk for one in (act, *act.followers)]
    others = Case.objects.filter(subject__in=people, finished=None).exclude(pk__in=own)
    concerned = dict(others.values_list("pk", "procedure"))
    return _close(act.on, act.at, _overtaken(act.on, list(concerned), set(concerned.values())))


def close_overtaken(on: date, at: datetime) -> int:
    """End every open case that cannot go on; each in its own transaction."""
    return _close(on, at, _overtaken(on, None, {procedure.code for procedure in procedures()}))


def _close(on: date, at: datetime, overtaken: Iterable[tuple[int, Closing]]) -> int:
    return sum(
        end(pk, closing.to, Record("close", closing.title, closing.article), on, at) for pk, closing in overtaken
    )


def _overtaken(on: date, among: list[int] | None, codes: set[str]) -> Iterator[tuple[int, Closing]]:
    for procedure in tables():
        for closing in procedure.closings if procedure.code in codes else ():
            cases = Case.objects.filter(procedure=procedure.code, finished=None, **of_edition(procedure))
            cases = cases.annotate(asked_on=Value(on, DateField()))
            cases = cases if among is None else cases.filter(pk__in=among)
            for pk in list(closing.overtaken(cases).values_list("pk", flat=True)):
                yield pk, closing


def end(pk: int, to: str, row: Record, on: date, at: datetime) -> int:
    """End a case that is still open, with an entry and a notice; 0 where it is not open any more."""
    with unit_of_work(pk) as case:
        if case.finished:
            return 0
        finish(system_act(case, row, on, at), to)
        return 1


def finish(act: Act[Any], to: str) -> None:
    """Give the case of an act its ending, with an entry and a notice; the caller holds the case."""
    ending, stage_from = act.procedure.place(to), act.case.stage
    for effect in ending.does if isinstance(ending, Ending) else ():
        effect(act)
    act.case.returns = []
    moves.go(act, to)
    log.append(act.case, log.line_of(act, stage_from=stage_from, stage_to=to, answers={}, shown=[]))
    moves.save(act)
    notify.tell(act, to, ())


def system_act(case: Case, row: Record, on: date, at: datetime) -> Act[Any]:
    """Return what the calendar does on a case, which nobody does in person."""
    upgrade.bring_up(case, at)
    return upgrade.calendar_act(case, row, on, at)
