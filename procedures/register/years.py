"""年度评议与注册 in the register: written by the assessment, read by whatever turns on somebody's grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from procedures.register.models import YearRecord
from procedures.register.sources import CARD_RULES
from workflows.days.dates import add_months
from workflows.people.models import Organization, Person
from workflows.table.rules import Confidence, Law, Local, Rule, Version

REGISTERED_MONTHS = Rule(
    "transfer.registered_months", "TRANSFER-REGISTERED", "最近一次团籍注册距今", Confidence.MEDIUM,
    (Version(15, CARD_RULES),), "个月", Local.FREE,
)  # fmt: skip
DONE = (YearRecord.Registration.REGISTERED, YearRecord.Registration.EXEMPT)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Graded:
    """A person's grade of a year, as the committee approved it."""

    person: Person
    organization: Organization
    year: int
    grade: str
    on: date


@dataclass(frozen=True, slots=True)
class Registered:
    """Whether a person's membership was registered in a year: as `YearRecord.Registration` has it."""

    person: Person
    organization: Organization
    year: int
    registration: str
    on: date


@dataclass(frozen=True, slots=True)
class Last:
    """When somebody was last registered."""

    name: str
    on: date


def record_grades(rows: Sequence[Graded]) -> None:
    """Keep the grades, a later one in place of an earlier; one statement for each five hundred."""
    _keep(
        [
            YearRecord(
                person=row.person, organization=row.organization, root=row.organization.root, year=row.year,
                grade=row.grade, graded_on=row.on,
            )
            for row in rows
        ],
        ("grade", "graded_on"),
    )  # fmt: skip


def record_registrations(rows: Sequence[Registered]) -> None:
    """Keep the registrations, a later one in place of an earlier."""
    _keep(
        [
            YearRecord(
                person=row.person, organization=row.organization, root=row.organization.root, year=row.year,
                registration=row.registration, registered_on=row.on,
            )
            for row in rows
        ],
        ("registration", "registered_on"),
    )  # fmt: skip


def grades_of(people: Iterable[Person | int], years: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return the grades of people by person and year; a year without one is not there."""
    rows = YearRecord.objects.filter(person__in=list(people), year__in=list(years)).exclude(grade="")
    found: dict[int, dict[int, str]] = {}
    for person, year, grade in rows.values_list("person_id", "year", "grade"):
        found.setdefault(person, {})[year] = grade
    return found


def registered_until(registered_on: date, law: Law) -> date:
    """Return the last day on which a registration of some day is recent enough."""
    return add_months(registered_on, law.number(REGISTERED_MONTHS))


def last_registered(people: Sequence[int] | QuerySet[Any, Any], year: int) -> list[Last]:
    """Return everybody's last registration for a year before one, within the present membership, the oldest first.

    Who was never registered, as far as the register knows, is not there. People are keys, or a query for keys.
    """
    before = YearRecord.objects.filter(person__in=people, registration__in=DONE, year__lt=year)
    joined = F("person__standing__joined_on")
    mine = before.filter(Q(person__standing__joined_on=None) | Q(registered_on__gte=joined))
    days = mine.order_by().values("person", "person__name").annotate(day=Max("registered_on"))
    return [
        Last(name, day) for _, name, day in days.values_list("person", "person__name", "day").order_by("day", "person")
    ]


def _keep(rows: Sequence[YearRecord], fields: tuple[str, ...]) -> None:
    YearRecord.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "year", "root"],
        update_fields=list(fields),
    )
