"""成批写入: inserting many rows with keys that are known before, so that what refers to them is written with them.

PostgreSQL takes them by COPY, SQLite as one prepared statement; Django would write the SQL of every row anew.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    for row, key in zip(rows, next_keys(type(rows[0]), len(rows)), strict=True):
        row.pk = key


def next_keys(kind: type[Model], count: int) -> Sequence[int]:
    """Return the keys of so many rows that the transaction under way will insert.

    Raises:
        TransactionManagementError: outside a transaction, where SQLite could give the same keys to somebody else.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise TransactionManagementError("keys are given within the transaction that uses them")
    options = kind._meta
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            series = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(series, [options.db_table, options.pk.column, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [options.db_table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        return range(last + 1, last + 1 + count)


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model, giving keys to those that have none; no signal is sent and no `save` is called.

    Raises:
        IntegrityError: a constraint refuses one of them; none is inserted.
    """
    if not rows:
        return
    give_keys([row for row in rows if row.pk is None])
    insert_values(type(rows[0]), [_values(row) for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_values(kind: type[Model], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of which each has the value of every column, in the model's order, as the database takes it.

    Raises:
        IntegrityError: a constraint refuses one of them; none is inserted.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    options = kind._meta
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in options.concrete_fields)
    table = quoted(options.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in rows:
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(options.concrete_fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 -- names of the model, no values


def _values(row: Model) -> list[Any]:
    """Return what a row has in its columns, as the database takes it."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields = row._meta.concrete_fields
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]


class Stencil:
    """A row to be written again and again with other values in some of its columns.

    Those that stay are made ready for the database once. Those that differ are given as they are: keys and texts.
    """

    def __init__(self, row: Model, *names: str) -> None:
        columns = [field.attname for field in row._meta.concrete_fields]
        self._places = [columns.index(name) for name in names]
        self._values = _values(row)
        if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
            self._values = [_as_text(value) for value in self._values]

    def values(self, *given: int | str) -> list[Any]:
        """Return the values of a row for `insert_values`; `given` are those of the names, in their order."""
        values = self._values.copy()
        for place, value in zip(self._places, given, strict=True):
            values[place] = value
        return values


def _as_text(value: Any) -> Any:
    """Return the text that COPY would make of a value."""
    if value is None or isinstance(value, (int, str)):
        return value
    from psycopg.adapt import PyFormat, Transformer  # noqa: PLC0415 -- a start on SQLite does without psycopg

    transformer = Transformer(connections[DEFAULT_DB_ALIAS].connection)
    return bytes(transformer.get_dumper(value, PyFormat.TEXT).dump(value) or b"").decode()
