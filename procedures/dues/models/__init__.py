"""The books of the dues."""

from __future__ import annotations

from procedures.dues.models.basis import DuesBasis, Relief, ReliefKind
from procedures.dues.models.credit import Credit
from procedures.dues.models.ledger import Account, Line, Posting, PostingKind
from procedures.dues.models.payment import ImportedSheet, Method, Payment, Settlement
from procedures.dues.models.remittance import Remittance

__all__ = [
    "Account",
    "Credit",
    "DuesBasis",
    "ImportedSheet",
    "Line",
    "Method",
    "Payment",
    "Posting",
    "PostingKind",
    "Relief",
    "ReliefKind",
    "Remittance",
    "Settlement",
]
