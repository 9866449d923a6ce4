"""期间: a year, half-year, quarter or month by its name: 2026, 2026-H1, 2026-Q3, 2026-05."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from procedures.register.months import last_day

_PERIOD = re.compile(r"^(?P<year>20\d\d)(?:-?(?P<part>[HhQq]?)(?P<number>\d{1,2}))?$")
LENGTHS = {"": 1, "Q": 3, "H": 6}


@dataclass(frozen=True, slots=True)
class Period:
    """A run of whole months."""

    name: str
    first: date
    last: date

    @property
    def title(self) -> str:
        """The period in Chinese: 2026年上半年."""
        year, _, part = self.name.partition("-")
        if not part:
            return f"{year}年"
        if part[0] == "H":
            return f"{year}年{'上' if part == 'H1' else '下'}半年"
        return f"{year}年第{part[1:]}季度" if part[0] == "Q" else f"{year}年{int(part)}月"


def parse(text: str) -> Period:
    """Read a period.

    Raises:
        ValueError: the text is none.
    """
    found = _PERIOD.match(text.strip())
    if not found:
        raise ValueError(f"no period: {text!r}")
    year, part, number = int(found["year"]), (found["part"] or "").upper(), int(found["number"] or 0)
    if found["number"] is None:
        return Period(str(year), date(year, 1, 1), date(year, 12, 31))
    length = LENGTHS[part]
    if not 1 <= number <= 12 // length:
        raise ValueError(f"no period: {text!r}")
    first = date(year, (number - 1) * length + 1, 1)
    name = f"{year}-{part}{number}" if part else f"{year}-{number:02}"
    return Period(name, first, last_day(date(year, number * length, 1)))


def half_year_of(day: date) -> Period:
    """Return the half-year of a day."""
    return parse(f"{day.year}-H{1 if day.month <= 6 else 2}")
