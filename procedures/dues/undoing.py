"""冲正: a payment is undone by a counter-entry; what it settled is owed again, wherever the claim has gone since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db.models import F

from procedures.dues import ledger
from procedures.dues.adjusting import adjust
from procedures.dues.charging import paid_to
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, Payment, PostingKind, Settlement
from procedures.register import verbs
from procedures.register.models import Charge, Less
from workflows.store import rooted
from workflows.table.act import Act


def undo(act: Act[Any], payment: Payment, reason: str) -> None:
    """Reverse a payment: the counter-entry, and its months are owed again, at what they come to by now.

    A month never comes to less than its payments; a relief or a lower basis since counts once they are undone.
    Months that were opened for it, and claims taken over from another organization, stay where they are. What it has
    settled of months cancelled since is taken from the member's credit.
    """
    settled = dict(Settlement.objects.filter(payment=payment).values_list("charge_id", "fen"))
    claims = _claims(settled)
    with _reaching(claims):
        ledger.post(act, PostingKind.REVERSAL, _back(payment, settled, claims), reason, reverses=payment.posting)
        for pk, fen in settled.items():
            with rooted.within(claims[pk].root):
                Charge.objects.filter(pk=pk).update(paid_fen=F("paid_fen") - fen)
        owed = [claims[pk].month for pk in settled if claims[pk].less != Less.LEFT]
        if owed:
            adjust(act, payment.person, min(owed), max(owed), "冲正以后按现行核定")
        charges = {charge.month: charge for charge in Charge.objects.filter(person=payment.person_id)}
    verbs.note_paid_to(payment.person_id, paid_to(charges))


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
def _reaching(claims: Mapping[int, Charge]) -> Iterator[None]:
    """Look in the roots of the claims as well, where only some are under way."""
    known = rooted.roots()
    with rooted.within(*known, *(one.root for one in claims.values())) if known else rooted.within():
        yield


def _back(payment: Payment, settled: Mapping[int, int], claims: Mapping[int, Charge]) -> list[Amount]:
    """Return the lines of the counter-entry: the cash goes out, for what is owed again or had become credit."""
    where = payment.organization_id
    credited = sum(fen for pk, fen in settled.items() if claims[pk].less == Less.LEFT)
    amounts = [
        Amount(where, Account.RECEIVABLE, Account.CASH, payment.fen - credited),
        Amount(where, Account.CREDIT, Account.CASH, credited),
        Amount(where, Account.VOLUNTARY, Account.CASH, payment.voluntary_fen),
    ]
    for pk, fen in settled.items():
        amounts += _given_back(where, claims[pk], fen)
    return amounts


def _given_back(where: int, claim: Charge, fen: int) -> list[Amount]:
    """Return how what another organization has taken over since is owed, or was credited, there and not here."""
    there = claim.organization_id
    if there == where:
        return []
    if claim.less == Less.LEFT:
        return [
            Amount(where, Account.INCOME, Account.CREDIT, fen),
            Amount(there, Account.CREDIT, Account.INCOME, fen),
        ]
    return [
        Amount(where, Account.INCOME, Account.RECEIVABLE, fen),
        Amount(there, Account.RECEIVABLE, Account.INCOME, fen),
    ]
