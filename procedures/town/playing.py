"""Playing the stories: every act through the engine, day after day, as if the town had lived it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from procedures.folders import folders
from procedures.register.entering import Known, enter_people
from procedures.register.models import MembershipPeriod, Status
from procedures.register.rolls import IN_PARTY, members_on
from procedures.town.building import Town
from procedures.town.references import APPLICANT, BadDemo, References, Telling
from procedures.town.story import Deed, EachOf, Scan, Someone, Story
from workflows import engine, rounds
from workflows.models import Case, Task
from workflows.people.models import Organization, Person, Relationship
from workflows.people.pinyin import pinyin_of
from workflows.rounds import sweep
from workflows.table.refusals import Refused
from workflows.table.registry import procedure as procedure_of

OPENING_HOUR = time(9)
SWEEP = "sweep"
EACH = "@each"


@dataclass(slots=True)
class Player:
    """Plays the stories of every procedure in one order of days."""

    town: Town
    minutes: int = 0
    tellings: list[Telling] = field(default_factory=list)

    @property
    def refer(self) -> References:
        """What the words of the stories mean."""
        return References(self.town)

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
            kin = self.refer.who(telling, story.who.kin, first_day)
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
        asked = next(((name, one) for name, one in deed.with_.items() if isinstance(one, EachOf)), None)
        if asked:
            for person in self._roll(telling, deed, asked[1], on):
                telling.case = None
                self._perform(telling, deed.answering(**{asked[0]: person}), None, on)
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

    def _roll(self, telling: Telling, deed: Deed, asked: EachOf, on: date) -> list[Person]:
        """Return everybody meant, but for whoever does the deed, who would have to recuse himself."""
        actor = self.refer.who(telling, deed.by, on)
        people = members_on(self.refer.home(telling), on).exclude(standing__dues_category="").exclude(pk=actor.pk)
        paying = people.exclude(standing__party_stage__in=IN_PARTY).order_by("pk")
        return [person for number, person in enumerate(paying, start=1) if number % asked.but_every]

    def _perform(self, telling: Telling, deed: Deed, each: Person | None, on: date) -> None:
        if deed.procedure:
            self._beside(telling, deed, on)
            return
        at = self._at(on)
        telling.case = self._case_of(telling, deed, each, on)
        if each:
            deed = replace(deed, by="")
        appointment = self.refer.office(telling, deed.by, on)
        by = each or (
            appointment.person if appointment else (self.refer.who(telling, deed.by, on) if deed.by else None)
        )
        request = engine.Request(
            act=deed.act,
            by=by,
            on=on,
            at=at,
            with_=self.refer.answers(telling, deed, on),
            files={name: _upload(one) for name, one in deed.with_.items() if isinstance(one, Scan)},
            reason=deed.reason,
            as_deputy_of=appointment.deputizing_for if appointment else None,
            insist=True,
        )
        try:
            self._ask(telling, request)
        except Refused as refused:
            message = f"“{telling.story.title}” {deed.act} {on}: {refused.finding.code} {refused.finding.sentence}"
            raise BadDemo(message) from refused

    def _beside(self, telling: Telling, deed: Deed, on: date) -> None:
        """Do a deed of another procedure that befalls the same people meanwhile."""
        other = replace(telling, procedure=deed.procedure, case=telling.beside.get(deed.procedure), round=None)
        self._perform(other, replace(deed, procedure=""), None, on)
        if other.case:
            telling.beside[deed.procedure] = other.case
        if telling.case:
            telling.case = Case.objects.get(pk=telling.case.pk)  # it may have gone along with a move

    def _ask(self, telling: Telling, request: engine.Request) -> None:
        procedure = procedure_of(telling.procedure)
        if request.act in {row.code for row in procedure.rounds}:
            telling.round = rounds.start(telling.procedure, request).round
            rounds.run(telling.round.pk, telling.round.root)
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
            return cases.get(subject=self.refer.who(telling, deed.of, on))
        return cases.exclude(subject=None).first()

    def _case_of_nobodys_round(self, telling: Telling, deed: Deed, on: date) -> Case | None:
        """Return the case told of so far, or the one that the calendar opened for somebody.

        An opening act after a case has ended begins the next one.
        """
        procedure = procedure_of(telling.procedure)
        opening = deed.act in {row.code for row in (*procedure.opens, *procedure.rounds)}
        if opening and telling.case and telling.case.closed_on:
            return None
        if not telling.cast or opening or (telling.case and not deed.of):
            return telling.case
        person = self.refer.who(telling, deed.of, on) if deed.of else telling.subject
        return Case.objects.filter(procedure=procedure.code, subject=person).order_by("pk").last()

    def _day(self, deed: Deed) -> date:
        return self.town.today + timedelta(days=deed.day)

    def _at(self, on: date) -> datetime:
        """Return a moment of the day, each act a minute after the last."""
        self.minutes += 1
        return timezone.make_aware(datetime.combine(on, OPENING_HOUR)) + timedelta(minutes=self.minutes % 400)


def _upload(scan: Scan) -> SimpleUploadedFile:
    return SimpleUploadedFile(scan.name, scan.content)


def stories() -> Iterator[tuple[str, Story]]:
    """Yield the stories of every procedure whose folder has a `demo.py`, with the procedure's code."""
    for folder in folders():
        if find_spec(f"{folder}.demo"):
            code = import_module(f"{folder}.procedure").PROCEDURE.code
            for story in import_module(f"{folder}.demo").STORIES:
                yield code, story
