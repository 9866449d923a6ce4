"""重新核定: months that were charged come to what is due of them now, by entries of the difference.

What was paid beyond that is the member's credit, which pays first for what he owes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from forms.money import yuan
from procedures.dues import credit, ledger
from procedures.dues.charging import Changed, reckon_again
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, PostingKind
from procedures.register import arrears, verbs
from workflows.people.models import Person
from workflows.table.act import Act


def adjust(act: Act[Any], person: Person, first: date, last: date | None, reason: str) -> None:
    """Bring a member's months from one to another, or all later ones, to what they come to now.

    Args:
        first, last: the first days of the months; no `last` for all that are charged.
    """
    changed = reckon_again(person, first, last, act.law)
    if not changed:
        return
    amounts = [amount for one in changed for amount in _differences(one)]
    if amounts:
        ledger.post(act, PostingKind.ADJUSTMENT, amounts, reason)
    rows = [credit.moved(act, one.charge, one.freed, reason) for one in changed if one.freed]
    credit.keep([one.charge for one in changed], rows)
    settle_up(act, person, sum(one.freed for one in changed))


def settle_up(act: Act[Any], person: Person, freed: int) -> None:
    """Let a member's credit pay for what he owes, and keep up to when his dues are settled; say what is left of it."""
    credit.use(act, [person.pk])
    if freed:
        left = credit.credit_of([person.pk]).get(person.pk, 0)
        act.change("dues_credit", "团费结余", "", f"{yuan(left)} 元" if left else "")
    settled = arrears.paid_to([person.pk])
    verbs.note_paid_to(person.pk, settled.get(person.pk))


def _differences(one: Changed) -> Iterator[Amount]:
    """Yield what of the month is owed more or less, and what of it has become credit."""
    where, root = one.charge.organization_id, one.charge.root
    if one.open_more > 0:
        yield Amount(where, Account.RECEIVABLE, Account.INCOME, one.open_more, root)
    elif one.open_more < 0:
        yield Amount(where, Account.INCOME, Account.RECEIVABLE, -one.open_more, root)
    if one.freed:
        yield Amount(where, Account.INCOME, Account.CREDIT, one.freed, root)
