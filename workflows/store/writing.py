"""Saving one row: the SQL of a model's insert and update, written once.

`save` asks every signal, works out which columns to write and lets Django write the statement anew; what an act
writes is the same few rows each time. No signal is sent and no `save` of a model is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Field, Model

from workflows.store.prepared import cursor_of
from workflows.store.rooted import Rooted

Columns = Sequence["Field[Any, Any]"]


def insert(row: Model) -> None:
    """Insert a row and give it the key that the database chose, where it has none.

    Raises:
        IntegrityError: a constraint refuses it.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    kind, keyed = type(row), row.pk is not None
    columns = _columns(kind, keyed)
    with cursor_of(connection) as cursor:
        cursor.execute(_insert_sql(kind, keyed), _values(row, columns, connection, add=True))
        if not keyed:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: Model, *names: str) -> None:
    """Write some columns of a row that is there, all but its key and its root where none are named.

    Raises:
        DatabaseError: the row is not there any more.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    kind = type(row)
    columns = _named(kind, names)
    with cursor_of(connection) as cursor:
        cursor.execute(_update_sql(kind, names), [*_values(row, columns, connection, add=False), *_place(row)])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{kind.__name__} {row.pk} is not there any more")


def move(row: Rooted, root: str) -> None:
    """Take a row to another root with its key: deleted there and inserted here, for no statement sets a root.

    Raises:
        DatabaseError: the row is not there any more.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with cursor_of(connection) as cursor:
        cursor.execute(_delete_sql(type(row)), [*_place(row)])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{type(row).__name__} {row.pk} is not there any more")
    row.root = root
    insert(row)


def save(row: Model, *names: str) -> None:
    """Insert a row that is new, else write some of its columns, all but its key where none are named.

    Raises: as `insert` and `update`.
    """
    if row._state.adding:
        insert(row)
    else:
        update(row, *names)


def _values(row: Model, columns: Columns, connection: Any, *, add: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in columns]


def _place(row: Model) -> tuple[Any, ...]:
    return (row.pk, row.root) if isinstance(row, Rooted) else (row.pk,)


@cache
def _columns(kind: type[Model], keyed: bool) -> Columns:
    return tuple(field for field in kind._meta.concrete_fields if keyed or not field.primary_key)


@cache
def _named(kind: type[Model], names: tuple[str, ...]) -> Columns:
    if names:
        return tuple(kind._meta.get_field(name) for name in names)  # type: ignore[misc]  # concrete ones are named
    return tuple(
        field for field in _columns(kind, keyed=False) if not (field.name == "root" and issubclass(kind, Rooted))
    )


@cache
def _insert_sql(kind: type[Model], keyed: bool) -> str:
    options, quoted = kind._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = _columns(kind, keyed)
    names = ", ".join(quoted(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    key = "" if keyed else f" RETURNING {quoted(str(options.pk.column))}"
    return f"INSERT INTO {quoted(options.db_table)} ({names}) VALUES ({marks}){key}"  # noqa: S608 -- names of the model


@cache
def _update_sql(kind: type[Model], names: tuple[str, ...]) -> str:
    options, quoted = kind._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    changed = ", ".join(f"{quoted(str(field.column))} = %s" for field in _named(kind, names))
    own = f" AND {quoted('root')} = %s" if issubclass(kind, Rooted) else ""
    return f"UPDATE {quoted(options.db_table)} SET {changed} WHERE {quoted(str(options.pk.column))} = %s{own}"  # noqa: S608


@cache
def _delete_sql(kind: type[Model]) -> str:
    options, quoted = kind._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    key, root = quoted(str(options.pk.column)), quoted("root")
    return f"DELETE FROM {quoted(options.db_table)} WHERE {key} = %s AND {root} = %s"  # noqa: S608 -- names of the model
