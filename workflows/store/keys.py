"""Asking for thousands of keys at once: one value of the statement, not a mark for each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Lookup


def among(column: str, keys: Iterable[int]) -> Among:
    """Return the condition that a column is one of many keys, for `filter`."""
    return Among(F(column), sorted(set(keys)))


class Among(Lookup):
    """A column among keys: an array on PostgreSQL, a list of JSON on SQLite."""

    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Write it for PostgreSQL, which finds the keys of an array by the column's index.

        Careful: an array that stands in the statement itself is weighed key by key, and the whole table read for it.
        """
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY((SELECT %s::bigint[])::bigint[])", [*parameters, f"{{{','.join(map(str, self.rhs))}}}"]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Write it for SQLite."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, json.dumps(self.rhs)]  # noqa: S608 -- a column, no value
