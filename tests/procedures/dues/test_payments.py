"""交纳: which months a payment settles, and what it writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.dues.charging import LONG_AGO, NEVER, Basis, Due, Member
from procedures.dues.models import Settlement
from procedures.dues.payments import settle
from procedures.dues.planning import LOOK_AHEAD, Accounts, Given, Part, Plan, months_ahead, plan_for
from procedures.register.models import Charge, Standing
from tests.acting import acting
from tests.procedures.dues import rows
from tests.procedures.dues.rows import DAY, Places, books, charged, doing, member, values
from workflows.days.dates import add_months
from workflows.people.models import Person
from workflows.store import rooted
from workflows.table.refusals import Refused

JAN, FEB, MAR, APR, MAY = (date(2026, number, 1) for number in range(1, 6))
STUDENT = Basis(LONG_AGO, "student", None)


def accounts(charges: dict[date, tuple[int, int]], known: Member | None = None) -> Accounts:
    """Return the accounts of somebody of whom the charges, and what is known, are built."""
    act = acting("dues.pay", DAY)
    rows_ = [Charge(month=month, fen=fen, paid_fen=paid) for month, (fen, paid) in charges.items()]
    found = Accounts(act.law, act.subject, rows_)
    found._member = known or Member(1, periods=[(LONG_AGO, NEVER)], bases=[STUDENT])
    return found


def planned(charges: dict[date, tuple[int, int]], given: Given, known: Member | None = None) -> Plan:
    return plan_for(acting("dues.pay", DAY), given, accounts(charges, known))


def parts(found: Plan) -> list[tuple[date, int]]:
    return [(part.month, part.fen) for part in found.parts]


def test_what_is_owed_is_what_was_opened_and_is_not_settled_up_to_a_month() -> None:
    found = accounts({APR: (20, 0), FEB: (20, 20), MAR: (20, 19), JAN: (0, 0), MAY: (20, 0)})

    assert found.owed(APR) == [MAR, APR]
    assert found.owed(MAR) == [MAR]
    assert found.owed(FEB) == []


def test_of_a_month_what_is_open_is_paid_and_one_not_opened_is_reckoned() -> None:
    found = accounts({JAN: (20, 5)})
    known = found.charges[JAN]

    assert found.part(JAN) == Part(JAN, 15, known)
    assert found.part(FEB) == Part(FEB, 20, None, Due(20, "", STUDENT))
    assert accounts({}, Member(1, periods=[(LONG_AGO, NEVER)])).part(FEB) is None


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (Part(JAN, 0, Charge(month=JAN, fen=20, paid_fen=20)), "已交清"),
        (Part(JAN, 0, Charge(month=JAN, fen=10, paid_fen=10, less="reduction")), "已交清"),
        (Part(JAN, 0, Charge(month=JAN, fen=0, less="exemption")), "批准免交"),
        (Part(JAN, 0, None, Due(0, "party_member", STUDENT)), "保留团籍的党员，不交团费"),
    ],
)
def test_a_month_of_which_nothing_is_owed_says_why(part: Part, why: str) -> None:
    assert part.why_nothing == why


def test_months_ahead_are_counted_from_that_of_payment() -> None:
    assert [months_ahead(Plan((), asked), DAY) for asked in ((), (FEB,), (MAR,), (APR,), (MAY, APR))] == [0, 0, 0, 1, 2]


def test_what_is_not_said_of_a_payment_is_nothing() -> None:
    assert Given() == Given((), None, 0, "", "")
    assert Plan((), ()) == Plan((), (), 0, (), (), ())
    assert Part(JAN, 20, None).due is None


def test_a_payment_of_neither_months_nor_an_amount_settles_nothing() -> None:
    assert planned({JAN: (20, 0)}, Given(voluntary=5)) == Plan((), ())


@pytest.mark.parametrize(
    ("asked", "amount", "expected", "rest", "earlier"),
    [
        ((JAN,), None, [(JAN, 20)], 0, ()),
        ((JAN, FEB), None, [(JAN, 20), (FEB, 15)], 0, ()),
        ((FEB,), None, [(FEB, 15)], 0, (JAN,)),
        ((MAR,), None, [], 0, (JAN, FEB)),
        ((MAR, APR), None, [(APR, 20)], 0, (JAN, FEB)),
        ((JAN, APR), None, [(JAN, 20), (APR, 20)], 0, ()),
        ((JAN, FEB), 20, [(JAN, 20)], 0, ()),
        ((JAN, FEB), 21, [(JAN, 20), (FEB, 1)], 0, ()),
        ((JAN, FEB), 35, [(JAN, 20), (FEB, 15)], 0, ()),
        ((JAN, FEB), 36, [(JAN, 20), (FEB, 15)], 1, ()),
        ((JAN,), 0, [], 0, ()),
    ],
)
def test_the_months_asked_for_are_settled_and_the_earlier_ones_said(
    asked: tuple[date, ...], amount: int | None, expected: list[tuple[date, int]], rest: int, earlier: tuple[date, ...]
) -> None:
    found = planned({JAN: (20, 0), FEB: (20, 5), MAR: (20, 20)}, Given(asked, amount))

    assert (parts(found), found.rest, found.earlier, found.asked) == (expected, rest, earlier, asked)
    assert (found.outside, found.without_basis) == ((), ())
    assert (found.fen, found.months) == (sum(fen for _, fen in expected), tuple(month for month, _ in expected))


def test_months_outside_the_membership_and_those_without_a_basis_are_told_apart() -> None:
    known = Member(1, periods=[(FEB, MAR)], bases=[Basis(MAR, "student", None)])

    found = planned({}, Given((JAN, FEB, MAR, APR)), known)

    assert (found.outside, found.without_basis, parts(found)) == ((JAN, APR), (FEB,), [(MAR, 20)])


def test_a_month_charged_before_is_paid_though_the_membership_is_over() -> None:
    found = planned({JAN: (20, 0)}, Given((JAN,)), Member(1))

    assert (found.outside, parts(found)) == ((), [(JAN, 20)])


@pytest.mark.parametrize(
    ("amount", "expected", "rest"),
    [
        (0, [], 0),
        (1, [(JAN, 1)], 0),
        (20, [(JAN, 20)], 0),
        (21, [(JAN, 20), (FEB, 1)], 0),
        (35, [(JAN, 20), (FEB, 15)], 0),
        (36, [(JAN, 20), (FEB, 15), (APR, 1)], 0),
        (55, [(JAN, 20), (FEB, 15), (APR, 20)], 0),
        (62, [(JAN, 20), (FEB, 15), (APR, 20), (MAY, 7)], 0),
    ],
)
def test_an_amount_settles_the_oldest_first_and_goes_on_with_the_months_to_come(
    amount: int, expected: list[tuple[date, int]], rest: int
) -> None:
    found = planned({JAN: (20, 0), FEB: (20, 5), MAR: (20, 20), MAY: (7, 0)}, Given((), amount))

    assert (parts(found), found.rest, found.asked) == (expected, rest, tuple(month for month, _ in expected))
    assert (found.outside, found.without_basis, found.earlier) == ((), (), ())


@pytest.mark.parametrize(
    ("charges", "expected"),
    [
        ({JAN: (20, 20)}, [(FEB, 20), (MAR, 10)]), ({APR: (20, 0)}, [(APR, 20), (MAY, 10)]),
        ({JAN: (20, 20), MAR: (20, 20)}, [(FEB, 20), (APR, 10)]), ({}, [(MAR, 20), (APR, 10)]),
    ],
)  # fmt: skip
def test_an_amount_of_who_owes_nothing_pays_the_months_to_come_and_jumps_over_none(
    charges: dict[date, tuple[int, int]], expected: list[tuple[date, int]]
) -> None:
    assert parts(planned(charges, Given((), 30))) == expected


def test_an_amount_goes_on_after_the_month_up_to_which_the_roster_says_that_dues_are_paid() -> None:
    known = Member(1, periods=[(LONG_AGO, NEVER)], bases=[STUDENT], paid_to=JAN)

    assert parts(planned({}, Given((), 30), known)) == [(FEB, 20), (MAR, 10)]


def test_a_month_cancelled_by_a_leave_is_not_paid_and_says_why() -> None:
    act = acting("dues.pay", DAY)
    found = Accounts(
        act.law, act.subject, [Charge(month=FEB, fen=0, less="left"), Charge(month=JAN, fen=20, paid_fen=20)]
    )
    found._member = Member(1, periods=[(LONG_AGO, NEVER)], bases=[STUDENT])

    by_month, by_amount = (plan_for(act, given, found) for given in (Given((FEB, MAR)), Given((), 25)))

    assert by_month.not_owed == ((FEB, "离团或转出以后，不交团费"),)
    assert parts(by_amount) == [(MAR, 20), (APR, 5)]


@pytest.mark.parametrize(
    ("credit", "given", "expected", "rest"),
    [
        (0, Given((JAN, FEB)), [(JAN, 20, 0), (FEB, 15, 0)], 0),
        (25, Given((JAN, FEB)), [(JAN, 0, 20), (FEB, 10, 5)], 0),
        (35, Given((JAN, FEB)), [(JAN, 0, 20), (FEB, 0, 15)], 0),
        (25, Given((JAN, FEB), 7), [(JAN, 0, 20), (FEB, 7, 5)], 0),
        (25, Given((JAN, FEB), 11), [(JAN, 0, 20), (FEB, 10, 5)], 1),
        (25, Given((), 12), [(JAN, 0, 20), (FEB, 10, 5), (MAR, 2, 0)], 0),
    ],
)
def test_credit_pays_first_and_the_payment_what_is_left(
    credit: int, given: Given, expected: list[tuple[date, int, int]], rest: int
) -> None:
    known = accounts({JAN: (20, 0), FEB: (20, 5)})
    known.credit = credit

    found = plan_for(acting("dues.pay", DAY), given, known)

    assert [(one.month, one.fen, one.credited) for one in found.parts] == expected
    assert (found.fen, found.credited, found.rest) == (
        sum(one[1] for one in expected), sum(one[2] for one in expected), rest,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "charges", "amount", "expected", "rest"),
    [
        (Member(1, periods=[(LONG_AGO, APR)], bases=[STUDENT]), {}, 50, [(MAR, 20), (APR, 20)], 10),
        (Member(1, periods=[(LONG_AGO, NEVER)]), {}, 50, [(MAR, 20)], 30),
        (Member(1), {APR: (20, 0)}, 50, [(MAR, 20), (APR, 20)], 10),
        (Member(1, periods=[(LONG_AGO, NEVER)], bases=[STUDENT]), {APR: (0, 0)}, 40, [(MAR, 20), (MAY, 20)], 0),
    ],
)
def test_an_amount_reaches_as_far_as_the_membership_and_the_basis(
    known: Member, charges: dict[date, tuple[int, int]], amount: int, expected: list[tuple[date, int]], rest: int
) -> None:
    found = planned({MAR: (20, 0), **charges}, Given((), amount), known)

    assert (parts(found), found.rest) == (expected, rest)


def test_an_amount_never_reaches_further_than_ten_years() -> None:
    found = planned({MAR: (20, 0)}, Given((), 20 * LOOK_AHEAD + 1))

    assert LOOK_AHEAD == 120
    assert (len(found.parts), found.rest, found.months[-1]) == (120, 1, add_months(MAR, 119))


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


@pytest.fixture
def who(places: Places) -> Person:
    return member(places.med, dues_category="student")


def paid(places: Places, who: Person, given: Given, where: str = "med") -> Any:
    act = doing("pay", getattr(places, where), who=who)
    found = Accounts(act.law, who)
    return settle(act, who, plan_for(act, given, found), given, found)


def months(who: Person) -> dict[str, tuple[int, int, str]]:
    charges = Charge.objects.filter(person=who).select_related("organization").order_by("month")
    return {f"{one.month:%m}": (one.fen, one.paid_fen, one.organization.code) for one in charges}


def test_a_payment_settles_its_months_and_is_entered_with_what_was_given_beyond(places: Places, who: Person) -> None:
    for month in (JAN, FEB, MAR):
        charged(who, places.med, month, fen=20)

    payment = paid(places, who, Given((), 50, 7, "cash", "家长"))

    assert values(payment, "person", "organization", "root", "on", "fen", "voluntary_fen", "method", "paid_by") == (
        who, places.med, places.med.root, DAY, 50, 7, "cash", "家长",
    )  # fmt: skip
    assert payment.posting.kind == "payment"
    assert months(who) == {"01": (20, 20, "MED"), "02": (20, 20, "MED"), "03": (20, 10, "MED")}
    assert list(payment.settlements.order_by("pk").values_list("charge__month", "fen", "root")) == [
        (JAN, 20, places.med.root), (FEB, 20, places.med.root), (MAR, 10, places.med.root),
    ]  # fmt: skip
    assert books(places.med) == {"cash": 57, "receivable": -50, "voluntary": -7}
    assert Standing.objects.get(person=who).dues_paid_to == FEB

    paid(places, who, Given((), 10, 0, "cash"))

    assert months(who)["03"] == (20, 20, "MED")
    assert Standing.objects.get(person=who).dues_paid_to == MAR


def test_a_payment_in_advance_opens_its_months(places: Places, who: Person) -> None:
    charged(who, places.med, MAR, fen=20)

    paid(places, who, Given((MAR, APR, MAY), None, 0, "cash"))

    assert months(who) == {"03": (20, 20, "MED"), "04": (20, 20, "MED"), "05": (20, 20, "MED")}
    fresh = Charge.objects.get(person=who, month=APR)
    assert values(fresh, "less", "category", "base_fen", "opened_on", "root") == (
        "", "student", None, DAY, places.med.root,
    )  # fmt: skip
    assert books(places.med) == {"cash": 60, "receivable": -20, "income": -40}


def test_a_month_opened_in_advance_may_be_paid_in_part(places: Places, who: Person) -> None:
    paid(places, who, Given((APR,), 15, 0, "cash"))

    assert months(who) == {"04": (20, 15, "MED")}
    assert books(places.med) == {"cash": 15, "receivable": 5, "income": -20}
    assert Standing.objects.get(person=who).dues_paid_to is None


def test_what_is_given_beyond_the_dues_settles_nothing(places: Places, who: Person) -> None:
    charged(who, places.surg, MAR, fen=20)

    payment = paid(places, who, Given((), None, 500, "cash"))

    assert (payment.fen, payment.settlements.count(), months(who)) == (0, 0, {"03": (20, 0, "SURG")})
    assert books(places.med) == {"cash": 500, "voluntary": -500}


@pytest.mark.parametrize("where", ["surg", "far"])
def test_what_is_open_of_a_month_goes_to_the_branch_that_collects_it(places: Places, who: Person, where: str) -> None:
    charged(who, places.med, FEB, fen=20, paid=5)
    mine = charged(who, getattr(places, where), MAR, fen=20)
    before, here = places.med, getattr(places, where)

    with rooted.within(before.root, here.root):
        paid(places, who, Given((FEB, MAR), 25, 0, "cash"), where)

    assert months(who) == {"02": (20, 20, here.code), "03": (20, 10, here.code)}
    assert set(Charge.objects.filter(person=who).values_list("root", flat=True)) == {here.root}
    assert (mine.root, Settlement.objects.count()) == (here.root, 2)
    assert books(before) == {"income": 15, "receivable": -15}
    assert books(here) == {"cash": 25, "receivable": -10, "income": -15}


def test_of_two_payments_of_a_month_at_once_the_second_is_refused(places: Places, who: Person) -> None:
    charged(who, places.med, MAR, fen=20)
    act, given = doing("pay", places.med, who=who), Given((MAR, APR), None, 0, "cash")
    stale = Accounts(act.law, who)
    opened, settled = plan_for(act, given, stale), plan_for(act, Given((MAR,)), stale)
    paid(places, who, given)

    for plan, words in ((opened, "所选月份刚刚已核定"), (settled, "所选月份刚刚已由他人登记交纳")):
        with pytest.raises(Refused) as refused:
            settle(act, who, plan, given, stale)
        assert refused.value.code == "already_done"
        assert words in refused.value.finding.sentence
    assert months(who) == {"03": (20, 20, "MED"), "04": (20, 20, "MED")}
