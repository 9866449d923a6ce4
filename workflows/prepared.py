"""Statements that Django writes once and that are then sent again and again with other values.

Writing the SQL of a joined query takes Django several times as long as the database takes to answer it. What an act
reads is the same few statements each time, so that each is written once for a database and a number of values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)

Value = int | str | date
FIRST_DAY = date(1, 1, 1)


class Prepared(Generic[M]):
    """A query of models as a function of plain values: keys, texts, days.

    Each value must reach the database as it is given, once or several times; what the query asks besides is the same
    each time.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._written: dict[tuple[Any, ...], _Written] = {}

    def __call__(self, *values: Value) -> list[M]:
        """Return the models found.

        Raises:
            LookupError: a value does not reach the database as it is given.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, *map(type, values))
        if key not in self._written:
            self._written[key] = _write(self._build, values)
        written = self._written[key]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.parameters(connection, values))
            rows = cursor.fetchall()
        return [written.model_of(row) for row in written.compiler.apply_converters(rows, written.converters)]


@dataclass(frozen=True, slots=True)
class _Written:
    """The SQL with the places of the values among its parameters, and how a row becomes a model."""

    sql: str
    fixed: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    compiler: Any
    converters: Any
    model: type[Model]
    names: Sequence[str]
    first: int
    end: int
    related: Sequence[Any]

    def parameters(self, connection: Any, values: Sequence[Value]) -> list[Any]:
        """Return the parameters with the values in their places."""
        adapted = [_adapted(connection, value) for value in values]
        filled = list(self.fixed)
        for place, number in self.places:
            filled[place] = adapted[number]
        return filled

    def model_of(self, row: Sequence[Any]) -> Any:
        """Return the model of a row, with those joined to it and what was annotated."""
        found = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.first : self.end])
        for populator in self.related:
            populator.populate(row, found)
        for name, column in (self.compiler.annotation_col_map or {}).items():
            setattr(found, name, row[column])
        return found


def _write(build: Callable[..., QuerySet[Any]], values: Sequence[Value]) -> _Written:
    """Let Django write the statement with values that occur nowhere else, and find them among its parameters."""
    connection = connections[DEFAULT_DB_ALIAS]
    probes = [_probe(value, number) for number, value in enumerate(values)]
    compiler = build(*probes).query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    known = {_adapted(connection, probe): number for number, probe in enumerate(probes)}
    places = tuple((place, known[one]) for place, one in enumerate(parameters) if _is_in(one, known))
    if {number for _, number in places} != set(range(len(values))):
        raise LookupError(f"not every value of {build.__qualname__} reaches the database as it is given")
    klass, select = compiler.klass_info, compiler.select
    first, end = klass["select_fields"][0], klass["select_fields"][-1] + 1
    return _Written(
        sql,
        tuple(parameters),
        places,
        compiler,
        compiler.get_converters([one[0] for one in select[: compiler.col_count]]),
        klass["model"],
        [one[0].target.attname for one in select[first:end]],
        first,
        end,
        get_related_populators(klass, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]  # typed for a later Django
    )


def _probe(value: Value, number: int) -> Value:
    if isinstance(value, date):
        return FIRST_DAY + timedelta(days=number)
    return f"probe {number}" if isinstance(value, str) else 2_000_000_000 + number


def _adapted(connection: Any, value: Value) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _is_in(value: Any, known: dict[Any, int]) -> bool:
    return isinstance(value, (int, str, date)) and value in known
