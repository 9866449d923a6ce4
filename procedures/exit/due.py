"""到龄: who has to leave the League, from which day, and whom an office keeps until when (rules.md 8).

Everything here asks the register for many people at once; the scan, the conditions and the pages ask the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from procedures.exit import rules
from procedures.exit.facts import ExitFacts
from procedures.register import offices
from procedures.register.models import MEMBERS_STATUSES
from workflows.days.dates import add_months, birthday
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.table.rules import Law

CODE = "exit"
KEPT, WITHDRAWN = "kept_office", "withdrawn"
NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Coming:
    """When somebody's exit is due.

    Attributes:
        birthday_on: the day on which the age is completed.
        due_on: the first day on which the exit is due: the birthday, or the day after the last office ended.
        kept: an office keeps the member, until the day where its end is known.
    """

    person: Person
    birthday_on: date
    due_on: date
    kept: bool = False
    until: date | None = None

    @property
    def listed_in(self) -> str:
        """The month under which it is listed: of the birthday, or of the last day of the office."""
        later = self.due_on > self.birthday_on
        return month_text(self.due_on - NIGHT if later else self.birthday_on)


def first_of(month: str) -> date:
    """Return the first day of a month written 2026-11."""
    return date.fromisoformat(f"{month}-01")


def month_text(day: date) -> str:
    """Return the month of a day, written 2026-11."""
    return f"{day.year:04}-{day.month:02}"


def members_of_age(under: str, month: str, years: int) -> QuerySet[Person]:
    """Return the members under a path who complete the age by the end of a month, and those without a birth date."""
    members = Person.objects.filter(home__path__startswith=under, standing__status__in=MEMBERS_STATUSES)
    return members.filter(Q(born__lt=born_before(month, years)) | Q(born=None))


def born_before(month: str, years: int) -> date:
    """Return the first birth date that completes the years only after a month."""
    return add_months(first_of(month), 1 - years * 12)


def coming(people: Iterable[Person], on: date, law: Law) -> dict[int, Coming]:
    """Return when each exit is due, seen from a day; a birthday still to come is judged on that birthday."""
    years, groups = law.number(rules.EXIT_AGE), bool(law[rules.GROUP_LEADER])
    days = {person.pk: (person, birthday(person.born, years)) for person in people if person.born}
    held = _held({pk: max(day, on) for pk, (_, day) in days.items()}, groups=groups)
    ended = offices.last_of([pk for pk, (_, day) in days.items() if day < on and pk not in held], on, groups=groups)
    found = {}
    for pk, (person, day) in days.items():
        last = ended.get(pk)
        due_on = last + NIGHT if last and last >= day else day
        found[pk] = Coming(person, day, due_on, pk in held, held.get(pk))
    return found


def office_of(person: Person, on: date, law: Law) -> Coming | None:
    """Return how an office keeps a person on a day, None where none does."""
    held = offices.until_of([person.pk], on, groups=bool(law[rules.GROUP_LEADER]))
    return Coming(person, on, on, kept=True, until=held[person.pk]) if person.pk in held else None


def _held(days: Mapping[int, date], *, groups: bool) -> dict[int, date | None]:
    """Return who holds an office on his day, and until when; one question for each different day."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for pk, day in days.items():
        by_day[day].append(pk)
    found: dict[int, date | None] = {}
    for day, people in by_day.items():
        found |= offices.until_of(people, day, groups=groups)
    return found


def closed_before(people: Sequence[Person]) -> dict[int, Case]:
    """Return the last case of each that ended without an exit."""
    ended = Case.objects.filter(procedure=CODE, subject__in=people, stage__in=(KEPT, WITHDRAWN), finished__isnull=False)
    return {case.subject_id: case for case in ended.order_by("id") if case.subject_id}


def still_stands(case: Case, home: int | None, on: date) -> bool:
    """Tell whether what ended a case keeps the next one from opening: an office, or a withdrawal of this month.

    Where neither register nor branch says until when an office lasts, and after a withdrawal, the question is asked
    again in the next month. At another branch it is asked at once.
    """
    if case.organization_id != home:
        return False
    until = ExitFacts.model_validate(case.facts).office_until
    if case.stage == KEPT and until:
        return on <= until
    return case.closed_on is not None and month_text(case.closed_on) == month_text(on)


def under_committee(committee: Organization, other_committees: Iterable[str]) -> Q:
    """Return the test for cases of a committee's own branches, not of the committees below it."""
    test = Q(path__startswith=committee.path)
    for path in other_committees:
        test &= ~Q(path__startswith=path)
    return test
