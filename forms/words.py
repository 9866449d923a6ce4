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


def zh_period(period: str) -> str:
    """Return what a round is about, 2026, 2026-04 or 2026-01/2026-06, as its readers see it: 2026年1月至2026年6月."""
    return "至".join(zh_month(part) if "-" in part else part for part in period.split("/"))
