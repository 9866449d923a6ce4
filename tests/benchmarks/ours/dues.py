"""The dues of a month for everybody in the province, by the round that opens it."""

from __future__ import annotations

from procedures.register.models import Standing
from tests.benchmarks.measuring import Measures, measure, timed
from workflows import engine, rounds
from workflows.days import clock
from workflows.engine.request import Request
from workflows.models import Round
from workflows.people.models import Organization
from workflows.table.registry import procedure


def month(people: int) -> Measures:
    """Compute the charges of this month for so many people, each on a wage; the others have no basis and no charge."""
    paying = Standing.objects.order_by("pk").values_list("pk", flat=True)[:people]
    Standing.objects.filter(pk__in=list(paying)).update(dues_category="wage", dues_base_fen=420_000)
    dues, now = procedure("dues"), clock.now()
    row = rounds.row_of(dues, "open_months")
    answers = {"from_month": f"{clock.today():%Y-%m}", "to_month": f"{clock.today():%Y-%m}"}
    root = Organization.objects.order_by("path")[0]
    act = engine.by_calendar(dues, row, root, Request(row.code, None, clock.today(), now, answers))
    begun = rounds.begin(act, answers)
    took, _ = timed(lambda: rounds.run(begun.pk, begun.root))
    found = Round.objects.get(pk=begun.pk)
    charged = found.done - found.skipped
    return [measure("a charge", [took / max(charged, 1)], people=charged)]
