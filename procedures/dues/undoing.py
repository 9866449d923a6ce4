"""冲正: a payment is undone by a counter-entry; what it settled is owed again, wherever the claim has gone since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from procedures.dues import credit, ledger
from procedures.dues.adjusting import adjust, settle_up
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, Payment, PostingKind, Settlement
from procedures.register.models import Charge, Less
from workflows.store import rooted
from workflows.table.act import Act


@dataclass(frozen=True, slots=True)
class Taken:
    """What a payment settled of one month, in fen, and what of it has become the member's credit since."""

    claim: Charge
    fen: int
    credited: int


def undo(act: Act[Any], payment: Payment, reason: str) -> None:
    """Reverse a payment: the counter-entry, and its months are owed again, at what they come to by now.

    What of it has become credit since is credit no more; where that has paid for other months, these are owed again.
    Months that were opened for it, and claims taken over from another organization, stay where they are.

    Raises:
        Refused: `credit_refunded`; what was credited has been given back.
    """
    taken = taken_of(payment)
    with _reaching(taken):
        credit.call_back(act, payment.person_id, credited_at(taken))
        ledger.post(act, PostingKind.REVERSAL, _back(payment, taken), reason, reverses=payment.posting)
        for one in taken:
            with rooted.within(one.claim.root):
                Charge.every.filter(pk=one.claim.pk).update(paid_fen=F("paid_fen") - (one.fen - one.credited))
        rows = [credit.moved(act, one.claim, -one.credited, f"冲正：{reason}") for one in taken if one.credited]
        credit.keep([], rows)
        owed = [one.claim.month for one in taken if one.claim.less != Less.LEFT]
        if owed:
            adjust(act, payment.person, min(owed), max(owed), "冲正以后按现行核定")
        settle_up(act, payment.person, sum(one.fen for one in rows))


def refunded(payment: Payment) -> int:
    """Return how much of what has become credit of a payment has been given back, in fen."""
    taken = taken_of(payment)
    with _reaching(taken):
        return credit.shortage(payment.person_id, credited_at(taken))


def taken_of(payment: Payment) -> list[Taken]:
    """Return what a payment settled, month by month, as it stands now."""
    settled = dict(Settlement.objects.filter(payment=payment).values_list("charge_id", "fen"))
    claims = _claims(settled)
    with _reaching_roots(one.root for one in claims.values()):
        out = credit.out_of(settled)
    return [Taken(claims[pk], fen, min(fen, max(out.get(pk, 0), 0))) for pk, fen in settled.items()]


def credited_at(taken: Iterable[Taken]) -> dict[int, int]:
    """Return what has become credit, in fen, by the organization at which it lies."""
    found: dict[int, int] = defaultdict(int)
    for one in taken:
        if one.credited:
            found[one.claim.organization_id] += one.credited
    return dict(found)


def _claims(settled: Mapping[int, int]) -> dict[int, Charge]:
    """Return the months that a payment settled.

    Careful: a claim lies in the root of whoever collected last of it, which may be another than that of the payment.
    """
    found = {one.pk: one for one in Charge.every.filter(pk__in=list(settled))}
    missing = settled.keys() - found.keys()
    if missing:
        with rooted.everywhere("a claim goes to whoever collects it, and may have gone on to any root"):
            found |= {one.pk: one for one in Charge.every.filter(pk__in=list(missing))}
    return found


@contextmanager
def _reaching_roots(roots: Iterable[str]) -> Iterator[None]:
    """Look in the roots of the claims as well, where only some are under way."""
    known = rooted.roots()
    with rooted.within(*known, *roots) if known else rooted.within():
        yield


def _reaching(taken: Iterable[Taken]) -> AbstractContextManager[None]:
    return _reaching_roots(one.claim.root for one in taken)


def _back(payment: Payment, taken: Iterable[Taken]) -> list[Amount]:
    """Return the lines of the counter-entry: the cash goes out, for what is owed again or had become credit."""
    where = payment.organization_id
    credited = sum(one.credited for one in taken)
    amounts = [
        Amount(where, Account.RECEIVABLE, Account.CASH, payment.fen - credited),
        Amount(where, Account.CREDIT, Account.CASH, credited),
        Amount(where, Account.VOLUNTARY, Account.CASH, payment.voluntary_fen),
    ]
    for one in taken:
        amounts += _given_back(where, one)
    return amounts


def _given_back(where: int, one: Taken) -> list[Amount]:
    """Return how what another organization has taken over since is owed, or was credited, there and not here."""
    there, root = one.claim.organization_id, one.claim.root
    if there == where:
        return []
    owed = one.fen - one.credited
    return [
        Amount(where, Account.INCOME, Account.CREDIT, one.credited),
        Amount(there, Account.CREDIT, Account.INCOME, one.credited, root),
        Amount(where, Account.INCOME, Account.RECEIVABLE, owed),
        Amount(there, Account.RECEIVABLE, Account.INCOME, owed, root),
    ]
