"""团费结余: what a member has paid and owes no more pays the oldest months first, and comes back where it is needed."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from procedures.dues import credit, opening
from procedures.dues.credit import Purse
from procedures.dues.models import Credit, Line, Payment, Settlement
from procedures.register.models import Charge, Standing
from tests.procedures.dues import rows
from tests.procedures.dues.rows import DAY, Places, back, books, came, charged, doing, member
from workflows.people.models import Organization, Person
from workflows.store import rooted
from workflows.table.refusals import Refused

JAN, FEB, MAR, APR = (date(2026, number, 1) for number in range(1, 5))


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def given(who: Person, where: Organization, fen: int, charge: Charge | None = None) -> None:
    Credit.objects.create(
        person=who, organization=where, root=where.root, charge=charge, fen=fen, on=DAY, reason="核定基数"
    )


def months(who: Person) -> list[tuple[int, str]]:
    found = Charge.objects.filter(person=who).select_related("organization").order_by("month")
    return [(one.paid_fen, one.organization.code) for one in found]


def test_credit_lies_where_the_money_is_and_none_is_told_of_who_has_none(places: Places) -> None:
    one, other = member(places.med), member(places.med)
    given(one, places.surg, 5)
    given(one, places.med, 30)
    given(one, places.med, -10)
    given(other, places.med, 7)
    given(other, places.med, -7)

    assert credit.purses_of([one.pk, other.pk]) == {
        one.pk: [Purse(places.med.pk, places.med.root, 20), Purse(places.surg.pk, places.surg.root, 5)]
    }
    assert credit.credit_of([one.pk, other.pk]) == {one.pk: 25}
    assert credit.credit_at(places.med) == {one.pk: 20}
    assert list(credit.owners_at(places.med)) == [one]


def test_credit_pays_the_oldest_month_first_and_that_of_the_own_branch_before_that_of_another(places: Places) -> None:
    who = member(places.med)
    for month in (FEB, JAN, MAR):
        charged(who, places.med, month, fen=20)
    charged(member(places.med), places.med, JAN, fen=20)
    given(who, places.surg, 12)
    given(who, places.med, 25)

    assert credit.use(doing("certify", places.med, who=who), [who.pk]) == {who.pk}

    assert months(who) == [(20, "MED"), (17, "SURG"), (0, "MED")]
    assert credit.credit_of([who.pk]) == {}
    assert books(places.med) == {"credit": 25, "receivable": -25 - 15, "income": 15}
    assert books(places.surg) == {"credit": 12, "receivable": 3, "income": -15}
    assert credit.use(doing("certify", places.med, who=who), [who.pk]) == set()


def test_credit_under_another_root_takes_the_month_there_and_is_entered_there(places: Places) -> None:
    who = member(places.med)
    charged(who, places.med, JAN, fen=20)
    given(who, places.far, 8)

    with rooted.within(places.med.root, places.far.root):
        credit.use(doing("certify", places.med, who=who), [who.pk])

    assert months(who) == [(8, "FAR")]
    assert Charge.objects.get(person=who).root == places.far.root
    assert books(places.far) == {"credit": 8, "receivable": 12, "income": -20}
    assert {one.root for one in Line.objects.filter(organization=places.far)} == {places.far.root}


def test_months_that_are_opened_are_paid_by_credit_and_dues_are_settled_up_to_them(places: Places) -> None:
    who, other = member(places.med, dues_category="student"), member(places.med, dues_category="student")
    given(who, places.med, 50)
    act = doing("open_months", places.med, date(2026, 3, 31), answers={"from_month": JAN, "to_month": MAR})

    assert list(opening.open_months(act, [who, other])) == []

    assert [paid for paid, _ in months(who)] == [20, 20, 10]
    assert Standing.objects.get(person=who).dues_paid_to == FEB
    assert Standing.objects.get(person=other).dues_paid_to is None


@pytest.mark.parametrize("size", [1, 3])
def test_credit_of_however_many_pays_in_the_same_statements(places: Places, size: int) -> None:
    people = [member(places.med) for _ in range(size)]
    for who in people:
        charged(who, places.med, JAN, fen=20)
        given(who, places.med, 20)
    act = doing("certify", places.med, who=people[0])

    with CaptureQueriesContext(connection) as captured, rooted.within(places.med.root):
        credit.use(act, [who.pk for who in people])

    assert len([one for one in captured if "SAVEPOINT" not in one["sql"]]) == 6


def test_credit_that_is_needed_is_called_back_out_of_the_latest_months_that_it_has_paid(places: Places) -> None:
    who = member(places.med)
    found = [charged(who, places.med, month, fen=20, paid=20) for month in (JAN, FEB, MAR)]
    for one in found:
        given(who, places.med, -20, one)
    given(who, places.med, 65)
    act = doing("reverse", places.med, who=who)
    assert credit.shortage(who.pk, {places.med.pk: 65}) == 0
    assert credit.shortage(who.pk, {places.med.pk: 70}) == 5

    credit.call_back(act, who.pk, {places.med.pk: 30})

    assert [paid for paid, _ in months(who)] == [20, 15, 0]
    assert credit.credit_of([who.pk]) == {who.pk: 30}
    assert books(places.med) == {"receivable": 25, "credit": -25}
    with pytest.raises(Refused) as refused, transaction.atomic():
        credit.call_back(act, who.pk, {places.med.pk: 66})
    assert refused.value.code == "credit_refunded"


def test_a_movement_is_of_something_and_is_never_changed(places: Places) -> None:
    who = member(places.med)
    with pytest.raises(IntegrityError), transaction.atomic():
        given(who, places.med, 0)
    given(who, places.med, 5)
    with pytest.raises(DatabaseError), transaction.atomic():
        Credit.objects.filter(person=who).update(fen=6)


def test_what_was_paid_of_months_cancelled_before_is_taken_over_as_credit(places: Places) -> None:
    who = member(places.med)
    left, kept = charged(who, places.med, FEB, fen=0, less="left"), charged(who, places.med, JAN, paid=300)
    for charge, fen in ((left, 120), (left, 60), (left, 5), (kept, 300)):
        posting = came(places.med, DAY, fen)
        case = doing("pay", places.med, who=member(places.med)).case
        payment = Payment.objects.create(
            case=case, posting=posting, person=who, organization=places.med, root=places.med.root, on=DAY, fen=fen,
            method="cash",
        )  # fmt: skip
        Settlement.objects.create(root=places.med.root, payment=payment, charge=charge, fen=fen)
        if fen == 5:
            back(posting, DAY)

    import_module("procedures.dues.migrations.0005_credit_of_every_kind").take_over(apps, None)

    assert list(Credit.objects.values_list("person", "charge", "fen", "root", "on")) == [
        (who.pk, left.pk, 180, places.med.root, FEB)
    ]
