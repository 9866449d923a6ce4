"""任期与空岗: terms that run out, posts that nobody holds, places where everything rests on one person.

The page of whoever keeps organizations shows them, and the night tells him of them once a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from workflows.people.models import Appointment, Organization, Role
from workflows.people.models.organization import COMMITTEES, PARTY, Kind, name_above

MOST = 100  # rows of each list
HEADS = (Role.BRANCH_SECRETARY, Role.COMMITTEE_SECRETARY, Role.COMMITTEE_REVIEWER)
ACTING = (*HEADS, Role.BRANCH_DEPUTY)


@dataclass(frozen=True, slots=True)
class Ending:
    """A term that runs out, and whether a successor is appointed already."""

    held: Appointment
    followed: bool
    days: int


@dataclass(frozen=True, slots=True)
class Wanting:
    """An organization in which a post is wanting: who leads it, or who stands in for the one who does."""

    organization: Organization
    role: str

    @property
    def title(self) -> str:
        """The post in words."""
        return str(Role(self.role).label)


def ending(places: QuerySet[Organization], on: date, within: int) -> list[Ending]:
    """Return the terms under some organizations that run out within so many days, the first first."""
    later = Appointment.objects.filter(post=OuterRef("post"), first_on__gt=OuterRef("last_on"), deputizing_for=None)
    until = on + timedelta(days=within)
    held = Appointment.objects.filter(
        post__organization__in=places.values("pk"), last_on__gte=on, last_on__lte=until, first_on__lte=on,
        deputizing_for=None, ceased=False,
    )  # fmt: skip
    rows = held.select_related("person", "post__organization").annotate(followed=Exists(later))
    return [
        Ending(one, bool(getattr(one, "followed", False)), ((one.last_on or on) - on).days)
        for one in rows.order_by("last_on", "post__organization__path", "pk")[:MOST]
    ]


def vacant(places: QuerySet[Organization], on: date) -> list[Wanting]:
    """Return the organizations that nobody leads: a branch without a secretary, a committee with nobody at all."""
    led = Appointment.objects.on(on).filter(post__organization=OuterRef("pk"), post__role__in=HEADS)
    there = Q(dissolved_on=None) | Q(dissolved_on__gt=on)
    found = _league(places).filter(there, ~Exists(led)).order_by("path")[:MOST]
    return [Wanting(one, _head(one)) for one in found]


def alone(places: QuerySet[Organization], on: date) -> list[Wanting]:
    """Return the organizations where one person alone can act, with the post of who would stand in for him."""
    held = Appointment.objects.on(on).filter(post__organization=OuterRef("pk"), post__role__in=ACTING)
    people = held.order_by().values("post__organization").annotate(number=Count("person", distinct=True))
    number = Subquery(people.values("number"), output_field=IntegerField())
    led = held.filter(post__role__in=HEADS)
    found = _league(places).exclude(kind=Kind.GROUP).annotate(acting=number).filter(Exists(led), acting=1)
    return [Wanting(one, _second(one)) for one in found.order_by("path")[:MOST]]


def under(root: Organization) -> QuerySet[Organization]:
    """Return the organizations under a root, and those of the Party that lead there."""
    led = Organization.objects.filter(path__startswith=root.path, led_by__isnull=False).values("led_by")
    found: QuerySet[Organization] = Organization.objects.filter(Q(path__startswith=root.path) | Q(pk__in=led))
    return found


def _league(places: QuerySet[Organization]) -> QuerySet[Organization]:
    kinds = [kind for kind in Kind if kind not in PARTY]
    own = Organization.objects.filter(pk__in=places.values("pk"), kind__in=kinds)
    found: QuerySet[Organization] = own.annotate(above=name_above()).defer("seal")
    return found


def _head(place: Organization) -> str:
    return str(Role.COMMITTEE_SECRETARY if place.kind in COMMITTEES else Role.BRANCH_SECRETARY)


def _second(place: Organization) -> str:
    return str(Role.COMMITTEE_REVIEWER if place.kind in COMMITTEES else Role.BRANCH_DEPUTY)
