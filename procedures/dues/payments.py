"""交纳: the writing of a payment as it was planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case as Choose
from django.db.models import F, Value, When

from procedures.dues import credit, ledger
from procedures.dues.charging import hold, paid_to
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, Payment, PostingKind, Settlement
from procedures.dues.planning import Accounts, Given, Plan
from procedures.register import verbs
from procedures.register.models import Charge
from workflows.people.models import Organization, Person
from workflows.store import rooted, writing
from workflows.table.act import Act
from workflows.table.refusals import refuse


def settle(act: Act[Any], person: Person, plan: Plan, given: Given, accounts: Accounts) -> Payment:
    """Write a payment: the months it opens, the entry, what it settles, and up to when dues are paid.

    Raises:
        Refused: `already_done`, where somebody else has settled a month in the meantime.
    """
    where = act.organization
    charges = _open_fresh(act, person, plan) if any(part.charge is None for part in plan.parts) else {}
    charges |= {part.month: part.charge for part in plan.parts if part.charge}
    if plan.credited:
        charges |= _use_credit(act, person, plan)
    moved = [charges[part.month] for part in plan.parts if part.fen and charges[part.month].organization_id != where.pk]
    amounts = [*_opening(plan, where), *_moving(moved, where), *_paying(plan.fen, given.voluntary, where)]
    posting = ledger.post(act, PostingKind.PAYMENT, amounts)
    payment = Payment.objects.create(
        case=act.case,
        posting=posting,
        person=person,
        organization=where,
        root=where.root,
        on=act.on,
        fen=plan.fen,
        voluntary_fen=given.voluntary,
        method=given.method,
        paid_by=given.paid_by,
    )
    _pay(plan, charges, where)
    Settlement.objects.bulk_create(
        Settlement(root=payment.root, payment=payment, charge=charges[part.month], fen=part.fen)
        for part in plan.parts
        if part.fen
    )
    for part in plan.parts:
        charges[part.month].paid_fen += part.fen
    verbs.note_paid_to(person.pk, paid_to({**accounts.charges, **charges}))
    return payment


def _open_fresh(act: Act[Any], person: Person, plan: Plan) -> dict[date, Charge]:
    """Open the months that a payment in advance settles."""
    fresh = [
        Charge(
            person=person,
            organization=act.organization,
            root=act.organization.root,
            month=part.month,
            fen=part.due.fen,
            less=part.due.less,
            category=part.due.basis.category,
            base_fen=part.due.basis.base_fen,
            opened_on=act.on,
        )
        for part in plan.parts
        if part.due
    ]
    hold(person)
    try:
        with transaction.atomic():
            Charge.objects.bulk_create(fresh)
    except IntegrityError as error:
        raise refuse("already_done", "所选月份刚刚已核定，请刷新后再交。") from error
    return {charge.month: charge for charge in fresh}


def _use_credit(act: Act[Any], person: Person, plan: Plan) -> dict[date, Charge]:
    """Let the member's credit pay first, and return the months as they stand then.

    Raises:
        Refused: `already_done`, where it pays another sum than was shown.
    """
    hold(person)
    credit.use(act, [person.pk])
    months = [part.month for part in plan.parts]
    found = {one.month: one for one in Charge.objects.filter(person=person, month__in=months)}
    if any(found[part.month].open_fen < part.fen or part.credited > found[part.month].paid_fen for part in plan.parts):
        raise refuse("already_done", "团费结余刚刚已有变动，请刷新后核对金额。")
    return found


def _pay(plan: Plan, charges: dict[date, Charge], where: Organization) -> None:
    fens = {charges[part.month].pk: part.fen for part in plan.parts if part.fen}
    if not fens:
        return
    more = Choose(*(When(pk=pk, then=Value(fen)) for pk, fen in fens.items()), default=Value(0))
    try:
        with transaction.atomic():
            _collect((charges[part.month] for part in plan.parts if part.fen), where)
            with rooted.within(where.root):
                Charge.objects.filter(pk__in=fens).update(paid_fen=F("paid_fen") + more, organization=where)
    except IntegrityError as error:
        raise refuse("already_done", "所选月份刚刚已由他人登记交纳，请刷新后核对。") from error


def _collect(charges: Iterable[Charge], where: Organization) -> None:
    """Take to the root of whoever collects them the months that were charged in another."""
    for charge in charges:
        if charge.root != where.root:
            with rooted.within(charge.root):
                held = Charge.every.select_for_update().get(pk=charge.pk)
            writing.move(held, where.root)
            charge.root = where.root


def _opening(plan: Plan, where: Organization) -> list[Amount]:
    opened = sum(part.due.fen for part in plan.parts if part.due)
    return [Amount(where.pk, Account.RECEIVABLE, Account.INCOME, opened)]


def _moving(charges: Iterable[Charge], where: Organization) -> list[Amount]:
    """Return how a claim goes from the organization that charged it to the one that collects it."""
    amounts = []
    for charge in charges:
        if charge.open_fen:
            there = charge.organization_id, Account.INCOME, Account.RECEIVABLE, charge.open_fen
            amounts.append(Amount(*there, charge.root))
            amounts.append(Amount(where.pk, Account.RECEIVABLE, Account.INCOME, charge.open_fen))
    return amounts


def _paying(fen: int, voluntary: int, where: Organization) -> list[Amount]:
    return [
        Amount(where.pk, Account.CASH, Account.RECEIVABLE, fen),
        Amount(where.pk, Account.CASH, Account.VOLUNTARY, voluntary),
    ]
