"""调整涉及什么: the organizations that a case changes, who is on their rolls, and where each may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from procedures.register.resettling import on_the_roll
from procedures.reorganisation.facts import NEW, ReorganisationFacts
from workflows.appointments.closing_down import posts_at
from workflows.people.models import Appointment, Organization, Person
from workflows.people.models.organization import BRANCHES, COMMITTEES
from workflows.table.act import Act, once

CODE = "reorganisation"
Changing = Act[ReorganisationFacts]


@once
def changed(act: Changing) -> list[Organization]:
    """Return the organizations that are changed, the case's own first."""
    return organizations_of(act.organization, act.facts)


def organizations_of(own: Organization, facts: ReorganisationFacts) -> list[Organization]:
    """Return the same of the facts of a case."""
    others = {one.pk: one for one in Organization.objects.filter(pk__in=facts.others).defer("seal")}
    return [own, *(others[pk] for pk in facts.others)]


@once
def heir(act: Changing) -> Organization | None:
    """Return the organization that takes in the others, or under which it is put; None for a new one, or none."""
    pk = act.facts.into_organization
    return Organization.objects.defer("seal").get(pk=pk) if pk else None


def ceasing(facts: ReorganisationFacts, places: list[Organization]) -> list[Organization]:
    """Return those of the changed organizations that will be no more; one that is split, if nobody stays."""
    if facts.matter == "dissolve":
        return places
    if facts.matter == "merge":
        return [one for one in places if one.pk != facts.into_organization]
    if facts.matter == "split":
        stays = places[0].code in (*facts.placed.values(), facts.rest_to)
        return [] if stays else places
    return []


def emptied(facts: ReorganisationFacts, places: list[Organization]) -> list[Organization]:
    """Return those whose people have to be placed."""
    return places if facts.matter == "split" else ceasing(facts, places)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form of preparation is about: whom to place, where they may go, which posts go on."""

    facts: ReorganisationFacts
    people: tuple[Person, ...]
    targets: Mapping[str, str]
    posts: tuple[Appointment, ...]


def choices_of(organization: Organization, facts: ReorganisationFacts, on: date) -> Choices:
    """Return the same for a case of an organization on a day."""
    places = organizations_of(organization, facts)
    ending = {one.pk for one in emptied(facts, places)}
    people = [person for place in places if place.pk in ending for person in on_the_roll(place)]
    kept = [one for one in goes_on(facts, places) if one.kind not in COMMITTEES]
    posts = [post for place in kept for post in posts_at(place, on)] if facts.matter != "rename" else []
    return Choices(facts, tuple(people), targets_of(organization, facts), tuple(posts))


def goes_on(facts: ReorganisationFacts, places: list[Organization]) -> list[Organization]:
    """Return the organizations that go on under the same key and take others in, or lose a part."""
    if facts.matter == "merge" and facts.into_organization:
        return list(Organization.objects.filter(pk=facts.into_organization).defer("seal"))
    return places if facts.matter in ("split", "move") else []


def targets_of(organization: Organization, facts: ReorganisationFacts) -> dict[str, str]:
    """Return where people may go: code or new name, and what it is called."""
    if facts.matter == "merge":
        into = Organization.objects.filter(pk=facts.into_organization).first()
        return {into.code: into.name} if into else {NEW + facts.new_name: f"{facts.new_name}（新成立）"}
    if facts.matter == "split":
        parts = {NEW + name: f"{name}（新成立）" for name in facts.parts}
        return {**parts, organization.code: f"{organization.name}（留在原支部）"}
    if facts.matter != "dissolve":
        return {}
    committee = next(iter(organization.above_paths[1:2]), organization.path)
    near = Organization.objects.filter(path__startswith=committee, kind__in=BRANCHES, dissolved_on=None)
    return {one.code: one.name for one in near.exclude(pk=organization.pk).defer("seal").order_by("path")}


def placed(act: Changing) -> dict[Person, str]:
    """Return where each goes who has to be placed by today's rolls; an empty text for nowhere."""
    places = changed(act)
    rows = [person for place in emptied(act.facts, places) for person in on_the_roll(place)]
    return {person: act.facts.placed.get(person.pk) or act.facts.rest_to for person in rows}
