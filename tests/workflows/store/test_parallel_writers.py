"""Twenty writers at once: none is refused by the database, none waits longer than a person would."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from sqlite3 import ProgrammingError
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, connections

from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from workflows import engine
from workflows.models import Case, Entry
from workflows.proof import log
from workflows.store.prepared import cursor_of

WRITERS = 20
BATCHES = int(os.environ.get("PARALLEL_BATCHES", "20"))  # 1000 for the long form, a second each
LONGEST = 5.0  # seconds
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cases(play: Play) -> tuple[Runner, list[Case]]:
    names = [f"p{number}" for number in range(WRITERS)]
    people = "\n".join(f"    - {{id: {one}, name: 人{one}, born: 2004-04-04, organisation: SURG}}" for one in names)
    opened = "\n".join(
        f"    - {{procedure: joining, as: {one}, person: {one}, state: voted, organisation: SURG, facts: &f{one} "
        "{applied_on: 2025-09-01}}"
        for one in names
    )
    runner = play(
        "given: hospital\nalso:\n  people:\n"
        f"{people}\n    - {{id: hosp2, name: 高二, born: 1996-06-06, organisation: HOSP}}\n"
        "  posts: [{person: hosp2, post: committee_reviewer, organisation: HOSP}]\n"
        f"  open_cases:\n{opened}\nacts: [{{on: 2026-03-30, tick: true}}]\n"
    )
    return runner, [runner.world.cases[name] for name in names]


def test_of_twenty_writers_at_once_none_is_refused_by_the_database_and_none_waits_long(
    cases: tuple[Runner, list[Case]],
) -> None:
    runner, open_cases = cases
    begin, on = Barrier(WRITERS), date(2026, 4, 1)
    readers = [runner.world.person(name) for name in ("hosp", "hosp2")]

    def write(case: Case) -> Iterator[float]:
        for batch in range(BATCHES):
            begin.wait(60)
            started = time.perf_counter()
            engine.act(case, engine.Request("claim", readers[batch % 2], on, noon(on), {}, insist=True))
            yield time.perf_counter() - started

    def whole(case: Case) -> list[float]:
        try:
            return list(write(case))
        except BaseException:
            begin.abort()
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        waits = [wait for one in pool.map(whole, open_cases) for wait in one]

    assert len(waits) == WRITERS * BATCHES
    assert max(waits) < LONGEST
    assert Entry.objects.filter(act="claim").count() == WRITERS * BATCHES
    assert all(log.first_broken(f"case/{case.pk}") is None for case in open_cases[:3])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's cursors hold no lock of a thread")
@pytest.mark.parametrize("fails", [False, True])
def test_a_cursor_is_closed_by_the_thread_that_opened_it(fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(connections["default"], "execute_wrappers", [])  # those of the suite; the product has none
        try:
            with cursor_of(connection) as cursor:
                kept = cursor
                cursor.execute("SELECT nothing_of_that_name" if fails else "SELECT 1")
        except DatabaseError:
            assert fails

    with pytest.raises(ProgrammingError, match="closed cursor"):
        kept.fetchone()
