"""岗位与变更: who holds the posts of an organization, what was changed in it, and by which acts its keeper changes it.

Every act that a table opens to keepers is linked where its form asks for what the page knows; none is named here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from workflows.models import Case, Entry
from workflows.pages.public import offers
from workflows.pages.reader import Reader
from workflows.people.models import Appointment, Organization, Role
from workflows.people.models.organization import Kind
from workflows.people.models.post import ROLES_OF
from workflows.table import Step
from workflows.table.registry import procedures

SHOWN = 20  # changes


def history_of(place: Organization) -> tuple[int, list[Entry]]:
    """Return the state of an organization's book, and its last changes: of the book, and by acts on the register."""
    book = list(Entry.objects.filter(chain=f"organization/{place.pk}").order_by("-sequence")[:SHOWN])
    codes = [one.code for one in procedures() if one.of_register]
    cases = Case.objects.filter(organization=place, procedure__in=codes).order_by("-pk").values_list("pk", flat=True)
    acts = Entry.objects.filter(chain__in=[f"case/{pk}" for pk in cases[:SHOWN]]).order_by("-pk")
    changed = [*book, *(one for one in acts if one.changes)]
    last = book[0].sequence if book else 0
    return last, sorted(changed, key=lambda one: (one.recorded_at, one.pk), reverse=True)[:SHOWN]


@dataclass(frozen=True, slots=True)
class Link:
    """An act that the reader may begin, with the address at which its form is filled in from the page."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody's term at a post, with the acts that change it."""

    held: Appointment
    acts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A post of the organization: who holds or will hold it, who held it, and the acts that fill it."""

    title: str
    now: tuple[Term, ...]
    past: tuple[Appointment, ...]
    acts: tuple[Link, ...]


def links(who: Reader, place: Organization, *names: str, back: str = "", **given: object) -> tuple[Link, ...]:
    """Return the acts whose forms ask for some fields, those of an appointment only where it is given.

    Args:
        back: where the form leads back to; empty for the organization's page.
    """
    back = back or reverse("organization", args=[place.pk])
    values = {"organisation": place.pk, **given}
    query = urlencode({**{name: values[name] for name in names}, "back": back})
    return tuple(
        Link(step.title, f"{reverse('start_by', args=[procedure.code, step.code])}?{query}")
        for procedure, step in offers.kept_by_asking(who, names)
        if "appointment" in names or "appointment" not in _asked(step)
    )


def _asked(step: Step) -> Collection[str]:
    return step.asks.base_fields if step.asks else ()


def desks_of(who: Reader, place: Organization) -> list[Place]:
    """Return each post of the kind of organization."""
    held = Appointment.objects.filter(post__organization=place).select_related("person", "deputizing_for", "post")
    rows = list(held.order_by("-first_on", "-id"))
    return [
        _desk(who, place, role, [one for one in rows if one.post.role == role]) for role in ROLES_OF[Kind(place.kind)]
    ]


def _desk(who: Reader, place: Organization, role: Role, rows: list[Appointment]) -> Place:
    now = [one for one in rows if one.last_on is None or one.last_on >= who.on]
    return Place(
        str(role.label),
        tuple(Term(one, links(who, place, "appointment", appointment=one.pk)) for one in now),
        tuple(one for one in rows if one not in now),
        links(who, place, "organisation", "role", role=role.value),
    )
