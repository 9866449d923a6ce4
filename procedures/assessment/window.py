"""评议时间: from the end of the year to the beginning of the next (rules.md 6)."""

from __future__ import annotations

from datetime import date

from procedures.assessment import rules
from workflows.table.rules import Law, Rule


def window_of(law: Law, year: int) -> tuple[date, date]:
    """Return the first and last day on which a year is usually assessed there."""
    opens, closes = _day(law, rules.WINDOW_OPENS, year), _day(law, rules.WINDOW_CLOSES, year)
    return opens, closes if closes >= opens else _day(law, rules.WINDOW_CLOSES, year + 1)


def _day(law: Law, rule: Rule, year: int) -> date:
    month, _, day = str(law[rule]).partition("-")
    return date(year, int(month), int(day))
