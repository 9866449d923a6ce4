"""工作日: weekdays without statutory holidays, with make-up working days (调休), from a maintained calendar.

The State Council publishes a year's days in the autumn before; a year not yet published is reckoned by weekends
and fixed holidays and said to be provisional. A row of `CalendarDay` goes before the library either way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from workflows.models import CalendarDay
from workflows.store.prepared import PreparedValues

if TYPE_CHECKING:
    from holidays import HolidayBase


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day that was reckoned in working days, and the years on the way whose holidays are not published yet."""

    day: date
    unpublished: tuple[int, ...] = ()

    @property
    def caution(self) -> str:
        """The warning to show, empty where every year is published."""
        years = "、".join(str(year) for year in self.unpublished)
        return f"{years}年的放假和调休安排尚未公布，按周末和法定节日暂算，公布后请核对。" if years else ""


def add_working_days(start: date, number: int) -> Reckoned:
    """Return the `number`-th working day after `start`, which is not counted itself (Civil Code 201 by analogy)."""
    works, day, left = _calendar_kept(), start, number
    while left > 0:
        day += timedelta(days=1)
        left -= works(day)
    years = range(start.year, day.year + 1)
    return Reckoned(day, tuple(year for year in years if not is_published(year)))


def end_of_period(last: date) -> date:
    """Return the day on which a period ends: its last day, or the next working day where that is none.

    Civil Code art. 203. Not for birthdays, nor for how long votes and letters are valid or somebody is observed.
    """
    works = _calendar_kept()
    while not works(last):
        last += timedelta(days=1)
    return last


def working_days_before(end: date, number: int) -> date:
    """Return the `number`-th working day before `end`, which is not counted itself."""
    works, day, left = _calendar_kept(), end, number
    while left > 0:
        day -= timedelta(days=1)
        left -= works(day)
    return day


def working_days_between(start: date, end: date) -> list[date]:
    """Return the working days after `start` up to and with `end`."""
    works = _calendar_kept()
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return [day for day in days if works(day)]


def _calendar_kept() -> Callable[[date], bool]:
    """Return what tells of a day whether it is worked: as it was entered by hand, else as the library has it."""
    by_hand = dict(_by_hand())
    return lambda day: by_hand[day] if day in by_hand else is_working_day(day)


_by_hand = PreparedValues(lambda: CalendarDay.objects.values_list("day", "working"))  # few rows, whatever the period


def is_working_day(day: date) -> bool:
    """Tell whether the library takes a day for a working day."""
    return bool(_calendar(day.year).is_working_day(day))


@lru_cache
def is_published(year: int) -> bool:
    """Tell whether the year's days off and make-up days are in the calendar; every published year has make-up days."""
    return any(day.year == year for day in _calendar(year).weekend_workdays)


@lru_cache
def _calendar(year: int) -> HolidayBase:
    import holidays  # noqa: PLC0415 -- takes long to load, and few pages reckon in working days

    return holidays.country_holidays("CN", years=year)
