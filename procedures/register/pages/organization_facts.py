"""What the page of an organization shows: what it was on any day, and its own values of rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from procedures.register.organizations import state_on, states
from workflows.appointments import parameters
from workflows.engine.law import overtaken
from workflows.models import Parameter
from workflows.pages.words import day_in
from workflows.people.models import Organization


def lineage(place: Organization, given: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the states of an organization, and the one of the day that is asked for (`?day=2025-05-04`)."""
    known = states(place)
    day = day_in(given.get("day", "")) or today
    return {"states": known, "day": day, "then": state_on(known, day), "is_dissolved": place.is_dissolved(today)}


def values_of(place: Organization) -> list[tuple[Parameter, str, str, str]]:
    """Return the local values of a committee, newest first, with rule and value in words and what has overtaken it."""
    known = parameters.known_rules()
    rows = Parameter.objects.filter(organization=place).select_related("set_by").order_by("key", "-first_on", "-id")
    return [
        (row, known[row.key].title, known[row.key].words(row.value), overtaken(known[row.key], row))
        for row in rows
        if row.key in known
    ]
