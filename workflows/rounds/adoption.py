"""Taking over a case that began elsewhere: it enters at a stage, with an entry that says so.

Used for scenarios, and for running cases of a system that is being replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from workflows import engine, rounds
from workflows.desks.inbox import open_tasks_of
from workflows.desks.routing import read_kin
from workflows.engine import batch_writing, moves
from workflows.engine.law import law_for
from workflows.engine.lock import holding
from workflows.engine.request import Request
from workflows.models import Case, Round
from workflows.people.chain import load_chain
from workflows.people.models import Organization, Person
from workflows.proof import log
from workflows.store import rooted
from workflows.table import Procedure, Record, RoundRow, registry
from workflows.table.act import Act, Shared
from workflows.table.registry import procedure as procedure_of

TAKEN_OVER = Record("adopt", "接续办理", "此前环节在其他系统或以纸质办理")


def adopt(
    code: str,
    *,
    stage: str,
    facts: Mapping[str, Any],
    subject: Person | None,
    organization: Organization,
    on: date,
    at: datetime,
    edition: int | None = None,
) -> Case:
    """Enter a case at a stage with the facts that are known of it.

    Args:
        edition: the one by which it runs, None for the present one.

    Raises:
        LookupError: the edition is not kept, or has no such stage.
    """
    procedure = procedure_of(code) if edition is None else registry.kept(code, edition)
    place = procedure.place(stage)
    case = moves.new_case(procedure, subject=subject, organization=organization, starter=subject, on=on)
    act: Act[Any] = Act(
        procedure=procedure,
        row=TAKEN_OVER,
        case=case,
        by=None,
        on=on,
        at=at,
        law=law_for(organization, on),
        chain=load_chain(organization, timezone.localdate(at)),
        facts=procedure.facts.model_validate(facts),
    )
    _enter(act, place.code)
    return case


def _enter(act: Act[Any], stage: str) -> None:
    """Write a case that stands at a stage, with what its procedure does then and an entry."""
    case = act.case
    with rooted.within(case.root), transaction.atomic():
        moves.number(case, act.chain.above[-1], act.recorded_on.year)
        case.save(force_insert=True)
        with holding(case):
            moves.go(act, stage)
            for effect in act.procedure.on_adoption:
                effect(act)
            log.append(case, log.line_of(act, stage_from="", stage_to="", answers={}, shown=[]))
            moves.save(act)


def round_of_branches(procedure: Procedure) -> RoundRow | None:
    """Return the round by which a procedure goes over whole branches, None where it has none."""
    return next((row for row in procedure.rounds if row.cover), None)


def adopt_round(
    code: str,
    row: RoundRow,
    *,
    stage: str,
    facts: Mapping[str, Any],
    organization: Organization,
    on: date,
    at: datetime,
) -> Round:
    """Enter a round over branches whose cases all stand at a stage, with the facts that are known of them."""
    procedure = procedure_of(code)
    act = engine.by_calendar(procedure, row, organization, Request(row.code, None, on, at, facts))
    with rooted.within(organization.root), transaction.atomic():
        begun = rounds.begin(act, dict(facts))
        rounds.run(begun.pk, begun.root)
        first = row.ways[0].to
        if stage != first:
            _move_on(act, list(begun.cases.filter(stage=first).select_related("organization", "subject")), stage, facts)
        return Round.objects.get(pk=begun.pk)


def _move_on(act: Act[Any], cases: list[Case], stage: str, facts: Mapping[str, Any]) -> None:
    """Put the cases of a round at a later stage, with an entry each that says so."""
    tasks = open_tasks_of(cases)
    read_kin(cases)
    known = {name: value for name, value in facts.items() if name in act.procedure.facts.model_fields}
    acts = [
        replace(
            act,
            row=TAKEN_OVER,
            case=case,
            facts=act.procedure.facts.model_validate({**case.facts, **known}),
            chain=act.chain.from_(case.organization_id),
            tasks=tasks[case.pk].tasks if case.pk in tasks else (),
            changes=[],
            kept={},
            shared=Shared(next((one for one in cases if one.is_cover), None)),
        )
        for case in sorted(cases, key=lambda case: not case.is_cover)
    ]
    batch_writing.read_desks(acts)
    batch_writing.write([batch_writing.Part(one, one.case.stage, stage) for one in acts])
