"""团内职务: who holds a League office on a day, and until when (rules.md 8; a deputy's standing in is no office)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workflows.people.models import Appointment, Person
from workflows.people.models.post import LEAGUE_OFFICES

OPEN_END = date.max


def until_of(people: Iterable[Person | int], on: date) -> dict[int, date | None]:
    """Return those who hold an office on a day, with its last day; None where the term has no end yet."""
    held = Appointment.objects.on(on).filter(
        person__in=list(people), post__role__in=LEAGUE_OFFICES, deputizing_for=None
    )
    found: dict[int, date] = {}
    for person, last in held.values_list("person_id", "last_on"):
        found[person] = max(found.get(person, date.min), last or OPEN_END)
    return {person: None if last == OPEN_END else last for person, last in found.items()}
