"""Building the town in an empty database: organizations, people, offices, number blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from procedures.register.entering import Known, enter_people
from procedures.register.models import NumberBlock
from procedures.register.roster.plan import Options
from procedures.register.roster.writing import Importing, import_roster
from procedures.town.people import Census, named
from procedures.town.places import BLOCK_SIZE, BLOCKS, OFFICERS, PLACES, PROVINCE, ZONE, Officer, Place
from workflows.people.models import Appointment, Organization, Person, Post, Role

ROSTER = Path(__file__).parent / "zone_roster.xlsx"
TERM_BEGAN = timedelta(days=900)


@dataclass(slots=True)
class Town:
    """The town while it is being built."""

    today: date
    census: Census
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)


def build_town(today: date, at: datetime) -> Town:
    """Build organizations, people, offices and number blocks as of a day; the caller holds the transaction."""
    town = Town(today, Census(today))
    _found(town)
    _populate(town)
    _import_zone(town, at)
    _allot(town)
    return town


def is_empty() -> bool:
    """Tell whether the database has no organization yet, so that a town may be built in it."""
    return not Organization.objects.exists()


def _found(town: Town) -> None:
    for place in PLACES:
        facts = {"code": place.code, "name": place.name, "kind": place.kind, "contact": place.contact}
        facts["document_word"] = place.document_word
        if not place.parent:
            facts["province"] = PROVINCE if place.code == "COUNTY" else ""
            town.organizations[place.code] = Organization.objects.add_root(facts)
        else:
            parent = Organization.objects.get(code=place.parent)
            town.organizations[place.code] = Organization.objects.add_child(parent, facts)
    for place in PLACES:
        Organization.objects.filter(code__in=place.leads).update(led_by=town.organizations[place.code])
    town.organizations = {one.code: one for one in Organization.objects.all()}


def _populate(town: Town) -> None:
    branches = {
        place: [town.census.ordinary(town.organizations[place.code]) for _ in range(place.members)]
        for place in PLACES
        if place.members
    }
    cadres = {one: town.census.cadre(one.username, one.name, one.sex, town.organizations[one.at]) for one in OFFICERS}
    everybody = [*(known for group in branches.values() for known in group), *cadres.values()]
    Person.objects.bulk_create(named(everybody), batch_size=400)
    enter_people(everybody)
    town.people = {known.person.username: known.person for known in everybody}
    for place, members in branches.items():
        _appoint_branch(town, place, members)
    for officer, known in cadres.items():
        _appoint(town, officer, known)


def _appoint_branch(town: Town, place: Place, members: list[Known]) -> None:
    for role, known in zip(place.officers, members, strict=False):
        post = Post.objects.create(role=role, organization=town.organizations[place.code])
        Appointment.objects.create(person=known.person, post=post, first_on=town.today - TERM_BEGAN)


def _appoint(town: Town, officer: Officer, known: Known) -> None:
    post, _ = Post.objects.get_or_create(role=officer.role, organization=town.organizations[officer.at], person=None)
    Appointment.objects.create(
        person=known.person,
        post=post,
        first_on=town.today + timedelta(days=officer.since),
        last_on=None if officer.until is None else town.today + timedelta(days=officer.until),
        deputizing_for=town.people[officer.deputizes] if officer.deputizes else None,
    )


def _import_zone(town: Town, at: datetime) -> None:
    who = Importing(town.people["registrar"], town.today, at, offices_from=town.today - TERM_BEGAN)
    import_roster(ROSTER.read_bytes(), Options(ZONE), who)
    town.organizations = {one.code: one for one in Organization.objects.all()}


def _allot(town: Town) -> None:
    for code, first in BLOCKS.items():
        for year in (town.today.year - 1, town.today.year, town.today.year + 1):
            NumberBlock.objects.create(
                organization=town.organizations[code],
                year=year,
                first=f"{year}{PROVINCE}{first:06}",
                last=f"{year}{PROVINCE}{first + BLOCK_SIZE - 1:06}",
            )


def holder(organization: Organization, role: str, on: date) -> Appointment | None:
    """Return who holds a post at an organization on a day, own holders before deputies."""
    held = Appointment.objects.on(on).filter(post__organization=organization, post__role=role)
    return held.select_related("person", "deputizing_for").order_by("deputizing_for", "id").first()


def is_office(role: str) -> bool:
    """Tell whether a word names a role of an office."""
    return role in Role.values and role != Role.SELF
