"""成批写入: inserting many rows with keys that are known before, so that what refers to them is written with them.

PostgreSQL takes them by COPY, SQLite as one prepared statement; Django would write the SQL of every row anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.transaction import TransactionManagementError


def give_keys(rows: Sequence[Model]) -> None:
    """Give rows that are not saved yet the keys under which they will be.

    Raises:
        TransactionManagementError: outside a transaction, where SQLite could give the same keys to somebody else.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise TransactionManagementError("keys are given within the transaction that uses them")
    options = rows[0]._meta
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            series = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(series, [options.db_table, options.pk.column, len(rows)])
            keys: Sequence[int] = [key for (key,) in cursor.fetchall()]
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [options.db_table])
            found = cursor.fetchone()
            last = found[0] if found else 0
            keys = range(last + 1, last + 1 + len(rows))
    for row, key in zip(rows, keys, strict=True):
        row.pk = key


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, giving keys to those that have none; no signal is sent and no `save` is called.

    Raises:
        IntegrityError: a constraint refuses one of them; none is inserted.
    """
    give_keys([row for row in rows if row.pk is None])
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    options = rows[0]._meta
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in options.concrete_fields)
    table = quoted(options.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in _values(rows, connection):
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(options.concrete_fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(_values(rows, connection)))  # noqa: S608 -- names of the model, no values
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _values(rows: Sequence[Model], connection: Any) -> Iterator[list[Any]]:
    """Yield what each row has in its columns, as the database takes it."""
    fields = rows[0]._meta.concrete_fields
    for row in rows:
        yield [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
