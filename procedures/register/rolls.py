"""团员名册: who is on the roll of a branch on a day, and who of them has a vote (rules.md 3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from procedures.register.models import (
    MEMBERS_STATUSES,
    Discipline,
    OrganizationSpan,
    PartyStage,
    Standing,
    Status,
    StatusSpan,
)
from workflows.people.models import Appointment, Organization, Person
from workflows.people.models.post import BRANCH_ROLES
from workflows.store.prepared import PreparedValues

IN_PARTY = (PartyStage.PROBATIONARY, PartyStage.FULL)


@dataclass(frozen=True, slots=True)
class Voter:
    """A person on the roll, and why without a vote if so."""

    person: Person
    votes: bool
    why: str = ""


def members_on(organization: Organization, on: date) -> QuerySet[Person]:
    """Return the people with 团籍 on the roll of an organization on a day."""
    here = _on(OrganizationSpan.objects.filter(organization=organization), on)
    member = _spanning(StatusSpan.objects.filter(status__in=MEMBERS_STATUSES), on)
    return Person.objects.filter(Exists(member), pk__in=here.values("person")).order_by("name", "id")


def voters_on(organization: Organization | int, on: date) -> QuerySet[Person]:
    """Return who has a vote: members not under 留团察看 or 停止团籍, and Party members in League office there."""
    here = _on(OrganizationSpan.objects.filter(organization=organization), on)
    full = _spanning(StatusSpan.objects.filter(status=Status.ACTIVE), on)
    punished = _spanning(Discipline.objects.filter(kind=Discipline.Sanction.PROBATION), on)
    in_office = Appointment.objects.on(on).filter(
        post__organization=organization, post__role__in=BRANCH_ROLES, deputizing_for=None
    )
    in_party = Standing.objects.filter(person=OuterRef("pk"), party_stage__in=IN_PARTY)
    on_roll = Q(pk__in=here.values("person")) & Exists(full) & ~Exists(punished)
    appointed = Q(pk__in=in_office.values("person")) & Exists(in_party) & ~Exists(full)
    # Careful: without the narrow list first, both databases look through everybody of the province.
    near = here.values("person").union(in_office.values("person"))
    return Person.objects.filter(on_roll | appointed, pk__in=near).order_by("name", "id")


def should_attend(organization: Organization, on: date) -> int:
    """Return 应到: how many have a vote at a meeting of that day."""
    return len(_voting(organization.pk, on))


_voting = PreparedValues(lambda pk, on: voters_on(pk, on).order_by().values_list("pk"))


def roll_on(organization: Organization, on: date) -> list[Voter]:
    """Return everybody on the roll on a day, with the reason where somebody has no vote."""
    voters = list(voters_on(organization, on))
    known = {person.pk for person in voters}
    silent = [person for person in members_on(organization, on) if person.pk not in known]
    return [
        *(Voter(person, votes=True) for person in voters),
        *(Voter(person, votes=False, why="留团察看或停止团籍期间没有表决权") for person in silent),
    ]


def has_committee(organization: Organization, on: date, least: int) -> bool:
    """Tell whether a branch has a 支部委员会: as recorded, else by the number of its members."""
    if organization.has_committee is not None:
        return organization.has_committee
    return members_on(organization, on).count() >= least


def has_full_rights(person: Person, on: date) -> bool:
    """Tell whether a person is a member with all rights on a day."""
    return bool(_full_rights(person.pk, on))


def _rights(pk: int, on: date) -> QuerySet[Any, Any]:
    punished = _on(Discipline.objects.filter(person=pk, kind=Discipline.Sanction.PROBATION), on)
    full = StatusSpan.objects.filter(~Exists(punished), person=pk, status=Status.ACTIVE)
    found: QuerySet[Any, Any] = _on(full, on).values_list("pk")[:1]
    return found


_full_rights = PreparedValues(_rights)


def _spanning(spans: QuerySet, on: date) -> QuerySet:  # type: ignore[type-arg]  # any of the three dated tables
    return _on(spans, on).filter(person=OuterRef("pk"))


def _on(spans: QuerySet, on: date) -> QuerySet:  # type: ignore[type-arg]
    return spans.filter(Q(first_on=None) | Q(first_on__lte=on), Q(last_on=None) | Q(last_on__gte=on))
