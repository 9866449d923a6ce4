"""离团、转出以后: nothing is owed after the month of leaving (rules.md 5.2 and 8).

Months charged beyond it are cancelled by a counter-entry, their rows stay; what was paid for them is the member's
credit. Who is a member again owes them again, as far as they are of his membership, and the credit pays for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from procedures.dues import credit, ledger
from procedures.dues.adjusting import settle_up
from procedures.dues.charging import Reckoning, read_members
from procedures.dues.effects import Dues
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, PostingKind
from procedures.register.models import Charge, Less
from procedures.register.months import month_of, zh_months
from workflows.people.models import Person
from workflows.store import rooted


def keep_books(act: Dues) -> None:
    """Cancel the months after a leave, or take cancelled ones up again after a return.

    Who comes back by a letter from outside the system owes from the month of coming back: the others are paid there.
    He owes them to whom he comes, whoever has the credit.
    """
    if act.left is not None:
        _cancel(act, month_of(act.left))
    elif act.back:
        _take_up(act, None)
    elif act.move and act.move.before is None:
        with _former_root_too(act.subject):
            _take_up(act, month_of(act.on))


@contextmanager
def _former_root_too(person: Person) -> Iterator[None]:
    """Look where somebody stood before he left the system as well, which may be under another root."""
    known = rooted.roots()
    with rooted.within(*known, *filter(None, [person.former_root])) if known else rooted.within():
        yield


def _cancel(act: Dues, last: date) -> None:
    later = {"person": act.subject, "month__gt": last}
    found = rooted.in_each(lambda: Charge.objects.select_for_update().filter(**later))
    beyond = sorted(found, key=lambda one: one.month)
    if not beyond:
        return
    amounts = [amount for one in beyond for amount in _cancelled(one)]
    months = zh_months(tuple(one.month for one in beyond))
    reason = f"离团或转出，{months}不交团费"
    ledger.post(act, PostingKind.ADJUSTMENT, amounts, reason)
    act.change("dues_cancelled", "不再交纳的团费", months, "")
    rows = [credit.moved(act, one, one.paid_fen, reason) for one in beyond if one.paid_fen]
    for one in beyond:
        one.fen, one.paid_fen, one.less = 0, 0, Less.LEFT
    credit.keep(beyond, rows)
    settle_up(act, act.subject, sum(one.fen for one in rows))


def _cancelled(charge: Charge) -> list[Amount]:
    """Return the counter-entry of a month: what was paid of it is owed to the member, the rest by nobody."""
    where, root = charge.organization_id, charge.root
    return [
        Amount(where, Account.INCOME, Account.RECEIVABLE, charge.open_fen, root),
        Amount(where, Account.INCOME, Account.CREDIT, charge.paid_fen, root),
    ]


def _take_up(act: Dues, since: date | None) -> None:
    left: dict[str, Any] = {"person": act.subject, "less": Less.LEFT} | ({"month__gte": since} if since else {})
    found = rooted.in_each(lambda: Charge.every.select_for_update().filter(**left))
    known = sorted(found, key=lambda one: one.month)
    if not known:
        return
    member = read_members([act.subject.pk], act.law)[act.subject.pk]
    again = [one for one in known if member.is_member(one.month)]
    reckoning, where = Reckoning(act.law), act.move.after if act.move else None
    for one in again:
        if where:
            credit.taken_over(one, where.pk, where.root)
        due = reckoning.due(member, one.month)
        one.fen, one.less = (due.fen, due.less) if due else (0, "")
    if again:
        amounts = [Amount(one.organization_id, Account.RECEIVABLE, Account.INCOME, one.fen, one.root) for one in again]
        ledger.post(act, PostingKind.ADJUSTMENT, amounts, "恢复团籍或转回，补记团费")
        credit.keep(again, [])
        settle_up(act, act.subject, 0)
