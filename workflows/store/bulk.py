"""成批写入: inserting many rows with keys that are known before, so that what refers to them is written with them.

PostgreSQL takes them by COPY, SQLite as one prepared statement; Django would write the SQL of every row anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from workflows.store import writing

FEW = 3  # rows; more are quicker at once


def give_keys(rows: Sequence[Model]) -> None:
    """Give rows that are not saved yet the keys under which they will be.

    Raises:
        TransactionManagementError: outside a transaction, where SQLite could give the same keys to somebody else.
    """
    if not rows:
        return
    for row, key in zip(rows, next_keys(type(rows[0]), len(rows)), strict=True):
        row.pk = key


def next_keys(kind: type[Model], count: int) -> Sequence[int]:
    """Return the keys of so many rows that the transaction under way will insert.

    Raises:
        TransactionManagementError: outside a transaction, where SQLite could give the same keys to somebody else.
    """
    connection = _within_a_transaction()
    options = kind._meta
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Careful: PostgreSQL would look up the sequence's name again for each key.
            series = "(SELECT pg_get_serial_sequence(%s, %s)::regclass AS name OFFSET 0) AS series"
            cursor.execute(
                f"SELECT nextval(name) FROM {series}, generate_series(1, %s)",  # noqa: S608 -- no value
                [options.db_table, options.pk.column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [options.db_table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        return range(last + 1, last + 1 + count)


def _within_a_transaction() -> BaseDatabaseWrapper:
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise TransactionManagementError("keys are given within the transaction that uses them")
    return connection


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, giving keys to those that have none; no signal is sent and no `save` is called.

    Raises:
        IntegrityError: a constraint refuses one of them; none is inserted.
    """
    if not rows:
        return
    give_keys([row for row in rows if row.pk is None])
    insert_values(columns_of(type(rows[0])), [values_of(row) for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_all(rows: Sequence[Model]) -> None:
    """Insert rows of one model: a few each by the statement that is there, many at once.

    Raises:
        IntegrityError: a constraint refuses one of them.
        TransactionManagementError: outside a transaction, so that it shows with few what many would meet.
    """
    _within_a_transaction()
    if len(rows) > FEW:
        insert(rows)
        return
    for row in rows:
        writing.insert(row)


def insert_values(columns: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values as the database takes them; `columns` names the table and, in their order, its columns.

    Raises:
        IntegrityError: a constraint refuses one of them; none is inserted.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, copying(cursor, columns) as copy:
                for values in rows:
                    copy.write_row(values)
        elif rows:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {columns} VALUES ({marks})", rows)  # noqa: S608 -- names of the model, no values


def copying(cursor: Any, columns: str) -> AbstractContextManager[Any]:
    """Begin a COPY of PostgreSQL into some columns, to which rows or ready lines are written."""
    begun: AbstractContextManager[Any] = cursor.copy(f"COPY {columns} FROM STDIN")
    return begun


def columns_of(kind: type[Model], *names: str) -> str:
    """Return the table of a model with some of its columns, all where none are named, as an INSERT names them."""
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(map(quoted, names or [str(field.column) for field in kind._meta.concrete_fields]))
    return f"{quoted(kind._meta.db_table)} ({columns})"


def values_of(row: Model) -> list[Any]:
    """Return what a row has in its columns, as the database takes it."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields = row._meta.concrete_fields
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
