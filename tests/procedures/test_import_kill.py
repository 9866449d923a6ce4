"""An import that is killed is whole or not at all; done again, it leaves what an undisturbed one leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.killing import Workers, moments, own_database

WORKER = "tests.procedures.import_worker"


@pytest.mark.slow
@pytest.mark.each_database
def test_imports_killed_again_and_again_leave_what_undisturbed_ones_leave(tmp_path: Path, migrated: str) -> None:
    with own_database(tmp_path, "whole", like=migrated) as database:
        workers = Workers(WORKER, database, tmp_path)
        workers.tell("prepare", tmp_path)
        with own_database(tmp_path, "killed", like=database) as another:
            undisturbed = json.loads(workers.tell("run", tmp_path))
            restarted = Workers(WORKER, another, tmp_path)
            killed = restarted.kill(moments(undisturbed.pop("took")), "run", tmp_path)

            disturbed = json.loads(restarted.tell("run", tmp_path))

    del disturbed["took"]
    assert killed
    assert disturbed == undisturbed
    assert disturbed["broken"] == []
    assert disturbed["Payment"].split()[0] == "20"
