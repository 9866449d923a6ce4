"""What could be done, by whom, and why not yet: the gate's own verdicts, asked before anybody acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from workflows import engine
from workflows.engine import gate, moves, offering, places
from workflows.models import Case
from workflows.people.actors import ANYONE
from workflows.people.models import Organization, Person
from workflows.table import Common, Procedure, Record
from workflows.table.act import Act
from workflows.table.condition import Condition, judge_all
from workflows.table.refusals import Finding, Refused
from workflows.table.registry import common, procedures
from workflows.table.registry import procedure as procedure_of


@dataclass(frozen=True, slots=True)
class Option:
    """An act that is open on a case.

    Attributes:
        may: this person may do it.
        refusal: why this person may not, or None.
        findings: the verdict of every condition that can be judged without the form.
        moves: it leads the case on.
    """

    row: Record
    may: bool
    refusal: Finding | None
    findings: tuple[Finding, ...]
    moves: bool

    @property
    def ready(self) -> bool:
        """Whether nothing that can be judged now stands against it."""
        return self.may and all(finding.met for finding in self.findings)


class State(StrEnum):
    """What a condition says: so; not so; not so, but a reason will do; not known yet; nobody knows; does not arise."""

    MET = "met"
    UNMET = "unmet"
    WARNS = "warns"
    OPEN = "open"
    UNKNOWN = "unknown"
    IDLE = "idle"


Barred = dict[tuple[str, str], Finding]  # by the codes of procedure and step
SETTLED = (State.MET, State.UNKNOWN, State.IDLE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition with what it finds now."""

    condition: Condition
    finding: Finding | None
    state: State
    on: date

    @property
    def source(self) -> str:
        """The rule it stands on, with its document; empty where it has none."""
        rule = self.condition.rule
        return f"{rule.code} {rule.version(self.on).source}" if rule else ""

    @property
    def standing(self) -> str:
        """Since when its rule stands; empty where it has none."""
        rule = self.condition.rule
        return rule.standing(rule.version(self.on)) if rule else ""


class NotAnswered(LookupError):
    """A condition asked for an answer that is not typed yet, or not validly."""


