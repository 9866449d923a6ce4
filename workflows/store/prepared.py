"""Statements that Django writes once and that are then sent again and again with other values.

Writing the SQL of a joined query takes Django several times as long as the database takes to answer it. What an act
reads and writes is the same few statements each time, so that each is written once for a database and a number of
values; PostgreSQL keeps its plan for the connection as well. The roots under way are values like the others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Generic, Self, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery

from workflows.store import rooted

M = TypeVar("M", bound=Model)
Q = TypeVar("Q", bound="QuerySet[Any, Any]")

Value = int | str | date
FIRST_DAY = date(1, 1, 2)
FIRST_MOMENT = datetime(1, 1, 2, tzinfo=UTC)


@contextmanager
def cursor_of(connection: Any) -> Iterator[Any]:
    """Give a cursor whose statements PostgreSQL plans once for a connection; Django's own binds values on this side.

    Where statements are written down with their values, Django's own is given, which has them.
    """
    if connection.queries_logged:
        with connection.cursor() as cursor:
            yield cursor
    elif connection.execute_wrappers:
        with connection.cursor() as cursor, _plain(connection) as plain:
            cursor.cursor = plain
            yield cursor
    else:
        connection.validate_no_broken_transaction()
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        with connection.wrap_database_errors, _plain(connection) as plain:
            yield plain


@contextmanager
def _plain(connection: Any) -> Iterator[Any]:
    """Give the database's own cursor under Django's."""
    if connection.vendor != "postgresql":
        # Careful: a cursor that is left to the collector may be freed by another thread, which then waits, with all
        # threads, for the lock that this one waits for: until the database's timeout ends it.
        with closing(connection.connection.cursor(_Marked)) as cursor:
            yield cursor
        return
    # Careful: for as long as a threshold is set, psycopg also keeps the last hundred statements of Django's own, which
    # have their values in them: of the background worker that is a hundred times a paper.
    own = connection.connection
    own.prepare_threshold = 0
    try:
        yield connection.Database.Cursor(own)
    finally:
        own.prepare_threshold = None


class _Marked(sqlite3.Cursor):
    """A cursor that turns Django's marks into SQLite's once for each statement, not each time that it is sent."""

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        return super().execute(_with_marks(sql), parameters or ())


@cache
def _with_marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")


class _Sent(Generic[Q]):
    """A query as a function of plain values, written once for each database and each number of values."""

    def __init__(self, build: Callable[..., Q]) -> None:
        self._build = build
        self._written: dict[tuple[Any, ...], _Written] = {}

    def _rows(self, values: tuple[Value, ...]) -> tuple[_Written, Any]:
        connection, roots = connections[DEFAULT_DB_ALIAS], rooted.roots()
        key = (connection.vendor, len(roots), *map(type, values))
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = _write(self._build, values, len(roots))
        with cursor_of(connection) as cursor:
            cursor.execute(written.filled.sql, written.filled.parameters(connection, (*values, *roots)))
            rows = cursor.fetchall()
        return written, written.compiler.apply_converters(rows, written.converters) if written.converters else rows


class Prepared(_Sent["QuerySet[M]"], Generic[M]):
    """A query of models as a function of plain values: keys, texts, days, moments.

    Each value must reach the database as it is given, once or several times; what the query asks besides is the same
    each time.
    """

    def __call__(self, *values: Value) -> list[M]:
        """Return the models found.

        Raises:
            LookupError: a value does not reach the database as it is given.
        """
        written, rows = self._rows(values)
        return [written.model_of(row) for row in rows]


class PreparedValues(_Sent["QuerySet[Any, Any]"]):
    """The same for a query of single columns, as `values_list` asks it."""

    def __call__(self, *values: Value) -> list[tuple[Any, ...]]:
        """Return the rows found.

        Raises:
            LookupError: a value does not reach the database as it is given.
        """
        return [tuple(row) for row in self._rows(values)[1]]


class PreparedUpdate:
    """Changing rows as a function of plain values: which rows, and what each column becomes."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any, Any], Mapping[str, Any]]]) -> None:
        self._build = build
        self._written: dict[tuple[Any, ...], _Filled] = {}

    def __call__(self, *values: Value) -> int:
        """Return how many rows were changed.

        Raises:
            LookupError: a value does not reach the database as it is given.
        """
        connection, roots = connections[DEFAULT_DB_ALIAS], rooted.roots()
        key = (connection.vendor, len(roots), *map(type, values))
        filled = self._written.get(key)
        if filled is None:
            filled = self._written[key] = self._write(connection, values, len(roots))
        with cursor_of(connection) as cursor:
            cursor.execute(filled.sql, filled.parameters(connection, (*values, *roots)))
            return int(cursor.rowcount)

    def _write(self, connection: Any, values: Sequence[Value], roots: int) -> _Filled:
        with _probing(values, roots) as probes:
            rows, changes = self._build(*probes.values)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        query.clear_ordering(force=True)
        return _filled(connection, self._build, query.get_compiler(DEFAULT_DB_ALIAS), probes)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A statement with the places of the values among its parameters."""

    sql: str
    fixed: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]

    def parameters(self, connection: Any, values: Sequence[Value]) -> list[Any]:
        """Return the parameters with the values in their places."""
        adapted = [_adapted(connection, value) for value in values]
        filled = list(self.fixed)
        for place, number in self.places:
            filled[place] = adapted[number]
        return filled


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement, and how a row that it finds becomes a model."""

    filled: _Filled
    compiler: Any
    converters: Any
    model: type[Model]
    names: Sequence[str]
    first: int
    end: int
    related: Sequence[Any]

    def model_of(self, row: Sequence[Any]) -> Any:
        """Return the model of a row, with those joined to it and what was annotated."""
        found = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.first : self.end])
        for populator in self.related:
            populator.populate(row, found)
        for name, column in (self.compiler.annotation_col_map or {}).items():
            setattr(found, name, row[column])
        return found


