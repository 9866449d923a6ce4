"""上缴: what an organization owes the one above for a period, by the shares of its level (rules.md 5.3).

What is due is cumulative: the share of all that came in up to the end of the period, what was given back taken off,
less what has gone up already. What was given back after it had gone up is taken off what the next periods owe. The sum
is floored to the fen and the remainder stays below, so that what all levels keep adds up exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from procedures.dues import ledger, rules
from procedures.dues.ledger import Flow
from procedures.dues.models import Remittance
from procedures.dues.periods import Period
from procedures.register.months import month_of
from workflows.engine.law import on_another_day
from workflows.people.models import Kind, Organization
from workflows.table.act import Act, once
from workflows.table.refusals import refuse
from workflows.table.rules import Law

WHOLE = 1000
LEVELS = ("branch", "base", "county", "prefecture", "province", "center")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is due upwards at the end of a period, in fen. It is cumulative: nothing is lost, nothing goes up twice.

    Attributes:
        collected: what came in within the period, what was given back in it taken off.
        ever: what came in up to the end of the period.
        carried: what the periods before have left: still to go up, or, below nothing, gone up too much.
        upto: what goes up of all that came in up to the end of the period.
        by_now: what goes up of all that came in until now.
        sent: what has gone up already, for whatever period.
    """

    collected: int
    ever: int
    carried: int
    upto: int
    by_now: int
    sent: int

    @property
    def share(self) -> int:
        """What should have gone up in all: of what came in by the end of the period, and was not given back since."""
        return min(self.upto, self.by_now)

    @property
    def fen(self) -> int:
        """What is still to go up."""
        return max(self.share - self.sent, 0)

    @property
    def over(self) -> int:
        """What has gone up beyond all shares until now: the periods to come go without it."""
        return max(self.sent - self.by_now, 0)


def level_of(organization: Organization) -> int:
    """Return the step of the ladder: 0 a branch, 1 a base committee, 2 the county, and so on upwards."""
    if organization.kind == Kind.COMMITTEE:
        return 1
    if organization.kind != Kind.SUPERIOR_COMMITTEE:
        return 0
    below = Organization.objects.filter(path__startswith=organization.path, kind=Kind.SUPERIOR_COMMITTEE)
    deepest: int = below.aggregate(depth=Max("depth"))["depth"]
    return min(2 + deepest - int(organization.depth), len(LEVELS) - 1)


def passes_up(collected: int, level: int, law: Law) -> int:
    """Return what goes up of what came in at a level, floored to the fen."""
    above, reaching = _part(level, law)
    return collected * above // reaching


def _part(level: int, law: Law) -> tuple[int, int]:
    """Return what goes up out of what reaches a level: so many of so many."""
    kept = [law.number(rule) for rule in rules.LADDER]
    reaching = WHOLE - sum(kept[:level])
    above = reaching - kept[level] if level < len(kept) else 0
    return max(above, 0), max(reaching, 1)


def split(collected: int, level: int, law: Law) -> dict[str, int]:
    """Return what each level from this one upwards keeps of what came in; their sum is exactly that."""
    found: dict[str, int] = {}
    left = collected
    for step in range(level, len(LEVELS)):
        up = passes_up(left, step, law)
        found[LEVELS[step]] = left - up
        left = up
    return found


def owed(act: Act[Any], period: Period) -> Owed:
    """Return what the organization of an act owes above for a period, read once for an act."""
    known = _owed(act)
    if period not in known:
        known[period] = owed_by(act.organization, period, act.law, without=act.case.pk)
    return known[period]


def owed_now(act: Act[Any], period: Period) -> Owed:
    """Return the same read once more, with the organization held until commit: of two at once, one sends it up.

    Raises:
        Refused: `amount_differs`, where the books have moved since the act was judged.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=act.organization.pk)
    found = owed_by(act.organization, period, act.law, without=act.case.pk)
    if found.fen != owed(act, period).fen:
        raise refuse("amount_differs", "账目刚刚有变动，应上缴金额已不同，请刷新核对后再上缴。")
    return found


@once
def _owed(act: Act[Any]) -> dict[Period, Owed]:
    return {}


def owed_by(organization: Organization, period: Period, law: Law, *, without: int | None = None) -> Owed:
    """Return what an organization owes above for a period, a remittance that is handed in again left out."""
    flows, level = ledger.came_in(organization.pk), level_of(organization)
    sent = Remittance.objects.filter(organization=organization).exclude(case=without)
    rows = list(sent.values_list("last_on", "fen"))
    earlier = share_of([one for one in flows if one.on < period.first], level, law)
    until = [one for one in flows if one.on <= period.last]
    return Owed(
        collected=sum(one.fen for one in until if period.first <= one.on),
        ever=sum(one.fen for one in until),
        carried=earlier - sum(fen for last, fen in rows if last < period.first),
        upto=share_of(until, level, law),
        by_now=share_of(flows, level, law),
        sent=sum(fen for _, fen in rows),
    )


def share_of(flows: Iterable[Flow], level: int, law: Law) -> int:
    """Return what goes up of what came in at a level, by the shares of the month in which each came in."""
    parts: dict[date, tuple[int, int]] = {}
    found: dict[tuple[int, int], int] = defaultdict(int)
    for one in flows:
        month = month_of(one.since)
        if month not in parts:
            parts[month] = _part(level, on_another_day(law, month))
        found[parts[month]] += one.fen
    return sum(fen * above // reaching for (above, reaching), fen in found.items())
