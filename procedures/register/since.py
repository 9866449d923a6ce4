"""Since when the register knows a person as a member."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Min

from procedures.register.models import MembershipPeriod
from workflows.table.act import Act


def member_since(act: Act[Any]) -> date | None:
    """Return the day on which the person concerned first became a member, None where the register knows of none."""
    found = MembershipPeriod.objects.accepted().filter(person=act.subject).aggregate(first=Min("joined_on"))
    first: date | None = found["first"]
    return first
