"""重新核定: months that were charged come to what is due of them now, by entries of the difference."""

from __future__ import annotations

from datetime import date

from procedures.dues import ledger
from procedures.dues.charging import paid_to, reckon_again
from procedures.dues.facts import DuesFacts
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, PostingKind
from procedures.register import verbs
from procedures.register.models import Charge
from workflows.people.models import Person
from workflows.store import rooted
from workflows.table.act import Act


def adjust(act: Act[DuesFacts], person: Person, first: date, last: date | None, reason: str) -> None:
    """Bring a member's months from one to another, or all later ones, to what they come to now.

    Args:
        first, last: the first days of the months; no `last` for all that are charged.
    """
    changed = reckon_again(person, first, last, act.law)
    if not changed:
        return
    amounts = [_difference(charge, charge.fen - before) for charge, before in changed if charge.fen != before]
    if amounts:
        ledger.post(act, PostingKind.ADJUSTMENT, amounts, reason)
    for charges in rooted.by_root(charge for charge, _ in changed):
        Charge.objects.bulk_update(charges, ["fen", "less", "category", "base_fen"])
    verbs.note_paid_to(person.pk, paid_to({one.month: one for one in Charge.objects.filter(person=person)}))


def _difference(charge: Charge, more: int) -> Amount:
    where = charge.organization_id
    if more > 0:
        return Amount(where, Account.RECEIVABLE, Account.INCOME, more)
    return Amount(where, Account.INCOME, Account.RECEIVABLE, -more)
