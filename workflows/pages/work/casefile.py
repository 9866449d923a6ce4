"""Reading one case for its page: where it waits and why, what can be done with it, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from workflows.engine import everycase, outlook
from workflows.models import Task
from workflows.pages.reader import Reader
from workflows.pages.words import Due, due_of
from workflows.people.actors import Level
from workflows.people.models import Appointment, Person
from workflows.table import Ending, Record, Stage
from workflows.table.act import Act
from workflows.table.refusals import Finding, Refused

AT_DESK = (everycase.CLAIM, everycase.RELEASE, everycase.REASSIGN, everycase.RETURN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """为什么还没办完: one desk at which the case waits.

    Attributes:
        holders: who sits there; empty for a personal desk.
        contact: the office's telephone number.
        is_mine: the reader sits there.
    """

    task: Task
    post: str
    holders: tuple[str, ...]
    contact: str
    due: Due
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """An act open on every case, as the page offers it; `refusal` says why it cannot be done now."""

    row: Record
    refusal: Finding | None = None


def waiting(act: Act[Any], who: Reader) -> tuple[Waiting, ...]:
    """Return the desks at which the case waits."""
    return tuple(_waiting(act, task, who) for task in act.tasks)


def _waiting(act: Act[Any], task: Task, who: Reader) -> Waiting:
    post = task.post
    held = everycase.holders_of(act, post)
    names = tuple(_named(one) for one in held)
    return Waiting(
        task=task,
        post=post.title,
        holders=() if post.person_id else names,
        contact=post.organization.contact if post.organization else "",
        due=due_of(task.due, who.on),
        is_mine=post.person_id == who.person.pk or any(one.person_id == who.person.pk for one in held),
    )


def _named(one: Appointment) -> str:
    """Return who holds a post; a deputy's name says for whom."""
    deputy = _("（代 %(deputizing_for)s）") % {"deputizing_for": one.deputizing_for} if one.deputizing_for else ""
    return f"{one.person}{deputy}"


def limit_words(act: Act[Any]) -> str:
    """Say which limit the stage has and what happens at it."""
    place = act.procedure.place(act.case.stage)
    if not isinstance(place, Stage) or place.within is None or act.case.returns:
        return _("规定没有为这一环节设办理时限；可以催办。")
    rule = place.within.rule
    limit = f"{rule.title}：{act.law[rule]}{rule.unit}（{rule.version(act.on).source}）。"
    return limit + _("到期前提醒，逾期提请上级团组织督促；时限不会自动代替任何决定。")


def acts(act: Act[Any], *, insider: bool) -> tuple[outlook.Option, ...]:
    """Return the acts of the present stage; the person concerned is shown only what is his, a cover nobody's own."""
    found = [one for one in outlook.options_of(act) if not (act.is_cover and _is_personal(one.row))]
    return tuple(one for one in found if insider or one.may)


def _is_personal(row: Record) -> bool:
    return row.actor is not None and row.actor.level is Level.PERSON


def offers(act: Act[Any], who: Reader) -> tuple[Offer, ...]:
    """Return the acts open on every case that make sense for the reader now."""
    if isinstance(act.procedure.place(act.case.stage), Ending):
        return (Offer(everycase.COMMENT),)
    found = [_offer(act, row) for row in _sensible(act, who)]
    shown = (everycase.NUDGE, everycase.WITHDRAW)
    return tuple(one for one in found if one.refusal is None or (one.row in shown and one.refusal.code == "not_now"))


def _sensible(act: Act[Any], who: Reader) -> Sequence[Record]:
    me = who.person
    desks = [task for task in act.tasks if any(one.person_id == me.pk for one in _holders(act, task))]
    shared = any(len(_holders(act, task)) > 1 for task in desks)
    claimed = any(task.claimed_by_id == me.pk for task in desks)
    free = any(task.claimed_by_id is None for task in desks)
    sense = {
        everycase.CLAIM: shared and free,
        everycase.RELEASE: claimed,
        everycase.REASSIGN: shared,
        everycase.RETURN: act.case.decided_on is None,
        everycase.NUDGE: not desks and not any(task.post.person_id == me.pk for task in act.tasks),
        everycase.WITHDRAW: me.pk in (act.case.subject_id, act.case.starter_id),
        everycase.COMMENT: True,
    }
    return [row for row, sensible in sense.items() if sensible]


def _holders(act: Act[Any], task: Task) -> list[Any]:
    return everycase.holders_of(act, task.post)


def _offer(act: Act[Any], row: Record) -> Offer:
    act.row = row
    try:
        everycase.check_person(act)
        _check_pace(act, row)
    except Refused as refused:
        return Offer(row, refused.finding)
    return Offer(row)


def _check_pace(act: Act[Any], row: Record) -> None:
    if row is everycase.NUDGE:
        everycase.check_pace(act)


def reassignable(act: Act[Any], me: Person) -> list[int]:
    """Return the other holders of the posts at which the case waits."""
    return [one.person_id for task in act.tasks for one in _holders(act, task) if one.person_id != me.pk]
