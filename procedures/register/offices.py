"""团内职务: who holds a League office on a day, until when (rules.md 8; a deputy's standing in is no office), and which
end with the membership on which they rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max, Q

from workflows.appointments.ceasing import cease
from workflows.people.models import Appointment, Kind, Organization, Person
from workflows.people.models.post import LEAGUE_OFFICES, AppointmentQuerySet
from workflows.table.act import Act

OPEN_END = date.max
OFFICE = Q(post__role__in=LEAGUE_OFFICES, deputizing_for=None)
IN_GROUP = Q(post__organization__kind=Kind.GROUP)


def until_of(people: Iterable[Person | int], on: date, *, groups: bool = True) -> dict[int, date | None]:
    """Return those who hold an office on a day, with its last day; None where the term has no end yet.

    Args:
        groups: the leader of a 团小组 holds an office too.
    """
    found: dict[int, list[date | None]] = {}
    held = _offices(people, groups=groups).on(on)
    for person, last in held.values_list("person_id", "last_on"):
        found.setdefault(person, []).append(last)
    return {person: latest(days) for person, days in found.items()}


def latest(days: Iterable[date | None]) -> date | None:
    """Return the last of some last days; None where there is none, or a term has no end yet."""
    last = max((day or OPEN_END for day in days), default=OPEN_END)
    return None if last == OPEN_END else last


def last_of(people: Iterable[Person | int], before: date, *, groups: bool = True) -> dict[int, date]:
    """Return the last day of the office that each held last and that ended before a day; who held none is left out."""
    ended = _offices(people, groups=groups).filter(last_on__lt=before)
    return dict(ended.order_by().values_list("person_id").annotate(last=Max("last_on")))


def end_with_membership(act: Act[Any], *, on: date) -> None:
    """End the branch offices of the subject, whose membership ends on a day."""
    cease(act, on=on, asks=lambda place: True, because="本人团籍终止")


def end_off_the_roll(act: Act[Any], old: Organization, new: Organization | None, *, on: date) -> None:
    """End the branch offices that rest on a roll which the subject leaves on a day, not those above or below the new.

    Args:
        new: the organization on whose roll the subject goes on, None outside the system.
    """
    cease(
        act,
        on=on,
        asks=lambda place: _one_line(place, old) and not (new and _one_line(place, new)),
        because="本人转出团员名册",
    )


def _one_line(one: Organization, other: Organization) -> bool:
    """Tell whether two organizations are the same, or one is above the other."""
    return str(one.path).startswith(other.path) or str(other.path).startswith(one.path)


def _offices(people: Iterable[Person | int], *, groups: bool) -> AppointmentQuerySet:
    own = Appointment.objects.filter(OFFICE, person__in=list(people))
    return own if groups else own.exclude(IN_GROUP)
