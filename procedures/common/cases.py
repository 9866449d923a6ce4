"""当事人的其他事项: what else of the same procedure is under way for the person concerned."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from workflows.models import Case
from workflows.people.models import Person
from workflows.store.prepared import Prepared
from workflows.table.act import Act
from workflows.table.condition import Condition, condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Rule


def _running(procedure: str, person: int) -> QuerySet[Case]:
    cases = Case.objects.filter(procedure=procedure, subject=person, finished=None)
    return cases.select_related("organization").defer("organization__seal").order_by("pk")


_of_person = Prepared(_running)


def other_case(act: Act[Any], person: Person, *, decided: bool) -> Case | None:
    """Return another case of the act's procedure that is under way for a person.

    Args:
        decided: whether one counts that is decided, and only waits to be filed or carried out.
    """
    found = _of_person(act.procedure.code, person.pk)
    return next((one for one in found if one.pk != act.case.pk and (decided or one.decided_on is None)), None)


def one_case(called: str, rule: Rule, *, decided: bool, instead: str = "请先办结或撤回") -> Condition:
    """Return the condition that nothing else of the act's procedure is under way for the person concerned.

    Args:
        called: what a case is called, such as 入团.
        decided: whether one counts that is decided, and only waits to be filed or carried out.
        instead: what to do where there is one.
    """

    def judge(act: Act[Any]) -> Finding:
        other = other_case(act, act.subject, decided=decided)
        if other:
            where = f"编号 {other.number}，{other.organization}"
            return unmet(f"{act.subject}已有一件在办的{called}事项（{where}），{instead}。")
        return met(f"没有在办的{called}事项。")

    return condition("case_open", f"没有在办的{called}事项", rule)(judge)
