"""Reading the roll: one statement for the people of a page, and one for each thing that is kept elsewhere of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as say

from forms.texts import folded
from procedures.register.ages import EXIT_AGE, NUMBERED_FROM
from procedures.register.arrears import owed, with_unpaid_months
from procedures.register.models import MEMBERS_STATUSES, ON_THE_WAY, Charge, Status, YearRecord
from procedures.register.offices import OFFICE
from procedures.register.roll.asked import Asked
from procedures.register.roll.columns import OWES_LONG, SOON_DAYS, Line
from workflows.days.dates import add_months, birthday
from workflows.engine.visibility import PEOPLE_READERS, Sight
from workflows.people.models import Appointment, Organization, Person
from workflows.people.models.organization import name_above

PAGE = 50
OPEN = F("fen") - F("paid_fen")  # of a charge
BATCH = 500
LACKS_NUMBER = Q(standing__joined_on__gte=NUMBERED_FROM, standing__development_number="")
LACKS: Mapping[str, Q] = {
    "number": LACKS_NUMBER,
    "id_number": Q(id_index=None),
    "phone": Q(phone_index=None) | Q(phone_index=""),
    "born": Q(born=None),
    "joined_on": Q(standing__joined_on=None),
}
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": ("pinyin", "pk"),
    "place": ("home__path", "pinyin", "pk"),
    "born": ("born", "pk"),
    "joined": ("standing__joined_on", "pk"),
}


@dataclass(frozen=True, slots=True)
class Roll:
    """The people whom a reader may list on a day.

    Attributes:
        place: whose roll; None for all rolls that the reader may see.
        several: it holds the branches of several committees, so that each is called with its committee.
    """

    sight: Sight
    on: date
    place: Organization | None
    several: bool = True

    @property
    def within(self) -> QuerySet[Person]:
        """Everybody on the rolls asked for; applicants and people who have left the League stand there, too."""
        people = Person.objects.filter(home__in=self.sight.organizations(PEOPLE_READERS))
        return people.filter(home__path__startswith=self.place.path) if self.place else people

    @property
    def paths(self) -> list[str]:
        """The topmost paths of the rolls asked for."""
        if self.place:
            return [self.place.path]
        held = [one.post for one in self.sight.appointments if one.post.role in PEOPLE_READERS]
        return sorted({one.organization.path for one in held if one.organization})

    def asked(self, asked: Asked) -> QuerySet[Person]:
        """Return who fits, in the order asked for."""
        found = self.within.filter(_status(asked.status), *self._tests(asked))
        if asked.people:
            found = found.filter(pk__in=asked.people)
        return found.order_by(*ORDERS[asked.sort])

    def counts(self, people: QuerySet[Person]) -> dict[str, int]:
        """Return how many there are in each of the usual views, and of some people as `fits`, in one statement."""
        views = {"all": Q(), "half_year": self._age("half_year"), "owing": self._owing(OWES_LONG),
                 "number": LACKS_NUMBER, "any": _any_missing()}  # fmt: skip
        counted = {name: Count("pk", filter=_status("members") & test) for name, test in views.items()}
        fits = Count("pk", filter=Q(pk__in=people.order_by().values("pk")))
        return self.within.aggregate(**counted, fits=fits)

    def _tests(self, asked: Asked) -> Iterator[Q]:
        if asked.age:
            yield self._age(asked.age)
        if asked.tenure:
            yield Q(standing__joined_on__lte=add_months(self.on, -12 * int(asked.tenure)))
        if asked.office:
            yield self._office(asked.office)
        if asked.dues:
            yield self._dues(asked.dues)
        if asked.grade:
            yield self._grade(asked.grade)
        if asked.missing:
            yield _any_missing() if asked.missing == "any" else LACKS[asked.missing]
        if asked.text:
            yield named(asked.text)

    def _age(self, choice: str) -> Q:
        years = self._leaving_at
        if choice == "half_year":
            soon = date.fromordinal(self.on.toordinal() + SOON_DAYS)
            return Q(born__gt=add_months(self.on, -12 * years), born__lte=add_months(soon, -12 * years))
        if choice == "over":
            return Q(born__lte=add_months(self.on, -12 * years))
        if choice == "under_18":
            return Q(born__gt=add_months(self.on, -12 * 18))
        return Q(born__lte=add_months(self.on, -12 * int(choice)))

    @property
    def _leaving_at(self) -> int:
        return int(EXIT_AGE.version(self.on).value)

    def _office(self, choice: str) -> Q:
        held = Appointment.objects.on(self.on).filter(OFFICE, person=OuterRef("pk"))
        if choice == "any":
            return Q(Exists(held))
        return ~Q(Exists(held)) if choice == "none" else Q(Exists(held.filter(post__role=choice)))

    def _dues(self, choice: str) -> Q:
        due = Charge.objects.filter(person=OuterRef("pk"), paid_fen__lt=F("fen"), month__lte=self.on)
        if choice == "clear":
            return ~Q(Exists(due))
        return Q(Exists(due)) if choice == "owing" else self._owing(int(choice))

    def _owing(self, months: int) -> Q:
        test = Q(pk__in=[])
        for path in self.paths:
            test |= Q(pk__in=with_unpaid_months(path, months, self.on))
        return test

    def _grade(self, choice: str) -> Q:
        graded = YearRecord.objects.filter(person=OuterRef("pk"), year=self.on.year - 1).exclude(grade="")
        return ~Q(Exists(graded)) if choice == "none" else Q(Exists(graded.filter(grade=choice)))

    def lines(self, people: QuerySet[Person]) -> Iterator[Line]:
        """Yield the lines of some people, each batch of them with three statements more."""
        titled = people.select_related("standing", "home").annotate(above=name_above("home__path"))
        left = titled.iterator(BATCH)
        while some := list(islice(left, BATCH)):
            yield from self._lines(some)

    def page(self, people: QuerySet[Person], page: int) -> tuple[list[Line], bool]:
        """Return the lines of a page, and whether there is another one."""
        first = (page - 1) * PAGE
        titled = people.select_related("standing", "home").annotate(above=name_above("home__path"))
        some = list(titled[first : first + PAGE + 1])
        return list(self._lines(some[:PAGE])), len(some) > PAGE

    def _lines(self, people: Sequence[Person]) -> Iterator[Line]:
        keys = [one.pk for one in people]
        offices, grades, months = self._offices_of(keys), self._grades_of(keys), self._owed_by(keys)
        years = self._leaving_at
        for person in people:
            home: Any = person.home
            yield Line(
                person, self.on, _place(person, home, several=self.several), getattr(person, "standing", None),
                offices=tuple(offices[person.pk]), grade=grades.get(person.pk, ""), owed=months.get(person.pk, (0, 0)),
                leaves_at=birthday(person.born, years) if person.born else None, years=years,
            )  # fmt: skip

    def _offices_of(self, people: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        held = Appointment.objects.on(self.on).filter(OFFICE, person__in=people).select_related("post")
        for one in held.order_by("first_on", "pk"):
            found[one.person_id].append(say(str(one.post.get_role_display())))
        return found

    def _grades_of(self, people: Sequence[int]) -> dict[int, str]:
        records = YearRecord.objects.filter(person__in=people, year=self.on.year - 1)
        said = dict(YearRecord.Grade.choices)
        graded = records.exclude(grade="").values_list("person", "grade")
        return {person: say(str(said[grade])) for person, grade in graded}

    def _owed_by(self, people: Iterable[int]) -> dict[int, tuple[int, int]]:
        of_each = owed(people, self.on).order_by().values("person").annotate(number=Count("pk"), sum=Sum(OPEN))
        rows = of_each.values_list("person", "number", "sum")
        return {person: (months, fen) for person, months, fen in rows}


def named(text: str) -> Q:
    """Return the test of a search by a part of a name, of its pinyin or of its initials, folded."""
    return Q(name__icontains=folded(text)) | Q(pinyin__icontains=folded(text).lower())


def _place(person: Person, home: Organization | None, *, several: bool) -> str:
    if home is None:
        return ""
    home.above = getattr(person, "above", "") if several else ""
    return home.title


def _any_missing() -> Q:
    test = Q(pk__in=[])
    for one in LACKS.values():
        test |= one
    return test


def _status(choice: str) -> Q:
    if choice == "all":
        return Q()
    if choice == "left":
        return ~Q(standing__status__in=(*MEMBERS_STATUSES, *ON_THE_WAY, Status.NONE))
    return Q(standing__status__in=MEMBERS_STATUSES if choice == "members" else ON_THE_WAY)
