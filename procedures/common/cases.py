"""当事人的其他事项: what else of the same procedure is under way for the person concerned."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from workflows.models import Case
from workflows.people.models import Person
from workflows.store.prepared import Prepared
from workflows.table.act import Act


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
