"""核定应交团费, as a round: whom it concerns, and what one chunk of it writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.dues import opening
from procedures.dues.models import Posting
from procedures.register.models import Charge, MembershipPeriod, OrganizationSpan, PartyStage, Standing
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, books, charged, doing, member
from workflows.people.models import Organization, Person
from workflows.table.act import Act

JAN, FEB, MAR, APR = (date(2026, number, 1) for number in range(1, 5))
SPAN = {"from_month": FEB, "to_month": MAR}


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def round_at(where: Organization, **answers: date) -> Act[Any]:
    return doing("open_months", where, date(2026, 3, 31), answers={**SPAN, **answers})


@pytest.mark.parametrize(
    ("first", "last", "concerned"),
    [
        (None, None, True), (date(2026, 3, 31), None, True), (date(2026, 4, 1), None, False),
        (None, date(2026, 2, 1), True), (None, date(2026, 1, 31), False), (date(2020, 1, 1), date(2026, 2, 1), True),
        (date(2020, 1, 1), date(2026, 1, 31), False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("which", ["roll", "membership"])
def test_a_round_is_for_who_was_a_member_on_a_roll_in_any_of_its_months(
    places: Places, which: str, first: date | None, last: date | None, concerned: bool
) -> None:
    who = member(places.med)
    if which == "roll":
        OrganizationSpan.objects.filter(person=who).update(first_on=first, last_on=last)
    else:
        MembershipPeriod.objects.filter(person=who).update(joined_on=first, left_on=last)

    assert list(opening.everybody(round_at(places.med))) == ([who] if concerned else [])


def test_a_round_is_for_everybody_under_the_organization_once(places: Places) -> None:
    one, two, far = member(places.med), member(places.surg), member(places.far)
    OrganizationSpan.objects.create(person=two, organization=places.med, first_on=JAN, last_on=MAR)

    def found(where: Organization) -> set[Person]:
        people = list(opening.everybody(round_at(where)))
        assert len(people) == len(set(people))
        return set(people)

    assert (found(places.med), found(places.surg), found(places.far)) == ({one, two}, {two}, {far})
    assert found(places.hosp) == found(places.county) == {one, two}


def opened(act: Act[Any], *people: Person) -> list[tuple[Person, str, str]]:
    return [(one.person, one.code, one.sentence) for one in opening.open_months(act, people)]


def test_the_months_are_charged_and_entered_branch_by_branch(places: Places) -> None:
    one, two = member(places.med, dues_category="student"), member(places.surg, dues_category="farmer")
    lacking = member(places.med)
    act = round_at(places.hosp)

    skipped = opened(act, one, two, lacking)

    assert skipped == [(lacking, "basis_missing", "2026年2月至3月没有团费基数，未核定，请先核定基数。")]
    assert (books(places.med), books(places.surg)) == (
        {"receivable": 40, "income": -40},
        {"receivable": 40, "income": -40},
    )
    posting = Posting.objects.get()
    assert (posting.kind, posting.reason) == ("charge", "2026年2月至3月")
    assert Charge.objects.count() == 4
    assert set(Charge.objects.values_list("opened_on", flat=True)) == {date(2026, 3, 31)}

    assert opened(round_at(places.hosp), one, two, lacking) == skipped
    assert (Charge.objects.count(), Posting.objects.count()) == (4, 1)


def test_a_branch_charges_those_on_its_own_roll(places: Places) -> None:
    one, two = member(places.med, dues_category="student"), member(places.surg, dues_category="student")

    opened(round_at(places.med), one, two)

    assert {charge.person for charge in Charge.objects.all()} == {one}


@pytest.mark.parametrize(
    ("known", "paid_to", "expected"),
    [
        ({"dues_category": "student"}, None, None),
        ({"dues_category": "student"}, JAN, JAN),
        ({"dues_category": "student"}, FEB, JAN),
        ({"dues_category": "student"}, APR, JAN),
        ({"party_stage": PartyStage.FULL, "party_since": JAN}, JAN, MAR),
    ],
)
def test_dues_stay_settled_up_to_the_first_new_month_that_is_open(
    places: Places, known: dict[str, Any], paid_to: date | None, expected: date | None
) -> None:
    who = member(places.med, dues_paid_to=paid_to, **known)
    if paid_to:
        charged(who, places.med, JAN, paid=300)
    other = member(places.med, dues_paid_to=APR, dues_category="student")
    charged(other, places.med, FEB, paid=300)
    charged(other, places.med, MAR, paid=300)

    opened(round_at(places.med), who, other)

    assert Standing.objects.get(person=who).dues_paid_to == expected
    assert Standing.objects.get(person=other).dues_paid_to == APR


def test_a_month_of_nothing_is_charged_and_not_entered(places: Places) -> None:
    who = member(places.med, party_stage=PartyStage.FULL, party_since=JAN)

    opened(round_at(places.med), who)

    assert (Charge.objects.count(), Posting.objects.count()) == (2, 0)


def test_the_period_of_the_round_is_its_months(places: Places) -> None:
    assert opening.period(round_at(places.med)) == "2026-02/2026-03"
