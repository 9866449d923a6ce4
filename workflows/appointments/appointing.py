"""任职: who holds which post, from when until when; what stands against it, and the verbs that write it.

An act of a case calls the verbs: its row refuses first what stands against it, and the verbs look once more at what
somebody else may have written meanwhile, under the lock of the post.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from workflows.appointments import overdone
from workflows.days.dates import zh_date
from workflows.engine.following import vacated
from workflows.messages import notify, sending
from workflows.models import Entry
from workflows.people.models import Appointment, Organization, Person, Post, Role
from workflows.people.models.organization import Kind
from workflows.people.models.post import ROLES_OF, not_over, title_of
from workflows.store import writing
from workflows.table.act import Act
from workflows.table.refusals import Finding, Refused
from workflows.table.word import Word

SINGLE = frozenset({Role.BRANCH_SECRETARY, Role.COMMITTEE_SECRETARY, Role.PARTY_BRANCH_SECRETARY})


@dataclass(frozen=True, slots=True)
class Term:
    """The days of an appointment; `last_on` None while it is open."""

    first_on: date
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of an organization for some days: who is to hold it, or for whom he is to stand in."""

    person: Person
    organization: Organization
    role: str
    term: Term
    deputizing_for: Person | None = None

    @property
    def title(self) -> str:
        """The post in words."""
        return title_of(self.role, str(self.organization))


def not_there(seat: Seat) -> Finding | None:
    """Return `post_not_there`, where the kind of organization has no such post."""
    place = seat.organization
    if seat.role in ROLES_OF[Kind(place.kind)]:
        return None
    return Finding(
        "post_not_there", f"{place.get_kind_display()}不设“{Role(seat.role).label}”，请另选岗位。", field="role"
    )


def dissolved(seat: Seat) -> Finding | None:
    """Return `organization_dissolved`, where the organization is no more in these days."""
    ended, last_on = seat.organization.dissolved_on, seat.term.last_on
    if ended is None or (last_on is not None and last_on < ended):
        return None
    return Finding(
        "organization_dissolved", f"{seat.organization}已于{zh_date(ended)}撤销，此后不设岗位。", until=ended
    )


def reversed_days(seat: Seat) -> Finding | None:
    """Return `act_date_before_previous`, where the last day comes before the first."""
    term = seat.term
    if term.last_on is None or term.last_on >= term.first_on:
        return None
    return Finding(
        "act_date_before_previous",
        f"最后一日 {zh_date(term.last_on)} 早于第一日 {zh_date(term.first_on)}，请核对。",
        earliest=term.first_on,
        field="last_on",
    )


def held_already(seat: Seat, *, but: Appointment | None = None) -> Finding | None:
    """Return `already_held`: another holds the post, which one person holds at a time, or the same one holds it.

    Args:
        but: the appointment whose days are to change.
    """
    if seat.deputizing_for is not None:
        return None
    holders = _during(seat).filter(deputizing_for=None).exclude(pk=but.pk if but else 0)
    other = (holders if seat.role in SINGLE else holders.filter(person=seat.person)).first()
    if other is None:
        return None
    return Finding(
        "already_held",
        f"{seat.title}在此期间由{other.person}担任（{days_of(other)}）。请先结束该任职，或改日期。",
    )


def deputy_for_nobody(seat: Seat) -> Finding | None:
    """Return `deputy_for_nobody`, where whoever is to be deputized does not hold the post in these days."""
    if seat.deputizing_for is None or _deputized(seat).exists():
        return None
    return _nobody_to_deputize(seat)


def _deputized(seat: Seat) -> QuerySet[Appointment]:
    """Return the terms in which the person to be deputized holds the post; nobody stands in for himself."""
    holders = _during(seat).filter(person=seat.deputizing_for, deputizing_for=None)
    return holders.exclude(person=seat.person)


def _nobody_to_deputize(seat: Seat) -> Finding:
    return Finding(
        "deputy_for_nobody",
        f"{seat.deputizing_for}在此期间不担任{seat.title}，不能由他人代理。请核对代理何人和日期。",
        field="deputizing_for",
    )


def claimed(seat: Seat, today: date) -> list[Entry]:
    """Return the acts of others at the post in past days that the appointment would claim."""
    if seat.term.first_on >= today:
        return []
    post = Post.objects.filter(role=seat.role, organization=seat.organization, person=None).first()
    return overdone.over_others(seat.person, post, seat.term.first_on, seat.term.last_on, today) if post else []


def appoint(act: Act[Any], seat: Seat, *, outside: Sequence[Entry] = ()) -> Appointment:
    """Appoint a person to a post, as its holder or for somebody who holds it; he is told, and whom he stands in for.

    Tasks that were diverted because the post was vacant come back to it once the act is committed.

    Args:
        outside: the acts of others that the days claim, in whose cases it is noted with the act's reason.

    Raises:
        Refused: `post_not_there`, `organization_dissolved`, `act_date_before_previous`, and by what has been written
            since the row was judged, `already_held`, `deputy_for_nobody`.
    """
    _refuse(not_there(seat) or dissolved(seat) or reversed_days(seat))
    post = _locked(seat)
    made = Appointment(
        person=seat.person, post=post, first_on=seat.term.first_on, last_on=seat.term.last_on,
        deputizing_for=seat.deputizing_for,
    )  # fmt: skip
    writing.insert(made)
    if made.first_on <= act.recorded_on:  # else the night does it on the first day
        vacated(act).append(post.pk)
    change = _named(seat, post)
    act.change(seat.role, change, "", f"{seat.person}，{days_of(made)}")
    overdone.note(act, outside, f"{change}：{seat.person}，{days_of(made)}", act.reason)
    _tell_appointed(act, seat, made)
    return made


