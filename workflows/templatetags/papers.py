"""Filters for papers: Chinese dates, QR codes, and names that must fit a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template

from workflows.papers.qr import qr_url

register = template.Library()

LETTERHEAD_WIDTH = 156  # mm, the width of the text
LETTERHEAD_LARGEST = 10.5  # mm, 30 pt
LONG_NAME = 8  # characters
ONE_LINE = 19  # characters of at least 8 mm
NAME_ENDS = "省市州县区局委会院校学司团部所处科"  # a long name may be broken after one of these


@register.filter
def zh_date(day: date | None) -> str:
    """Return `2026年5月28日`, or nothing for no date."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def zh_month(day: date | None) -> str:
    """Return `2004年3月`, or nothing for no date."""
    return f"{day.year}年{day.month}月" if day else ""


@register.filter
def qr(text: str) -> str:
    """Return the text's QR code as a data URL."""
    return qr_url(text)


@register.filter
def in_lines(name: str) -> tuple[str, ...]:
    """Return an organization's name as one line, or as two broken where a word ends, nearest the middle."""
    if len(name) <= ONE_LINE:
        return (name,)
    middle = (len(name) + 1) // 2
    ends = [place for place in range(6, len(name) - 5) if name[place - 1] in NAME_ENDS]
    cut = min(ends, key=lambda place: abs(place - middle), default=middle)
    return name[:cut], name[cut:]


@register.filter
def letterhead_size(lines: tuple[str, ...]) -> str:
    """Return the largest size, in mm, at which every line fits the width of the text."""
    longest = max(len(line) for line in lines)
    return f"{min(LETTERHEAD_LARGEST, LETTERHEAD_WIDTH / max(longest, 1)):.2f}"


@register.filter
def has_long_names(facts: Mapping[str, object]) -> bool:
    """Tell whether a paper names people or places so long that its text must stand closer to stay on its page."""
    names = [str(facts.get(name) or "") for name in ("name", "candidate", "payer", "person")]
    places = [str(facts.get(name) or "") for name in ("signed_by", "branch", "organization", "addressee", "unit")]
    return max(map(len, names)) > LONG_NAME or max(map(len, places)) > ONE_LINE


@register.filter
def unstopped(text: str) -> str:
    """Return what somebody typed without the full stop at its end, where the sentence of the paper has its own."""
    return text.rstrip().rstrip("。．.；;")


@register.filter
def as_number(number: str) -> str:
    """Return a number as a sentence calls it: 江医团介〔2026〕1号 as it is, a number of former years as 第 … 号."""
    return number if number.endswith("号") else f"第 {number} 号"
