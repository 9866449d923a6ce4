"""A round that is killed at any moment goes on where it stopped: nobody is left out, nobody is reached twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
MEMBERS = 150
KILLS = int(os.environ.get("TUANWU_TEST_KILLS", "3"))  # a longer form asks for more


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """Give a database of the run's own, of the kind that the suite runs on."""
    default = settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        yield f"sqlite:///{tmp_path / 'kill.sqlite3'}"
        return
    name = f"tuanwu_kill_{os.getpid()}"
    server = f"postgres://{default['USER']}@{default['HOST']}:{default['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_a_round_killed_again_and_again_reaches_everybody_once(database: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "TUANWU_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    pk = int(worker(environment, "prepare", MEMBERS).communicate()[0])
    chance = random.Random(17)
    for _ in range(KILLS):
        running = worker(environment, "run", pk)
        assert running.stdout
        running.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.4))
        running.send_signal(signal.SIGKILL)
        running.communicate()

    last = worker(environment, "run", pk)
    last.communicate()
    found = json.loads(worker(environment, "check", pk).communicate()[0])

    everybody = MEMBERS + 12
    assert last.returncode == 0
    assert found == {
        "status": "done", "cases": everybody, "people": everybody, "covers": 1, "entries": everybody,
        "tasks": everybody, "counted": everybody, "broken": [], "numbers": everybody,
    }  # fmt: skip


def worker(environment: dict[str, str], *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.workflows.round_worker", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
