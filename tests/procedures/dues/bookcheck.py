"""What the books say of each other: the ledger, the months, the payments, the credit, the pages and the accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case as Choose
from django.db.models import F, Sum, When

from forms.money import yuan
from procedures.dues.ledger import balances
from procedures.dues.models import Account, Credit, Line, Payment, Posting, Remittance, Settlement
from procedures.dues.pages.matrix import rows_of
from procedures.dues.panels import own_dues
from procedures.dues.periods import half_year_of, parse
from procedures.dues.publishing import figures_of
from procedures.register.models import Charge, Less, MembershipPeriod, Standing
from procedures.register.months import month_of, zh_months
from tests.dossiers import own_dossier
from workflows.engine.law import law_for
from workflows.models import Paper
from workflows.people.models import Organization, Person
from workflows.store import rooted


def check_books() -> None:
    """Compare the ledger with the months, the payments, the credit and the remittances that it speaks of."""
    everywhere = list(Organization.objects.all())
    whole = balances([one.pk for one in everywhere])
    assert sum(whole.values()) == 0
    debts, credits_ = _sums(Charge.objects.all(), F("fen") - F("paid_fen")), _sums(Credit.objects.all(), F("fen"))
    debit, credit = ({(place, account): fen for place, account, fen in _lines(side)} for side in ("debit", "credit"))
    for one in everywhere:
        owed, held = ((one.pk, account) for account in (Account.RECEIVABLE, Account.CREDIT))
        assert debit.get(owed, 0) - credit.get(owed, 0) == debts.get(one.pk, 0)
        assert credit.get(held, 0) - debit.get(held, 0) == credits_.get(one.pk, 0)
    places = Line.objects.order_by().values_list("organization__path", "root").distinct()
    assert all(path.startswith(root) for path, root in places)
    standing = Payment.objects.filter(posting__reversed_by=None)
    taken = standing.aggregate(fen=Sum(F("fen") + F("voluntary_fen")))["fen"] or 0
    refunds = Posting.objects.filter(kind="refund", reversed_by=None)
    given_back = refunds.aggregate(fen=Sum("lines__fen"))["fen"] or 0
    assert whole[Account.CASH] + whole[Account.IN_TRANSIT] == taken - given_back
    assert whole[Account.INCOME] == -(Charge.objects.aggregate(fen=Sum("fen"))["fen"] or 0)
    assert whole[Account.REMITTED] == -whole[Account.RECEIVED]
    on_the_way = Remittance.objects.filter(received_on=None).aggregate(fen=Sum("fen"))["fen"] or 0
    assert whole[Account.IN_TRANSIT] == on_the_way
    _check_months(standing)


def _lines(side: str) -> Any:
    return Line.objects.order_by().values_list("organization", side).annotate(sum=Sum("fen"))


def _sums(rows: Any, what: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("organization").annotate(sum=Sum(what)))


def _check_months(standing: Any) -> None:
    paid: dict[int, int] = defaultdict(int)
    for charge, fen in Settlement.objects.filter(payment__in=standing).values_list("charge_id", "fen"):
        paid[charge] += fen
    for charge, fen in Credit.objects.filter(charge__isnull=False).values_list("charge_id", "fen"):
        paid[charge] -= fen
    for charge in Charge.every.all():
        assert charge.paid_fen == paid[charge.pk], f"{charge} is paid {charge.paid_fen}, by {paid[charge.pk]}"
        assert 0 <= charge.paid_fen <= charge.fen
    months = list(Charge.every.values_list("person_id", "month"))
    assert len(months) == len(set(months)), "a month is charged twice"
    for payment in standing.annotate(settled=Sum("settlements__fen")):
        assert payment.fen == (payment.settled or 0)
    _check_credit()
    for one in Standing.objects.filter(person__charges__isnull=False).distinct():
        assert one.dues_paid_to == settled_to(one.person_id), one.person.username


def _check_credit() -> None:
    """No credit is below nothing; none lies idle while a month of the same tree of organizations is owed."""
    for person, organization, root, fen in (
        Credit.objects.order_by().values_list("person", "organization", "root").annotate(left=Sum("fen"))
    ):
        assert fen >= 0
        owed = Charge.objects.filter(person=person, root=root, paid_fen__lt=F("fen"))
        assert not fen or not owed.exists(), f"{fen} fen of credit at {organization}, and {owed} owed"


def settled_to(person: int) -> date | None:
    """Return the last month up to which nothing is open."""
    settled = None
    for charge in Charge.objects.filter(person=person).order_by("month"):
        if charge.open_fen:
            break
        settled = charge.month
    return settled


def check_pages(person: Person, on: date) -> None:
    """Compare what a member's own page, his branch's table and his receipts show with what is booked."""
    charges = list(Charge.objects.filter(person=person).order_by("month"))
    shown = own_dues(own_dossier(person, on))
    due = [one for one in charges if one.month <= month_of(on) and one.open_fen]
    credit = Credit.objects.filter(person=person).aggregate(fen=Sum("fen"))["fen"] or 0
    if shown:
        assert shown["owed"] == (yuan(sum(one.open_fen for one in due)) if due else "")
        assert shown["credit"] == (yuan(credit) if credit else "")
        assert shown["owed_months"] == len(due)
    period = half_year_of(on)
    for where, some in groupby(sorted(charges, key=lambda one: one.organization_id), key=lambda one: one.organization):
        here = [one for one in some if period.first <= one.month <= period.last]
        if here:
            months = [one.month for one in here]
            with rooted.within(where.root):
                row = rows_of([person], Charge.objects.filter(organization=where, month__in=months), period)
            assert row[0].open == yuan(sum(one.open_fen for one in here))
    for paper in Paper.objects.filter(case__subject=person, kind="dues_receipt"):
        payment = Payment.objects.get(case=paper.case_id)
        assert paper.facts["amount"] == yuan(payment.fen + payment.voluntary_fen)
        months = months_of(payment)
        assert paper.facts["months"] == (zh_months(months) or "自愿多交") or paper.facts["credited"]
        assert (paper.status == "issued") == (not hasattr(payment.posting, "reversed_by"))


def months_of(payment: Payment) -> tuple[date, ...]:
    """Return the months that a payment settled, under whatever root they are by now."""
    settled = payment.settlements.values_list("charge_id", flat=True)
    return tuple(Charge.every.filter(pk__in=list(settled)).values_list("month", flat=True))


def check_accounts(codes: Iterable[str], names: Iterable[str]) -> None:
    """Compare what the account of each period says with the ledger: it begins where the one before ended."""
    for organization in Organization.objects.filter(code__in=list(codes)):
        law = law_for(organization, date(2026, 1, 1))
        closing: int | None = None
        for name in names:
            period = parse(name)
            found = figures_of(organization, period, law, sends_up=True)
            came = found["collected"] + found["voluntary"] + found["received"]
            assert found["opening"] + came - found["refunded"] - found["remitted"] == found["cash"]
            assert found["cash"] == balances([organization.pk], None, period.last)[Account.CASH]
            assert closing is None or found["opening"] == closing
            closing = found["cash"]
            cash = Line.objects.filter(
                organization=organization, posting__on__gte=period.first, posting__on__lte=period.last
            )
            signed = Choose(When(debit=Account.CASH, then=F("fen")), When(credit=Account.CASH, then=-F("fen")))
            assert found["cash"] - found["opening"] == (cash.aggregate(fen=Sum(signed))["fen"] or 0)


def check_nothing_after_leaving(names: Iterable[str]) -> None:
    """Whoever is no member owes no month after that of leaving."""
    for one in MembershipPeriod.objects.filter(left_on__isnull=False, person__username__in=list(names)):
        if not MembershipPeriod.objects.filter(person=one.person, left_on=None).exists() and one.left_on:
            later = Charge.every.filter(person=one.person, month__gt=month_of(one.left_on))
            assert not later.exclude(less=Less.LEFT, fen=0, paid_fen=0).exists()
