"""记账: the only door to the ledger; every entry is lines that balance by themselves, and none is ever changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from procedures.dues.models import Account, Line, Posting
from workflows.table.act import Act


@dataclass(frozen=True, slots=True)
class Amount:
    """So many fen from one account of an organization to another: credit gives, debit takes."""

    organization: int
    debit: str
    credit: str
    fen: int


def post(
    act: Act[Any], kind: str, amounts: Iterable[Amount], reason: str = "", *, reverses: Posting | None = None
) -> Posting:
    """Enter what an act, or a chunk of a round, moves; amounts of nothing are left out.

    Raises:
        IntegrityError: `reverses` has been reversed before.
    """
    posting = Posting.objects.create(
        kind=kind,
        on=act.on,
        at=act.at,
        root=act.case.root,
        case=act.case if act.case.pk else None,
        round=act.round,
        reverses=reverses,
        reason=reason[:300],
    )
    Line.objects.bulk_create(
        Line(
            root=posting.root,
            posting=posting,
            organization_id=one.organization,
            debit=one.debit,
            credit=one.credit,
            fen=one.fen,
        )
        for one in amounts
        if one.fen
    )
    return posting


def balances(organizations: Iterable[int], first: date | None = None, last: date | None = None) -> Mapping[str, int]:
    """Return the balance of each account of some organizations together, debits above credits, in fen."""
    lines = Line.objects.filter(organization__in=list(organizations))
    lines = lines.filter(posting__on__gte=first) if first else lines
    lines = lines.filter(posting__on__lte=last) if last else lines
    found = dict.fromkeys(Account.values, 0)
    for debit, credit, fen in lines.values_list("debit", "credit").annotate(fen=Sum("fen")):
        found[debit] += fen
        found[credit] -= fen
    return found


def came_in(organization: int, first: date, last: date) -> int:
    """Return what came in for sharing in a period: dues and what those below sent up, counter-entries taken off.

    What was given beyond the dues is recorded apart and stays where it was given.
    """
    sources = (Account.RECEIVABLE, Account.RECEIVED)
    lines = Line.objects.filter(organization=organization, posting__on__gte=first, posting__on__lte=last)
    taken = Sum("fen", filter=Q(debit=Account.CASH, credit__in=sources))
    given = Sum("fen", filter=Q(credit=Account.CASH, debit__in=sources))
    found = lines.aggregate(taken=taken, given=given)
    return (found["taken"] or 0) - (found["given"] or 0)
