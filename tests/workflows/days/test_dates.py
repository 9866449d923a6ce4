"""Months, birthdays and ages at their borders: the ends of months and years, and the 29th of February."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.days.dates import add_months, age, birthday, zh_date

DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 4, 30), 1, date(2026, 5, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 28), -12, date(2025, 5, 28)),
    ],
)
def test_months_lead_to_the_corresponding_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(0, 600))
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1998, 5, 28), date(2026, 5, 27), 27),
        (date(1998, 5, 28), date(2026, 5, 28), 28),
        (date(1998, 5, 28), date(2027, 5, 27), 28),
        (date(2000, 2, 29), date(2026, 2, 27), 25),
        (date(2000, 2, 29), date(2026, 2, 28), 26),
        (date(2000, 2, 29), date(2028, 2, 28), 27),
        (date(2000, 2, 29), date(2028, 2, 29), 28),
        (date(2026, 1, 1), date(2026, 12, 31), 0),
        (date(2025, 12, 31), date(2026, 1, 1), 0),
    ],
)
def test_a_year_of_age_is_complete_on_the_birthday_itself(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


@given(DAYS, st.integers(0, 60))
def test_an_age_is_reached_on_the_birthday_and_not_a_day_before(born: date, years: int) -> None:
    day = birthday(born, years)

    assert age(born, day) == years
    assert age(born, day - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(("years", "day"), [(14, date(2014, 2, 28)), (16, date(2016, 2, 29)), (28, date(2028, 2, 29))])
def test_who_was_born_on_the_29th_has_a_birthday_on_the_last_of_february(years: int, day: date) -> None:
    assert birthday(date(2000, 2, 29), years) == day


def test_a_day_is_written_without_zeros() -> None:
    assert zh_date(date(2026, 5, 8)) == "2026年5月8日"
