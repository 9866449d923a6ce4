"""What the forms of exit show before anybody has typed: only what the register already knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.exit import due
from procedures.exit.conditions import office_of
from procedures.exit.facts import ExitFacts
from procedures.register.verbs import subject_standing
from workflows.table.act import Act

Exit = Act[ExitFacts]


def this_month(act: Exit) -> Mapping[str, Any]:
    """Propose the month at hand."""
    return {"month": due.month_text(act.on)}


def as_registered(act: Exit) -> Mapping[str, Any]:
    """Propose office and dues as the register has them."""
    office, paid_to = office_of(act, act.on), subject_standing(act).dues_paid_to
    return {
        "office_held": office is not None,
        "office_until": office.until if office else None,
        "dues_paid_to": due.month_text(paid_to) if paid_to else "",
    }


def exit_today(act: Exit) -> Mapping[str, Any]:
    """Propose the day of approval, not before the birthday."""
    return {"exit_on": max(act.on, act.facts.birthday_on or act.on)}


def this_one(act: Exit) -> Mapping[str, Any]:
    """Propose the person whose case it is; others are added from those who wait."""
    return {"list": [act.subject.pk]}
