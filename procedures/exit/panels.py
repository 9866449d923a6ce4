"""What everybody's own page, and the page of a person, say of the exit: when it comes, and what keeps it off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from procedures.exit import rules
from procedures.register import offices
from procedures.register.dossier import Dossier
from procedures.register.panels import Panel
from workflows.days.dates import add_months, birthday

MONTHS_AHEAD = 12


def coming_exit(known: Dossier) -> Mapping[str, Any]:
    """Return when a member completes the age, from a year before on, and the office that keeps him; else nothing."""
    born, on = known.person.born, known.on
    years = rules.EXIT_AGE.version(on).value
    if born is None or not isinstance(years, int):
        return {}
    day = birthday(born, years)
    if day > add_months(on, MONTHS_AHEAD) or not known.standing.is_member:
        return {}
    held = known.history.offices_on(max(day, on), groups=bool(rules.GROUP_LEADER.version(on).value))
    return {
        "day": day,
        "years": years,
        "reached": day <= on,
        "days": (day - on).days,
        "kept": bool(held),
        "until": offices.latest(one.last_on for one in held),
    }


PANELS = (Panel(_("超龄离团"), "exit/panel.html", coming_exit),)
