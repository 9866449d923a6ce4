"""Months, birthdays, ages, shares, working days and laws keep their promises for every value."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.joining import rules
from workflows.days.dates import add_months, age, birthday
from workflows.days.working_days import add_working_days, is_working_day
from workflows.engine.law import NotAdjustable, check_parameter
from workflows.table.rules import Law, Share

DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))
SHARES = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1])


@given(DAYS, st.integers(0, 600))
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(0, 60))
def test_an_age_is_reached_on_the_birthday_and_not_a_day_before(born: date, years: int) -> None:
    day = birthday(born, years)

    assert age(born, day) == years
    assert age(born, day - timedelta(days=1)) == years - 1


@given(SHARES, st.booleans(), st.integers(0, 500))
def test_the_least_number_satisfies_a_share_and_one_fewer_does_not(
    pair: tuple[int, int], inclusive: bool, whole: int
) -> None:
    part = Fraction(*pair)

    least = Share(part, inclusive).least(whole)

    assert least >= part * whole if inclusive else least > part * whole
    assert not (least - 1 >= part * whole if inclusive else least - 1 > part * whole)


@pytest.mark.parametrize("text", ["1/2", "half", "<1/2", "", ">"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Share.parse(text)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 5, 7, 20])
@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=step) for step in range(0, 365, 23)])
def test_the_working_days_after_a_day_are_counted_one_by_one(start: date, number: int) -> None:
    end = add_working_days(start, number).day

    between = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day) for day in between) == number
    assert is_working_day(end)


def test_a_local_value_goes_before_the_national_one_of_its_day() -> None:
    law = Law(date(2026, 1, 1), {"join.observe_months": 6})

    assert law.number(rules.OBSERVE_MONTHS) == 6
    assert law.number(rules.CLASS_HOURS) == 8


@given(st.integers(0, 12))
def test_a_stricter_value_is_taken_and_a_laxer_one_refused(months: int) -> None:
    if months >= 3:
        check_parameter(rules.OBSERVE_MONTHS, months, date(2026, 1, 1))
        return
    with pytest.raises(NotAdjustable):
        check_parameter(rules.OBSERVE_MONTHS, months, date(2026, 1, 1))
