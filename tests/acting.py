"""Acts on built values: what a condition reads, without a database, so that a border is one line of a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from procedures.common import meeting
from workflows.models import Case
from workflows.people.chain import Chain
from workflows.people.models import Organization, Person
from workflows.store import flows
from workflows.store.facts import Facts
from workflows.table.act import Act, Shared
from workflows.table.registry import procedure
from workflows.table.rules import Law, Rule

BRANCH = 7  # the key of the branch in which a built case runs


def acting(
    name: str,
    on: date,
    *,
    facts: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    born: date | None = None,
    set_here: Mapping[Rule, Any] | None = None,
    roll: int | None = None,
) -> Act[Facts]:
    """Return an act, `joining.hold_meeting`, on a day by the law of the day; nothing of it is stored.

    Args:
        facts: what the case knows of itself, by name.
        answers: the cleaned values of the form.
        born: the birthday of the person concerned.
        set_here: the rules that the organization set for itself.
        roll: 应到, as if it had been counted already.
    """
    code, _, row = name.partition(".")
    table = procedure(code)
    branch = Organization(pk=BRANCH, path="0001", depth=1, code="SURG", name="第一团支部", kind="branch")
    case = Case(procedure=code, subject=Person(pk=1, name="王晓梅", born=born), organization=branch)
    return Act(
        procedure=table,
        row=table.row(row),
        case=case,
        by=None,
        on=on,
        at=timezone.make_aware(datetime.combine(on, time(12))),
        law=Law(on, {rule.key: value for rule, value in (set_here or {}).items()}),
        chain=Chain(branch, on),
        facts=table.facts(**(facts or {})),
        answers=dict(answers or {}),
        shared=Shared(kept={} if roll is None else {meeting.rolls: {BRANCH: roll}}),
    )


def stored(act: Act[Any], organization: Organization, subject: Person | None = None) -> Act[Any]:
    """Give an act a case that is a row, in a stored organization and about a stored person, for effects that write."""
    case, act.chain = act.case, Chain(organization, act.on)
    case.organization, case.subject, case.opened_on = organization, subject, act.on
    case.flow_class = flows.flow_of(act.procedure)
    case.root, case.path, case.number = organization.root, organization.path, f"T-{Case.objects.count() + 1}"
    case.save()
    return act
