"""Words of the pages: what is searched for, how long is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from forms.numbers import whole
from forms.reach import FIRST, LAST
from workflows.table.rules import Rule, Value

SOON = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A due day in words, and how near it is: `late`, `today`, `soon`, `far`, `none`."""

    words: str
    level: str
    day: date | None = None


def due_of(day: date | None, on: date) -> Due:
    """Say how many days are left of a limit on a day."""
    if day is None:
        return Due(_("不限期"), "none")
    left = (day - on).days
    if left < 0:
        return Due(_("已逾期 %(days)s 天") % {"days": -left}, "late", day)
    if left == 0:
        return Due(_("今天到期"), "today", day)
    return Due(_("剩 %(days)s 天") % {"days": left}, "soon" if left <= SOON else "far", day)


def value_words(rule: Rule, value: Value) -> str:
    """Say a rule's value in the language of the page: a figure with its unit, or words."""
    words = rule.words(value)
    if rule.unit and words.endswith(rule.unit):
        return words.removesuffix(rule.unit) + _(rule.unit)
    return _(words)


def key_in(text: str) -> int | None:
    """Return the number that an address or a form names, None where it is none that a key or a sequence can have."""
    return whole(text)


def day_in(text: str) -> date | None:
    """Return the day that an address names as 2026-05-04, None where it is none that anybody can mean."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def searched(given: Mapping[str, Any]) -> str:
    """Return what somebody looks for: trimmed, at most 60 characters."""
    return str(given.get("q", "")).strip()[:60]