def _named(seat: Seat, post: Post) -> str:
    """Name what somebody is appointed to: the post, and whom he deputizes for in it."""
    return f"{post.title}（代理{seat.deputizing_for}）" if seat.deputizing_for else post.title


def _locked(seat: Seat) -> Post:
    """Lock the post, made where nobody ever held it, and look whether it may be filled so.

    Raises:
        Refused: `already_held`, `deputy_for_nobody`.
    """
    if seat.deputizing_for is None:
        posts = Post.objects.select_for_update()
        post, _ = posts.get_or_create(role=seat.role, organization=seat.organization, person=None)
        _refuse(held_already(seat))
        return post
    held = _deputized(seat).select_related("post__organization").select_for_update(of=("self", "post")).first()
    if held is None:
        raise Refused(_nobody_to_deputize(seat))
    return held.post


def _tell_appointed(act: Act[Any], seat: Seat, made: Appointment) -> None:
    """Tell whoever is appointed, and whom he stands in for."""
    deputized, days, place = seat.deputizing_for, days_of(made), seat.organization
    words = [(seat.person, f"您自{days}担任{_named(seat, made.post)}。")]
    words += [(deputized, f"您在{made.post.title}的事自{days}由{seat.person}代理。")] if deputized else []
    told = [Word(person.pk, place.root, act.case, text, act.at) for person, text in words]
    sending.send(told, by=notify.by_of(act))


def over(held: Appointment, today: date) -> Finding | None:
    """Return `already_done`, where an appointment has ended."""
    if held.last_on is None or not (held.ceased or held.last_on < today):
        return None
    return Finding("already_done", f"该任职已于{zh_date(held.last_on)}结束。")


def before_it_began(held: Appointment, last_on: date) -> Finding | None:
    """Return `act_date_before_previous`, where a last day comes before the first."""
    if last_on >= held.first_on:
        return None
    return Finding(
        "act_date_before_previous",
        f"最后一日 {zh_date(last_on)} 早于任职开始日期 {zh_date(held.first_on)}，请核对。",
        earliest=held.first_on,
        field="last_on",
    )


def longer_than_free(held: Appointment, last_on: date) -> Finding | None:
    """Return `already_held`, where an appointment that is to last longer runs into that of another."""
    if held.last_on is None or last_on <= held.last_on or held.post.organization is None:
        return None
    seat = Seat(held.person, held.post.organization, held.post.role, Term(held.first_on, last_on), held.deputizing_for)
    return held_already(seat, but=held)


def end_appointment(
    act: Act[Any], appointment: Appointment, last_on: date, *, because: str, outside: Sequence[Entry] = ()
) -> None:
    """Set the last day of an appointment; what waits at the post goes on to whom routing names once that day is past.

    Whose appointment ends before its time is told why.

    Args:
        outside: the acts of the holder that the days no longer cover, in whose cases it is noted with the act's reason.

    Raises:
        Refused: `already_done`, `act_date_before_previous`, `already_held`, by what has been written since.
    """
    held = Appointment.objects.select_related("person", "post__organization", "deputizing_for")
    now = held.select_for_update(of=("self", "post")).get(pk=appointment.pk)
    _refuse(over(now, act.recorded_on) or before_it_began(now, last_on) or longer_than_free(now, last_on))
    before, early = days_of(now), now.last_on is None or last_on < now.last_on
    now.last_on = last_on
    writing.update(now, "last_on")
    if last_on < act.recorded_on:
        vacated(act).append(now.post_id)
    label = f"{now.post.title}·{now.person}"
    act.change(now.post.role, label, before, days_of(now))
    why = "；".join(one for one in (because, act.reason) if one)
    overdone.note(act, outside, f"{label}：{days_of(now)}", why)
    if early:
        text = (
            f"您在{now.post.title}的任职于{zh_date(last_on)}结束（{because}）。"
            "此后该岗位的待办由继任人员或者代为办理的岗位办理。"
        )
        notify.tell_people(act, [now.person_id], text)


def days_of(appointment: Appointment) -> str:
    """Say in Chinese from when until when an appointment holds."""
    until = f"至{zh_date(appointment.last_on)}" if appointment.last_on else "起"
    return f"{zh_date(appointment.first_on)}{until}"


def _refuse(finding: Finding | None) -> None:
    if finding:
        raise Refused(finding)


def _during(seat: Seat) -> QuerySet[Appointment]:
    term = seat.term
    started = Q(first_on__lte=term.last_on) if term.last_on else Q()
    post = {"post__role": seat.role, "post__organization": seat.organization}
    return Appointment.objects.filter(started, not_over(term.first_on), **post).select_related("person")
