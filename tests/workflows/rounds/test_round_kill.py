"""A round that is killed at any moment goes on where it stopped: nobody is left out, nobody is reached twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.killing import Workers, moments, own_database

MEMBERS = 150


@pytest.mark.slow
@pytest.mark.each_database
def test_a_round_killed_again_and_again_reaches_everybody_once(tmp_path: Path, migrated: str) -> None:
    with own_database(tmp_path, "round", like=migrated) as database:
        workers = Workers("tests.workflows.rounds.round_worker", database, tmp_path)
        pk = workers.tell("prepare", MEMBERS)
        workers.kill(moments(0.4), "run", pk)

        workers.tell("run", pk)
        found = json.loads(workers.tell("check", pk))

    everybody = MEMBERS + 12
    assert found == {
        "status": "done", "cases": everybody, "people": everybody, "covers": 1, "entries": everybody,
        "tasks": everybody, "counted": everybody, "broken": [], "numbers": everybody,
    }  # fmt: skip
