"""Inserting the months of thousands of people at once.

Careful: this goes past the model, so the columns stand here once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from procedures.register.models import Charge
from workflows.store.bulk import columns_of, insert_values


class Fresh(NamedTuple):
    """A charge as its row is: the fields are its columns, in this order."""

    person_id: int
    organization_id: int
    root: str
    month: date
    fen: int
    paid_fen: int
    less: str
    category: str
    base_fen: int | None
    opened_on: date


def insert_charges(rows: Sequence[Fresh]) -> None:
    """Insert charges of months not charged yet; the caller holds the standings of their people.

    Raises:
        IntegrityError: one of a person and month is there already.
    """
    if not rows:
        return
    insert_values(columns_of(Charge, *Fresh._fields), rows)
