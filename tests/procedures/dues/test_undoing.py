"""冲正: what a payment settled is owed again, wherever the claim has gone since."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from procedures.dues import undoing
from procedures.dues.credit import credit_of
from procedures.dues.models import Credit, Payment, Settlement
from procedures.dues.undoing import undo
from procedures.register.models import Charge, Standing
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, books, came, charged, doing, member, values
from workflows.people.models import Organization, Person
from workflows.store import rooted
from workflows.table.refusals import Refused

JAN, FEB, MAR = (date(2026, number, 1) for number in range(1, 4))
DAY = date(2026, 3, 31)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


@pytest.fixture
def who(places: Places) -> Person:
    return member(places.med, dues_paid_to=MAR)


def paid(who: Person, where: Organization, parts: dict[Charge, int], voluntary: int = 0) -> Payment:
    """Return a payment of some months, as the books have it, without its entry's lines."""
    act = doing("pay", where, DAY, who=who)
    payment = Payment.objects.create(
        case=act.case, posting=came(where, DAY, 0), person=who, organization=where, root=where.root, on=DAY,
        fen=sum(parts.values()), voluntary_fen=voluntary, method="cash",
    )  # fmt: skip
    for charge, fen in parts.items():
        Settlement.objects.create(root=where.root, payment=payment, charge=charge, fen=fen)
    return payment


def credited(charge: Charge, fen: int) -> None:
    """Enter what of a month has become credit, or below nothing, what credit has paid of it."""
    where = charge.organization
    Credit.objects.create(
        person=charge.person, organization=where, root=where.root, charge=charge, fen=fen, on=DAY, reason="核定基数"
    )


def undone(payment: Payment) -> None:
    act = doing("reverse", payment.organization, DAY)
    undo(act, payment, "记错人")
    assert values(payment.posting.reversed_by, "kind", "reason", "on") == ("reversal", "记错人", DAY)


def test_the_months_of_a_payment_are_owed_again_and_the_cash_goes_out(places: Places, who: Person) -> None:
    months = [charged(who, places.med, JAN, paid=300), charged(who, places.med, FEB, paid=300)]
    rest = charged(who, places.med, MAR, paid=300)
    payment = paid(who, places.med, {months[0]: 300, months[1]: 100}, voluntary=50)

    undone(payment)

    assert list(Charge.objects.filter(person=who).values_list("paid_fen", flat=True)) == [0, 200, 300]
    assert rest.paid_fen == 300
    assert books(places.med) == {"cash": -450, "receivable": 400, "voluntary": 50}
    assert Standing.objects.get(person=who).dues_paid_to is None


def test_dues_stay_settled_up_to_the_month_that_is_owed_again(places: Places, who: Person) -> None:
    charged(who, places.med, JAN, paid=300)
    later = charged(who, places.med, FEB, paid=300)
    charged(member(places.med), places.med, JAN)

    undone(paid(who, places.med, {later: 300}))

    assert Standing.objects.get(person=who).dues_paid_to == JAN


def test_a_payment_is_undone_once(places: Places, who: Person) -> None:
    payment = paid(who, places.med, {charged(who, places.med, JAN, paid=300): 300})
    undone(payment)

    with pytest.raises(IntegrityError), transaction.atomic():
        undone(payment)

    assert Charge.objects.get(person=who).paid_fen == 0


def test_a_month_cancelled_since_is_given_back_out_of_the_credit(places: Places, who: Person) -> None:
    kept = charged(who, places.med, JAN, paid=300)
    left = charged(who, places.med, FEB, fen=0, less="left")
    payment = paid(who, places.med, {kept: 300, left: 200})
    credited(left, 200)

    undone(payment)

    assert books(places.med) == {"cash": -500, "receivable": 300, "credit": 200}
    assert credit_of([who.pk]) == {}


def test_what_has_become_credit_and_paid_another_month_is_taken_back_out_of_it(places: Places, who: Person) -> None:
    fallen, other = charged(who, places.med, JAN, fen=20, paid=20), charged(who, places.med, FEB, paid=100)
    payment = paid(who, places.med, {fallen: 120})
    credited(fallen, 100)
    credited(other, -100)

    undone(payment)

    assert list(Charge.objects.filter(person=who).values_list("paid_fen", flat=True)) == [0, 0]
    assert books(places.med) == {"cash": -120, "receivable": 120}


def test_of_two_payments_of_a_month_that_fell_the_other_still_pays_it(places: Places, who: Person) -> None:
    fallen = charged(who, places.med, JAN, fen=20, paid=20)
    payment, other = paid(who, places.med, {fallen: 120}), paid(who, places.med, {fallen: 80})
    credited(fallen, 180)

    undone(payment)

    assert Charge.objects.get(person=who).paid_fen == 20
    assert credit_of([who.pk]) == {who.pk: 60}

    undone(other)

    assert Charge.objects.get(person=who).paid_fen == 0
    assert credit_of([who.pk]) == {}


def test_what_was_credited_and_given_back_is_not_given_back_twice(places: Places, who: Person) -> None:
    left = charged(who, places.med, FEB, fen=0, less="left")
    payment = paid(who, places.med, {left: 200})
    credited(left, 200)
    Credit.objects.create(
        person=who, organization=places.med, root=places.med.root, fen=-150, on=DAY, reason="退还团费结余"
    )

    assert undoing.refunded(payment) == 150
    with pytest.raises(Refused) as refused, transaction.atomic():
        undone(payment)
    assert refused.value.code == "credit_refunded"


def test_a_month_taken_over_by_another_branch_is_owed_there(places: Places, who: Person) -> None:
    gone = charged(who, places.surg, JAN, paid=300)

    undone(paid(who, places.med, {gone: 300}))

    assert books(places.med) == {"cash": -300, "income": 300}
    assert books(places.surg) == {"receivable": 300, "income": -300}


def test_one_cancelled_by_another_branch_is_taken_from_the_credit_there(places: Places, who: Person) -> None:
    gone = charged(who, places.surg, JAN, fen=0, less="left")
    credited(gone, 300)

    undone(paid(who, places.med, {gone: 300}))

    assert books(places.med) == {"cash": -300, "income": 300}
    assert books(places.surg) == {"credit": 300, "income": -300}


def test_a_month_that_another_root_has_taken_over_is_found_and_owed_there(places: Places, who: Person) -> None:
    gone, stays = charged(who, places.far, JAN, paid=300), charged(who, places.med, FEB, paid=300)
    payment = paid(who, places.med, {gone: 100, stays: 300})

    with rooted.within(places.med.root):
        undone(payment)

    assert dict(Charge.every.filter(person=who).values_list("month", "paid_fen")) == {JAN: 200, FEB: 0}
    assert books(places.far) == {"receivable": 100, "income": -100}


@pytest.mark.parametrize(("under_way", "reached"), [(("0001",), ("0001", "0002")), ((), ())])
def test_the_roots_of_the_claims_are_reached_beside_those_under_way(
    under_way: tuple[str, ...], reached: tuple[str, ...]
) -> None:
    with rooted.within(*under_way), undoing._reaching_roots(["0002"]):
        assert rooted.roots() == reached
