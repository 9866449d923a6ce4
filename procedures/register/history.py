"""历史: every dated value that the register keeps of one person, and his posts; one statement reads them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Choices, F, Model, QuerySet, Value, When
from django.db.models.expressions import Combinable

from procedures.register.models import Discipline, MembershipPeriod, OrganizationSpan, Status, StatusSpan
from procedures.register.offices import IN_GROUP, OFFICE
from workflows.people.models import Appointment, Person
from workflows.people.models.post import title_of
from workflows.store.prepared import PreparedValues

NOTHING = Value("", CharField())
OF_A_GROUP, OF_ANOTHER = "group", "other"
OFFICES = Case(When(OFFICE & IN_GROUP, Value(OF_A_GROUP)), When(OFFICE, Value(OF_ANOTHER)), default=NOTHING)


@dataclass(frozen=True, slots=True)
class Line:
    """A value with its first and last day.

    Attributes:
        title: the status, the sanction, how a membership ended, or the post; in words.
        place: the organization, or the name of the branch.
        note: the development number, or for whom a deputy stands in.
        office: whose League office it is, of a group or of another organization; empty where it is none.
    """

    first_on: date | None
    last_on: date | None
    title: str
    place: str
    note: str
    office: str

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return (self.first_on is None or self.first_on <= day) and (self.last_on is None or day <= self.last_on)


@dataclass(frozen=True, slots=True)
class History:
    """All lines of a person, the newest first in each part."""

    statuses: tuple[Line, ...]
    memberships: tuple[Line, ...]
    spans: tuple[Line, ...]
    disciplines: tuple[Line, ...]
    posts: tuple[Line, ...]

    def offices_on(self, day: date, *, groups: bool) -> tuple[Line, ...]:
        """Return the League offices held on a day: what `offices.until_of` asks for many people."""
        kinds = (OF_ANOTHER, OF_A_GROUP) if groups else (OF_ANOTHER,)
        return tuple(one for one in self.posts if one.office in kinds and one.holds_on(day))


def history_of(person: Person) -> History:
    """Return the dated history of a person."""
    rows = sorted(_rows(person.pk), key=lambda row: int(row[1]), reverse=True)
    return History(**{name: tuple(_lines(name, rows)) for name in PARTS})


def _label(choices: type[Choices]) -> Callable[[str, str], str]:
    labels = {str(code): str(label) for code, label in choices.choices}
    return lambda code, place: labels.get(code, code)


def _ended(code: str, place: str) -> str:
    """Say how a membership ended; one that a letter vouched for ended as none, for nobody here took it in."""
    return "凭介绍信登记，未接收" if code == Status.NONE else _label(Status)(code, place)


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of the history: what its columns are called, how its code is put in words, and how it is sorted."""

    model: type[Model]
    words: Callable[[str, str], str] = lambda code, place: code
    code: Combinable = NOTHING
    place: Combinable = NOTHING
    note: Combinable = NOTHING
    office: Combinable = NOTHING
    days: tuple[str, str] = ("first_on", "last_on")
    by_day: bool = False

    def rows(self, name: str, person: int) -> QuerySet[Any, Any]:
        """Return the person's rows, in the columns that all tables share."""
        kept: QuerySet[Any, Any] = self.model._default_manager.filter(person=person).order_by()
        texts = (self.code, self.place, self.note, self.office)
        return kept.values_list(Value(name, CharField()), F("pk"), *map(F, self.days), *texts)


PARTS = {
    "statuses": _Part(StatusSpan, _label(Status), F("status")),
    "memberships": _Part(
        MembershipPeriod, _ended, F("left_as"), F("joined_branch"), F("development_number"),
        days=("joined_on", "left_on"),
    ),
    "spans": _Part(OrganizationSpan, place=F("organization__name")),
    "disciplines": _Part(Discipline, _label(Discipline.Sanction), F("kind"), by_day=True),
    "posts": _Part(
        Appointment, title_of, F("post__role"), F("post__organization__name"), F("deputizing_for__name"), OFFICES,
        by_day=True,
    ),
}  # fmt: skip


def _all_parts(person: int) -> QuerySet[Any, Any]:
    first, *others = (part.rows(name, person) for name, part in PARTS.items())
    return first.union(*others, all=True)


_rows = PreparedValues(_all_parts)


def _lines(name: str, rows: list[tuple[Any, ...]]) -> Iterator[Line]:
    """Return the lines of one part; a later key is newer, where the part does not go by the first day."""
    part = PARTS[name]
    found = [row[2:] for row in rows if row[0] == name]
    for first_on, last_on, *texts in sorted(found, key=lambda row: row[0], reverse=True) if part.by_day else found:
        code, place, note, office = (text or "" for text in texts)
        yield Line(first_on, last_on, part.words(code, place), place, note, office)
