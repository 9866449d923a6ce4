"""期间: a year, half-year, quarter or month by its name."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.dues.periods import half_year_of, parse


@pytest.mark.parametrize(
    ("text", "name", "first", "last", "title"),
    [
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026-H1", "2026-H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        ("2026h2", "2026-H2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("2026-Q1", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第1季度"),
        ("2026-Q2", "2026-Q2", date(2026, 4, 1), date(2026, 6, 30), "2026年第2季度"),
        (" 2026q3 ", "2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第3季度"),
        ("2026-Q4", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第4季度"),
        ("2026-01", "2026-01", date(2026, 1, 1), date(2026, 1, 31), "2026年1月"),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2026-2", "2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        ("2026-12", "2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("2026-H01", "2026-H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
    ],
)
def test_a_period_is_read_by_its_name(text: str, name: str, first: date, last: date, title: str) -> None:
    period = parse(text)

    assert (period.name, period.first, period.last, period.title) == (name, first, last, title)


@pytest.mark.parametrize(
    "text", ["", "2026-0", "2026-00", "2026-13", "2026-Q0", "2026-Q5", "2026-H0", "2026-H3", "26", "2026-1-1", "1999",
             "2026-H", "2026-X1", "12026"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        parse(text)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "2026-H1"), (date(2026, 6, 30), "2026-H1"), (date(2026, 7, 1), "2026-H2"),
        (date(2026, 12, 31), "2026-H2"),
    ],
)  # fmt: skip
def test_a_day_lies_in_one_half_of_the_year(day: date, name: str) -> None:
    assert half_year_of(day).name == name
