"""Django's cache in the database: what limits tries must count the same in every process, and outlive a restart.

Each verb that decides is one statement, so that of two processes one alone is the first. Values are JSON, never
pickles: who can write to the database must not run a program by it.
"""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from workflows.models import Count

TABLE = Count._meta.db_table
FOR_EVER = float(2**40)
ADD = f"""
INSERT INTO {TABLE} (key, value, until) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until WHERE {TABLE}.until <= %s
"""  # noqa: S608 -- the name of the table, no value
SET = f"""
INSERT INTO {TABLE} (key, value, until) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until
"""  # noqa: S608 -- the name of the table, no value
COUNT = f"""
INSERT INTO {TABLE} (key, value, until) VALUES (%s, '1', %s)
ON CONFLICT (key) DO UPDATE SET value = CAST(CAST({TABLE}.value AS bigint) + 1 AS text) RETURNING value
"""  # noqa: S608 -- the name of the table, no value
INCREASE = f"""
UPDATE {TABLE} SET value = CAST(CAST(value AS bigint) + %s AS text) WHERE key = %s AND until > %s RETURNING value
"""  # noqa: S608 -- the name of the table, no value


class SharedCounts(BaseCache):
    """A cache of small values that are JSON; an expired one is as if it were not there."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value where there is none, and tell whether there was none."""
        with connection.cursor() as cursor:
            cursor.execute(ADD, [self._key(key, version), json.dumps(value), self._until(timeout), time.time()])
            return bool(cursor.rowcount == 1)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return a value, or the default where there is none."""
        kept = Count.objects.filter(key=self._key(key, version), until__gt=time.time())
        value = kept.values_list("value", flat=True).first()
        return default if value is None else json.loads(value)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value in the place of another."""
        with connection.cursor() as cursor:
            cursor.execute(SET, [self._key(key, version), json.dumps(value), self._until(timeout)])

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a value live longer, and tell whether there was one."""
        kept = Count.objects.filter(key=self._key(key, version), until__gt=time.time())
        return kept.update(until=self._until(timeout)) == 1

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value, and tell whether there was one."""
        return Count.objects.filter(key=self._key(key, version)).delete()[0] == 1

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return it.

        Raises:
            ValueError: there is none.
        """
        with connection.cursor() as cursor:
            cursor.execute(INCREASE, [delta, self._key(key, version), time.time()])
            found = cursor.fetchall()
        if not found:
            raise ValueError(f"no count {key!r}")
        return int(found[0][0])

    def clear(self) -> None:
        """Forget everything."""
        Count.objects.all().delete()

    def _key(self, key: Any, version: int | None) -> str:
        return str(self.make_and_validate_key(key, version=version))

    def _until(self, timeout: Any) -> float:
        until = self.get_backend_timeout(timeout)
        return FOR_EVER if until is None else float(until)


def counted(key: str, until: float) -> int:
    """Count one more under a key that names its window, which ends at `until`, and return how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, until])
        return int(cursor.fetchone()[0])


def forget_ended() -> None:
    """Drop what has expired."""
    Count.objects.filter(until__lte=time.time()).delete()
