"""The register's verbs: the only way in which a person's standing, organization or number changes.

Each is one guarded transition with its dated history, and notes on the act what it changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest

from procedures.register import offices
from procedures.register.models import (
    ON_THE_WAY,
    MembershipPeriod,
    OrganizationSpan,
    Standing,
    Status,
    StatusSpan,
)
from workflows.days.dates import zh_date
from workflows.people import reach
from workflows.people.models import Organization, Person
from workflows.store import writing
from workflows.store.prepared import Prepared, PreparedUpdate
from workflows.store.states import TransitionNotAllowed
from workflows.table.act import Act, Move, once
from workflows.table.refusals import refuse


def standing_of(person: Person) -> Standing:
    """Return a person's standing; one that the register has not met yet stands outside the League."""
    return next(iter(_standing(person.pk)), None) or outside(person)


def outside(person: Person) -> Standing:
    """Return the standing, kept nowhere, of a person whom the register has not met yet."""
    return Standing(person=person, root=_root(person))


_standing = Prepared(lambda pk: Standing.objects.filter(person=pk))


@once
def subject_standing(act: Act[Any]) -> Standing:
    """Return the subject's standing, read once for an act."""
    return standing_of(act.subject)


def begin_application(act: Act[Any]) -> None:
    """Make the subject an applicant; already being one (a returned form handed in again) is no change."""
    _move(act, Status.APPLICANT, Standing.apply, first_on=act.on)


def make_activist(act: Act[Any]) -> None:
    """Make the subject an activist, or put a candidate back."""
    _move(act, Status.ACTIVIST, Standing.become_activist, first_on=act.on)


def back_to_applicant(act: Act[Any]) -> None:
    """Make the subject an applicant again; who never ceased to be one is not touched."""
    _move(act, Status.APPLICANT, Standing.become_applicant, first_on=act.on)


def make_candidate(act: Act[Any]) -> None:
    """Make the subject a candidate."""
    _move(act, Status.CANDIDATE, Standing.become_candidate, first_on=act.on)


def drop_applicant(act: Act[Any]) -> None:
    """Give the subject the status from before the application."""
    standing = subject_standing(act)
    _move(act, standing.before, Standing.drop, first_on=act.on)


def admit(act: Act[Any], *, joined_on: date, number: str) -> None:
    """Make the subject a member as from the branch meeting (团章), with a period of membership."""
    span = _open_organization(act)
    if span is not None:
        subject_standing.keep(act, span.person.standing)
    standing = subject_standing(act)
    act.change("joined_on", "入团时间", standing.joined_on, joined_on)
    act.change("development_number", "发展团员编号", standing.development_number, number)
    standing.joined_on, standing.development_number = joined_on, number
    _move(act, Status.ACTIVE, Standing.join, first_on=joined_on)
    writing.insert(
        MembershipPeriod(
            person=act.subject,
            joined_on=joined_on,
            joined_branch=act.organization.name,
            development_number=number,
            approved_on=act.on,
        )
    )
    settle(act, act.organization, first_on=joined_on)
    act.back = standing.before != Status.NONE


def leave(act: Act[Any], status: str, *, on: date) -> None:
    """End the subject's membership on its last day: exited_age, withdrew, lapsed or removed.

    Who leaves has all rights up to the day on which it is decided (rules.md 8), so that a meeting held before counts
    him whenever it is entered: his status changes on that day, though the membership ended before.

    Raises:
        Refused: `register_mismatch`, where the register does not have the person as a member.
    """
    _move(act, status, lambda standing: standing.leave(status), first_on=max(on, act.on), since=on)
    act.change("left_on", "离团时间", "", zh_date(on))
    act.left = on
    open_ones = MembershipPeriod.objects.filter(person=act.subject, left_on=None)
    open_ones.update(left_on=on, left_as=status)
    offices.end_with_membership(act, on=on)


def restore(act: Act[Any]) -> None:
    """Make the subject a member again from the act's day, the membership unbroken; both changes stay in the history.

    Raises:
        Refused: `register_mismatch`, where the person has not left.
    """
    _move(act, Status.ACTIVE, Standing.restore, first_on=act.on)
    act.back = True
    last = MembershipPeriod.objects.filter(person=act.subject).order_by("-left_on", "-id").first()
    if last:
        act.change("left_on", "离团时间", zh_date(last.left_on) if last.left_on else "", "")
        last.left_on, last.left_as = None, ""
        writing.update(last, "left_on", "left_as")


def begin_transfer(act: Act[Any]) -> None:
    """Note that the subject's organizational relation is under way (转接中)."""
    _overlay(act, transferring=True)


def end_transfer(act: Act[Any]) -> None:
    """Note that it is under way no more, whatever became of it."""
    _overlay(act, transferring=False)


def _overlay(act: Act[Any], *, transferring: bool) -> None:
    standing = subject_standing(act)
    words = {True: "转接中", False: ""}
    act.change("transferring", "组织关系", words[standing.transferring], words[transferring])
    standing.transferring = transferring
    Standing.objects.filter(person=act.subject).update(transferring=transferring)


def note_paid_to(person: int, month: date | None) -> None:
    """Keep the last month up to which a person's dues are settled without a gap; None for nothing settled."""
    Standing.objects.filter(person=person).update(dues_paid_to=month)


