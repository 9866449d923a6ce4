"""记账: the only door to the ledger; every entry is lines that balance by themselves, and none is ever changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Choose
from django.db.models import F, Q, Sum, When
from django.db.models.functions import Coalesce

from procedures.dues.models import Account, Line, Posting, PostingKind
from workflows.table.act import Act


@dataclass(frozen=True, slots=True)
class Amount:
    """So many fen from one account of an organization to another: credit gives, debit takes.

    `root` is that of the organization; empty for that of the case.
    """

    organization: int
    debit: str
    credit: str
    fen: int
    root: str = ""


def post(
    act: Act[Any], kind: str, amounts: Iterable[Amount], reason: str = "", *, reverses: Posting | None = None
) -> Posting:
    """Enter what an act, or a chunk of a round, moves; amounts of nothing are left out.

    What it moves at an organization of another root is entered there, where its account looks for it.

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
    known = [one for one in amounts if one.fen]
    _enter(posting, [one for one in known if one.root in ("", posting.root)])
    for root in sorted({one.root for one in known} - {"", posting.root}):
        there = Posting.objects.create(kind=PostingKind.ELSEWHERE, on=act.on, at=act.at, root=root, reason=reason[:300])
        _enter(there, [one for one in known if one.root == root])
    return posting


def _enter(posting: Posting, amounts: Iterable[Amount]) -> None:
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
    )


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


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in for sharing on a day, in fen; below nothing, what was given back of what came in `since`."""

    on: date
    since: date
    fen: int


def came_in(organization: int) -> list[Flow]:
    """Return what ever came in for sharing: dues and what those below sent up, and what was given back of them.

    What was given beyond the dues is recorded apart and stays where it was given. Dues given back are of months that
    are owed again, or that had become the credit of somebody who left.
    """
    sources = (Account.RECEIVABLE, Account.RECEIVED, Account.CREDIT)
    lines = Line.objects.filter(organization=organization)
    lines = lines.filter(Q(debit=Account.CASH, credit__in=sources) | Q(credit=Account.CASH, debit__in=sources))
    signed = Choose(When(debit=Account.CASH, then=F("fen")), default=-F("fen"))
    rows = lines.values_list("posting__on", Coalesce("posting__reverses__on", "posting__on")).annotate(
        moved=Sum(signed)
    )
    return [Flow(on, since, fen) for on, since, fen in rows.order_by("posting__on")]
