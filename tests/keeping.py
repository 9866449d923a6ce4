"""Worlds from which many tests begin: built and played once, later written as they came out, row by row.

What is kept is what a world left in an empty database: its rows, what is to be done after the commit, and its runner.
So a test begins from the same state as after playing, in a fraction of the time. A world is kept when asked for the
second time; not in tests that commit, nor where somebody is in the database already.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from workflows.people.models import Organization, Person

W = TypeVar("W")
NOT_OURS = {"django_content_type", "auth_permission"}  # what every migrated database holds


@dataclass(frozen=True, slots=True)
class Kept:
    """What a world left: statements with their values, what to do after the commit, and its runner as bytes."""

    rows: tuple[tuple[str, list[Any]], ...]
    afterwards: tuple[Callable[[], object], ...]
    world: bytes

    def write(self) -> Any:
        """Write the rows into an empty database and return what knows this world."""
        with connection.cursor() as cursor:
            for statement, values in self.rows:
                cursor.execute(statement, values)
        for one in self.afterwards:
            transaction.on_commit(one)
        return pickle.loads(self.world)  # noqa: S301 -- of this process


_asked: set[Hashable] = set()
_kept: dict[Hashable, Kept] = {}


def begin(name: Hashable, build: Callable[[], W]) -> W:
    """Return what knows a world, its runner or the like: as it was kept, else as it is built now."""
    if not connection.in_atomic_block or Person.objects.exists() or Organization.objects.exists():
        return build()
    key = (name, timezone.localdate())
    if key in _kept:
        kept: W = _kept[key].write()
        return kept
    callbacks = len(connection.run_on_commit)
    asked_before, was_empty = key in _asked, not list(_rows()) if key in _asked else False
    world = build()
    _asked.add(key)
    if asked_before and was_empty:
        afterwards = tuple(one for _, one, _ in connection.run_on_commit[callbacks:])
        _kept[key] = Kept(tuple(_rows()), afterwards, pickle.dumps(world))
    return world


def _rows() -> Iterator[tuple[str, list[Any]]]:
    """Yield for each table that holds rows the statement that writes them all, with its values."""
    tables = {one._meta.db_table for one in apps.get_models(include_auto_created=True) if one._meta.managed}
    with connection.cursor() as cursor:
        for table in sorted(tables - NOT_OURS):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 -- a table of our models
            found = cursor.fetchall()
            if found:
                columns = ", ".join(f'"{one[0]}"' for one in cursor.description)
                places = ", ".join(f"({', '.join(['%s'] * len(cursor.description))})" for _ in found)
                statement = f'INSERT INTO "{table}" ({columns}) VALUES {places}'  # noqa: S608 -- names of the database
                yield statement, [value for row in found for value in row]
