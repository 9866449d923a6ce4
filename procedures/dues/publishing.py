"""公布收支: the account of a period: what was there, came in, went out and is left, as the ledger has it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, F, Q, Sum

from procedures.dues import ledger, remitting
from procedures.dues.models import Account, Line, PostingKind
from procedures.dues.periods import Period
from procedures.register.models import Charge
from workflows.people.models import Organization
from workflows.table.rules import Law

TITLES = {
    "charged": "应交团费",
    "paid": "已交团费",
    "opening": "期初结存",
    "collected": "本期收取团费",
    "voluntary": "自愿多交",
    "received": "收到下级上缴",
    "refunded": "退还团费结余",
    "remitted": "上缴上级",
    "cash": "期末结存",
    "owing": "期末应上缴未上缴（负数为多上缴，抵减以后各期）",
}


def figures_of(organization: Organization, period: Period, law: Law, *, sends_up: bool) -> dict[str, int]:
    """Return what an account says, in fen.

    The months charged and settled are those of everybody under the organization. The cash is its own: `opening`, with
    `collected`, `voluntary` and `received` more, and `refunded` and `remitted` less, is `cash`; what was reversed in
    the period is taken off what came in. `owing` is what should have gone up by the end of the period and has not,
    below nothing what went up too much; nothing of it where an organization sends nothing up.
    """
    before = period.first - timedelta(days=1)
    opening, closing = (ledger.balances([organization.pk], None, day) for day in (before, period.last))
    more = {account: closing[account] - opening[account] for account in closing}
    refunded = _refunded(organization, period)
    flows = [one for one in ledger.came_in(organization.pk) if one.on <= period.last]
    found = {
        **_months(organization, period),
        "opening": opening[Account.CASH],
        "collected": sum(one.fen for one in flows if one.on >= period.first) + more[Account.RECEIVED] + refunded,
        "voluntary": -more[Account.VOLUNTARY],
        "received": -more[Account.RECEIVED],
        "refunded": refunded,
        "remitted": more[Account.REMITTED] + more[Account.IN_TRANSIT],
        "cash": closing[Account.CASH],
    }
    if sends_up:
        due = remitting.share_of(flows, remitting.level_of(organization), law)
        found["owing"] = due - closing[Account.REMITTED] - closing[Account.IN_TRANSIT]
    return found


def _refunded(organization: Organization, period: Period) -> int:
    """Return what of credit was given back within a period, refunds reversed in it taken off, in fen."""
    within = Q(posting__on__gte=period.first, posting__on__lte=period.last)
    lines = Line.objects.filter(within, organization=organization)
    given = Q(posting__kind=PostingKind.REFUND)
    found = lines.aggregate(
        out=Sum("fen", filter=given),
        back=Sum("fen", filter=Q(posting__reverses__kind=PostingKind.REFUND)),
    )
    return (found["out"] or 0) - (found["back"] or 0)


def _months(organization: Organization, period: Period) -> dict[str, int]:
    """Return what the months of a period come to for everybody under an organization."""
    found = Charge.objects.filter(
        organization__path__startswith=organization.path, month__gte=period.first, month__lte=period.last
    ).aggregate(
        charged=Sum("fen"),
        paid=Sum("paid_fen"),
        months=Count("pk"),
        unpaid=Count("pk", filter=Q(paid_fen__lt=F("fen"))),
    )
    return {name: value or 0 for name, value in found.items()}
