"""开过的会: the branch meetings that have been recorded, in whatever procedure, from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, reduce
from operator import or_

from django.db.models import Q, QuerySet

from workflows.models import Entry
from workflows.people.models import Organization
from workflows.table.registry import procedures


def held_since(branches: Iterable[Organization], day: date) -> QuerySet[Entry]:
    """Return the entries of the branches' meetings on a day or later, earliest first, each with its case."""
    wanted = reduce(or_, (Q(procedure=code, act__in=acts) for code, acts in _meetings()))
    found = Entry.objects.filter(wanted, case__organization__in=[one.pk for one in branches], on__gte=day)
    return found.select_related("case__organization").order_by("on", "id")


@cache
def _meetings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the acts of each table whose form asks how many were present with a vote."""
    of_each = (
        (table.code, tuple(row.code for _, row in table.acts() if row.asks and "present" in row.asks.base_fields))
        for table in procedures()
    )
    return tuple((code, acts) for code, acts in of_each if acts)