def _write(build: Callable[..., QuerySet[Any, Any]], values: Sequence[Value], roots: int) -> _Written:
    """Let Django write the statement of a query, and keep how its rows are read."""
    connection = connections[DEFAULT_DB_ALIAS]
    with _probing(values, roots) as probes:
        compiler = build(*probes.values).query.get_compiler(DEFAULT_DB_ALIAS)
    filled = _filled(connection, build, compiler, probes)
    select = compiler.select
    klass = compiler.klass_info or {"model": compiler.query.model, "select_fields": []}
    first, end = (klass["select_fields"][0], klass["select_fields"][-1] + 1) if klass["select_fields"] else (0, 0)
    return _Written(
        filled,
        compiler,
        compiler.get_converters([one[0] for one in select[: compiler.col_count]]),
        klass["model"],
        [one[0].target.attname for one in select[first:end]],
        first,
        end,
        get_related_populators(klass, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]  # typed for a later Django
    )


@dataclass(frozen=True, slots=True)
class _Probes:
    """Values that occur nowhere else, in the places of those asked for and of the roots under way."""

    values: tuple[Value, ...]
    roots: tuple[str, ...]


@contextmanager
def _probing(values: Sequence[Value], roots: int) -> Iterator[_Probes]:
    probes = tuple(_probe(value, number) for number, value in enumerate(values))
    under_way = tuple(f"root {number:04}" for number in range(roots))
    with rooted.within(*under_way):
        yield _Probes(probes, under_way)


def _filled(connection: Any, build: Callable[..., Any], compiler: Any, probes: _Probes) -> _Filled:
    """Write a statement with values that occur nowhere else, and find them among its parameters."""
    sql, parameters = compiler.as_sql()
    known = {_adapted(connection, probe): number for number, probe in enumerate((*probes.values, *probes.roots))}
    places = tuple((place, known[one]) for place, one in enumerate(parameters) if _is_in(one, known))
    if not set(range(len(probes.values))) <= {number for _, number in places}:
        raise LookupError(f"not every value of {build.__qualname__} reaches the database as it is given")
    return _Filled(sql, tuple(parameters), places)


def _probe(value: Value, number: int) -> Value:
    if isinstance(value, datetime):
        return FIRST_MOMENT + timedelta(days=number)
    if isinstance(value, date):
        return FIRST_DAY + timedelta(days=number)
    return f"probe {number}" if isinstance(value, str) else 2_000_000_000 + number


def _adapted(connection: Any, value: Value) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _is_in(value: Any, known: dict[Any, int]) -> bool:
    return isinstance(value, (int, str, date)) and value in known
