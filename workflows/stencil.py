"""模板行: rows that differ in a few columns alone, written from one row that has the others.

What stays is made ready for the database once: on PostgreSQL as the line of a COPY, on SQLite as the values of one
`INSERT … SELECT`, to which the rest comes as a list of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from workflows.bulk import columns_of, values_of

Given = Sequence[int | str]  # what differs, of one row
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})  # of COPY's text format


class Stencil:
    """A row to be written again and again with other keys and texts in some of its columns."""

    def __init__(self, row: Model, *names: str) -> None:
        columns = [field.attname for field in row._meta.concrete_fields]
        self.kind = type(row)
        self.places = {columns.index(name): number for number, name in enumerate(names)}
        self.values = values_of(row)


Filled = tuple[Stencil, Sequence[Given]]


def insert_alike(*tables: Sequence[Filled]) -> None:
    """Insert the rows of some stencils, table by table, each given what differs, in the order of the stencil's names.

    Raises:
        IntegrityError: a constraint refuses one of them; the transaction keeps none.
    """
    wanted = [filled for filled in tables if filled]
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                _copy(cursor, wanted)
        else:
            for stencil, rows in chain.from_iterable(wanted):
                cursor.execute(*_statement(stencil, rows))


def _copy(cursor: Any, tables: Sequence[Sequence[Filled]]) -> None:
    """Write each table by COPY; while PostgreSQL is at one, the lines of the next are made."""
    texts = (_text(filled) for filled in tables)
    text = next(texts, "")
    for filled in tables:
        with cursor.copy(f"COPY {columns_of(filled[0][0].kind)} FROM STDIN") as copy:
            copy.write(text)
            text = next(texts, "")


def _text(filled: Sequence[Filled]) -> str:
    return "".join([_lines(stencil, rows) for stencil, rows in filled])


def _lines(stencil: Stencil, rows: Sequence[Given]) -> str:
    """Return the lines of a COPY."""
    cells = [
        f"{{{stencil.places[place]}}}"
        if place in stencil.places
        else _cell(value).replace("{", "{{").replace("}", "}}")
        for place, value in enumerate(stencil.values)
    ]
    line = ("\t".join(cells) + "\n").format
    if "\\" in repr(rows):  # what must be escaped for COPY is escaped there as well
        rows = [[_cell(value) for value in row] for row in rows]
    return "".join([line(*row) for row in rows])


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


def _statement(stencil: Stencil, rows: Sequence[Given]) -> tuple[str, list[Any]]:
    """Return the statement of SQLite that inserts all rows of a stencil, with its values."""
    places = stencil.places
    cells = [
        f"json_extract(value, '$[{places[place]}]')" if place in places else "%s"
        for place in range(len(stencil.values))
    ]
    staying = [value for place, value in enumerate(stencil.values) if place not in places]
    statement = f"INSERT INTO {columns_of(stencil.kind)} SELECT {', '.join(cells)} FROM json_each(%s)"  # noqa: S608 -- names of the model, no values
    return statement, [*staying, json.dumps(rows)]
