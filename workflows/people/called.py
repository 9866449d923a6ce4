"""称呼: people, and whatever else has a name, by how the name begins, in characters or in pinyin."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup, Q

from forms.texts import folded

LAST = "\U0010ffff"  # no name has anything after it


@CharField.register_lookup
class Begins(Lookup):
    """A column that begins with a text, asked so that the column's index answers; capitals are no small letters.

    On PostgreSQL the index is of `varchar_pattern_ops`; SQLite has none for LIKE and is asked what lies between.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write it for PostgreSQL."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*parameters, connection.ops.prep_for_like_query(self.rhs) + "%")

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write it for SQLite."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", (*parameters, self.rhs, *parameters, self.rhs + LAST)


def called(text: str) -> Q:
    """Return the test for people whose name or pinyin begins with a text."""
    return Q(name__begins=text) | Q(pinyin__begins=folded(text).lower())
