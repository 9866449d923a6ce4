"""表: the vocabulary in which a procedure is written, and the check that it can be carried out.

The words of a row are here; conditions, rules, refusals and the act that effects see have a module each.
"""

from workflows.table.procedure import (
    Closing,
    Column,
    Detour,
    Early,
    Effect,
    Ending,
    Expiry,
    Limit,
    Matter,
    PaperKind,
    Placed,
    Procedure,
    Record,
    RoundRow,
    SidePanel,
    Skipped,
    Stage,
    Step,
    Way,
)

__all__ = [
    "Closing",
    "Column",
    "Detour",
    "Early",
    "Effect",
    "Ending",
    "Expiry",
    "Limit",
    "Matter",
    "PaperKind",
    "Placed",
    "Procedure",
    "Record",
    "RoundRow",
    "SidePanel",
    "Skipped",
    "Stage",
    "Step",
    "Way",
]
