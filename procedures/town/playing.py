"""Playing the stories: every act through the engine, day after day, as if the town had lived it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django import forms
from django.utils import timezone

from procedures.folders import folders
from procedures.register.entering import Known, enter_people
from procedures.register.models import MembershipPeriod, Status
from procedures.register.rolls import members_on, should_attend
from procedures.town.building import Town, holder, is_office
from procedures.town.story import DayOf, Deed, OfRoll, Someone, Story
from workflows import engine, everycase, rounds, sweep
from workflows.models import Case, Round, Task
from workflows.people.models import Appointment, Kind, Organization, Person, Relationship
from workflows.people.pinyin import pinyin_of
from workflows.refusals import Refused
from workflows.registry import procedure as procedure_of

OPENING_HOUR = time(9)
COMMITTEES = (Kind.COMMITTEE, Kind.SUPERIOR_COMMITTEE)
SWEEP = "sweep"
EACH = "@each"
APPLICANT = "applicant"


class BadDemo(RuntimeError):
    """A story of the demo cannot be played; the message names it, the act and the refusal."""


@dataclass(slots=True)
class Telling:
    """One story while it is told; `cast` are its people by the words that its deeds call them by."""

    procedure: str
    story: Story
    cast: dict[str, Person]
    home: Organization
    case: Case | None = None
    round: Round | None = None

    @property
    def subject(self) -> Person:
        """The person the story is about.

        Raises:
            LookupError: it is about nobody in particular.
        """
        return self.cast[APPLICANT]


@dataclass(slots=True)
class Player:
    """Plays the stories of every procedure in one order of days."""

    town: Town
    minutes: int = 0
    tellings: list[Telling] = field(default_factory=list)

    def play(self) -> int:
        """Play everything and return the number of acts."""
        for code, story in stories():
            self.tellings.append(self._begin(code, story))
        played = 0
        deeds = [(deed.day, index, deed) for index, one in enumerate(self.tellings) for deed in one.story.deeds]
        for _, index, deed in sorted(deeds, key=lambda entry: entry[:2]):
            self._do(self.tellings[index], deed)
            played += 1
        return played

    def _begin(self, code: str, story: Story) -> Telling:
        home = self.town.organizations[story.at]
        people = {APPLICANT: story.who, **story.others} if story.who else dict(story.others)
        telling = Telling(code, story, {word: self._enter(who, home) for word, who in people.items()}, home)
        if story.who and story.who.kin:
            first_day = self._day(story.deeds[0])
            kin = self._who(telling, story.who.kin, first_day)
            Relationship.objects.create(person=telling.subject, relative=kin)
        return telling

    def _enter(self, who: Someone, home: Organization) -> Person:
        born = self.town.census.born(who.age, who.birthday_in)
        username = f"{pinyin_of(who.name).split()[0]}{self.town.census.made}"
        person = self.town.census.person(username, who.name, who.sex, born, home=home)
        person.ethnicity, person.work = who.ethnicity, who.work
        person.save()
        enter_people([self._standing(who, person)])
        left = who.left
        if left:
            since = self.town.today + timedelta(days=left.left)
            MembershipPeriod.objects.create(
                person=person,
                joined_on=self.town.today + timedelta(days=left.joined),
                left_on=since,
                left_as=left.status,
            )
        return person

    def _standing(self, who: Someone, person: Person) -> Known:
        """Return what the register is told of somebody: what he was, or that he is a member."""
        joined = self._ago(who.joined)
        left = self.town.today + timedelta(days=who.left.left) if who.left else None
        return Known(
            person,
            Status.ACTIVE if joined else who.left.status if who.left else Status.NONE,
            joined,
            self.town.census.number(joined) if joined else "",
            who.party_stage,
            self._ago(who.party_since),
            self._ago(who.party_applied),
            since=left,
        )

    def _ago(self, days: int) -> date | None:
        return self.town.today - timedelta(days=days) if days else None

    def _do(self, telling: Telling, deed: Deed) -> None:
        on = self._day(deed)
        if deed.act == SWEEP:
            sweep.sweep(on, self._at(on))
            return
        if deed.of == EACH:
            for person in self._each(telling):
                self._perform(telling, deed, person, on)
            return
        self._perform(telling, deed, None, on)

    def _each(self, telling: Telling) -> list[Person]:
        """Return everybody at whose own desk a case of the round waits."""
        waiting = Task.objects.filter(process__round=telling.round, finished=None, post__person__isnull=False)
        return [task.post.person for task in waiting.select_related("post__person").order_by("pk") if task.post.person]

    def _perform(self, telling: Telling, deed: Deed, each: Person | None, on: date) -> None:
        at = self._at(on)
        telling.case = self._case_of(telling, deed, each, on)
        if each:
            deed = replace(deed, by="")
        appointment = self._office(telling, deed.by, on)
        by = each or (appointment.person if appointment else (self._who(telling, deed.by, on) if deed.by else None))
        request = engine.Request(
            act=deed.act,
            by=by,
            on=on,
            at=at,
            with_=self._answers(telling, deed, on),
            reason=deed.reason,
            as_deputy_of=appointment.deputizing_for if appointment else None,
            insist=True,
        )
        try:
            self._ask(telling, request)
        except Refused as refused:
            message = f"“{telling.story.title}” {deed.act} {on}: {refused.finding.code} {refused.finding.sentence}"
            raise BadDemo(message) from refused

    def _ask(self, telling: Telling, request: engine.Request) -> None:
        procedure = procedure_of(telling.procedure)
        if request.act in {row.code for row in procedure.rounds}:
            telling.round = rounds.start(telling.procedure, request).round
            rounds.run(telling.round.pk)
        elif telling.case:
            telling.case = engine.act(telling.case, request).case
        else:
            telling.case = engine.start(telling.procedure, request).case

    def _case_of(self, telling: Telling, deed: Deed, each: Person | None, on: date) -> Case | None:
        """Return the case that a deed is done on: of the round, the first one where it names none; else the story's."""
        if telling.round is None:
            return self._case_of_nobodys_round(telling, deed, on)
        cases = Case.objects.filter(round=telling.round).order_by("subject_id", "pk")
        if each:
            return cases.get(subject=each)
        if deed.of.startswith("#"):
            return cases.get(subject=None, organization=self.town.organizations[deed.of[1:]])
        if deed.of:
            return cases.get(subject=self._who(telling, deed.of, on))
        return cases.exclude(subject=None).first()

    def _case_of_nobodys_round(self, telling: Telling, deed: Deed, on: date) -> Case | None:
        """Return the case told of so far, or the one that the calendar opened for somebody."""
        procedure = procedure_of(telling.procedure)
        opening = deed.act in {row.code for row in (*procedure.opens, *procedure.rounds)}
        if not telling.cast or opening or (telling.case and not deed.of):
            return telling.case
        person = self._who(telling, deed.of, on) if deed.of else telling.subject
        return Case.objects.filter(procedure=procedure.code, subject=person).order_by("pk").last()

    def _day(self, deed: Deed) -> date:
        return self.town.today + timedelta(days=deed.day)

    def _at(self, on: date) -> datetime:
        """Return a moment of the day, each act a minute after the last."""
        self.minutes += 1
        return timezone.make_aware(datetime.combine(on, OPENING_HOUR)) + timedelta(minutes=self.minutes % 400)

    def _who(self, telling: Telling, reference: str, on: date) -> Person:
        """Return the person of a reference (see `Deed.by`)."""
        word = reference.removeprefix("@")
        if word in telling.cast:
            return telling.cast[word]
        if word.startswith("member"):
            return self._member(telling, int(word.removeprefix("member")), on)
        held = self._office(telling, reference, on)
        if held:
            return held.person
        if word in self.town.people:
            return self.town.people[word]
        raise BadDemo(f"“{telling.story.title}”: nobody is {reference} on {on}")

    def _office(self, telling: Telling, reference: str, on: date) -> Appointment | None:
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
        return self._above(telling)[0] if at_committee else self._home(telling)

    def _home(self, telling: Telling) -> Organization:
        """Return where the case runs now; it may have moved with its person."""
        return telling.case.organization if telling.case else telling.home

    def _above(self, telling: Telling) -> list[Organization]:
        paths = self._home(telling).above_paths
        above = Organization.objects.filter(path__in=paths, kind__in=COMMITTEES)
        return list(above.order_by("-depth"))

    def _member(self, telling: Telling, number: int, on: date) -> Person:
        """Return the n-th member of the branch who holds no office there."""
        home = self._home(telling)
        officers = Appointment.objects.on(on).filter(post__organization=home).values("person")
        cast = [person.pk for person in telling.cast.values()]
        free = members_on(home, on).exclude(pk__in=officers).exclude(pk__in=cast).order_by("pk")
        return free[number - 1]

    def _answers(self, telling: Telling, deed: Deed, on: date) -> dict[str, Any]:
        row = everycase.row(deed.act) or procedure_of(telling.procedure).row(deed.act)
        fields: Mapping[str, forms.Field] = row.asks.base_fields if row.asks else {}
        given = {name: self._answer(telling, value, on) for name, value in deed.with_.items()}
        if telling.case is None and "organisation" in fields:
            given.setdefault("organisation", telling.home.pk)
        return given

    def _answer(self, telling: Telling, value: Any, on: date) -> Any:
        if isinstance(value, (tuple, list)):
            return [self._answer(telling, one, on) for one in value]
        if isinstance(value, DayOf):
            return (self.town.today + timedelta(days=value.day)).isoformat()[: 7 if value.month else None]
        if isinstance(value, Mapping):
            return {self._answer(telling, key, on): self._answer(telling, one, on) for key, one in value.items()}
        if isinstance(value, OfRoll):
            return should_attend(self._home(telling), on) * value.percent // 100 - value.less
        if isinstance(value, str) and value.startswith("@"):
            return self._who(telling, value, on).pk
        if isinstance(value, str) and value.startswith("#"):
            return self.town.organizations[value[1:]].pk
        return value


def stories() -> Iterator[tuple[str, Story]]:
    """Yield the stories of every procedure whose folder has a `demo.py`, with the procedure's code."""
    for folder in folders():
        if find_spec(f"{folder}.demo"):
            code = import_module(f"{folder}.procedure").PROCEDURE.code
            for story in import_module(f"{folder}.demo").STORIES:
                yield code, story
