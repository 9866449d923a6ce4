"""表: the vocabulary in which a procedure is written, and the check that it can be carried out.

The words of a table are here; conditions, rules, refusals and the act that effects see have a module each.
"""

from workflows.table.belongings import Belongings, Succession
from workflows.table.instead import Instead
from workflows.table.moved import IN_SYSTEM, Fate, Moved, Whither
from workflows.table.procedure import Closing, Detour, Ending, Expiry, Procedure, Stage
from workflows.table.rows import (
    Column,
    Common,
    Conflict,
    Early,
    Effect,
    Limit,
    Matter,
    PaperKind,
    Placed,
    Record,
    Repeat,
    RoundRow,
    SidePanel,
    Skipped,
    Step,
    Way,
    Who,
)

__all__ = [
    "IN_SYSTEM",
    "Belongings",
    "Closing",
    "Column",
    "Common",
    "Conflict",
    "Detour",
    "Early",
    "Effect",
    "Ending",
    "Expiry",
    "Fate",
    "Instead",
    "Limit",
    "Matter",
    "Moved",
    "PaperKind",
    "Placed",
    "Procedure",
    "Record",
    "Repeat",
    "RoundRow",
    "SidePanel",
    "Skipped",
    "Stage",
    "Step",
    "Succession",
    "Way",
    "Whither",
    "Who",
]
