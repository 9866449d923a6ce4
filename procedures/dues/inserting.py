"""Inserting the months of thousands of people at once: one statement on PostgreSQL, one prepared one on SQLite.

Careful: this goes past the model, so the columns stand here once more; a month charged already is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from procedures.register.models import Charge


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


TYPES = ("bigint", "bigint", "varchar", "date", "integer", "integer", "varchar", "varchar", "integer", "date")


def insert_charges(rows: Sequence[Fresh]) -> None:
    """Insert charges; one of a person and month that is there already is ignored."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in Fresh._fields)
    into = f'INSERT INTO "{Charge._meta.db_table}" ({columns})'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in TYPES)
            columnwise = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING", columnwise)  # noqa: S608 -- names of our own columns
        else:
            marks = ", ".join(["%s"] * len(TYPES))
            cursor.executemany(f"{into} VALUES ({marks}) ON CONFLICT DO NOTHING", rows)
