"""Calendar arithmetic of the regulations: months, ages, birthdays.

Sources: Civil Code arts. 200-203 (periods), rules.md 3.4.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from forms.words import zh_date as zh_date


def add_months(day: date, months: int) -> date:
    """Return the corresponding day `months` later; a missing one becomes the last of its month (Civil Code 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(born: date, years: int) -> date:
    """Return the day on which a person born on `born` completes `years`; the day itself counts as reached.

    Born on 29 February: 28 February of a common year (Civil Code art. 202 by analogy).
    """
    return add_months(born, years * 12)


def age(born: date, on: date) -> int:
    """Return the completed years of age on a day."""
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1
