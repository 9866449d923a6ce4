"""工作日: counted forwards, back and between, by the calendar of the year and by what was entered by hand.

2026 as the State Council published it: 9 May, 20 September and 10 October are worked at the weekend, 1 to 5 May and
1 to 7 October are free.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workflows.days.working_days import (
    Reckoned,
    add_working_days,
    end_of_period,
    is_published,
    is_working_day,
    working_days_before,
    working_days_between,
)
from workflows.models import CalendarDay

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY = date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)


def by_hand(day: date, *, working: bool) -> None:
    CalendarDay.objects.create(day=day, working=working)


@pytest.mark.parametrize(
    ("start", "number", "day"),
    [
        (date(2026, 5, 18), 0, date(2026, 5, 18)),
        (date(2026, 5, 16), 0, date(2026, 5, 16)),
        (date(2026, 5, 18), 1, date(2026, 5, 19)),
        (date(2026, 5, 18), 5, date(2026, 5, 25)),
        (date(2026, 5, 16), 1, date(2026, 5, 18)),
        (date(2026, 4, 30), 1, date(2026, 5, 6)),
        (date(2026, 4, 30), 4, date(2026, 5, 9)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
    ],
)
def test_working_days_are_counted_on_without_the_day_itself(start: date, number: int, day: date) -> None:
    assert add_working_days(start, number) == Reckoned(day)


@pytest.mark.parametrize("number", [1, 5, 7, 20])
@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=step) for step in range(0, 365, 23)])
def test_the_working_days_after_a_day_are_counted_one_by_one(start: date, number: int) -> None:
    end = add_working_days(start, number).day

    between = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(is_working_day(day) for day in between) == number
    assert is_working_day(end)


@pytest.mark.parametrize(
    ("end", "number", "day"),
    [
        (MONDAY, 3, date(2026, 12, 23)),
        (MONDAY, 1, FRIDAY),
        (date(2026, 10, 8), 1, date(2026, 9, 30)),
        (date(2026, 5, 11), 1, date(2026, 5, 9)),
        (FRIDAY, 0, FRIDAY),
        (SATURDAY, 0, SATURDAY),
    ],
)
def test_working_days_are_counted_back_without_the_day_itself(end: date, number: int, day: date) -> None:
    assert working_days_before(end, number) == day


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 4, 30), date(2026, 5, 9), [6, 7, 8, 9]),
        (date(2026, 5, 6), date(2026, 5, 8), [7, 8]),
        (date(2026, 5, 7), date(2026, 5, 8), [8]),
        (date(2026, 5, 8), date(2026, 5, 8), []),
        (date(2026, 5, 8), date(2026, 5, 7), []),
    ],
)
def test_the_days_between_are_those_after_the_first_up_to_the_last(start: date, end: date, days: list[int]) -> None:
    assert working_days_between(start, end) == [date(2026, 5, day) for day in days]


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (FRIDAY, FRIDAY),
        (SATURDAY, MONDAY),
        (date(2026, 12, 27), MONDAY),
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 2, 28), date(2026, 2, 28)),
    ],
    ids=["a Friday", "a Saturday", "a Sunday", "National Day", "a Saturday that is worked"],
)
def test_a_period_ends_on_its_last_day_or_the_next_working_day(last: date, end: date) -> None:
    assert end_of_period(last) == end


def test_a_day_off_that_was_entered_by_hand_is_not_counted() -> None:
    by_hand(FRIDAY, working=False)

    assert end_of_period(FRIDAY) == MONDAY
    assert add_working_days(date(2026, 12, 24), 1).day == MONDAY
    assert working_days_before(MONDAY, 1) == date(2026, 12, 24)
    assert working_days_between(date(2026, 12, 24), MONDAY) == [MONDAY]


def test_a_working_day_that_was_entered_by_hand_is_counted() -> None:
    by_hand(SATURDAY, working=True)

    assert end_of_period(SATURDAY) == SATURDAY
    assert add_working_days(FRIDAY, 1).day == SATURDAY
    assert working_days_before(MONDAY, 1) == SATURDAY
    assert working_days_between(FRIDAY, MONDAY) == [SATURDAY, MONDAY]


def test_days_that_were_entered_by_hand_count_however_long_the_way_is() -> None:
    start, far = date(2026, 1, 5), date(2028, 1, 5)
    by_hand(date(2026, 1, 6), working=False)
    by_hand(date(2028, 1, 4), working=False)
    number = len(working_days_between(start, far))

    assert (add_working_days(start, number).day, working_days_before(far, number + 1)) == (far, date(2026, 1, 4))


@pytest.mark.parametrize(
    ("start", "number", "unpublished"),
    [
        (date(2026, 12, 24), 1, ()),
        (date(2090, 3, 1), 5, (2090,)),
        (date(2089, 12, 30), 3, (2089, 2090)),
        (date(2089, 12, 30), 0, (2089,)),
    ],
)
def test_a_year_on_the_way_that_is_not_published_is_named(start: date, number: int, unpublished: tuple[int]) -> None:
    found = add_working_days(start, number)

    assert found.unpublished == unpublished
    years = "、".join(map(str, unpublished))
    said = f"{years}年的放假和调休安排尚未公布，按周末和法定节日暂算，公布后请核对。" if unpublished else ""
    assert found.caution == said


@pytest.mark.parametrize(("year", "published"), [(2024, True), (2025, True), (2026, True), (2090, False)])
def test_a_year_is_published_when_its_days_to_make_up_are_known(year: int, published: bool) -> None:
    assert is_published(year) is published
