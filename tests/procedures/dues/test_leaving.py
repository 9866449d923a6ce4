"""离团、转出以后: nothing is owed after the month of leaving, and what was paid for it is the member's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.dues.credit import credit_of
from procedures.dues.leaving import keep_books
from procedures.dues.models import Payment, Posting, Settlement
from procedures.register.models import Charge, MembershipPeriod, Standing
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, books, came, charged, doing, member
from workflows.people.models import Organization, Person
from workflows.table.act import Act, Change

JAN, FEB, MAR, APR = (date(2026, number, 1) for number in range(1, 5))
LEFT = date(2026, 2, 28)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


@pytest.fixture
def who(places: Places) -> Person:
    return member(places.med, dues_category="student", dues_paid_to=APR)


def moved(who: Person, where: Organization, left: date | None = None, *, back: bool = False) -> Act[Any]:
    act = doing("certify", where, date(2026, 4, 20), who=who)
    act.left, act.back = left, back
    keep_books(act)
    return act


def paid(charge: Charge, fen: int) -> Posting:
    """Enter a payment that has settled something of a month."""
    where = charge.organization
    case, posting = doing("pay", where, MAR, who=member(where)).case, came(where, MAR, fen)
    payment = Payment.objects.create(
        case=case, posting=posting, person=charge.person, organization=where, root=where.root, on=MAR, fen=fen,
        method="cash",
    )  # fmt: skip
    Settlement.objects.create(root=where.root, payment=payment, charge=charge, fen=fen)
    return posting


def months(who: Person) -> list[tuple[int, int, str]]:
    found = Charge.every.filter(person=who).order_by("month")
    return [(one.fen, one.paid_fen, one.less) for one in found]


def noted(act: Act[Any]) -> list[Change]:
    return act.changes


def test_the_months_after_that_of_leaving_are_cancelled_and_what_was_paid_for_them_is_credit(
    places: Places, who: Person
) -> None:
    for month, fen in ((APR, 0), (FEB, 300), (MAR, 120), (JAN, 300)):
        charge = charged(who, places.med, month, paid=fen)
        if fen:
            paid(charge, fen)
    charged(member(places.med), places.med, MAR)
    before = books(places.med)

    act = moved(who, places.med, LEFT)

    assert months(who) == [(300, 300, ""), (300, 300, ""), (0, 0, "left"), (0, 0, "left")]
    assert before == {"cash": 720, "receivable": -720}
    assert books(places.med) == {"cash": 720, "receivable": -720 - 480, "income": 600, "credit": -120}
    assert noted(act) == [
        Change("dues_cancelled", "不再交纳的团费", "2026年3月至4月", ""),
        Change("dues_credit", "团费结余", "", "1.20 元"),
    ]  # fmt: skip
    assert Posting.objects.get(kind="adjustment").reason == "离团或转出，2026年3月至4月不交团费"
    assert Standing.objects.get(person=who).dues_paid_to == FEB
    assert credit_of([who.pk]) == {who.pk: 120}
    assert Charge.objects.filter(less="left").count() == 0
    assert Charge.objects.filter(paid_fen=0).count() == 1

    again = moved(who, places.surg, LEFT)

    assert (noted(again), Posting.objects.filter(kind="adjustment").count()) == ([], 1)


@pytest.mark.parametrize(("left", "cancelled"), [(date(2026, 2, 1), 2), (LEFT, 2), (MAR, 1), (date(2026, 4, 30), 0)])
def test_the_month_of_leaving_is_the_last_that_is_owed(places: Places, who: Person, left: date, cancelled: int) -> None:
    for month in (JAN, FEB, MAR, APR):
        charged(who, places.med, month)

    act = moved(who, places.med, left)

    assert months(who) == [(300, 0, "")] * (4 - cancelled) + [(0, 0, "left")] * cancelled
    assert [one.field for one in noted(act)] == (["dues_cancelled"] if cancelled else [])


def test_a_move_that_ends_no_membership_changes_no_books(places: Places, who: Person) -> None:
    charged(who, places.med, MAR)
    charged(who, places.med, APR, fen=0, less="left")

    moved(who, places.surg)

    assert (months(who), Posting.objects.count()) == ([(300, 0, ""), (0, 0, "left")], 0)


def test_who_is_a_member_again_owes_the_months_again_and_the_credit_pays_for_them(places: Places, who: Person) -> None:
    charges = [charged(who, places.med, month, fen=20) for month in (FEB, APR, MAR)]
    Charge.objects.filter(pk__in=[one.pk for one in charges]).update(paid_fen=20)
    for one in charges:
        paid(one, 20)
    charged(member(places.med), places.med, MAR, fen=0, less="left")
    before = books(places.med)
    moved(who, places.med, LEFT)
    assert credit_of([who.pk, 0]) == {who.pk: 40}
    assert books(places.med) == {**before, "income": 40, "credit": -40}

    act = moved(who, places.med, back=True)

    assert months(who) == [(20, 20, ""), (20, 20, ""), (20, 20, "")]
    assert books(places.med) == before
    assert noted(act) == []
    assert credit_of([who.pk]) == {}
    assert Standing.objects.get(person=who).dues_paid_to == APR
    assert Charge.every.filter(less="left").count() == 1

    moved(who, places.med, back=True)

    reasons = ["离团或转出，2026年3月至4月不交团费", "恢复团籍或转回，补记团费", "团费结余抵交"]
    assert list(Posting.objects.filter(kind="adjustment").order_by("pk").values_list("reason", flat=True)) == reasons


@pytest.mark.parametrize(
    ("paid_fen", "category", "expected", "credit"),
    [
        (0, "student", (20, 0, ""), 0), (5, "student", (20, 5, ""), 0), (20, "student", (20, 20, ""), 0),
        (300, "student", (20, 20, ""), 280), (0, "party_member", (0, 0, "party_member"), 0),
        (300, "party_member", (0, 0, "party_member"), 300), (0, "", (0, 0, ""), 0), (300, "", (0, 0, ""), 300),
    ],
)  # fmt: skip
def test_a_month_taken_up_again_comes_to_what_it_is_now_and_the_rest_of_what_was_paid_stays_credit(
    places: Places, who: Person, paid_fen: int, category: str, expected: tuple[int, int, str], credit: int
) -> None:
    charge = charged(who, places.med, MAR, fen=300, paid=paid_fen)
    if paid_fen:
        paid(charge, paid_fen)
    moved(who, places.med, LEFT)
    Standing.objects.filter(person=who).update(dues_category=category)

    moved(who, places.med, back=True)

    assert months(who) == [expected]
    fen, paid_, _ = expected
    found = books(places.med)
    assert credit_of([who.pk]).get(who.pk, 0) == credit
    assert (found.get("credit", 0), found.get("income", 0)) == (-credit, 300 - fen)
    assert found.get("receivable", 0) == fen - paid_ - 300


def test_months_that_are_not_of_the_new_membership_stay_cancelled(places: Places, who: Person) -> None:
    paid(charged(who, places.med, MAR, paid=300), 300)
    charged(who, places.med, APR)
    moved(who, places.med, LEFT)
    MembershipPeriod.objects.filter(person=who).update(left_on=LEFT)

    moved(who, places.med, back=True)
    assert months(who) == [(0, 0, "left")] * 2
    assert Posting.objects.filter(kind="adjustment").count() == 1

    MembershipPeriod.objects.create(person=who, joined_on=APR, approved_on=APR)
    moved(who, places.med, back=True)
    assert months(who) == [(0, 0, "left"), (20, 20, "")]
    assert credit_of([who.pk]) == {who.pk: 280}
