"""What the forms of dues show before anybody has typed, and the tests by which a decision goes its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.dues.conditions import Dues
from procedures.dues.periods import half_year_of
from procedures.register.months import month_of
from procedures.register.verbs import subject_standing
from workflows.days.dates import add_months


def approved(act: Dues) -> bool:
    """Tell whether the decision is yes."""
    return bool(act.answers["decision"] == "approve")


def this_half_year(act: Dues) -> Mapping[str, Any]:
    """Propose the months of the half-year of the day, up to the present one."""
    return {"from_month": half_year_of(act.on).first, "to_month": month_of(act.on)}


def last_half_year(act: Dues) -> Mapping[str, Any]:
    """Propose the half-year that is over."""
    return {"period": half_year_of(add_months(act.on, -6)).name}


def from_this_month(act: Dues) -> Mapping[str, Any]:
    """Propose the month of the day."""
    return {"from_month": month_of(act.on)}


def basis_of_now(act: Dues) -> Mapping[str, Any]:
    """Propose what the register has of the member, from this month on."""
    standing = subject_standing(act)
    known = {"category": standing.dues_category, "base": standing.dues_base_fen}
    return {**{name: value for name, value in known.items() if value}, **from_this_month(act)}
