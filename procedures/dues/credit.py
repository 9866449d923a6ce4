"""团费结余: what a member has paid and owes no more. It pays first for what he owes; what is left is given back.

It lies at the organization that has the money. A month for which another one's credit pays goes to that one, as it
goes to whoever collects it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Sum

from procedures.dues import ledger
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, Credit, PostingKind
from procedures.register.models import Charge
from workflows.people.models import Organization, Person
from workflows.store import rooted, writing
from workflows.store.keys import among
from workflows.table.act import Act
from workflows.table.refusals import refuse

PAYS = "团费结余抵交"


@dataclass(slots=True)
class Purse:
    """What of a member's credit lies at one organization, in fen."""

    organization: int
    root: str
    fen: int


def purses_of(people: Iterable[int]) -> dict[int, list[Purse]]:
    """Return the credit of people by organization; nobody who has none."""
    rows = Credit.objects.filter(among("person_id", people)).values_list("person_id", "organization_id", "root")
    found: dict[int, list[Purse]] = defaultdict(list)
    for person, organization, root, fen in rows.annotate(left=Sum("fen")).order_by("organization_id"):
        if fen > 0:
            found[person].append(Purse(organization, root, fen))
    return dict(found)


def credit_of(people: Iterable[int]) -> dict[int, int]:
    """Return the credit of people in fen, wherever it lies in the roots under way; nobody without any."""
    return {person: sum(one.fen for one in purses) for person, purses in purses_of(people).items()}


def credit_at(organization: Organization) -> dict[int, int]:
    """Return the credit that lies at an organization, in fen, by person."""
    rows = Credit.objects.filter(organization=organization).order_by().values_list("person_id")
    return {person: fen for person, fen in rows.annotate(left=Sum("fen")) if fen > 0}


def owners_at(organization: Organization, _on: object = None) -> QuerySet[Person]:
    """Return who has credit at an organization, members or not, by name."""
    rows = Credit.objects.filter(organization=organization).order_by().values("person")
    return Person.objects.filter(pk__in=rows.annotate(left=Sum("fen")).filter(left__gt=0).values("person")).order_by(
        "name", "id"
    )


def moved(act: Act[Any], charge: Charge, fen: int, reason: str) -> Credit:
    """Return a movement, not saved yet, at the organization that has a month: out of the month, or back into it."""
    return Credit(
        person_id=charge.person_id,
        organization_id=charge.organization_id,
        root=charge.root,
        charge=charge,
        fen=fen,
        on=act.on,
        reason=reason[:120],
    )


def use(act: Act[Any], people: Iterable[int]) -> set[int]:
    """Let credit pay for the months that are opened and not settled, the oldest first; return whose did."""
    purses = purses_of(people)
    if not purses:
        return set()
    found = rooted.in_each(
        lambda: Charge.objects.select_for_update().filter(among("person_id", purses), paid_fen__lt=F("fen"))
    )
    charges = sorted(found, key=lambda one: (one.person_id, one.month))
    rows: list[Credit] = []
    amounts = [amount for one in charges for amount in _pay(act, one, purses[one.person_id], rows)]
    if rows:
        ledger.post(act, PostingKind.ADJUSTMENT, amounts, PAYS)
        keep([one for one in charges if any(row.charge_id == one.pk for row in rows)], rows)
    return {row.person_id for row in rows}


def keep(charges: Iterable[Charge], rows: Sequence[Credit]) -> None:
    """Save months as they stand now, and the movements that made them so."""
    for some in rooted.by_root(charges):
        Charge.every.bulk_update(some, ["organization", "fen", "paid_fen", "less", "category", "base_fen"])
    Credit.objects.bulk_create(rows)


def _pay(act: Act[Any], charge: Charge, purses: list[Purse], rows: list[Credit]) -> list[Amount]:
    amounts: list[Amount] = []
    for purse in sorted(purses, key=lambda one: one.organization != charge.organization_id):
        fen = min(charge.open_fen, purse.fen)
        if fen > 0:
            amounts += taken_over(charge, purse.organization, purse.root)
            amounts.append(Amount(purse.organization, Account.CREDIT, Account.RECEIVABLE, fen, purse.root))
            rows.append(moved(act, charge, -fen, PAYS))
            charge.paid_fen += fen
            purse.fen -= fen
    return amounts


