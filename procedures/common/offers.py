"""Whom a form offers: sensible people first; anybody else may be named, and the conditions judge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from procedures.register.models import Standing
from procedures.register.rolls import IN_PARTY, members_on
from workflows.people.models import Appointment, Organization, Person
from workflows.people.models.post import BRANCH_ROLES, COMMITTEE_ROLES


def in_office_or_members(branch: Organization, on: date) -> QuerySet[Person]:
    """Return who holds a League office at the branch or above it, and the members of the branch."""
    offices = Appointment.objects.on(on).filter(
        post__organization__path__in=branch.above_paths, post__role__in=(*BRANCH_ROLES, *COMMITTEE_ROLES)
    )
    return _either(offices.values("person"), members_on(branch, on))


def members_and_party(branch: Organization, on: date) -> QuerySet[Person]:
    """Return the members of the branch, and the Party members of the Party organizations that lead it."""
    leading = Organization.objects.filter(leads__path__in=branch.above_paths).values("pk")
    party = Standing.objects.filter(person=OuterRef("pk"), party_stage__in=IN_PARTY)
    return _either(Person.objects.filter(Exists(party), home__in=leading).values("pk"), members_on(branch, on))


def _either(keys: QuerySet[Any, Any], people: QuerySet[Person]) -> QuerySet[Person]:
    # Careful: one list of keys. At two tests joined by "or" both databases look through everybody of the province.
    return Person.objects.filter(pk__in=keys.union(people.order_by().values("pk"))).order_by("name", "id")
