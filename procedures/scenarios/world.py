"""Building the world of a scenario in an empty database: organizations, people, posts, rolls, blocks, open cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction

from procedures.register.entering import Known, enter_people
from procedures.register.models import Discipline, MembershipPeriod, NumberBlock
from procedures.register.numbers import province_of
from procedures.register.rolls import should_attend
from procedures.scenarios.story import BadStory, Story
from procedures.scenarios.vocabulary import world_keys
from workflows.appointments.parameters import known_rules
from workflows.days.dates import add_months
from workflows.engine.law import check_parameter
from workflows.models import Case, Parameter, Round
from workflows.people.models import Appointment, Organization, Person, Post, Relationship
from workflows.store import bulk

FAR_PAST = date(1900, 1, 1)
NO_PASSWORD = make_password(None)  # drawn once: forty random letters for each of eighty people cost as much as a row
T = TypeVar("T")


@dataclass(slots=True)
class World:
    """What a scenario's codes and ids stand for."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, Case | Round] = field(default_factory=dict)
    latest: dict[str, Case | Round] = field(default_factory=dict)

    def organization(self, code: str) -> Organization:
        """Return an organization by its code."""
        return _known(self.organizations, code, "organisation")

    def person(self, name: str) -> Person:
        """Return a person by id, or the holder of `post@ORGANISATION`."""
        return _known(self.people, name, "person")

    def named(self, code: str, row: Mapping[str, Any]) -> Case | Round:
        """Return the case or round that a row names, else the last one of the procedure, whoever opened it."""
        label = row.get("case")
        found = self.cases.get(label) if label else self.latest.get(code)
        if found is None and not label:
            found = Case.objects.filter(procedure=code).order_by("-pk").first()  # the calendar opens cases too
        if found is None:
            raise BadStory(f"{row.get('act') or row.get('look')}: no case {label or code!r} has been opened")
        return found

    def who(self, name: str, on: date) -> Person:
        """Return the person of an id, or the holder of `post@ORGANISATION` on a day."""
        if "@" not in name:
            return self.person(name)
        role, _, code = name.partition("@")
        held = Appointment.objects.on(on).filter(post__role=role, post__organization__code=code).first()
        if held is None:
            raise BadStory(f"nobody holds {name} on {on}")
        return held.person

    def remember(self, code: str, label: str, case: Case | Round) -> None:
        """Keep a case or round as the last of its procedure, and under its label."""
        self.latest[code] = case
        if label:
            self.cases[label] = case


@transaction.atomic
def build(story: Story) -> World:
    """Build the world of a story as of its first act.

    Raises:
        BadStory: something in it refers to what is not there.
    """
    world = World()
    _organizations(world, story.world["organisations"])
    _people(world, story.world["people"])
    _posts(world, story.world["posts"])
    _history(world, story.world["membership_history"])
    _fill_rolls(world, story.roll, _first_day(story))
    for key, build_key in world_keys().items():
        build_key(world, story.world.get(key) or [], _first_day(story))
    for row in story.world["blocks"]:
        NumberBlock.objects.create(
            organization=world.organization(row["organisation"]),
            year=row["year"],
            first=str(row["first"]),
            last=str(row["last"]),
        )
    _parameters(world, story.parameters, _first_day(story))
    return world


def _first_day(story: Story) -> date:
    days: list[date] = [act["on"] for act in story.acts if "on" in act]
    if not days:
        raise BadStory(f"{story.path}: no act has a date")
    return days[0]


