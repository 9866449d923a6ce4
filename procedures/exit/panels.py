"""What everybody's own page, and the page of a person, say of the exit: when it comes, and what keeps it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from procedures.exit import rules
from procedures.register import offices
from procedures.register.models import Standing
from workflows.dates import add_months, birthday
from workflows.pages.panels import Panel
from workflows.people.models import Person

MONTHS_AHEAD = 12


def coming_exit(person: Person, on: date) -> Mapping[str, Any]:
    """Return when a member completes the age, from a year before on, and the office that keeps him; else nothing."""
    years = rules.EXIT_AGE.version(on).value
    if person.born is None or not isinstance(years, int):
        return {}
    day = birthday(person.born, years)
    standing = Standing.objects.filter(person=person).first() if day <= add_months(on, MONTHS_AHEAD) else None
    if standing is None or not standing.is_member:
        return {}
    held = offices.until_of([person.pk], max(day, on), groups=bool(rules.GROUP_LEADER.version(on).value))
    return {
        "day": day,
        "years": years,
        "reached": day <= on,
        "days": (day - on).days,
        "kept": person.pk in held,
        "until": held.get(person.pk),
    }


PANELS = (Panel(_("超龄离团"), "exit/panel.html", coming_exit),)
