"""公布收支: the account of a period: what was there, came in, went out and is left, as the ledger has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

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


HEADS: dict[str, str] = {
    Account.RECEIVABLE: "collected",
    Account.CREDIT: "collected",
    Account.VOLUNTARY: "voluntary",
    Account.RECEIVED: "received",
    Account.IN_TRANSIT: "remitted",
}
CASH = ("opening", "collected", "voluntary", "received", "refunded", "remitted", "cash")
OUT = ("refunded", "remitted")


class Moved(NamedTuple):
    """What lines of one kind have moved at an organization, in fen: before a period, in it, and until now."""

    debit: str
    credit: str
    kind: str
    reverses: str | None
    before: int
    within: int
    ever: int


def moved_at(organization: Organization, period: Period) -> list[Moved]:
    """Return all that was moved at an organization, in one statement."""
    first, last = Q(posting__on__lt=period.first), Q(posting__on__gte=period.first, posting__on__lte=period.last)
    lines = Line.objects.filter(organization=organization).order_by()
    rows = lines.values_list("debit", "credit", "posting__kind", "posting__reverses__kind").annotate(
        before=Sum("fen", filter=first, default=0), within=Sum("fen", filter=last, default=0), ever=Sum("fen")
    )
    return [Moved(*row) for row in rows]


def cash_of(moved: Iterable[Moved]) -> dict[str, int]:
    """Return the cash account of an organization for a period, in fen, by day of entry.

    `opening`, with `collected`, `voluntary` and `received` more, and `refunded` and `remitted` less, is `cash`; what
    was reversed in the period is taken off what came in, or went out. `sent` is what ever went up by its end.
    """
    found = {**dict.fromkeys(CASH, 0), "sent": 0}
    for one in moved:
        if Account.CASH not in (one.debit, one.credit):
            continue
        sign, other = (1, one.credit) if one.debit == Account.CASH else (-1, one.debit)
        head = "refunded" if PostingKind.REFUND in (one.kind, one.reverses) else HEADS[other]
        found["opening"] += sign * one.before
        found[head] += -sign * one.within if head in OUT else sign * one.within
        found["cash"] += sign * (one.before + one.within)
        found["sent"] -= sign * (one.before + one.within) if head == "remitted" else 0
    return found


def figures_of(organization: Organization, period: Period, law: Law, *, sends_up: bool) -> dict[str, int]:
    """Return what an account says, in fen.

    The months charged and settled are those of everybody under the organization, the cash is its own (`cash_of`).
    `owing` is what should have gone up by the end of the period and has not, below nothing what went up too much;
    nothing of it where an organization sends nothing up.
    """
    cash = cash_of(moved_at(organization, period))
    found = {**_months(organization, period), **{name: cash[name] for name in CASH}}
    if sends_up:
        flows = [one for one in ledger.came_in(organization.pk) if one.on <= period.last]
        found["owing"] = remitting.share_of(flows, remitting.level_of(organization), law) - cash["sent"]
    return found


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
