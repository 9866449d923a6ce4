"""The whole town in one transaction: built, its stories played, and the calendar brought up to the demo's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from procedures.town.building import build_town, is_empty
from procedures.town.playing import Player
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.rounds.sweep import sweep


@dataclass(frozen=True, slots=True)
class Built:
    """How large the town is."""

    organizations: int
    people: int
    cases: int
    acts: int


def bring_to_life(today: date, at: datetime) -> Built | None:
    """Build the town as of a day; None where the database has organizations already, which changes nothing.

    Raises:
        BadDemo: a story cannot be played; nothing is kept.
    """
    with transaction.atomic():
        if not is_empty():
            return None
        acts = Player(build_town(today, at)).play()
        sweep(today, at)
    return Built(Organization.objects.count(), Person.objects.count(), Case.objects.count(), acts)
