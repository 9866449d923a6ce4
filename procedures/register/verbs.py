"""The register's verbs: the only way in which a person's standing, organization or number changes.

Each is one guarded transition with its dated history, and notes on the act what it changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from procedures.register import numbers
from procedures.register.models import (
    DevelopmentNumber,
    MembershipPeriod,
    OrganizationSpan,
    Standing,
    Status,
    StatusSpan,
)
from workflows.act import Act
from workflows.people.models import Organization, Person
from workflows.refusals import refuse
from workflows.states import TransitionNotAllowed


def standing_of(person: Person) -> Standing:
    """Return a person's standing; one that the register has not met yet stands outside the League."""
    return Standing.objects.filter(person=person).first() or Standing(person=person, root=_root(person))


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
    standing = standing_of(act.subject)
    _move(act, standing.before, Standing.drop, first_on=act.on)


def admit(act: Act[Any], *, joined_on: date, number: str) -> None:
    """Make the subject a member as from the branch meeting (团章), with a period of membership."""
    standing = _move(act, Status.ACTIVE, Standing.join, first_on=joined_on)
    act.change("joined_on", "入团时间", standing.joined_on, joined_on)
    act.change("development_number", "发展团员编号", standing.development_number, number)
    standing.joined_on, standing.development_number = joined_on, number
    standing.save(update_fields=["joined_on", "development_number"])
    MembershipPeriod.objects.create(
        person=act.subject,
        joined_on=joined_on,
        joined_branch=act.organization.name,
        development_number=number,
    )
    settle(act, act.organization, first_on=joined_on)


def settle(act: Act[Any], organization: Organization, *, first_on: date) -> None:
    """Put the subject on the roll of an organization from a day on; the day before is the last of the old one."""
    person = act.subject
    open_span = OrganizationSpan.objects.filter(person=person, last_on=None).first()
    if open_span and open_span.organization_id == organization.pk:
        return
    act.change("organization", "所在组织", person.home, organization)
    if open_span:
        open_span.last_on = _day_before(first_on, open_span.first_on)
        open_span.save(update_fields=["last_on"])
    OrganizationSpan.objects.create(person=person, organization=organization, first_on=first_on)
    if person.home_id != organization.pk:
        person.home = organization
        person.save(update_fields=["home"])


def give_number(act: Act[Any], number: str) -> str:
    """Give the subject a development number for ever, the next free one where none is asked for.

    Raises:
        Refused: `number_taken` or `number_block_exhausted`, where another case was quicker than the conditions.
    """
    given = number or numbers.take_next(act.committee(), act.on.year)
    if given is None:
        raise refuse("number_block_exhausted", f"本单位 {act.on.year} 年的发展团员编号刚刚用完，请先向上级申领编号段。")
    row, new = DevelopmentNumber.objects.get_or_create(
        number=given, defaults={"person": act.subject, "given_on": act.on}
    )
    if row.person_id != act.subject.pk:
        raise refuse("number_taken", f"编号 {given} 已经使用，编号不能重复使用。", field="development_number")
    if new:
        act.change("development_number", "发展团员编号", "", given)
    return given


def take_status(act: Act[Any], status: str) -> None:
    """Take over the status that goes with a case that began elsewhere; the right one already is no change."""
    standing = standing_of(act.subject)
    if standing.status == status:
        return
    before, standing.before = standing.get_status_display(), standing.status
    standing.enter(status)
    standing.since = act.on
    standing.save()
    act.change("status", "状态", before, standing.get_status_display())
    _open_span(standing, act.on)


def _move(act: Act[Any], to: str, verb: Callable[[Standing], Any], *, first_on: date) -> Standing:
    standing = standing_of(act.subject)
    if standing.status == to:
        return standing
    before = standing.get_status_display()
    try:
        verb(standing)
    except TransitionNotAllowed as error:
        raise refuse(
            "register_mismatch", f"名册中{act.subject}的状态是“{before}”，与此事项不符，请先核对名册。"
        ) from error
    standing.since = first_on
    standing.save()
    act.change("status", "状态", before, standing.get_status_display())
    _open_span(standing, first_on)
    return standing


def _open_span(standing: Standing, first_on: date) -> None:
    for span in StatusSpan.objects.filter(person=standing.person, last_on=None):
        span.last_on = _day_before(first_on, span.first_on)
        span.save(update_fields=["last_on"])
    StatusSpan.objects.create(person=standing.person, status=standing.status, first_on=first_on)


def _day_before(day: date, not_before: date | None) -> date:
    """Return the last day of a span that another follows; two values on one day leave the first a span of that day."""
    last = day - timedelta(days=1)
    return max(last, not_before) if not_before else last


def _root(person: Person) -> str:
    return person.home.root if person.home else ""