class Unfinished(dict[str, Any]):
    """Answers of a form being typed; asking for one that is not there yet is no empty answer but `NotAnswered`."""

    def __init__(self, cleaned: Mapping[str, Any], fields: Iterable[str]) -> None:
        super().__init__(cleaned)
        self.missing = frozenset(fields) - frozenset(cleaned)

    def __getitem__(self, name: str) -> Any:
        """Return an answer.

        Raises:
            NotAnswered: there is none yet.
        """
        if name in self.missing:
            raise NotAnswered(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return an answer, or the default for a name that the form does not ask for."""
        return self[name] if name in self or name in self.missing else default


def options(case: Case, by: Person, *, on: date, at: datetime) -> tuple[Option, ...]:
    """Return the acts that are open on a case, with whether this person may do each and what stands against it."""
    return options_of(engine.prospect(case, by, on=on, at=at))


def options_of(act: Act[Any]) -> tuple[Option, ...]:
    """Return the same for an act in prospect, which the page asks other things as well."""
    return tuple(option_of(act, row) for row in offering.open_rows(act.procedure, act.case, act.law))


def open_to_anybody(code: str) -> bool:
    """Tell whether a table lets everybody do an act of this code who sees the case, whatever his post."""
    return common(code) is not None or code in _anybodys(tuple(procedures()))


@cache
def _anybodys(tables: tuple[Procedure, ...]) -> frozenset[str]:
    return frozenset(row.code for table in tables for _, row in table.acts() if row.actor is ANYONE)


def rehearse(
    case: Case, code: str, with_: Mapping[str, Any], by: Person, *, on: date | None, at: datetime
) -> list[Finding]:
    """Return the verdict of every condition of an act on answers being typed; unfinished answers judge less."""
    act = engine.prospect(case, by, on=on, at=at)
    engine.approach(act, code, on=on)
    answer(act, with_)
    return [verdict.finding for verdict in verdicts(act) if verdict.finding]


def enter(case: Case, code: str, by: Person, *, on: date | None, at: datetime) -> Act[Any]:
    """Return an act of a case in prospect, its row open and this person's to do.

    Raises:
        Refused: the row is not open now, or is somebody else's.
        LookupError: the procedure has no such act.
    """
    act = engine.prospect(case, by, on=on, at=at)
    engine.approach(act, code, on=on)
    act.capacity = gate.capacity_of(act, None)
    return act


def answer(act: Act[Any], with_: Mapping[str, Any]) -> None:
    """Take what can be taken of the answers being typed; a condition that asks for another cannot be judged yet."""
    if act.row.asks is None:
        return
    form = act.row.asks(data=with_, **act.context)
    form.is_valid()
    act.answers = Unfinished(form.cleaned_data, form.fields)


def verdicts(act: Act[Any]) -> tuple[Verdict, ...]:
    """Return what each condition of an act's row says now, in the order of the table."""
    found: dict[Condition, Verdict] = {}
    for need in act.row.needs:
        waits = any(one in found and found[one].state not in SETTLED for one in need.after)
        found[need] = Verdict(need, None, State.OPEN, act.on) if waits else _verdict(act, need)
    return tuple(found.values())


def _verdict(act: Act[Any], need: Condition) -> Verdict:
    if need.asks and not act.answers:
        return Verdict(need, None, State.OPEN, act.on)
    try:
        finding = need.judge(act)
    except NotAnswered:
        return Verdict(need, None, State.OPEN, act.on)
    if finding is None:  # an act open on every case asks nothing that might not concern it: silence there is a yes
        return Verdict(need, None, State.MET if isinstance(act.row, Common) else State.IDLE, act.on)
    if finding.met:
        return Verdict(need, finding, State.UNKNOWN if finding.unknown else State.MET, act.on)
    return Verdict(need, finding, State.WARNS if gate.lets_pass(act, need) else State.UNMET, act.on)


def before_start(code: str, by: Person, organization: Organization | None, *, on: date, at: datetime) -> list[Finding]:
    """Return the verdict of every condition of opening a procedure that can be judged without the form."""
    place = organization or by.home
    if place is None:
        return [Finding("no_organization", "您还没有登记所在组织，请联系单位团组织登记。")]
    step = procedure_of(code).opens[0]
    return [one.finding for one in conditions_of_start(code, step, by, place, on=on, at=at) if one.finding]


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with its verdict, None where it cannot be known before the form is filled."""

    condition: Condition
    finding: Finding | None
    on: date
    warns: bool = False

    @property
    def sentence(self) -> str:
        """The verdict with its rule and, where a day would mend it, the earliest one; empty where it is not known."""
        return self.finding.cited(self.on) if self.finding else ""

    @property
    def stands_against(self) -> bool:
        """Whether it would refuse the act today."""
        return self.finding is not None and not self.finding.met and not self.warns


def conditions_of_start(
    code: str, step: Record, by: Person, organization: Organization, *, on: date, at: datetime
) -> tuple[Judged, ...]:
    """Return the conditions of an opening step with their verdicts; one that does not arise is left out."""
    act = opening(procedure_of(code), step, by, organization, on=on, at=at)
    found = dict(judge_all(act, (need for need in step.needs if not need.asks)))
    judged = (Judged(need, found.get(need), on, need.lets_pass(act)) for need in step.needs)
    return tuple(one for one in judged if one.finding or one.condition.asks)


def barred(steps: Iterable[tuple[Procedure, Record, Organization]], by: Person, *, on: date, at: datetime) -> Barred:
    """Return which opening steps, each with its place, a person's age or standing forbids him today, and why.

    All are about the same person, so that what one condition has read of him the others know.
    """
    found: Barred = {}
    kept: dict[Any, Any] = {}
    for procedure, step, place in steps:
        act = replace(opening(procedure, step, by, place, on=on, at=at), kept=kept)
        needs = (need for need in step.needs if need.personal and not need.lets_pass(act))
        against = next((finding for need in needs if (finding := need.judge(act)) and not finding.met), None)
        if against:
            found[procedure.code, step.code] = against
    return found


def opening(
    procedure: Procedure,
    step: Record,
    by: Person,
    organization: Organization,
    *,
    on: date,
    at: datetime,
    about: Person | None = None,
) -> Act[Any]:
    """Return an opening act in prospect, of a case that concerns its actor, or nobody where its matter says so.

    Args:
        about: whom it concerns, where its form names somebody else.
    """
    subject = None if places.concerns_nobody(step) else about or by
    case = moves.new_case(procedure, subject=subject, organization=organization, starter=by, on=on)
    act = engine.prospect_of(case, by, on=on, at=at)
    act.row = step
    return act


def option_of(act: Act[Any], row: Record) -> Option:
    """Return one act of a case in prospect, be it of its table or open on every case."""
    act.row, act.answers, act.capacity = row, {}, None
    refusal = _refusal(act)
    judged = judge_all(act, (need for need in row.needs if not need.asks))
    findings = tuple(finding for _, finding in judged if finding)
    return Option(row, refusal is None, refusal, findings, bool(row.ways))


def _refusal(act: Act[Any]) -> Finding | None:
    try:
        act.capacity = gate.capacity_of(act, None)
    except Refused as refused:
        return refused.finding
    return None
