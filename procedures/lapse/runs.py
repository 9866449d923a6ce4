"""连续未交的月份: who has so many months in a row without dues, as the register's books have it (rules.md 5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from procedures.register import arrears
from procedures.register.arrears import Run
from procedures.register.models import MEMBERS_STATUSES
from workflows.days.dates import add_months
from workflows.people.models import Organization, Person

Months = tuple[date, ...]


def candidates_on(on: date, organization: Organization, least: int) -> dict[int, Months]:
    """Return the members under an organization with at least so many months in a row unpaid, with the latest such.

    Only months that are over count; paid, exempt and relieved ones, and those before the first charge, break a run.
    """
    owing = arrears.with_unpaid_months(organization.path, least, on)
    members = Person.objects.filter(pk__in=owing, standing__status__in=MEMBERS_STATUSES)
    found = of_people(members.values_list("pk", flat=True), on, least)
    return {person: stretches[-1] for person, stretches in found.items()}


def of_people(people: Iterable[int], on: date, least: int) -> dict[int, list[Months]]:
    """Return every run of at least so many months of each of some people, oldest first; nobody without one."""
    found: dict[int, list[Months]] = {}
    for person, runs in arrears.unpaid_runs(people, on).items():
        long = [_months(run) for run in runs if run.months >= least]
        if long:
            found[person] = long
    return found


def _months(run: Run) -> Months:
    return tuple(add_months(run.first, number) for number in range(run.months))
