"""谁在办: who is at a task: claimed, taken over, released, passed on, asked to hurry. None of it decides anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from workflows.days.dates import zh_date
from workflows.desks import inbox
from workflows.desks.common_people import barred_from, claims, desk_of, holders_of, superiors_of
from workflows.desks.routing import is_barred
from workflows.messages import notify
from workflows.models import Task
from workflows.people.models import Appointment
from workflows.table.act import Act, once
from workflows.table.condition import condition, unmet
from workflows.table.refusals import Finding
from workflows.table.word import Word

NUDGE_EVERY = timedelta(days=3)


@condition("already_done", "尚未由本人认领")
def not_mine_yet(act: Act[Any]) -> Finding | None:
    """What somebody has claimed he need not claim again."""
    task = desk_of(act, act.capacity)
    if act.by and task.claimed_by_id == act.by.pk:
        return unmet("您已认领此事项，请直接办理。")
    return None


@once
def was_at_it(act: Act[Any]) -> frozenset[int]:
    """Return who was at a task before the act took it over or passed it on."""
    return frozenset()


def claim(act: Act[Any]) -> None:
    """Be at a task; one that somebody else is at is taken over."""
    task = desk_of(act, act.capacity)
    if act.by is None:
        raise LookupError("nobody claims")
    if claims(act, task):
        was_at_it.keep(act, frozenset({task.claimed_by_id or 0}))
        act.change("claimed_by", "认领人", task.claimed_by, act.by)
    inbox.claim(task, act.by)


def told_of_claim(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell whoever was at the task that another has taken it over."""
    if was_at_it(act):
        yield from notify.to_people(act, was_at_it(act), f"您认领的事项已由{act.by}接手办理。")


@condition("not_your_task", "由本人认领")
def mine(act: Act[Any]) -> Finding | None:
    """Only whoever has claimed a task gives it back."""
    task = desk_of(act, act.capacity)
    if act.by and task.claimed_by_id == act.by.pk:
        return None
    return unmet("此事项不是由您认领的。")


def release(act: Act[Any]) -> None:
    """Leave a task to all holders of the post again."""
    inbox.release(desk_of(act, act.capacity))


@condition("not_now", "由岗位办理的环节")
def at_a_post(act: Act[Any]) -> Finding | None:
    """What somebody does in person is passed on to nobody."""
    task = _passed(act)
    return unmet("这一环节由本人办理，不能转办。") if task.post.organization_id is None else None


@condition("field_invalid", "转给同一岗位的其他任职人员或其上级岗位", asks=True)
def may_take_it(act: Act[Any]) -> Finding | None:
    """Only another holder of the post takes it, or whoever holds the post above it."""
    task, to = _passed(act), act.answers["to"]
    if any(one.person_id == to.pk for one in takers(act, task)):
        return None
    return unmet(f"所选人员没有担任{task.post.title}或其上一级岗位，不能转办。", field="to")


@condition("must_recuse", "接办人不必回避", asks=True, after=(may_take_it,))
def need_not_recuse(act: Act[Any]) -> Finding | None:
    """What somebody must keep out of is not passed on to him."""
    to = act.answers["to"].pk
    taker = next((one for one in takers(act, _passed(act)) if one.person_id == to), None)
    if taker and is_barred(taker, barred_from(act)):
        return unmet("接办人是当事人本人、其入团介绍人或申报的亲属，须回避，请转给其他任职人员。", field="to")
    return None


def takers(act: Act[Any], task: Task) -> list[Appointment]:
    """Return who may be given a task: the holders of its post, of the one it came from, and of the post above."""
    if task.passed_from_id and task.passed_from:
        return [*holders_of(act, task.post), *holders_of(act, task.passed_from), *superiors_of(act, task.post)]
    return [*holders_of(act, task.post), *superiors_of(act, task.post)]


def pass_on(act: Act[Any]) -> None:
    """Give a task to another holder of the post, or to a holder of the post above it."""
    task, to = _passed(act), act.answers["to"]
    taker = next(one for one in takers(act, task) if one.person_id == to.pk)
    claimant = (task.claimed_by_id or 0,) if claims(act, task) else ()
    was_at_it.keep(act, frozenset(claimant or notify.holders(act, task.post)))
    if taker.post_id == task.post_id:
        inbox.claim(task, to)
    else:
        inbox.pass_on(task, taker.post, to)
        act.change("post", "办理岗位", task.post.title, taker.post.title)


def told_of_passing(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell whoever gets the task, and whoever had it."""
    to, because = act.answers["to"], act.answers["reason"]
    yield from notify.to_people(act, {to.pk}, f"已转由您办理：{because}")
    yield from notify.to_people(act, was_at_it(act) - {to.pk}, f"已转由{to}办理：{because}")


def _passed(act: Act[Any]) -> Task:
    """Return the task that is passed on: the actor's own, or the one below him."""
    own = [task for task in act.tasks if act.capacity and task.post_id == act.capacity.post_id]
    below = (task for task in act.tasks if act.capacity and act.capacity in superiors_of(act, task.post))
    return own[0] if own else next(below, desk_of(act, act.capacity))


@condition("not_now", "距上次催办满三天")
def long_enough(act: Act[Any]) -> Finding | None:
    """Nobody is asked to hurry more often than once in three days."""
    last = max((task.nudged_on for task in act.tasks if task.nudged_on), default=None)
    if last and act.on < last + NUDGE_EVERY:
        return unmet(f"{zh_date(last)}已催办过，三天内不能重复催办。", earliest=last + NUDGE_EVERY)
    return None


def nudge(act: Act[Any]) -> None:
    """Count that the holders were asked to hurry."""
    inbox.nudge(act.tasks, act.on)


def told_to_hurry(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell everybody at whose desk the case waits."""
    people = set(notify.at_desks(act))
    yield from notify.to_people(act, people, "请抽空办理。")
