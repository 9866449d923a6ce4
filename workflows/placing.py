"""Taking over a case that began elsewhere: it enters at a stage, with an entry that says so.

Used for scenarios, and for running cases of a system that is being replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from workflows import log, moves
from workflows.act import Act
from workflows.chain import load_chain
from workflows.law import law_for
from workflows.lock import holding
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.registry import procedure as procedure_of
from workflows.table import Record

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
) -> Case:
    """Enter a case at a stage with the facts that are known of it."""
    procedure = procedure_of(code)
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
    with transaction.atomic():
        moves.number(case, act.chain.above[-1])
        case.save(force_insert=True)
        with holding(case):
            moves.go(act, place.code)
            for effect in procedure.adopts:
                effect(act)
            log.append(case, log.line_of(act, stage_from="", stage_to="", answers={}, shown=[]))
            moves.save(act)
    return case