def taken_over(charge: Charge, organization: int, root: str) -> list[Amount]:
    """Take a month with what is open of it to another organization, its row to that one's root; return the lines."""
    if charge.organization_id == organization:
        return []
    amounts = [
        Amount(charge.organization_id, Account.INCOME, Account.RECEIVABLE, charge.open_fen, charge.root),
        Amount(organization, Account.RECEIVABLE, Account.INCOME, charge.open_fen, root),
    ]
    if charge.root != root:
        with rooted.within(charge.root):
            held = Charge.every.select_for_update().get(pk=charge.pk)
        writing.move(held, root)
        charge.root = root
    charge.organization_id = organization
    return amounts


def out_of(charges: Iterable[int]) -> dict[int, int]:
    """Return what of some months has become credit and is not back in them, in fen; below nothing what credit paid."""
    rows = Credit.objects.filter(among("charge_id", charges)).order_by().values_list("charge_id")
    return dict(rows.annotate(out=Sum("fen")))


def shortage(person: int, needed: Mapping[int, int]) -> int:
    """Return how much of what is needed at organizations has been given back already, in fen."""
    at = {purse.organization: purse.fen for purse in purses_of([person]).get(person, ())}
    lacking = 0
    for organization, fen in needed.items():
        paying = sum(fen for _, fen in _paying(person, organization))
        lacking += max(fen - at.get(organization, 0) - paying, 0)
    return lacking


def call_back(act: Act[Any], person: int, needed: Mapping[int, int]) -> None:
    """Take out of the months for which it has paid, the latest first, the credit that is needed and not there.

    Raises:
        Refused: `credit_refunded`; it has been given back.
    """
    at = {purse.organization: purse.fen for purse in purses_of([person]).get(person, ())}
    for organization, fen in needed.items():
        lacking = fen - at.get(organization, 0)
        if lacking > 0:
            _call_back(act, person, organization, lacking)


def _call_back(act: Act[Any], person: int, organization: int, lacking: int) -> None:
    amounts: list[Amount] = []
    charges, rows = [], []
    root = Organization.objects.only("path").get(pk=organization).root
    for charge, paying in _paying(person, organization):
        fen = min(lacking, paying)
        if not fen:
            break
        lacking -= fen
        charge.paid_fen -= fen
        back = moved(act, charge, fen, "冲正以后重新计算")
        back.organization_id, back.root = organization, root
        charges.append(charge)
        rows.append(back)
        amounts += _owed_again(charge, organization, root, fen)
    if lacking:
        raise refuse("credit_refunded", "这笔收款多交的部分已经退还，请先冲正退款。")
    ledger.post(act, PostingKind.ADJUSTMENT, amounts, "冲正以后重新计算团费结余")
    keep(charges, rows)


def _owed_again(charge: Charge, organization: int, root: str, fen: int) -> list[Amount]:
    if charge.organization_id == organization:
        return [Amount(organization, Account.RECEIVABLE, Account.CREDIT, fen, root)]
    return [
        Amount(organization, Account.INCOME, Account.CREDIT, fen, root),
        Amount(charge.organization_id, Account.RECEIVABLE, Account.INCOME, fen, charge.root),
    ]


def _paying(person: int, organization: int) -> list[tuple[Charge, int]]:
    """Return the months for which an organization's credit has paid, the latest first, each with how much."""
    rows = Credit.objects.filter(person=person, organization=organization, charge__isnull=False).order_by()
    paid = {charge: -fen for charge, fen in rows.values_list("charge_id").annotate(out=Sum("fen")) if fen < 0}
    found = Charge.every.filter(pk__in=list(paid))
    return [(one, paid[one.pk]) for one in sorted(found, key=lambda one: one.month, reverse=True)]
