"""账随组织: what the books of dues do where another organization takes the place of one.

Two entries: one takes everything that was ever booked out of the old books, sum by sum, the other brings it into those
of the heir. So the heir has its cash and its claims, and owes above what the old one still owed. What members have not
paid yet goes with each to where he is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Sum

from forms.money import yuan
from procedures.dues import ledger
from procedures.dues.effects import Dues
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, Line, PostingKind, Remittance
from procedures.register.models import Charge
from workflows.people.models import Organization
from workflows.store import rooted
from workflows.table import Belongings, Succession

SHOWN = (Account.CASH, Account.RECEIVABLE, Account.IN_TRANSIT, Account.CREDIT)


def held(place: Organization, on: date) -> Sequence[str]:
    """Say what the books of an organization hold on a day."""
    with rooted.within(place.root):
        balances = ledger.balances([place.pk], None, on)
    found = [f"{account.label} {yuan(abs(balances[account]))} 元" for account in SHOWN if balances[account]]
    return ["，".join(found)] if found else []


def has_balance(place: Organization) -> bool:
    """Tell whether anything is left in the books of an organization."""
    with rooted.within(place.root):
        return any(ledger.balances([place.pk]).values())


def pass_on(act: Dues, after: Succession) -> None:
    """Enter in the books that others take the place of an organization, or of a part of it."""
    with rooted.within(after.before.root):
        if after.heir is not None:
            _hand_over(act, after.before, after.heir)
        _claims_follow(act, after, after.heir or after.before)


def _hand_over(act: Dues, old: Organization, heir: Organization) -> None:
    sums = Line.objects.filter(organization=old).order_by().values_list("debit", "credit").annotate(fen=Sum("fen"))
    rows = list(sums)
    if not rows:
        return
    reason = f"{old}并入{heir}"
    out = [Amount(old.pk, credit, debit, fen) for debit, credit, fen in rows]
    into = [Amount(heir.pk, debit, credit, fen) for debit, credit, fen in rows]
    before = ledger.balances([old.pk])
    ledger.post(act, PostingKind.HANDOVER, out, f"{reason}：转出")
    ledger.post(act, PostingKind.HANDOVER, into, f"{reason}：转入")
    Remittance.objects.filter(organization=old).update(organization=heir)
    Charge.objects.filter(organization=old, paid_fen__lt=F("fen")).update(organization=heir)
    words = f"库存团费 {yuan(before[Account.CASH])} 元"
    act.change("dues_handed_over", f"团费账目（{old}）", words, f"并入{heir}")


def _claims_follow(act: Dues, after: Succession, where: Organization) -> None:
    """Take along what members have not paid yet, from where it is claimed to where each of them is now."""
    claimed = Charge.objects.filter(organization=where, person__in=list(after.people), paid_fen__lt=F("fen"))
    moving = [one for one in claimed.order_by("pk") if after.people[one.person_id].pk != where.pk]
    if not moving:
        return
    ledger.post(act, PostingKind.HANDOVER, _claims(moving, after, where), f"应收团费随团员转出{after.before}")
    for place in {after.people[one.person_id] for one in moving}:
        keys = [one.pk for one in moving if after.people[one.person_id].pk == place.pk]
        Charge.objects.filter(pk__in=keys).update(organization=place)
    total = sum(one.open_fen for one in moving)
    act.change("dues_claims", f"应收团费（{after.before}）", f"{yuan(total)} 元", "随团员转出")


def _claims(moving: Iterable[Charge], after: Succession, where: Organization) -> Iterable[Amount]:
    for one in moving:
        yield Amount(where.pk, Account.INCOME, Account.RECEIVABLE, one.open_fen)
        yield Amount(after.people[one.person_id].pk, Account.RECEIVABLE, Account.INCOME, one.open_fen)


def nothing_stands(place: Organization) -> str:
    """Say nothing: books can be handed over on any day."""
    return ""


BELONGINGS = Belongings("团费账目", held, has_balance, nothing_stands, pass_on)
