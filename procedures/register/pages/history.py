"""The dated history of one person, as his own page and the register's page of him show it."""

from __future__ import annotations

from typing import Any

from procedures.register.models import Discipline, MembershipPeriod, OrganizationSpan, StatusSpan
from procedures.register.verbs import standing_of
from workflows.people.models import Appointment, Person


def history_of(person: Person) -> dict[str, Any]:
    """Return what templates show of a person's standing and its history, newest first; nothing is asked before."""
    offices = Appointment.objects.filter(person=person).select_related("post__organization", "deputizing_for")
    spans = OrganizationSpan.objects.filter(person=person).select_related("organization")
    return {
        "standing": getattr(person, "standing", None) or standing_of(person),
        "statuses": StatusSpan.objects.filter(person=person).order_by("-id"),
        "memberships": MembershipPeriod.objects.filter(person=person).order_by("-id"),
        "spans": spans.order_by("-id"),
        "offices": offices.order_by("-first_on", "-id"),
        "disciplines": Discipline.objects.filter(person=person).order_by("-first_on"),
    }
