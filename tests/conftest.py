"""What every test may ask for: the database in a file, a world, and stories played through the engine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import read
from procedures.scenarios.throwaway import migrated_file
from tests import databases
from tests.keeping import begin
from tests.rooted_statements import Guard
from workflows.store import rooted

SCENARIOS = Path(__file__).parent / "scenarios"

Play = Callable[[str], Runner]

# A test that asks for none of these may not reach a database: pytest-django refuses it.
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "migrated"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what no database can change: tests that reach none, and journeys, whose pages other tests ask on both."""
    for item in items:
        reaches = item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("browser") or not (reaches or item.get_closest_marker("each_database")):
            item.add_marker("any_database")


def pytest_configure() -> None:
    """Look for garbage seldom, and below never among what is loaded: together that took a sixth of the time."""
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_finish() -> None:
    """Leave out what is loaded, as the processes of the product do."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a file: several connections at once are what the races are about."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def migrated(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> str:
    """Return the address of an empty migrated database, of which to make copies."""
    with django_db_blocker.unblock():
        return databases.migrated()


@pytest.fixture(scope="session")
def migrated_on_sqlite(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Path:
    """Return a file with one, for programs that work on SQLite whatever the suite runs on."""
    with django_db_blocker.unblock():
        return migrated_file()


@pytest.fixture(scope="session")
def django_db_setup(
    migrated: str, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give the tests a copy of it: to migrate takes as long as a hundred tests."""
    with django_db_blocker.unblock():
        lead = databases.copied(migrated)
        lead.__enter__()
    yield
    with django_db_blocker.unblock():
        lead.__exit__(None, None, None)


@pytest.fixture(scope="session")
def log_guard() -> dict[str, bool]:
    """Remember whether the triggers of the log stand; tests in transactions run first, with those of the migration."""
    return {"stands": True}


@pytest.fixture(autouse=True)
def log_erasable_afterwards(request: pytest.FixtureRequest, log_guard: dict[str, bool]) -> Iterator[None]:
    """Take the triggers away after a test that commits, for its rows are deleted then, and restore them before one."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    if not log_guard["stands"]:
        _guard_log(stands=True)
    log_guard["stands"] = False
    yield
    _guard_log(stands=False)


def _guard_log(*, stands: bool) -> None:
    migration = import_module("workflows.migrations.0002_append_only_log")
    if connection.vendor == "postgresql":
        statements = (migration.POSTGRES if stands else migration.POSTGRES_BACK,)
    else:
        statements = migration.SQLITE if stands else migration.SQLITE_BACK
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def every_statement_says_its_roots() -> Iterator[None]:
    """Fail where the product asked a large table without saying in which roots (see `rooted_statements`)."""
    guard = Guard()
    with rooted.within(), connection.execute_wrapper(guard):
        yield
    assert not guard.refused, "\n".join(guard.refused.values())


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Return what plays a story written in the test, in the database of the test, and demands what it expects."""
    (tmp_path / "worlds").symlink_to(SCENARIOS / "worlds")

    def run(text: str) -> Runner:
        return begin(text, lambda: played(text))

    def played(text: str) -> Runner:
        path = tmp_path / "story.yaml"
        path.write_text(text, "utf-8")
        runner = Runner(read(path))
        wrong = [f"{told.on} {told.what}: {one}" for told in runner.run() for one in told.wrong]
        assert wrong == []
        return runner

    return run
