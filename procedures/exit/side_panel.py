"""名册情况: what the register knows of the person, shown beside the forms of branch and committee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.exit.conditions import office_of
from procedures.exit.facts import ExitFacts
from procedures.register.rolls import IN_PARTY
from procedures.register.verbs import subject_standing
from workflows.table import SidePanel
from workflows.table.act import Act


def known(act: Act[ExitFacts]) -> Mapping[str, Any]:
    """Return what the register knows on the day of the act."""
    standing, office = subject_standing(act), office_of(act, act.on)
    return {
        "person": act.subject,
        "standing": standing,
        "birthday_on": act.facts.birthday_on,
        "due_on": act.facts.due_on,
        "late": act.facts.late,
        "held": office is not None,
        "until": office.until if office else None,
        "in_party": standing.party_stage in IN_PARTY,
    }


REGISTER = SidePanel("exit/register.html", known)
