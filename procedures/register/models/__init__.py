"""What the register keeps."""

from __future__ import annotations

from procedures.register.models.dues import ArrearsReminder, Charge, Less
from procedures.register.models.history import (
    Discipline,
    MembershipPeriod,
    OrganizationSpan,
    StatusSpan,
    YearRecord,
)
from procedures.register.models.numbers import DevelopmentNumber, NumberBlock
from procedures.register.models.roster import RememberedColumns
from procedures.register.models.standing import MEMBERS_STATUSES, ON_THE_WAY, DuesCategory, PartyStage, Standing, Status
from procedures.register.models.views import SavedView

__all__ = [
    "MEMBERS_STATUSES",
    "ON_THE_WAY",
    "ArrearsReminder",
    "Charge",
    "DevelopmentNumber",
    "Discipline",
    "DuesCategory",
    "Less",
    "MembershipPeriod",
    "NumberBlock",
    "OrganizationSpan",
    "PartyStage",
    "RememberedColumns",
    "SavedView",
    "Standing",
    "Status",
    "StatusSpan",
    "YearRecord",
]
