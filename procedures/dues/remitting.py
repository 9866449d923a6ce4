"""上缴: what an organization owes the one above for a period, by the shares of its level (rules.md 5.3).

Each remittance is floored to the fen and the remainder stays below, so that what all levels keep adds up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Sum

from procedures.dues import ledger, rules
from procedures.dues.models import Remittance
from procedures.dues.periods import Period
from workflows.people.models import Kind, Organization
from workflows.table.act import Act, once
from workflows.table.rules import Law

WHOLE = 1000
LEVELS = ("branch", "base", "county", "prefecture", "province", "center")


@dataclass(frozen=True, slots=True)
class Owed:
    """What came in, what of it goes up by the shares, and what went up before, in fen."""

    collected: int
    share: int
    sent: int

    @property
    def fen(self) -> int:
        """What is still to go up."""
        return max(self.share - self.sent, 0)


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
    kept = [law.number(rule) for rule in rules.LADDER]
    reaching = WHOLE - sum(kept[:level])
    above = reaching - kept[level] if level < len(kept) else 0
    return collected * above // reaching if reaching > 0 and above > 0 else 0


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


@once
def _owed(act: Act[Any]) -> dict[Period, Owed]:
    return {}


def owed_by(organization: Organization, period: Period, law: Law, *, without: int | None = None) -> Owed:
    """Return what an organization owes above for a period, a remittance that is handed in again left out."""
    collected = ledger.came_in(organization.pk, period.first, period.last)
    before = Remittance.objects.filter(organization=organization, first_on__gte=period.first, last_on__lte=period.last)
    sent = before.exclude(case=without).aggregate(fen=Sum("fen"))["fen"]
    return Owed(collected, passes_up(max(collected, 0), level_of(organization), law), sent or 0)
