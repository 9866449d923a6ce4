"""Who holds which post around an organization on a day: read once for an act, asked for permission and routing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from workflows.actors import Actor, Level
from workflows.facts import Facts
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role
from workflows.prepared import Prepared

# What an act asks of an appointment; a person's sealed numbers take longer to decrypt than the statement takes.
ASKED = (
    "first_on", "last_on", "person__name", "deputizing_for__name", "post__role", "post__person_id",
    *(f"post__organization__{name}" for name in ("name", "kind", "path", "depth")),
)  # fmt: skip
COMMITTEES = (Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE)


def _organizations(*paths: str) -> QuerySet[Organization]:
    found: QuerySet[Organization] = (
        Organization.objects.filter(path__in=paths).select_related("led_by").defer("seal", "led_by__seal")
    )
    return found.order_by("-depth")


def _appointments(on: date, *organizations: int) -> QuerySet[Appointment]:
    held = Appointment.objects.on(on).filter(post__organization_id__in=organizations)
    return held.select_related("post__organization", "person", "deputizing_for").only(*ASKED).order_by("id")


_upwards, _held = Prepared(_organizations), Prepared(_appointments)


@dataclass(frozen=True)
class Chain:
    """The organizations from one upwards, and the appointments there on one day; each is read when first asked for."""

    below: Organization
    on: date

    @cached_property
    def above(self) -> tuple[Organization, ...]:
        """The organizations upwards, the one itself first."""
        return tuple(_upwards(*self.below.above_paths))

    @cached_property
    def appointments(self) -> tuple[Appointment, ...]:
        """The appointments at the organizations and at the Party's that lead them."""
        ids = {one.pk for one in self.above} | {one.led_by_id for one in self.above if one.led_by_id}
        return tuple(_held(self.on, *sorted(ids)))

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
            return self.superior
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
        places = self._places(actor)
        mine = [
            one
            for one in self.appointments
            if one.person_id == person.pk and one.post.organization_id in places and one.post.role in actor.may
        ]
        return min(mine, key=lambda one: one.deputizing_for_id is not None, default=None)

    def _places(self, actor: Actor) -> set[int]:
        wanted = [self.at(actor.level)]
        if actor.code in ("branch_or_committee", "committee_or_superior"):
            wanted += [self.committee, self.superior if actor.level is Level.COMMITTEE else None]
        if actor.level is Level.PARTY:
            wanted += [one.led_by for one in self.above]
        return {one.pk for one in wanted if one}

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

    def from_(self, place: int | Organization) -> Chain:
        """Return the chain of another organization on the same day, read once; one given whole is not read again."""
        pk = place.pk if isinstance(place, Organization) else place
        if pk == self.below.pk:
            return self
        if pk not in self.others:
            below = place if isinstance(place, Organization) else Organization.objects.get(pk=pk)
            self.others[pk] = Chain(below, self.on)
        return self.others[pk]

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
    """Return the chain of an organization on a day; two statements when both its parts are asked for."""
    return Chain(organization, on)
