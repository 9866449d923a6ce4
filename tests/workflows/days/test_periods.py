"""A period ends on a working day, by the calendar of the year and by what was entered by hand."""

from __future__ import annotations

from datetime import date

import pytest

from workflows.days.working_days import end_of_period, working_days_before
from workflows.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (date(2026, 12, 25), date(2026, 12, 25)),
        (date(2026, 12, 26), date(2026, 12, 28)),
        (date(2026, 12, 27), date(2026, 12, 28)),
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 2, 28), date(2026, 2, 28)),
    ],
    ids=["a Friday", "a Saturday", "a Sunday", "National Day", "a Saturday that is worked"],
)
def test_a_period_ends_on_its_last_day_or_the_next_working_day(last: date, end: date) -> None:
    assert end_of_period(last) == end


def test_a_day_off_that_was_entered_by_hand_ends_no_period() -> None:
    CalendarDay.objects.create(day=date(2026, 12, 25), working=False)

    assert end_of_period(date(2026, 12, 25)) == date(2026, 12, 28)


def test_a_working_day_that_was_entered_by_hand_ends_a_period() -> None:
    CalendarDay.objects.create(day=date(2026, 12, 26), working=True)

    assert end_of_period(date(2026, 12, 26)) == date(2026, 12, 26)


@pytest.mark.parametrize(
    ("end", "number", "day"),
    [
        (date(2026, 12, 28), 3, date(2026, 12, 23)),
        (date(2026, 10, 8), 1, date(2026, 9, 30)),
        (date(2026, 12, 25), 0, date(2026, 12, 25)),
    ],
)
def test_working_days_are_counted_back_without_the_day_itself(end: date, number: int, day: date) -> None:
    assert working_days_before(end, number) == day
