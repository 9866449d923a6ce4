"""A province, loaded in bulk: committees, their branches, the people on the rolls, and who holds which post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from procedures.register.entering import Known, enter_people
from tests.benchmarks.measuring import settle
from workflows.days import clock
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role

BATCH = 5000
FIRST_ON = date(2000, 1, 1)
OFFICERS = (Role.BRANCH_SECRETARY, Role.ORG_COMMISSIONER, Role.BRANCH_DEPUTY)
REVIEWERS = "reviewer"


@dataclass(frozen=True, slots=True)
class Size:
    """How large the province is."""

    committees: int
    branches: int
    people: int


def build(committees: int, branches: int, people: int) -> list[object]:
    """Load the province: so many committees, branches of each, people of each branch."""
    root = Organization.add_root(code="PROV", name="共青团江北省委员会", kind=Kind.SUPERIOR_COMMITTEE, province="42")
    units = _children([root], committees, Kind.COMMITTEE, "U")
    leaves = _children(units, branches, Kind.BRANCH, "B")
    _appoint([root, *units], Role.COMMITTEE_REVIEWER)
    _members(leaves, people)
    settle()
    return []


def _children(above: list[Organization], each: int, kind: Kind, letter: str) -> list[Organization]:
    """Insert the organizations of one depth at once, with the paths that treebeard gives."""
    made = [
        Organization(
            path=Organization._get_path(one.path, one.depth + 1, number),
            depth=one.depth + 1,
            numchild=0,
            code=f"{one.code}{letter}{number}",
            name=f"{'团委' if kind is Kind.COMMITTEE else '团支部'}{one.code[4:]}{number}",
            kind=kind,
            province="42",
        )
        for one in above
        for number in range(1, each + 1)
    ]
    Organization.objects.bulk_create(made, batch_size=BATCH)
    Organization.objects.filter(pk__in=[one.pk for one in above]).update(numchild=each)
    return made


def _appoint(places: list[Organization], role: Role) -> None:
    holders = Person.objects.bulk_create(
        [Person(username=f"{REVIEWERS}_{one.code}", name="高原", home=one, password="!") for one in places]
    )
    enter_people(Known(person) for person in holders)
    _hold(list(zip(holders, places, strict=True)), role)


def _hold(pairs: list[tuple[Person, Organization]], role: Role) -> None:
    posts = Post.objects.bulk_create([Post(role=role, organization=place) for _, place in pairs], batch_size=BATCH)
    held = zip(pairs, posts, strict=True)
    Appointment.objects.bulk_create(
        [Appointment(person=person, post=post, first_on=FIRST_ON) for (person, _), post in held], batch_size=BATCH
    )


def _members(branches: list[Organization], each: int) -> None:
    """Put members on the rolls; the first three of each branch are its officers."""
    for start in range(0, len(branches), max(BATCH // each, 1)):
        part = branches[start : start + max(BATCH // each, 1)]
        people = Person.objects.bulk_create([_member(branch, number) for branch in part for number in range(each)])
        enter_people(Known(person, "active", joined_on=date(2015, 5, 4)) for person in people)
        for place, role in enumerate(OFFICERS[:each]):
            _hold([(people[index * each + place], branch) for index, branch in enumerate(part)], role)


def _member(branch: Organization, number: int) -> Person:
    born = date(2000, 1, 1) + timedelta(days=number * 37)
    return Person(username=f"{branch.code}_{number}", name=f"团员{number}", home=branch, born=born, password="!")


@cache
def branches() -> tuple[Organization, ...]:
    """Return the branches of the province."""
    return tuple(Organization.objects.filter(kind=Kind.BRANCH).order_by("path"))


def officers(branch: Organization) -> list[Person]:
    """Return secretary, commissioner and deputy of a branch."""
    return list(Person.objects.filter(home=branch, username__startswith=f"{branch.code}_").order_by("pk")[:3])


def reviewer(of: Organization | None) -> Person:
    """Return the reviewer of an organization."""
    code = of.code if of else "PROV"
    return Person.objects.get(username=f"{REVIEWERS}_{code}")


def committee_of(branch: Organization) -> Organization:
    """Return the committee that a branch is of."""
    return Organization.objects.get(path=branch.path[: -Organization.steplen])


def newcomer(branch: Organization, number: int) -> Person:
    """Enter somebody of 22 who is no member."""
    born = clock.today().replace(day=1) - timedelta(days=22 * 365)
    person = Person.objects.create(username=f"new_{number}", name="王晓梅", sex="female", home=branch, born=born)
    enter_people([Known(person)])
    return person
