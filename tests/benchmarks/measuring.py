"""What every benchmark is made of: a clock, a counter of statements, and numbered rows in SQL."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
PAGE = 20
_tallies: list[list[int]] = []

Measures = list[dict[str, Any]]
Work = Callable[..., Measures]


def measure(what: str, samples: list[float], *, unit: str = "ms", **more: Any) -> dict[str, Any]:
    """Return one line of a benchmark: what was done, and how long each time took."""
    return {"what": what, "samples": samples, "unit": unit, **more}


def timed(work: Callable[[], Any], *, tallied: bool = True) -> tuple[float, Any]:
    """Return the milliseconds that some work took, and what came of it; its statements go into the tally under way."""
    with counted() if tallied and _tallies else nullcontext([0]) as count:
        started = time.perf_counter()
        result = work()
        took = (time.perf_counter() - started) * 1000
    for one in _tallies:
        one[0] += count[0]
    return took, result


@contextmanager
def tally() -> Iterator[list[int]]:
    """Add up the statements of all that is timed inside, and not of what is done between; the list has the sum."""
    _tallies.append([0])
    try:
        yield _tallies[-1]
    finally:
        _tallies.pop()


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the statements run inside, those of transactions aside; the one number of the list is the count."""
    count = [0]

    def note(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        count[0] += not sql.startswith(TRANSACTION)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield count


def is_postgres() -> bool:
    """Tell whether the database under test is PostgreSQL."""
    return connection.vendor == "postgresql"


def numbered(first: int, last: int) -> str:
    """Return a table expression `n(i)` of the numbers from first to last."""
    if is_postgres():
        return f"generate_series({first}, {last}) AS n(i)"
    steps = f"SELECT {first} UNION ALL SELECT i + 1 FROM steps WHERE i < {last}"
    return f"(WITH RECURSIVE steps(i) AS ({steps}) SELECT i FROM steps) AS n"


def run_sql(sql: str) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def settle() -> None:
    """Let PostgreSQL learn what was loaded, as it does by itself after a while; SQLite never does unless told."""
    if is_postgres():
        run_sql("ANALYZE")


def yardstick() -> float:
    """Return the milliseconds of a piece of work that is always the same: how fast the machine is just now."""
    return statistics.median(timed(_same_work, tallied=False)[0] for _ in range(5))


def _same_work() -> int:
    return sum(number % 7 for number in range(100_000))


def peak_megabytes() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
