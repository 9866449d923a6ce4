"""What could be done, by whom, and why not yet: the gate's own verdicts, asked before anybody acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflows import engine, gate, moves
from workflows.act import Act
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.refusals import Finding, Refused
from workflows.registry import procedure as procedure_of
from workflows.table import Condition, Record


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


def options(case: Case, by: Person, *, on: date, at: datetime) -> tuple[Option, ...]:
    """Return the acts open on a case, with whether this person may do each and what stands against it."""
    act = engine.prospect(case, by, on=on, at=at)
    return tuple(_option(act, row) for row in gate.open_rows(act.procedure, case, act.law))


def rehearse(case: Case, code: str, with_: Mapping[str, Any], by: Person, *, on: date, at: datetime) -> list[Finding]:
    """Return the verdict of every condition of an act on answers being typed; unfinished answers judge less."""
    act = engine.prospect(case, by, on=on, at=at)
    act.row = gate.find_row(act.procedure, case, code, act.law)
    complete = _answer(act, with_)
    return [finding for need in act.row.needs if complete or not need.asks for finding in [need.judge(act)] if finding]


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

    @property
    def stands_against(self) -> bool:
        """Whether it would refuse the act today."""
        return self.finding is not None and not self.finding.met and not self.condition.warns


def conditions_of_start(
    code: str, step: Record, by: Person, organization: Organization, *, on: date, at: datetime
) -> tuple[Judged, ...]:
    """Return the conditions of an opening step with their verdicts; one that does not arise is left out."""
    case = moves.new_case(procedure_of(code), subject=by, organization=organization, starter=by, on=on)
    act = engine.prospect_of(case, by, on=on, at=at)
    act.row = step
    judged = (Judged(need, None if need.asks else need.judge(act)) for need in step.needs)
    return tuple(one for one in judged if one.finding or one.condition.asks)


def _option(act: Act[Any], row: Record) -> Option:
    act.row, act.answers, act.capacity = row, {}, None
    refusal = _refusal(act)
    findings = tuple(one for need in row.needs if not need.asks for one in [need.judge(act)] if one)
    return Option(row, refusal is None, refusal, findings, bool(row.ways))


def _refusal(act: Act[Any]) -> Finding | None:
    try:
        gate.check_person(act, gate.actor_of(act.procedure, act.case, act.row, act), None)
    except Refused as refused:
        return refused.finding
    return None


def _answer(act: Act[Any], with_: Mapping[str, Any]) -> bool:
    """Take what can be taken of the answers; tell whether the form is complete."""
    try:
        _, act.answers = gate.clean(act.row, act.case, with_, on=act.on, organization=act.organization)
    except Refused:
        return False
    return True
