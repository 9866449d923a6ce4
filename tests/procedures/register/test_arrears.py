"""欠交团费: what is owed, up to when dues are settled, and the months in a row for which nothing was paid."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.register.arrears import Run, longest_run, owed, paid_to, unpaid_runs, with_unpaid_months
from procedures.register.models import Charge
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, charged, member
from workflows.people.models import Person

MONTHS = tuple(date(2026, number, 1) for number in range(1, 10))
JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP = MONTHS
ON = date(2026, 8, 31)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


@pytest.fixture
def who(places: Places) -> Person:
    return member(places.med)


def unpaid(who: Person, places: Places, *months: date) -> None:
    for month in months:
        charged(who, places.med, month)


def test_what_is_owed_is_of_the_months_up_to_that_of_the_day_oldest_first(places: Places, who: Person) -> None:
    for month, fen in ((AUG, 299), (SEP, 0), (JUN, 300), (JUL, 0)):
        charged(who, places.med, month, paid=fen)
    charged(who, places.med, MAY, fen=0)
    other = member(places.med)
    charged(other, places.med, AUG)

    assert [one.month for one in owed(iter([who.pk]), date(2026, 8, 1))] == [JUL, AUG]
    assert [one.month for one in owed([who.pk], date(2026, 7, 31))] == [JUL]
    assert [one.person for one in owed([other.pk, who.pk], ON)] == [who, who, other]


@pytest.mark.parametrize(
    ("paid", "settled"),
    [([300, 300], FEB), ([300, 299, 300], JAN), ([299, 300], None), ([300, 0, 0], JAN)],
)
def test_dues_are_settled_up_to_the_first_gap(
    places: Places, who: Person, paid: list[int], settled: date | None
) -> None:
    for month, fen in reversed(list(zip(MONTHS, paid, strict=False))):
        charged(who, places.med, month, paid=fen)
    charged(member(places.med), places.med, JAN, paid=300)

    assert paid_to([who.pk]) == {who.pk: settled}


def test_who_was_never_charged_has_settled_nothing_and_owes_nothing(places: Places, who: Person) -> None:
    charged(who, places.med, JAN, fen=0, less="left")

    assert (paid_to([who.pk]), unpaid_runs([who.pk], ON), longest_run([who.pk], ON)) == ({}, {}, {})


def test_a_month_exempt_paid_in_part_or_not_charged_breaks_a_run(places: Places, who: Person) -> None:
    unpaid(who, places, JAN, FEB, APR, MAY)
    charged(who, places.med, MAR, fen=0, less="exemption")
    charged(who, places.med, JUN, paid=1)
    charged(who, places.med, JUL, less="reduction")
    other = member(places.med)
    unpaid(other, places, FEB, JAN, AUG)

    assert unpaid_runs([other.pk, who.pk], ON) == {
        who.pk: (Run(JAN, FEB, 2, 600), Run(APR, MAY, 2, 600)), other.pk: (Run(JAN, FEB, 2, 600),),
    }  # fmt: skip
    assert longest_run([who.pk], ON) == {who.pk: Run(APR, MAY, 2, 600)}


def test_the_longest_run_counts_and_of_equal_ones_the_latest(places: Places, who: Person) -> None:
    unpaid(who, places, JAN, FEB, MAR, MAY, JUL)

    assert longest_run([who.pk], ON) == {who.pk: Run(JAN, MAR, 3, 900)}


def test_a_run_goes_on_over_the_end_of_a_year_and_a_month_of_nothing_is_none(places: Places, who: Person) -> None:
    unpaid(who, places, date(2025, 12, 1), JAN)
    charged(who, places.med, FEB, fen=0)
    charged(who, places.med, MAR, fen=1)

    assert unpaid_runs([who.pk], ON)[who.pk] == (Run(date(2025, 12, 1), JAN, 2, 600), Run(MAR, MAR, 1, 1))


@pytest.mark.parametrize(("on", "months"), [(date(2026, 3, 1), 2), (date(2026, 3, 31), 2), (date(2026, 4, 1), 3)])
def test_a_month_counts_once_it_is_over(places: Places, who: Person, on: date, months: int) -> None:
    unpaid(who, places, JAN, FEB, MAR)

    assert [run.months for run in unpaid_runs([who.pk], on)[who.pk]] == [months]


@pytest.mark.parametrize(("least", "found"), [(2, True), (3, True), (4, False)])
def test_who_moves_takes_the_unpaid_months_along(places: Places, who: Person, least: int, found: bool) -> None:
    unpaid(who, places, JAN, MAR, MAY)
    charged(member(places.surg), places.surg, JAN)
    Charge.objects.filter(month=MAR).update(organization=places.surg)

    assert list(with_unpaid_months(places.med.path, least, ON)) == ([who.pk] if found else [])
    assert list(with_unpaid_months(places.hosp.path, least, ON)) == ([who.pk] if found else [])
    assert list(with_unpaid_months(places.surg.path, least, ON)) == []
