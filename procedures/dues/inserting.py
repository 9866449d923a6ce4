"""Inserting the months of thousands of people at once: by COPY on PostgreSQL, one prepared statement on SQLite.

Careful: this goes past the model, so the columns stand here once more.
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


def insert_charges(rows: Sequence[Fresh]) -> None:
    """Insert charges of months not charged yet; the caller holds the standings of their people.

    Raises:
        IntegrityError: one of a person and month is there already.
    """
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in Fresh._fields)
    table = Charge._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(Fresh._fields))
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)  # noqa: S608 -- names of our own columns
