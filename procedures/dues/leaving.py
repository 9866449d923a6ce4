"""离团、转出以后: nothing is owed after the month of leaving (rules.md 5.2 and 8).

Months charged beyond it are cancelled by a counter-entry, their rows stay; what was paid for them is the member's
credit. Who is a member again owes them again, as far as they are of his membership, and the credit pays for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from forms.money import yuan
from procedures.dues import ledger
from procedures.dues.charging import Reckoning, read_members
from procedures.dues.effects import Dues
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, PostingKind, Settlement
from procedures.register import arrears, verbs
from procedures.register.models import Charge, Less
from procedures.register.months import month_of, zh_months
from workflows.store import rooted
from workflows.store.keys import among


def keep_books(act: Dues) -> None:
    """Cancel the months after a leave, or take cancelled ones up again after a return.

    Who comes back by a letter from outside the system owes from the month of coming back: the others are paid there.
    """
    if act.left is not None:
        _cancel(act, month_of(act.left))
    elif act.back:
        _take_up(act, None)
    elif act.move and act.move.before is None:
        _take_up(act, month_of(act.on))


def credit_of(people: Iterable[int]) -> dict[int, int]:
    """Return what people have paid, in fen, for months that were cancelled since; nobody without any."""
    months = Charge.every.filter(among("person_id", people), less=Less.LEFT).values_list("pk", "person_id")
    found: dict[int, int] = {}
    persons = dict(months)
    for charge, fen in _paid_for(persons).items():
        found[persons[charge]] = found.get(persons[charge], 0) + fen
    return {person: fen for person, fen in found.items() if fen}


def _cancel(act: Dues, last: date) -> None:
    later = {"person": act.subject, "month__gt": last}
    found = rooted.in_each(lambda: Charge.objects.select_for_update().filter(**later))
    beyond = sorted(found, key=lambda one: one.month)
    if not beyond:
        return
    amounts = [amount for one in beyond for amount in _cancelled(one)]
    credit = sum(one.paid_fen for one in beyond)
    months = zh_months(tuple(one.month for one in beyond))
    ledger.post(act, PostingKind.ADJUSTMENT, amounts, f"离团或转出，{months}不交团费")
    act.change("dues_cancelled", "不再交纳的团费", months, "")
    act.change("dues_credit", "团费结余", "", f"{yuan(credit)} 元" if credit else "")
    for one in beyond:
        one.fen, one.paid_fen, one.less = 0, 0, Less.LEFT
    _keep(beyond)
    _note_paid_to(act)


def _cancelled(charge: Charge) -> list[Amount]:
    """Return the counter-entry of a month: what was paid of it is owed to the member, the rest by nobody."""
    where = charge.organization_id
    return [
        Amount(where, Account.INCOME, Account.RECEIVABLE, charge.open_fen),
        Amount(where, Account.INCOME, Account.CREDIT, charge.paid_fen),
    ]


def _take_up(act: Dues, since: date | None) -> None:
    left: dict[str, Any] = {"person": act.subject, "less": Less.LEFT} | ({"month__gte": since} if since else {})
    found = rooted.in_each(lambda: Charge.every.select_for_update().filter(**left))
    known = sorted(found, key=lambda one: one.month)
    if not known:
        return
    member = read_members([act.subject.pk], act.law)[act.subject.pk]
    again = [one for one in known if member.is_member(one.month)]
    paid, reckoning = _paid_for(one.pk for one in again), Reckoning(act.law)
    amounts: list[Amount] = []
    for one in again:
        due, one.paid_fen = reckoning.due(member, one.month), paid.get(one.pk, 0)
        one.fen, one.less = max(due.fen if due else 0, one.paid_fen), due.less if due else ""
        amounts.append(Amount(one.organization_id, Account.CREDIT, Account.INCOME, one.paid_fen))
        amounts.append(Amount(one.organization_id, Account.RECEIVABLE, Account.INCOME, one.open_fen))
    if again:
        ledger.post(act, PostingKind.ADJUSTMENT, amounts, "恢复团籍或转回，补记团费")
        _keep(again)
        _note_paid_to(act)


def _keep(charges: Iterable[Charge]) -> None:
    for some in rooted.by_root(charges):
        Charge.every.bulk_update(some, ["fen", "paid_fen", "less"])


def _paid_for(charges: Iterable[int]) -> dict[int, int]:
    """Return what payments that still stand have settled of some months, in fen."""
    rows = Settlement.objects.filter(among("charge_id", charges), payment__posting__reversed_by=None)
    found: dict[int, int] = {}
    for charge, fen in rows.values_list("charge_id", "fen"):
        found[charge] = found.get(charge, 0) + fen
    return found


def _note_paid_to(act: Dues) -> None:
    settled = arrears.paid_to([act.subject.pk])
    verbs.note_paid_to(act.subject.pk, settled.get(act.subject.pk))
