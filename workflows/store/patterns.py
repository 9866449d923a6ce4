"""模板行: rows that differ in a few columns alone, written from one row that has the others.

What stays is made ready for the database once: on PostgreSQL as the line of a COPY, on SQLite as the values of one
`INSERT … SELECT`, to which the rest comes as a list of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from workflows.store.bulk import columns_of, copying, values_of

Given = Sequence[int | str]  # what differs, of one row
MARKS = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}  # of COPY's text format
ESCAPED = str.maketrans(MARKS)


class RowPattern:
    """A row to be written again and again with other keys and texts in some of its columns."""

    def __init__(self, row: Model, *names: str) -> None:
        columns = [field.attname for field in row._meta.concrete_fields]
        self.kind = type(row)
        self.places = {columns.index(name): number for number, name in enumerate(names)}
        self.values = values_of(row)

    @cached_property
    def line(self) -> str:
        """The line of a COPY, with a mark for `str.format` where something differs."""
        cells = [
            f"{{{self.places[place]}}}" if place in self.places else _cell(value).replace("{", "{{").replace("}", "}}")
            for place, value in enumerate(self.values)
        ]
        return "\t".join(cells) + "\n"


Filled = tuple[RowPattern, Sequence[Given]]
Pieces = Iterable[Sequence[Sequence[Filled]]]


def insert_alike(kinds: Sequence[type[Model]], pieces: Pieces) -> None:
    """Insert the rows of some models, model by model; on PostgreSQL pieces are made while others are written.

    Args:
        pieces: each has filled patterns for every model, in the order of the models and of the patterns' names.
            Careful: making one must ask the database nothing, which is busy with those before.

    Raises:
        IntegrityError: a constraint refuses one of them; the transaction keeps none.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                _copy(cursor, kinds, pieces)
        else:
            for tables in _by_pattern(kinds, pieces):
                for pattern, rows in tables.items():
                    cursor.execute(*_statement(pattern, rows))


def _copy(cursor: Any, kinds: Sequence[type[Model]], pieces: Pieces) -> None:
    """Write each table by COPY; the lines of all are made while PostgreSQL is at the first."""
    lines = (["".join([_lines(*one) for one in filled]) for filled in piece] for piece in pieces)
    waiting: list[list[str]] = [[] for _ in kinds[1:]]
    with copying(cursor, columns_of(kinds[0])) as copy:
        for text, *later in lines:
            copy.write(text)
            for texts, one in zip(waiting, later, strict=True):
                texts.append(one)
    for kind, texts in zip(kinds[1:], waiting, strict=True):
        with copying(cursor, columns_of(kind)) as copy:
            for text in texts:
                copy.write(text)


def _lines(pattern: RowPattern, rows: Sequence[Given]) -> str:
    """Return the lines of a COPY."""
    line = pattern.line.format
    text = "".join([line(*row) for row in rows])
    blank = line(*[""] * len(pattern.places))
    if any(text.count(mark) > blank.count(mark) * len(rows) for mark in MARKS):
        return "".join([line(*map(_cell, row)) for row in rows])
    return text


def _cell(value: Any) -> str:
    """Return a value in COPY's text format."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return value.translate(ESCAPED)
    if value is None:
        return r"\N"
    from psycopg.adapt import PyFormat, Transformer  # noqa: PLC0415 -- a start on SQLite does without psycopg

    dumper = Transformer(connections[DEFAULT_DB_ALIAS].connection).get_dumper(value, PyFormat.TEXT)
    return bytes(dumper.dump(value) or b"").decode().translate(ESCAPED)


def _by_pattern(kinds: Sequence[type[Model]], pieces: Pieces) -> list[dict[RowPattern, list[Given]]]:
    """Put the rows of each model together by their patterns: one statement inserts all of a pattern's."""
    tables: list[dict[RowPattern, list[Given]]] = [{} for _ in kinds]
    for piece in pieces:
        for rows, filled in zip(tables, piece, strict=True):
            for pattern, given in filled:
                rows.setdefault(pattern, []).extend(given)
    return tables


def _statement(pattern: RowPattern, rows: Sequence[Given]) -> tuple[str, list[Any]]:
    """Return the statement of SQLite that inserts all rows of a pattern, with its values."""
    places = pattern.places
    cells = [
        f"json_extract(value, '$[{places[place]}]')" if place in places else "%s"
        for place in range(len(pattern.values))
    ]
    staying = [value for place, value in enumerate(pattern.values) if place not in places]
    statement = f"INSERT INTO {columns_of(pattern.kind)} SELECT {', '.join(cells)} FROM json_each(%s)"  # noqa: S608 -- names of the model, no values
    return statement, [*staying, json.dumps(rows)]
