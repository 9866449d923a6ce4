"""What stories can look at: who has six months unpaid on a day, and of what somebody was reminded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from procedures.lapse import rules, runs
from procedures.register.models import ArrearsReminder
from workflows.people.models import Organization, Person


def _candidates(world: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the candidates of a day, of the whole world or under an organization, by their ids."""
    roots = Organization.objects.filter(depth=1).exclude(kind__startswith="party").order_by("path")
    wanted = [world.organization(row["organisation"])] if row.get("organisation") else list(roots)
    least = rules.LAPSE_MONTHS.version(row["on"]).value
    found = [pk for one in wanted for pk in runs.candidates_on(row["on"], one, int(least))]
    people = Person.objects.filter(pk__in=found).order_by("pk")
    return {"people": list(people.values_list("username", flat=True))}


def _reminders(world: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return at which steps somebody was reminded, oldest first, each with the months named."""
    found = ArrearsReminder.objects.filter(person=world.person(row["of"]), told_on__lte=row["on"]).order_by("pk")
    return {
        "steps": [one.step for one in found],
        "months": [f"{one.first:%Y-%m}/{one.last:%Y-%m}" for one in found],
    }


LOOKS: Mapping[str, Callable[[Any, Mapping[str, Any]], dict[str, Any]]] = {
    "lapse_candidates": _candidates,
    "arrears_reminders": _reminders,
}
