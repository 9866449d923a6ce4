"""Running a story: each act through the engine, each outcome beside what the story expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from forms.common_acts import RecordedValue
from procedures.scenarios import looks
from procedures.scenarios.expect import differences
from procedures.scenarios.picking import fields_of, picked
from procedures.scenarios.story import BadStory, Story
from procedures.scenarios.world import World, build
from workflows import engine, rounds
from workflows.engine.visibility import visible_to
from workflows.models import Case, Round, Task
from workflows.people.models import Organization, Person
from workflows.people.reach import reached_from
from workflows.rounds import adoption, sweep
from workflows.store import rooted
from workflows.table.refusals import Refused
from workflows.table.registry import procedure as procedure_of
from workflows.table.registry import row_of, table_of

NOON = time(12)
ORGANISATION = "_organisation"


@dataclass(frozen=True, slots=True)
class Told:
    """One act of a story as it came out; `wrong` lists what differs from what the story expects."""

    on: date
    what: str
    by: str
    outcome: Mapping[str, Any]
    wrong: tuple[str, ...] = ()


@dataclass(slots=True)
class Runner:
    """The run of one story in its world."""

    story: Story
    world: World = field(default_factory=World)

    def run(self) -> list[Told]:
        """Build the world and play every act."""
        try:
            self.world = build(self.story)
            self._open_cases()
        except (LookupError, ValueError) as error:
            raise BadStory(f"{self.story.path}: its world: {_reason(error)}") from error
        return [self._tell(number, row) for number, row in enumerate(self.story.acts, start=1)]

    def _tell(self, number: int, row: Mapping[str, Any]) -> Told:
        try:
            return self._play(row)
        except BadStory as error:
            raise BadStory(f"{self.story.path}: act {number}: {error}") from error

    def _open_cases(self) -> None:
        on = self.story.acts[0]["on"]
        for row in self.story.world["open_cases"]:
            self.world.remember(row["procedure"], row.get("as", ""), self._adopted(row, on))

    def _adopted(self, row: Mapping[str, Any], on: date) -> Case | Round:
        """Return a case that began elsewhere, or a round of which a branch's cases did."""
        code, organization = row["procedure"], self.world.organization(row["organisation"])
        facts = _facts(self.world, row.get("facts") or {})
        whole = None if row.get("person") else adoption.round_of_branches(procedure_of(code))
        if whole:
            return adoption.adopt_round(
                code, whole, stage=row["state"], facts=facts, organization=organization, on=on, at=noon(on)
            )
        subject = self.world.person(row["person"]) if row.get("person") else None
        return adoption.adopt(
            code,
            stage=row["state"],
            facts=facts,
            subject=subject,
            organization=organization,
            on=on,
            at=noon(on),
            edition=row.get("edition"),
        )

    def _play(self, row: Mapping[str, Any]) -> Told:
        on = row["on"]
        if row.get("tick"):
            swept = sweep.sweep(on, noon(on))
            what, outcome = "tick", {**self._state(row), **asdict(swept)}
        elif "look" in row:
            what, outcome = f"look {row['look']}", looks.look(self.world, row)
        else:
            what, outcome = row["act"], self._act(row)
        wrong = differences(row.get("then") or {}, outcome, is_act="act" in row)
        return Told(on, what, str(row.get("by", "")), outcome, tuple(wrong))

    def _act(self, row: Mapping[str, Any]) -> dict[str, Any]:
        code, act = _act_of(row)
        on, recorded_on = row["on"], row.get("recorded_on", row["on"])
        by = _as_now(self.world.who(row["by"], recorded_on)) if row.get("by") not in (None, "visitor") else None
        request = engine.Request(
            act=act,
            by=by,
            on=on,
            at=noon(recorded_on),
            with_=self._answers(code, act, row.get("with") or {}),
            reason=row.get("reason", ""),
            as_deputy_of=self.world.person(row["as_deputy_of"]) if row.get("as_deputy_of") else None,
            insist=True,
        )
        try:
            with rooted.within(*(visible_to(by, recorded_on).roots if by else ())):
                return self._asked(code, row, request)
        except Refused as refused:
            return {**self._state(row), **_refused(refused, on)}

    def _asked(self, code: str, row: Mapping[str, Any], request: engine.Request) -> dict[str, Any]:
        procedure, label = procedure_of(code), row.get("as", "")
        if request.act in {one.code for one in procedure.rounds}:
            begun = rounds.start(code, request)
            self.world.remember(code, label, begun.round)
            return self._began(row, begun)
        if request.act in {step.code for step in procedure.opens} and "case" not in row:
            outcome = engine.start(code, request)
        else:
            outcome = engine.act(picked(self.world, code, request.act, row, request.by), request)
        if label or not isinstance(self.world.latest.get(code), Round):
            self.world.remember(code, label, outcome.case)
        return self._came_out(row, outcome)

    def _began(self, row: Mapping[str, Any], begun: rounds.Begun) -> dict[str, Any]:
        """Return what a round came out as: the state of the first case it opened, and how many there are."""
        case = begun.round.cases.order_by("pk").exclude(subject=None).first()
        facts = table_of(case).facts.model_validate(case.facts) if case else None
        counted = {name: getattr(begun.round, name) for name in ("concerned", "opened", "skipped")}
        found = looks.case_facts(case, row["on"]) if case else {"state": begun.round.status}
        return {
            **found,
            "warned": [warning.code for warning in begun.warnings],
            "issued": [],
            "values": {**(looks.values(facts, self.world) if facts else {}), **counted, **begun.round.facts},
            "person": self._people(row),
        }

    def _answers(self, code: str, act: str, given: Mapping[str, Any]) -> dict[str, Any]:
        fields = fields_of(code, act)
        return {name: self._answer(fields.get(name), value) for name, value in given.items()}

    def _answer(self, asked: forms.Field | None, value: Any) -> Any:
        if isinstance(asked, RecordedValue) and isinstance(value, str) and value in self.world.people:
            return str(self.world.people[value].pk)
        if not isinstance(asked, forms.ModelChoiceField):
            return value
        if isinstance(value, (list, tuple)):
            return [self._answer(asked, one) for one in value]
        model = asked.queryset.model if asked.queryset is not None else Person
        named = self.world.organizations if model is Organization else self.world.people
        return named[value].pk if isinstance(value, str) and value in named else value

    def _state(self, row: Mapping[str, Any]) -> dict[str, Any]:
        label = row.get("case")
        found = self.world.cases.get(label) if label else next(reversed(self.world.latest.values()), None)
        case = found.cases.order_by("pk").first() if isinstance(found, Round) else found
        outcome: dict[str, Any] = {"person": self._people(row)}
        return {**looks.case_facts(Case.objects.get(pk=case.pk), row["on"]), **outcome} if case else outcome

    def _came_out(self, row: Mapping[str, Any], outcome: engine.Outcome) -> dict[str, Any]:
        with rooted.within(outcome.case.root):
            tasks = Task.objects.filter(process=outcome.case, finished=None, advisory=False)
            held = [looks.desk(task.post) for task in tasks.select_related("post__organization").order_by("id")]
        values = looks.values(outcome.facts, self.world)
        return {
            "state": outcome.case.stage,
            "warned": [warning.code for warning in outcome.warnings],
            "due": next((task.due for task in outcome.tasks if task.due), None),
            "task": held[0] if len(held) == 1 else held,
            "issued": list(dict.fromkeys(paper.kind for paper in outcome.papers)),
            "followers": len(outcome.followers),
            "left_out": [finding.code for _, finding in outcome.left_out],
            "values": {**values, "changed": list(outcome.changed)},
            "person": self._people(row),
        }

    def _people(self, row: Mapping[str, Any]) -> dict[str, Any]:
        named = (row.get("then") or {}).get("person") or {}
        return {name: looks.person_facts(self.world.person(name)) for name in named}


