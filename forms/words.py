"""用语: how days and months are written wherever a reader meets them."""

from __future__ import annotations

from datetime import date


def zh_date(day: date) -> str:
    """Return a day as a Chinese document writes it: 2026年5月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


def zh_month(month: date | str) -> str:
    """Return a month, given as its first day or as 2026-05, as a Chinese document writes it: 2026年5月."""
    year, number, *_ = str(month).split("-")
    return f"{year}年{int(number)}月"
