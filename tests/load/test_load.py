"""The load run in small: a few people, some seconds; nothing is lost, nothing is done twice, no answer is strange."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.load.running import HAMLET, flaws, load


@pytest.mark.slow
@pytest.mark.each_database
def test_of_everything_that_people_do_at_once_nothing_is_lost_or_done_twice(tmp_path: Path, migrated: str) -> None:
    run = load(tmp_path, HAMLET, seconds=8.0, think=0.5, warm=3.0, like=migrated)

    assert flaws(run) == []
    assert run["strange"] == []
    assert run["proof"]["acts done"] > 0
