"""What the calendar does: reminds, escalates, informs, and ends only what an article of law ends by a day.

Nothing is ever approved or refused here (features.md F7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workflows import log, moves, notify
from workflows.act import Act
from workflows.chain import load_chain
from workflows.inbox import open_tasks
from workflows.law import law_for
from workflows.lock import unit_of_work
from workflows.models import Case, Task
from workflows.registry import procedure as procedure_of
from workflows.registry import procedures
from workflows.routing import conflicted, superior_desk
from workflows.table import Ending, Record

REMIND_BEFORE = timedelta(days=3)


@dataclass(slots=True)
class Swept:
    """How many tasks were reminded of and escalated, and how many cases the law ended."""

    reminded: int = 0
    escalated: int = 0
    ended: int = 0


def sweep(on: date, at: datetime) -> Swept:
    """Do whatever is due by a day, each case in its own transaction; running it twice does nothing more."""
    swept = Swept()
    for pk in _expired(on):
        swept.ended += _end(pk, on, at)
    for pk in _cases(Task.objects.filter(due__lte=on + REMIND_BEFORE, due__gte=on, reminded_on=None)):
        swept.reminded += _remind(pk, on, at)
    for pk in _cases(Task.objects.filter(due__lt=on, escalated_to=None)):
        swept.escalated += _escalate(pk, on, at)
    return swept


def _expired(on: date) -> list[int]:
    found: list[int] = []
    for procedure in procedures():
        if procedure.expiry:
            open_cases = Case.objects.filter(procedure=procedure.code, finished=None, expires_on__lte=on)
            found += open_cases.filter(stage__in=procedure.expiry.stages).values_list("pk", flat=True)
    return found


def _cases(tasks: Any) -> list[int]:
    return list(tasks.filter(finished=None).order_by("process").values_list("process", flat=True).distinct())


def _end(pk: int, on: date, at: datetime) -> int:
    with unit_of_work(pk) as case:
        expiry = procedure_of(case.procedure).expiry
        if expiry is None or case.finished or case.stage not in expiry.stages:
            return 0
        act = _system_act(case, Record("expire", expiry.title, expiry.article), on, at)
        ending = act.procedure.place(expiry.to)
        stage_from = case.stage
        for effect in ending.does if isinstance(ending, Ending) else ():
            effect(act)
        case.returns = []
        moves.go(act, expiry.to)
        log.append(case, log.line_of(act, stage_from=stage_from, stage_to=expiry.to, answers={}, shown=[]))
        moves.save(act)
        notify.tell(act, expiry.to, ())
        return 1


def _remind(pk: int, on: date, at: datetime) -> int:
    with unit_of_work(pk) as case:
        act = _system_act(case, Record("remind", "到期提醒", ""), on, at)
        tasks = [one for one in act.tasks if one.due and on <= one.due <= on + REMIND_BEFORE and not one.reminded_on]
        Task.objects.filter(pk__in=[task.pk for task in tasks]).update(reminded_on=on)
        for task in tasks:
            notify.tell_holders(act, [task.post], f"{case.title}：“{task.stage_title}”将于{task.due}到期。")
        return len(tasks)


def _escalate(pk: int, on: date, at: datetime) -> int:
    """Tell the organization above that a task is late; the task stays where it is."""
    with unit_of_work(pk) as case:
        act = _system_act(case, Record("escalate", "超时升级", "超过办理时限，提请上级督促；不代替任何决定"), on, at)
        kin, named = conflicted(case, act.facts, act.procedure.conflicts)
        late = [task for task in act.tasks if task.due and task.due < on and task.escalated_to_id is None]
        raised = 0
        for task in late:
            desk = superior_desk(task.post, act.chain, kin | named)
            if desk is None:
                continue
            Task.objects.filter(pk=task.pk).update(escalated_to=desk.post)
            text = (
                f"{case.title}：“{task.stage_title}”已超过办理时限（{task.due}），仍由{task.post.title}办理，请督促。"
            )
            notify.tell_holders(act, [desk.post, task.post], text)
            act.change("escalated_to", "升级至", "", desk.post.title)
            raised += 1
        if raised:
            log.append(case, log.line_of(act, stage_from="", stage_to="", answers={}, shown=[]))
            case.save(update_fields=["sequence", "head"])
        return raised


def _system_act(case: Case, row: Record, on: date, at: datetime) -> Act[Any]:
    procedure = procedure_of(case.procedure)
    return Act(
        procedure=procedure,
        row=row,
        case=case,
        by=None,
        on=on,
        at=at,
        law=law_for(case.organization, on),
        chain=load_chain(case.organization, on),
        facts=procedure.facts.model_validate(case.facts),
        tasks=open_tasks(case),
    )
