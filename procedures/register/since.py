"""Since when the register knows a person as a member, and as one of an organization."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import Min

from procedures.register.models import MembershipPeriod, OrganizationSpan
from workflows.people.models import Organization, Person
from workflows.table.act import Act


def member_since(act: Act[Any]) -> tuple[date, str] | None:
    """Return what came last before the person concerned could have a case there, with its day: joining, or moving in.

    None where the register knows of neither. Who was on the roll there on the act's day, whenever that was, has not
    moved in too late.
    """
    found = MembershipPeriod.objects.accepted().filter(person=act.subject).aggregate(first=Min("joined_on"))
    came = taken_in_after(act.subject, act.organization, act.on)
    known = ((found["first"], "入团"), (came, f"转入{act.organization}"))
    return max(((day, what) for day, what in known if day), key=itemgetter(0), default=None)


def taken_in_after(person: Person, organization: Organization, on: date) -> date | None:
    """Return the day on which an organization took a person in who was not on its roll on a day yet, else None."""
    spans = list(
        OrganizationSpan.objects.filter(person=person, organization=organization).values_list("first_on", "last_on")
    )
    if any((first is None or first <= on) and (last is None or on <= last) for first, last in spans):
        return None
    return min((first for first, _ in spans if first and first > on), default=None)
