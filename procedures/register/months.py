"""月份: a month is its first day; months count, and are written 2026-05."""

from __future__ import annotations

import re
from datetime import date, timedelta

from forms.words import zh_month as zh_month
from workflows.days.dates import add_months

MONTH = re.compile(r"^(19|20|21)[0-9]{2}-[0-9]{1,2}$")


def month_of(day: date) -> date:
    """Return the month of a day."""
    return day.replace(day=1)


def parse_month(text: str) -> date:
    """Read 2026-05.

    Raises:
        ValueError: the text is no month, or one of a year that nobody means.
    """
    if not MONTH.match(text.strip()):
        raise ValueError(f"no month: {text[:20]!r}")
    year, _, month = text.strip().partition("-")
    return date(int(year), int(month), 1)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return add_months(month, 1) - timedelta(days=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the months from one to another, both included; none where the second is earlier."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(add_months(month_of(first), index) for index in range(max(count, 0)))


def zh_months(months: tuple[date, ...]) -> str:
    """Say months in words, those that follow each other as a span: 2026年1月至3月、2026年5月."""
    spans: list[list[date]] = []
    for month in sorted(months):
        if spans and add_months(spans[-1][-1], 1) == month:
            spans[-1].append(month)
        else:
            spans.append([month])
    return "、".join(_span(span[0], span[-1]) for span in spans)


def _span(first: date, last: date) -> str:
    if first == last:
        return zh_month(first)
    to = f"{last.month}月" if last.year == first.year else zh_month(last)
    return f"{zh_month(first)}至{to}"
