"""组织关系转接 on a person's page: from where to where, how far, and at whose desk it waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from procedures.transfer.facts import TransferFacts
from procedures.transfer.procedure import PROCEDURE
from workflows.models import Case, Task
from workflows.pages.panels import Panel
from workflows.people.models import Person

LATEST = 5


def transfers_of(person: Person, on: date) -> Mapping[str, Any]:
    """Return a person's latest transfers with their stage and the desk at which each waits."""
    waiting = Task.objects.filter(finished=None).select_related("post__organization", "post__person")
    cases = Case.objects.filter(procedure=PROCEDURE.code, subject=person).select_related("organization")
    found = cases.prefetch_related(Prefetch("task_set", waiting, "waiting")).order_by("-pk")[:LATEST]
    lines = [_line(case) for case in found]
    return {"transfers": lines} if lines else {}


def _line(case: Case) -> Mapping[str, Any]:
    facts = TransferFacts.model_validate(case.facts)
    return {
        "case": case,
        "place": PROCEDURE.place(case.stage).title,
        "outside": facts.outside_name,
        "incoming": facts.incoming,
        "valid_until": None if facts.receipt_on or facts.incoming else facts.letter_valid_until,
        "desks": [task.post.title for task in case.waiting],
    }


PANELS = (Panel(_("组织关系转接"), "transfer/panel.html", transfers_of),)
