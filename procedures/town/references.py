"""Who and what the words of a story mean on a day: its people, the offices around its case, its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms

from procedures.register.rolls import members_on, should_attend
from procedures.town.building import Town, holder, is_office
from procedures.town.story import DayOf, Deed, OfRoll, Scan, Story
from workflows.days.dates import add_months
from workflows.models import Case, Round
from workflows.people.models import Appointment, Organization, Person
from workflows.people.models.organization import COMMITTEES
from workflows.table.registry import row_of

APPLICANT = "applicant"


class BadDemo(RuntimeError):
    """A story of the demo cannot be played; the message names it, the act and the refusal."""


@dataclass(slots=True)
class Telling:
    """One story while it is told.

    `cast` are its people by the words that its deeds call them by, `beside` their cases of other procedures.
    """

    procedure: str
    story: Story
    cast: dict[str, Person]
    home: Organization
    case: Case | None = None
    round: Round | None = None
    beside: dict[str, Case] = field(default_factory=dict)

    @property
    def subject(self) -> Person:
        """The person the story is about.

        Raises:
            LookupError: it is about nobody in particular.
        """
        return self.cast[APPLICANT]


@dataclass(frozen=True, slots=True)
class References:
    """Reads the words of the stories of one town."""

    town: Town

    def who(self, telling: Telling, reference: str, on: date) -> Person:
        """Return the person of a reference (see `Deed.by`)."""
        word = reference.removeprefix("@")
        if word in telling.cast:
            return telling.cast[word]
        if word.startswith("member"):
            return self._member(telling, int(word.removeprefix("member")), on)
        held = self.office(telling, reference, on)
        if held:
            return held.person
        if word in self.town.people:
            return self.town.people[word]
        raise BadDemo(f"“{telling.story.title}”: nobody is {reference} on {on}")

    def office(self, telling: Telling, reference: str, on: date) -> Appointment | None:
        """Return the appointment of a reference to an office, None for a reference to a person."""
        role, _, code = reference.removeprefix("@").partition(":")
        if role == "superior":
            role, code = "committee_reviewer", self._above(telling)[1].code
        if not is_office(role):
            return None
        return holder(self._place(telling, role, code), role, on)

    def _place(self, telling: Telling, role: str, code: str) -> Organization:
        if code:
            return self.town.organizations[code]
        at_committee = role.startswith("committee")
        return self._above(telling)[0] if at_committee else self.home(telling)

    def home(self, telling: Telling) -> Organization:
        """Return where the case runs now; it may have moved with its person."""
        return telling.case.organization if telling.case else telling.home

    def _above(self, telling: Telling) -> list[Organization]:
        paths = self.home(telling).above_paths
        above = Organization.objects.filter(path__in=paths, kind__in=COMMITTEES)
        return list(above.order_by("-depth"))

    def _member(self, telling: Telling, number: int, on: date) -> Person:
        """Return the n-th member of the branch who holds no office there."""
        home = self.home(telling)
        officers = Appointment.objects.on(on).filter(post__organization=home).values("person")
        cast = [person.pk for person in telling.cast.values()]
        free = members_on(home, on).exclude(pk__in=officers).exclude(pk__in=cast).order_by("pk")
        return free[number - 1]

    def answers(self, telling: Telling, deed: Deed, on: date) -> dict[str, Any]:
        """Return the answers of a deed with what its words mean."""
        row = row_of(telling.procedure, deed.act)
        fields: Mapping[str, forms.Field] = row.asks.base_fields if row.asks else {}
        typed = {name: value for name, value in deed.with_.items() if not isinstance(value, Scan)}
        given = {name: self._answer(telling, value, on) for name, value in typed.items()}
        if telling.case is None and "organisation" in fields:
            given.setdefault("organisation", telling.home.pk)
        return given

    def _answer(self, telling: Telling, value: Any, on: date) -> Any:
        if isinstance(value, (tuple, list)):
            return [self._answer(telling, one, on) for one in value]
        if isinstance(value, Person):
            return value.pk
        if isinstance(value, DayOf):
            day = add_months(self.town.today + timedelta(days=value.day), -value.back)
            return day.isoformat()[: 7 if value.month else None]
        if isinstance(value, Mapping):
            return {self._answer(telling, key, on): self._answer(telling, one, on) for key, one in value.items()}
        if isinstance(value, OfRoll):
            return should_attend(self.home(telling), on) * value.percent // 100 - value.less
        if isinstance(value, str) and value.startswith("@"):
            return self.who(telling, value, on).pk
        if isinstance(value, str) and value.startswith("#"):
            return self.town.organizations[value[1:]].pk
        return value
