"""任期与办理: acts that a change of an appointment leaves without a holder of the post, and the note in each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from workflows.days.dates import zh_date
from workflows.engine.lock import lock_others
from workflows.models import Case, Entry
from workflows.people.models import Appointment, Person, Post
from workflows.proof import log
from workflows.store import rooted, writing
from workflows.table.act import Act, Change
from workflows.table.refusals import Finding

NOTE = "term_changed"
WHY = "a holder of a post has acted wherever its cases lie"
SAID = 10  # acts named in a refusal; the entry names them all
DECIDES_NOTHING = ("claim", "release", "nudge", "comment")  # they stand whoever holds the post
WIDTH = 200  # characters of the post's title and the person in a note


def after_the_end(appointment: Appointment, last_on: date) -> list[Entry]:
    """Return the acts that a holder did by an appointment on, or recorded on, a day after its new last day."""
    later = Q(on__gt=last_on) | Q(recorded_at__gte=_begins(last_on + timedelta(days=1)))
    left = [one for one in _terms(appointment.post) if one.pk != appointment.pk]
    with rooted.everywhere(WHY):
        return _uncovered(_done_at(appointment.post, {appointment.person_id}).filter(later), left)


def over_others(person: Person, post: Post, first_on: date, last_on: date | None, today: date) -> list[Entry]:
    """Return the acts of others at a post in days that an appointment filled in later would claim."""
    if first_on >= today:
        return []
    until = min(last_on or today, today)
    terms = _terms(post)
    with rooted.everywhere(WHY):
        done = _done_at(post, {one.person_id for one in terms} - {person.pk})
        return _uncovered(done.filter(on__gte=first_on, on__lte=until), terms)


def _done_at(post: Post, people: Collection[int]) -> QuerySet[Entry]:
    """Return what some people, by whom the log is indexed, did at a post; a claim or a remark decides nothing."""
    done = Entry.objects.filter(post=post, actor__in=people).exclude(case=None).exclude(act__in=DECIDES_NOTHING)
    return done.select_related("case").order_by("case_id", "sequence")


def _terms(post: Post) -> list[Appointment]:
    return list(Appointment.objects.filter(post=post))


def _uncovered(done: QuerySet[Entry], terms: Sequence[Appointment]) -> list[Entry]:
    """Return the acts for whose days no appointment of the actor is left."""
    return [one for one in done if not all(_held(terms, one.actor_id, day) for day in (one.on, _recorded(one)))]


def _held(terms: Sequence[Appointment], person: int | None, day: date) -> bool:
    mine = (one for one in terms if one.person_id == person)
    return any(one.first_on <= day and (one.last_on is None or day <= one.last_on) for one in mine)


def _recorded(entry: Entry) -> date:
    return timezone.localdate(entry.recorded_at)


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def finding(acts: Sequence[Entry], why: str) -> Finding:
    """Return what a change says that leaves acts without a holder, with the first of them."""
    named = "；".join(said(one) for one in acts[:SAID]) + ("等" if len(acts) > SAID else "")
    return Finding(
        "acts_in_term",
        f"{why}，涉及已办理的 {len(acts)} 件事：{named}。"
        "请核对日期；确须如此的，请填写理由，理由将记入每一件的办理记录。",
        have=len(acts),
    )


def said(entry: Entry) -> str:
    """Name an act: its case, what it was, by whom and when."""
    number = entry.case.number if entry.case else entry.chain
    return f"{number}“{entry.title}”（{entry.actor_name}，{zh_date(entry.on)}）"


def note(act: Act[Any], acts: Sequence[Entry], words: str, because: str) -> None:
    """Say in an act which acts it leaves without a holder, and in the case of each, once for a case.

    They stand as they were done.

    Raises:
        Refused: `already_done`, where somebody is acting on one of the cases at this moment.
    """
    for one in acts:
        act.change(NOTE, "任期以外的办理", "", said(one))
    for pk, group in groupby(acts, key=lambda one: one.case_id):
        of_case = list(group)
        with rooted.within(of_case[0].root):
            for case in lock_others(Case.objects.filter(pk=pk), "所涉事项正在由他人办理，请稍后再办。"):
                _note(act, case, of_case, words, because)


def _note(act: Act[Any], case: Case, acts: Sequence[Entry], words: str, because: str) -> None:
    line = log.Line(
        procedure=case.procedure,
        act=NOTE,
        title="任职日期更正说明",
        on=act.recorded_on,
        recorded_at=act.at,
        actor=act.by,
        capacity=act.capacity,
        subject=case.subject,
        changes=[Change(NOTE, words[:WIDTH], "", said(one)) for one in acts],
        reason=because,
    )
    log.append(case, line)
    writing.update(case, "sequence", "head")