def settle(act: Act[Any], organization: Organization, *, first_on: date) -> None:
    """Put the subject on the roll of an organization from a day on; the day before is the last of the old one."""
    person = act.subject
    open_span = _open_organization(act)
    if open_span and open_span.organization_id == organization.pk:
        return
    act.change("organization", "所在组织", person.home, organization)
    if open_span:
        open_span.last_on = _day_before(first_on, open_span.first_on)
        writing.update(open_span, "last_on")
        offices.end_off_the_roll(act, open_span.organization, organization, on=first_on)
    writing.insert(OrganizationSpan(person=person, organization=organization, first_on=first_on))
    if person.home_id != organization.pk:
        _note_roots(person, organization)
        act.move = Move(person.home, organization)
        person.home = organization
        writing.update(person, "home")


def _note_roots(person: Person, organization: Organization) -> None:
    """Let those of the new root see what was kept of a person under the old one: his months, paid or owed."""
    former = person.home.root if person.home else person.former_root
    if former and former != organization.root:
        reach.note(former, organization.root)


def depart(act: Act[Any], *, last_on: date) -> None:
    """Take the subject off the roll after a last day there: an organization outside the system has taken him in."""
    person, open_span = act.subject, _open_organization(act)
    act.change("organization", "所在组织", person.home, "")
    if open_span:
        open_span.last_on = max(last_on, open_span.first_on) if open_span.first_on else last_on
        writing.update(open_span, "last_on")
        offices.end_off_the_roll(act, open_span.organization, None, on=open_span.last_on)
        _open_organization.forget(act)
    person.former_root = person.home.root if person.home else person.former_root
    act.move, act.left = Move(person.home, None), last_on
    person.home = None
    writing.update(person, "home", "former_root")


@once
def _open_organization(act: Act[Any]) -> OrganizationSpan | None:
    """Return the open span of the subject's organization, with the standing; read once for an act."""
    return next(iter(_open_place(act.subject.pk)), None)


def _placed(pk: int) -> models.QuerySet[OrganizationSpan]:
    spans = OrganizationSpan.objects.filter(person=pk, last_on=None).order_by("id")
    return spans.select_related("person__standing", "organization").defer("organization__seal")[:1]


_open_place = Prepared(_placed)


def take_status(act: Act[Any], status: str) -> None:
    """Take over the status that goes with a case that began elsewhere; the right one already is no change."""
    standing = subject_standing(act)
    if standing.status != status:
        standing.before = standing.before if standing.status in ON_THE_WAY else standing.status
        _enter(act, status, since=act.on)
        _open_span(standing, act.on)


def resume(act: Act[Any], status: str, *, since: date) -> None:
    """Give back a status of which the case was asked back: what is handed in again keeps its day, and leaves no gap.

    The log keeps that the person was something else in between.
    """
    standing = subject_standing(act)
    if standing.status == status:
        return
    _enter(act, status, since=since)
    spans = StatusSpan.objects.filter(person=act.subject)
    spans.filter(last_on=None).delete()
    last = spans.order_by("-id").first()
    if last and last.status == status:
        last.last_on = None
        writing.update(last, "last_on")
    else:
        writing.insert(StatusSpan(person=act.subject, status=status, first_on=since))


def _enter(act: Act[Any], status: str, *, since: date) -> None:
    standing = subject_standing(act)
    before = standing.get_status_display()
    standing.enter(status)
    standing.since = since
    writing.save(standing)
    act.change("status", "状态", before, standing.get_status_display())


def _move(
    act: Act[Any], to: str, verb: Callable[[Standing], Any], *, first_on: date, since: date | None = None
) -> Standing:
    standing = subject_standing(act)
    if standing.status == to:
        return standing
    before = standing.get_status_display()
    try:
        verb(standing)
    except TransitionNotAllowed as error:
        raise refuse(
            "register_mismatch", f"名册中{act.subject}的状态是“{before}”，与此事项不符，请先核对名册。"
        ) from error
    standing.since = since or first_on
    writing.save(standing)
    act.change("status", "状态", before, standing.get_status_display())
    _open_span(standing, first_on)
    return standing


def _open_span(standing: Standing, first_on: date) -> None:
    """Close the open span on the day before, one begun later on its own first day, and open the next."""
    _close_spans(standing.person_id, first_on - timedelta(days=1))
    writing.insert(StatusSpan(person_id=standing.person_id, status=standing.status, first_on=first_on))


def _closed(person: int, last_on: date) -> tuple[models.QuerySet[StatusSpan], dict[str, Any]]:
    before = Value(last_on, models.DateField())
    closed = Greatest(before, Coalesce("first_on", before), output_field=models.DateField())
    return StatusSpan.objects.filter(person_id=person, last_on=None), {"last_on": closed}


_close_spans = PreparedUpdate(_closed)


def _day_before(day: date, not_before: date | None) -> date:
    """Return the last day of a span that another follows; two values on one day leave the first a span of that day."""
    last = day - timedelta(days=1)
    return max(last, not_before) if not_before else last


def _root(person: Person) -> str:
    return person.home.root if person.home else ""