def _as_now(person: Person) -> Person:
    """Return a person as the register has him by now, with the roots that a page would look in for him."""
    people = Person.objects.select_related("home").annotate(reaches=reached_from("home__path"))
    found: Person = people.get(pk=person.pk)
    return found


def _act_of(row: Mapping[str, Any]) -> tuple[str, str]:
    code, _, act = str(row["act"]).partition(".")
    try:
        row_of(code, act)
        return procedure_of(code).code, act
    except LookupError as error:
        raise BadStory(str(error)) from error


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def noon(day: date) -> datetime:
    """Return the moment at which a story's act is recorded."""
    return timezone.make_aware(datetime.combine(day, NOON))


def _facts(world: World, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as a case keeps them: people by their keys, and organizations, which stories spell with an s."""
    known = {name: _fact(world, value) for name, value in facts.items() if not name.endswith(ORGANISATION)}
    there = {name: value for name, value in facts.items() if name.endswith(ORGANISATION)}
    return known | {
        name.replace("organisation", "organization"): world.organization(value).pk for name, value in there.items()
    }


def _fact(world: World, value: Any) -> Any:
    if isinstance(value, list):
        return [_fact(world, one) for one in value]
    return world.people[value].pk if isinstance(value, str) and value in world.people else value


def _refused(refused: Refused, on: date) -> dict[str, Any]:
    finding = refused.finding
    return {
        "refused": finding.code,
        "others": [one.code for one in refused.others],
        "sentence": refused.cited(on),
        "earliest": finding.earliest,
        "have": finding.have,
        "need": finding.need,
        "max": finding.maximum,
        "until": finding.until,
        "field": finding.field,
    }
