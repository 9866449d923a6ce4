"""Who holds which post around an organization on a day: read once for an act, asked for permission and routing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import FilteredRelation, Model, Q, QuerySet

from workflows.people.actors import Actor, Level
from workflows.people.models import Appointment, Organization, Person, Post, Role
from workflows.people.models.organization import COMMITTEES
from workflows.people.models.post import not_over
from workflows.store.facts import Facts
from workflows.store.prepared import PreparedValues

# The columns of each row, one part after the other: an act needs no more of them, and of a person no sealed number.
PLACE = (
    "id", "path", "depth", "numchild", "code", "name", "document_word", "kind", "province", "has_committee",
    "led_by_id", "contact", "dissolved_on",
)  # fmt: skip
POST = ("id", "role", "organization_id", "person_id")
HELD = ("id", "person_id", "post_id", "first_on", "last_on", "deputizing_for_id")
WHO = ("id", "name")
PARTS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Organization, PLACE), (Post, POST), (Appointment, HELD), (Person, WHO), (Person, WHO)
)  # fmt: skip
STARTS = tuple(accumulate((len(names) for _, names in PARTS), initial=0))


def _around(on: date, *paths: str) -> QuerySet[Any, Any]:
    """Ask for some organizations and those that lead them, each with its posts and who holds them on a day."""
    upwards = Organization.objects.filter(path__in=paths).order_by()
    leading = upwards.filter(led_by__isnull=False)
    holds = Q(posts__appointments__first_on__lte=on) & not_over(on, "posts__appointments__")
    # Careful: of "these or those" both databases would look through every organization; of one list they do not.
    found = Organization.objects.filter(pk__in=upwards.values("pk").union(leading.values("led_by")))
    held = found.alias(held=FilteredRelation("posts__appointments", condition=holds)).order_by("-depth", "held__id")
    rows: QuerySet[Any, Any] = held.values_list(
        *PLACE,
        *(f"posts__{name}" for name in POST),
        *(f"held__{name}" for name in HELD),
        *(f"held__person__{name}" for name in WHO),
        *(f"held__deputizing_for__{name}" for name in WHO),
    )
    return rows


_rows = PreparedValues(_around)


@dataclass(frozen=True, slots=True)
class Around:
    """What one reading tells: the organizations upwards, and the appointments there and at those that lead them."""

    above: tuple[Organization, ...]
    appointments: tuple[Appointment, ...]


def _read(on: date, *paths: str) -> Around:
    places: dict[int, Organization] = {}
    held: dict[int, Appointment] = {}
    for row in _rows(on, *paths):
        place = places.get(row[0]) or places.setdefault(row[0], _part(row, 0))
        appointment = _part(row, 2)
        if appointment is not None:
            post, person, deputized = (_part(row, number) for number in (1, 3, 4))
            post.organization = place
            appointment.post, appointment.person, appointment.deputizing_for = post, person, deputized
            held[appointment.pk] = appointment
    for place in places.values():
        place.led_by = places.get(place.led_by_id) if place.led_by_id else None
    above = tuple(place for place in places.values() if place.path in paths)
    return Around(above, tuple(held[pk] for pk in sorted(held)))


def _part(row: tuple[Any, ...], number: int) -> Any:
    """Return the model of a part of a row, None where it is not there."""
    kind, names = PARTS[number]
    values = row[STARTS[number] : STARTS[number + 1]]
    return kind.from_db(DEFAULT_DB_ALIAS, names, values) if values[0] is not None else None


@dataclass(frozen=True)
class Chain:
    """The organizations from one upwards, and the appointments there on one day; read when first asked for."""

    below: Organization
    on: date

    @cached_property
    def around(self) -> Around:
        """Both, in one statement."""
        return _read(self.on, *self.below.above_paths)

    @property
    def above(self) -> tuple[Organization, ...]:
        """The organizations upwards, the one itself first."""
        return self.around.above

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """The appointments at the organizations and at the Party's that lead them, in the order of their keys."""
        return self.around.appointments

    @property
    def organization(self) -> Organization:
        """The organization from which the chain goes up."""
        return self.above[0]

    def at(self, level: Level) -> Organization | None:
        """Return the organization meant by a level, None where there is none."""
        if level in (Level.BRANCH, Level.PLACE):
            return self.organization
        if level is Level.ABOVE:
            return next((one for one in self.above[1:] if one.kind in COMMITTEES), None)
        if level is Level.PARTY:
            return self.organization.led_by or (self.committee.led_by if self.committee else None)
        if level is Level.SUPERIOR:
            return self.superior or self.committee  # the highest answers for itself: nobody stands above it
        return self.committee

    @property
    def committee(self) -> Organization | None:
        """The nearest committee, the organization itself where it is one."""
        return next((one for one in self.above if one.kind in COMMITTEES), None)

    @property
    def superior(self) -> Organization | None:
        """The next committee above the nearest one; the highest has none."""
        committees = [one for one in self.above if one.kind in COMMITTEES]
        return committees[1] if len(committees) > 1 else None

    def holders(self, organization: Organization, roles: tuple[Role, ...]) -> list[Appointment]:
        """Return who holds one of the roles there, in the order of the roles."""
        found = [one for one in self.appointments if one.post.organization_id == organization.pk]
        return [one for role in roles for one in found if one.post.role == role]

    def capacity(self, person: Person, actor: Actor) -> Appointment | None:
        """Return the appointment by which a person may act for an actor, own posts before deputized ones."""
        if actor.level is Level.UPWARDS:
            return self._capacity_upwards(person, actor)
        places = self._places(actor)
        mine = [
            one
            for one in self.appointments
            if one.person_id == person.pk
            and one.post.organization_id in places
            and one.post.role in actor.may_at(places[one.post.organization_id])
        ]
        return min(mine, key=lambda one: one.deputizing_for_id is not None, default=None)

    def _capacity_upwards(self, person: Person, actor: Actor) -> Appointment | None:
        """Return the same for an actor at any height, the nearest first; no other post stands in for its own."""
        chains = (self, *(self.from_(one) for one in self._led))
        mine = [
            one
            for chain in chains
            for one in chain.appointments
            if one.person_id == person.pk and one.post.role in actor.may and one.post.organization in chain.above
        ]
        return min(mine, key=lambda one: one.deputizing_for_id is not None, default=None)

    @property
    def kept_from(self) -> Chain:
        """The chain in which whoever keeps the organization is found: a Party organization's is of what it leads."""
        return self.from_(self._led[0]) if self._led else self

    @cached_property
    def _led(self) -> tuple[Organization, ...]:
        """The organizations that a Party organization leads; none of another kind."""
        return tuple(self.below.leads.order_by("path")) if self.below.is_party else ()

    def _places(self, actor: Actor) -> dict[int, str]:
        """Return the organizations at which an actor's holders sit, each with its kind."""
        wanted = [self.at(actor.level)]
        if actor.code in ("branch_or_committee", "committee_or_superior"):
            wanted += [self.committee, self.superior if actor.level is Level.COMMITTEE else None]
        if actor.level is Level.PARTY:
            wanted += [one.led_by for one in self.above]
        return {one.pk: one.kind for one in wanted if one}

    def seen_by(self, actor: Actor, facts: Facts) -> Chain:
        """Return the chain in which an actor is looked up: this one, or that of the organization a fact names.

        Raises:
            LookupError: the fact names none yet.
        """
        if not actor.of:
            return self
        pk = getattr(facts, actor.of)
        if not pk:
            raise LookupError(f"{actor.title}尚未确定（{actor.of}）")
        return self.from_(pk)

    def without(self, people: frozenset[int]) -> Chain:
        """Return the same chain as if some people held no post in it."""
        others = Chain(self.below, self.on)
        kept = tuple(one for one in self.appointments if one.person_id not in people)
        others.__dict__["around"] = Around(self.above, kept)
        return others

    def from_(self, place: int | Organization) -> Chain:
        """Return the chain of another organization on the same day, read once; one given whole is not read again."""
        pk = place.pk if isinstance(place, Organization) else place
        if pk == self.below.pk:
            return self
        if pk not in self.others:
            below = place if isinstance(place, Organization) else Organization.objects.get(pk=pk)
            self.others[pk] = Chain(below, self.on)
        return self.others[pk]

    def on_another_day(self, on: date) -> Chain:
        """Return the chain of the same organization on another day, read once."""
        if on not in self.other_days:
            self.other_days[on] = Chain(self.below, on)
        return self.other_days[on]

    @cached_property
    def other_days(self) -> dict[date, Chain]:
        """The chains of other days that this one has been asked for."""
        return {}

    @cached_property
    def own_posts(self) -> dict[int, Post]:
        """People's own posts, as far as an act has read them."""
        return {}

    @cached_property
    def others(self) -> dict[int, Chain]:
        """The chains of other organizations that this one has been asked for."""
        return {}

    def beyond(self, organization: Organization) -> list[Organization]:
        """Return the organizations above one, nearest first."""
        return [one for one in self.above if one.depth < organization.depth]


def load_chain(organization: Organization, on: date) -> Chain:
    """Return the chain of an organization on a day; one statement when it is asked anything."""
    return Chain(organization, on)
