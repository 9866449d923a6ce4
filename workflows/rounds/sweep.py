"""What the calendar does: reminds, escalates, informs, and ends only what an article of law ends by a day.

Nothing is ever approved or refused here (features.md F7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from workflows import rounds
from workflows.common_acts import returns
from workflows.common_acts.listed import RETURN
from workflows.days.dates import add_months, zh_date
from workflows.days.working_days import add_working_days, working_days_before
from workflows.desks import inbox
from workflows.desks.routing import Desk, kin_of_subject, superior_desk
from workflows.engine import closing, moves
from workflows.engine.closing import system_act
from workflows.engine.lock import unit_of_work
from workflows.messages import notify
from workflows.models import Case, Task
from workflows.people.models import Organization
from workflows.people.reach import league_roots, parted
from workflows.proof import log
from workflows.rounds import vacancies
from workflows.store import rooted
from workflows.table import Expiry, Limit, Procedure, Record, Stage
from workflows.table.act import Act
from workflows.table.registry import of_edition, tables

REMIND_BEFORE = 3  # working days
ALARM = Record("alarm", "超期警示", "久未办理，再次提请上级督促；不代替任何决定")


@dataclass(slots=True)
class Swept:
    """How many tasks were reminded of, escalated and given back, and how many cases the law ended and opened.

    Attributes:
        moved: how many tasks followed a post that fell vacant or was filled.
        unheld: the posts at which tasks wait for nobody, in words, with how many.
    """

    reminded: int = 0
    escalated: int = 0
    given_back: int = 0
    ended: int = 0
    opened: int = 0
    resumed: int = 0
    moved: int = 0
    unheld: list[str] = field(default_factory=list)


def sweep(on: date, at: datetime) -> Swept:
    """Do whatever is due by a day, root by root, each case in its own transaction; twice does nothing more."""
    swept = Swept()
    for root in league_roots():
        with rooted.within(root.root, *parted(root.reaches)):
            _sweep_root(root, swept, on, at)
    return swept


def _sweep_root(root: Organization, swept: Swept, on: date, at: datetime) -> None:
    for pk, to, row in _expired(on):
        swept.ended += closing.end(pk, to, row, on, at)
    swept.ended += closing.close_overtaken(on, at)
    swept.moved += vacancies.follow_the_day(root, on, at)
    since = _reminded_since(on)
    for pk in _cases(Task.objects.filter(_unreminded(since))) if since else ():
        swept.reminded += _remind(pk, since, on, at)
    for procedure, stage, limit in _limits():
        edition = {f"process__{name}": value for name, value in of_edition(procedure).items()}
        waiting = Task.objects.filter(process__procedure=procedure.code, process__stage=stage.code, **edition)
        for pk in _cases(waiting.filter(opened_on__lt=on)):
            swept.reminded += _remind_after(pk, limit, on, at)
            swept.given_back += _give_back(pk, limit, on, at)
            swept.escalated += _sound_alarm(pk, limit, on, at)
    for pk in _cases(Task.objects.filter(due__lt=on, escalated_to=None)):
        swept.escalated += _escalate(pk, on, at)
    swept.opened += rounds.nightly(root, on, at)
    swept.resumed += rounds.resume(at)
    vacant = vacancies.unheld(root, on)
    vacancies.tell_keepers(vacant, on, at)
    vacancies.forget_held(root, on)
    vacancies.tell_of_terms(root, on, at)
    swept.unheld += [one.title for one in vacant]


def _expired(on: date) -> Iterator[tuple[int, str, Record]]:
    """Yield each case whose day has come, with the ending that the law names."""
    for procedure in tables():
        if procedure.expiry:
            row = Record("expire", procedure.expiry.title, procedure.expiry.article)
            open_cases = Case.objects.filter(procedure=procedure.code, finished=None, expires_on__lte=on)
            open_cases = open_cases.filter(**of_edition(procedure))
            waiting = open_cases.filter(stage__in=procedure.expiry.stages).values_list("pk", "returns", "expires_on")
            for pk, returns, expires_on in list(waiting):
                if not _done_in_time(procedure.expiry, returns, expires_on):
                    yield pk, procedure.expiry.to, row


def _done_in_time(expiry: Expiry, returns: Sequence[Mapping[str, str]], expires_on: date | None) -> bool:
    """Tell whether a case stands here only to hand in again what was done before its day, and led out of danger."""
    return any(
        frame["led_to"] not in expiry.stages and "on" in frame and (expires_on is None or _day(frame) < expires_on)
        for frame in returns
    )


def _day(frame: Mapping[str, str]) -> date:
    return date.fromisoformat(frame["on"])


def _limits() -> Iterator[tuple[Procedure, Stage, Limit]]:
    """Yield the stages that remind or give back by the days since arrival."""
    for procedure in tables():
        for stage in procedure.stages:
            if stage.within and (stage.within.remind or stage.within.gives_back or stage.within.alarm):
                yield procedure, stage, stage.within


def _cases(tasks: Any) -> list[int]:
    return list(tasks.filter(finished=None).order_by("process").values_list("process", flat=True).distinct())


def _reminded_since(on: date) -> dict[date, date]:
    """Return the days that are few working days off on which something is due, each with the first day to remind."""
    last = add_working_days(on, REMIND_BEFORE).day
    waiting = Task.objects.filter(due__gte=on, due__lte=last, finished=None)
    dues = waiting.order_by("due").values_list("due", flat=True).distinct()
    return {due: working_days_before(due, REMIND_BEFORE) for due in dues if due}


def _unreminded(since: Mapping[date, date]) -> Q:
    """Choose what is due on one of some days; a reminder sent before the first day to remind was another one."""
    chosen = Q()
    for due, first in since.items():
        chosen |= Q(due=due) & (Q(reminded_on=None) | Q(reminded_on__lt=first))
    return chosen


def _remind(pk: int, since: Mapping[date, date], on: date, at: datetime) -> int:
    with unit_of_work(pk) as case:
        act = system_act(case, Record("remind", "到期提醒", ""), on, at)
        tasks = [one for one in act.tasks if _wants_reminder(one, since)]
        inbox.remind(tasks, on)
        for task in tasks:
            notify.tell_holders(act, [task.post], f"{case.title}：“{task.stage_title}”将于{_due(task)}到期。")
        return len(tasks)


def _wants_reminder(task: Task, since: Mapping[date, date]) -> bool:
    first = since.get(task.due) if task.due else None
    return first is not None and (task.reminded_on is None or task.reminded_on < first)


def _due(task: Task) -> str:
    return zh_date(task.due) if task.due else ""


def _remind_after(pk: int, limit: Limit, on: date, at: datetime) -> int:
    """Remind the desks that have had a case for as many days as the rule says."""
    if limit.remind is None:
        return 0
    with unit_of_work(pk) as case:
        act = system_act(case, Record("remind", "到期提醒", ""), on, at)
        since = on - timedelta(days=act.law.number(limit.remind))
        limited = [task for task in act.tasks if task.due]
        tasks = [task for task in limited if task.opened_on <= since and not task.reminded_on]
        inbox.remind(tasks, on)
        for task in tasks:
            text = f"{case.title}：“{task.stage_title}”自{zh_date(task.opened_on)}起等待办理，请抽空办理。"
            notify.tell_holders(act, [task.post], text)
        return len(tasks)


def _give_back(pk: int, limit: Limit, on: date, at: datetime) -> int:
    """Give a case on which nobody has acted back to whoever started it; nothing is decided by that."""
    if limit.gives_back is None:
        return 0
    with unit_of_work(pk) as case:
        act = system_act(case, RETURN, on, at)
        since = on - timedelta(days=act.law.number(limit.gives_back))
        limited = [task for task in act.tasks if task.due]
        if case.returns or not limited or any(task.opened_on > since for task in act.tasks):
            return 0
        days = limit.gives_back.words(act.law[limit.gives_back])
        if not returns.take_to_start(act, f"已满{days}无人办理，退回发起人，可修改后再次提交。"):
            return 0
        moves.write(act, None)
        return 1


def _sound_alarm(pk: int, limit: Limit, on: date, at: datetime) -> int:
    """Tell the desk and the one above it, once, that a case has waited far beyond its limit; nothing is decided."""
    if limit.alarm is None:
        return 0
    with unit_of_work(pk) as case:
        act = system_act(case, ALARM, on, at)
        months = act.law.number(limit.alarm)
        late = [task for task in act.tasks if task.due and add_months(task.opened_on, months) < on]
        if not late or case.history.filter(act=ALARM.code, on__gte=late[0].opened_on).exists():
            return 0
        for task in late:
            _tell_late(act, task, f"自{zh_date(task.opened_on)}起等待办理，已超过 {months} 个月，")
        log.append(case, log.line_of(act, stage_from="", stage_to="", answers={}, shown=[]))
        case.save(update_fields=["sequence", "head"])
        return 1


def _escalate(pk: int, on: date, at: datetime) -> int:
    """Tell the organization above that a task is late; the task stays where it is."""
    with unit_of_work(pk) as case:
        act = system_act(case, Record("escalate", "超时升级", "超过办理时限，提请上级督促；不代替任何决定"), on, at)
        late = [task for task in act.tasks if task.due and task.due < on and task.escalated_to_id is None]
        raised = sum(_raise(act, task) for task in late)
        if raised:
            log.append(case, log.line_of(act, stage_from="", stage_to="", answers={}, shown=[]))
            case.save(update_fields=["sequence", "head"])
        return raised


def _raise(act: Act[Any], task: Task) -> int:
    """Note to whom above a late task is raised; 0 where nobody is above."""
    desk = _tell_late(act, task, f"已超过办理时限（{_due(task)}），")
    if desk is None:
        return 0
    inbox.escalate(task, desk.post)
    act.change("escalated_to", "升级至", "", desk.post.title)
    return 1


def _tell_late(act: Act[Any], task: Task, so_late: str) -> Desk | None:
    """Tell somebody above who does not hold the late desk himself, and whoever holds it; return the desk above."""
    holders = notify.holders(act, task.post)
    desk = superior_desk(task.post, act.chain, kin_of_subject(act.case) | frozenset(holders))
    late = f"{act.case.title}：“{task.stage_title}”{so_late}"
    if desk:
        still = (
            f"仍由{task.post.title}办理，请督促。" if holders else f"{task.post.title}无人任职，请任命或者督促办理。"
        )
        notify.tell_people(act, desk.holders, late + still)
    urged = f"；已提请{desk.post.title}督促" if desk else ""
    notify.tell_people(act, holders, f"{late}请尽快办理{urged}。")
    return desk
