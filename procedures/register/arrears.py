"""欠交团费: what is owed, up to when dues are settled, and how many months in a row nothing was paid (rules.md 5.4).

A month without a charge, a month exempt or under relief, and a month of which a part was paid break a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, F, QuerySet

from procedures.register.models import Charge
from procedures.register.months import month_of
from workflows.days.dates import add_months
from workflows.store.keys import among


@dataclass(frozen=True, slots=True)
class Run:
    """Months in a row for which nothing was paid, and what they come to in fen."""

    first: date
    last: date
    months: int
    fen: int


def owed(people: Iterable[int], on: date) -> QuerySet[Charge]:
    """Return the charges not settled yet of the months up to that of a day, oldest first."""
    charges = Charge.objects.filter(person__in=list(people), paid_fen__lt=F("fen"), month__lte=month_of(on))
    return charges.order_by("person", "month")


def paid_to(people: Iterable[int]) -> dict[int, date | None]:
    """Return the last month up to which everybody's dues are settled without a gap.

    None for who has a first month unpaid; who was never charged is not in it.
    """
    rows = Charge.objects.filter(among("person_id", people)).order_by("person", "month")
    found: dict[int, date | None] = {}
    for person, months in groupby(rows.values_list("person_id", "month", "fen", "paid_fen"), key=lambda row: row[0]):
        settled: date | None = None
        for _, month, fen, paid in months:
            if paid < fen:
                break
            settled = month
        found[person] = settled
    return found


def unpaid_runs(people: Iterable[int], on: date) -> dict[int, tuple[Run, ...]]:
    """Return the runs of months, over before a day, for which nothing was paid, oldest first; nobody without one."""
    rows = _unpaid(on).filter(among("person_id", people)).order_by("person", "month")
    found: dict[int, tuple[Run, ...]] = {}
    for person, charges in groupby(rows.values_list("person_id", "month", "fen"), key=lambda row: row[0]):
        found[person] = tuple(_runs([(month, fen) for _, month, fen in charges]))
    return found


def longest_run(people: Iterable[int], on: date) -> dict[int, Run]:
    """Return everybody's longest run, the latest of equal ones."""
    runs = unpaid_runs(people, on)
    return {person: max(found, key=lambda run: (run.months, run.last)) for person, found in runs.items()}


def with_unpaid_months(path: str, least: int, on: date) -> QuerySet[Charge, int]:
    """Return who on the rolls under an organization has at least so many unpaid months, in a row or not.

    The months count wherever they were charged: who moves takes them along.
    """
    charges = _unpaid(on).filter(person__home__path__startswith=path).order_by()
    return (
        charges.values("person").annotate(months=Count("pk")).filter(months__gte=least).values_list("person", flat=True)
    )


def _unpaid(on: date) -> QuerySet[Charge]:
    return Charge.objects.filter(month__lt=month_of(on), paid_fen=0, fen__gt=0, less="")


def _runs(charges: list[tuple[date, int]]) -> Iterable[Run]:
    run: list[tuple[date, int]] = []
    for month, fen in charges:
        if run and month != add_months(run[-1][0], 1):
            yield _run(run)
            run = []
        run.append((month, fen))
    if run:
        yield _run(run)


def _run(charges: list[tuple[date, int]]) -> Run:
    return Run(charges[0][0], charges[-1][0], len(charges), sum(fen for _, fen in charges))
