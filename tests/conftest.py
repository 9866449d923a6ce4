"""What every test may ask for: the database in a file, a world, and stories played through the engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import read

SCENARIOS = Path(__file__).parent / "scenarios"

Play = Callable[[str], Runner]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a file: several connections at once are what the races are about."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Return what plays a story written in the test, in the database of the test, and demands what it expects."""
    (tmp_path / "worlds").symlink_to(SCENARIOS / "worlds")

    def run(text: str) -> Runner:
        path = tmp_path / "story.yaml"
        path.write_text(text, "utf-8")
        runner = Runner(read(path))
        wrong = [f"{told.on} {told.what}: {one}" for told in runner.run() for one in told.wrong]
        assert wrong == []
        return runner

    return run
