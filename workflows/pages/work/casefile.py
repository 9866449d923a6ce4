"""Reading one case for its page: where it waits and why, what can be done with it, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from workflows.common_acts.listed import (
    ANSWER,
    CLAIM,
    COMMENT,
    CONSULT,
    CORRECT,
    NUDGE,
    REASSIGN,
    RELEASE,
    RETURN,
    WITHDRAW,
)
from workflows.desks.common_people import claims, holders_of, superiors_of
from workflows.engine import outlook
from workflows.models import Task
from workflows.pages.reader import Reader
from workflows.pages.said import said
from workflows.pages.words import Due, due_of, value_words
from workflows.people.actors import Level
from workflows.people.models import Appointment, Person
from workflows.table import Ending, Record, Stage
from workflows.table.act import Act
from workflows.table.refusals import Finding

ON_ITS_OWN_PAGE = (REASSIGN, CONSULT, CORRECT)


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
    title: str
    refusal: Finding | None = None


def waiting(act: Act[Any], who: Reader) -> tuple[Waiting, ...]:
    """Return the desks at which the case waits."""
    return tuple(_waiting(act, task, who) for task in act.tasks)


def _waiting(act: Act[Any], task: Task, who: Reader) -> Waiting:
    post = task.post
    held = holders_of(act, post)
    names = tuple(_named(one) for one in held)
    return Waiting(
        task=task,
        post=said(post.title),
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
    value, source = value_words(rule, act.law[rule]), rule.version(act.on).source
    limit = _("%(title)s：%(value)s（%(source)s）。") % {"title": _(rule.title), "value": value, "source": source}
    return limit + _("到期前提醒，逾期提请上级团组织督促；时限不会自动代替任何决定。")


def acts(act: Act[Any], *, insider: bool) -> tuple[outlook.Option, ...]:
    """Return the acts of the present stage; the person concerned is shown only what is his, a cover nobody's own."""
    found = [one for one in outlook.options_of(act) if not (act.is_cover and _is_personal(one.row))]
    return tuple(one for one in found if insider or one.may)


def _is_personal(row: Record) -> bool:
    return row.actor is not None and row.actor.level is Level.PERSON


def offers(act: Act[Any], who: Reader, *, insider: bool) -> tuple[Offer, ...]:
    """Return the acts open on every case that make sense for the reader now."""
    found = [_offer(act, row) for row in _sensible(act, who, insider=insider)]
    shown = (NUDGE, WITHDRAW)
    return tuple(one for one in found if one.refusal is None or (one.row in shown and one.refusal.code == "not_now"))


def _sensible(act: Act[Any], who: Reader, *, insider: bool) -> Sequence[Record]:
    me = who.person
    desks = [task for task in act.tasks if any(one.person_id == me.pk for one in holders_of(act, task.post))]
    shared = any(len(holders_of(act, task.post)) > 1 for task in desks)
    is_open = not isinstance(act.procedure.place(act.case.stage), Ending)
    sense = {
        ANSWER: any(task.post.person_id == me.pk for task in act.asked),
        CLAIM: shared and any(task.claimed_by_id != me.pk for task in desks),
        RELEASE: any(task.claimed_by_id == me.pk for task in desks),
        REASSIGN: bool(reassignable(act, me)),
        RETURN: bool(desks) and act.case.decided_on is None,
        CONSULT: bool(desks),
        NUDGE: is_open and not desks and not any(task.post.person_id == me.pk for task in act.tasks),
        WITHDRAW: is_open and me.pk in (act.case.subject_id, act.case.starter_id),
        CORRECT: insider,
        COMMENT: True,
    }
    return [row for row, sensible in sense.items() if sensible]


def _offer(act: Act[Any], row: Record) -> Offer:
    option = outlook.option_of(act, row)
    unmet = next((one for one in option.findings if not one.met), None)
    return Offer(row, _title(act, row), option.refusal or unmet)


def _title(act: Act[Any], row: Record) -> str:
    """Return what the button says: to claim what somebody else is at is to take it over."""
    taken = row is CLAIM and any(claims(act, task) for task in act.tasks if task.claimed_by_id)
    return _("接手") if taken else row.title


def reassignable(act: Act[Any], me: Person) -> list[int]:
    """Return the other holders of the posts at which the case waits, and of those above them."""
    found = [
        one.person_id
        for task in act.tasks
        if task.post.organization_id
        for one in (*holders_of(act, task.post), *superiors_of(act, task.post))
    ]
    return [pk for pk in dict.fromkeys(found) if pk != me.pk]


def askable(act: Act[Any], me: Person) -> list[int]:
    """Return the people in office around the case, whom the page suggests to be asked; others can be searched for."""
    kin = act.case.kin or frozenset()
    return [pk for pk in dict.fromkeys(one.person_id for one in act.appointments) if pk != me.pk and pk not in kin]