def _organizations(world: World, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        facts = {
            "code": row["code"],
            "name": row["name"],
            "kind": row["kind"],
            "province": str(row.get("province", "")),
            "has_committee": row.get("has_committee"),
        }
        parent = world.organizations.get(row.get("parent", ""))
        nodes = Organization.objects
        world.organizations[row["code"]] = (
            nodes.add_child(nodes.get(pk=parent.pk), create_kwargs=facts)
            if parent
            else nodes.add_root(create_kwargs=facts)
        )
    for row in rows:
        for led in row.get("leads") or ():
            Organization.objects.filter(code=led).update(led_by=world.organization(row["code"]))
    world.organizations = {one.code: one for one in Organization.objects.select_related("led_by")}


def _people(world: World, rows: Sequence[Mapping[str, Any]]) -> None:
    people = []
    for row in rows:
        person = Person(
            username=row["id"],
            name=row["name"],
            born=row.get("born"),
            home=world.organization(row["organisation"]) if row.get("organisation") else None,
            sex=row.get("sex", ""),
            ethnicity=row.get("ethnicity", ""),
            id_number=str(row.get("id_number", "")),
            password=NO_PASSWORD,
        )
        person.keep_indexes()
        people.append(person)
    bulk.insert(people)
    world.people = {person.username: person for person in people}
    enter_people(_known_of(world, row) for row in rows)
    for row in rows:
        for relative in row.get("relatives") or ():
            Relationship.objects.get_or_create(person=world.person(row["id"]), relative=world.person(relative))
        _discipline(world, row)


def _known_of(world: World, row: Mapping[str, Any]) -> Known:
    return Known(
        world.people[row["id"]],
        status=row.get("status", "none"),
        joined_on=row.get("joined_on"),
        development_number=str(row.get("development_number") or ""),
        party_stage=row.get("party_stage", ""),
        party_since=row.get("party_since"),
        party_application_on=row.get("party_application_on"),
    )


def _discipline(world: World, row: Mapping[str, Any]) -> None:
    given = row.get("discipline") or ()
    for one in [given] if isinstance(given, Mapping) else given:
        Discipline.objects.create(
            person=world.person(row["id"]), kind=one["kind"], first_on=one["from"], last_on=one.get("to")
        )


def _posts(world: World, rows: Sequence[Mapping[str, Any]]) -> None:
    places = dict.fromkeys((row["post"], row["organisation"]) for row in rows)
    posts = {key: Post(role=key[0], organization=world.organization(key[1])) for key in places}
    bulk.insert(list(posts.values()))
    bulk.insert([_appointment(world, posts[row["post"], row["organisation"]], row) for row in rows])


def _appointment(world: World, post: Post, row: Mapping[str, Any]) -> Appointment:
    deputized = row.get("deputising_for")
    return Appointment(
        person=world.person(row["person"]),
        post=post,
        first_on=row.get("from") or FAR_PAST,
        last_on=row.get("to"),
        deputizing_for=world.person(deputized) if deputized else None,
    )


def _history(world: World, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        person = world.person(row["person"])
        MembershipPeriod.objects.create(
            person=person,
            joined_on=row.get("joined_on"),
            left_on=row.get("left_on") or row.get("to"),
            left_as=row.get("left_as") or row.get("status") or "",
            development_number=str(row.get("development_number") or ""),
        )


def _fill_rolls(world: World, roll: Mapping[str, int], on: date) -> None:
    """Add ordinary members until each branch has its number of voters."""
    people: list[Known] = []
    for code, size in roll.items():
        branch = world.organization(code)
        missing = size - should_attend(branch, on)
        if missing < 0:
            raise BadStory(f"{code} already has more than {size} voting members")
        above = Organization.objects.filter(path__in=branch.above_paths).order_by("-depth")
        province = province_of(above) or "11"
        people += [_ordinary(branch, index, on, province) for index in range(missing)]
    bulk.insert([one.person for one in people])
    enter_people(people)


def _ordinary(branch: Organization, index: int, on: date, province: str) -> Known:
    born = date(on.year - 20 - index % 5, 1, 1)
    person = Person(
        username=f"{branch.code.lower()}_{index + 1}",
        name=f"团员{branch.code}{index + 1}",
        born=born,
        home=branch,
        password=NO_PASSWORD,
    )
    joined_on = add_months(born, 15 * 12 + 4)
    serial = 900_000 + (branch.pk * 1_000 + index) % 100_000
    number = f"{joined_on.year}{province}{serial:06}"
    return Known(person, "active", joined_on, number if joined_on >= date(2017, 1, 1) else "")


def _parameters(world: World, parameters: Mapping[str, Any], on: date) -> None:
    known = known_rules()
    installed = {key.partition(".")[0] for key in known}
    roots = [one for one in world.organizations.values() if one.depth == 1]
    for key, value in parameters.items():
        if key in known:
            check_parameter(known[key], value, on)
        elif key.partition(".")[0] in installed:
            raise BadStory(f"no rule {key!r}; known: {', '.join(sorted(known))}")
        for root in roots:
            Parameter.objects.create(key=key, organization=root, value=value, set_at=datetime.now(UTC), because="剧本")


def _known(found: Mapping[str, T], name: str, kind: str) -> T:
    if name not in found:
        raise BadStory(f"no {kind} {name!r}; known: {', '.join(sorted(found)[:40])}")
    return found[name]
