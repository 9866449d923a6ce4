"""Processes that are killed at any moment, in a database of their own, and the digest of what they left behind."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from tests.databases import server_address

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("TUANWU_TEST_KILLS", "3"))  # the long form asks for more
READY = "ready"


@contextmanager
def own_database(folder: Path, name: str, like: str = "") -> Iterator[str]:
    """Give the address of a database of the kind that the suite runs on, empty or like another; drop it afterwards."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        path = folder / f"{name}.sqlite3"
        if like:
            shutil.copy(like.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    name = f"tuanwu_{name}_{os.getpid()}"
    server = server_address()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like.rpartition('/')[2] or 'template1'}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True, slots=True)
class Workers:
    """Processes of one module: each does what its arguments say, and says `ready` before what may be killed."""

    module: str
    database: str
    folder: Path

    def tell(self, *arguments: object) -> str:
        """Let one do its work to the end and return the last line it said.

        Raises:
            AssertionError: it failed.
        """
        running = self._start(arguments)
        said = running.communicate()[0]
        if running.returncode:
            raise AssertionError(f"{self.module} {arguments}: ended with {running.returncode}")
        return said.strip().rpartition("\n")[2]

    def kill(self, after: Iterable[float], *arguments: object) -> int:
        """Start and kill one after another, each so many seconds of processor time after `ready`.

        Returns how many were still at work; of how loaded the machine is, that does not depend.
        """
        killed = 0
        for seconds in after:
            with self._start(arguments) as running:
                _until_ready(running)
                _let_work(running, seconds)
                running.send_signal(signal.SIGKILL)
                running.communicate()
            killed += running.returncode == -signal.SIGKILL
        return killed

    def _start(self, arguments: Iterable[object]) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "DATABASE_URL": self.database,
            "TUANWU_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        command = [sys.executable, "-m", self.module, *map(str, arguments)]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def moments(longest: float) -> Iterator[float]:
    """Yield the moments of the kills: drawn, and the same in each run."""
    chance = random.Random(17)
    return (chance.uniform(0.0, longest) for _ in range(KILLS))


def _until_ready(running: subprocess.Popen[str]) -> None:
    for line in running.stdout or ():
        if line.strip() == READY:
            return


def _let_work(running: subprocess.Popen[str], seconds: float) -> None:
    until = _processor_time(running.pid) + seconds
    while running.poll() is None and _processor_time(running.pid) < until:
        time.sleep(0.002)


def _processor_time(pid: int) -> float:
    numbers = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def say(what: object) -> None:
    """Say a line to whoever started this process."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def digest(*, without: frozenset[str]) -> dict[str, str]:
    """Return a digest of the rows of each table, the same for two databases in which the same was done.

    What was rolled back leaves gaps between keys, so that a row is known by its place among its table's rows; columns
    that are drawn, or computed from keys, are left out by their names (`Model.column`), whole tables by theirs.
    """
    models = [model for model in apps.get_models() if model.__name__ not in without]
    places = {model: _places(model) for model in apps.get_models()}
    return {model.__name__: _digest_of(model, places, without) for model in models}


def _places(model: type[Model]) -> dict[Any, int]:
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    return {key: place for place, key in enumerate(keys)}


def _digest_of(model: type[Model], places: dict[type[Model], dict[Any, int]], without: frozenset[str]) -> str:
    fields = [one for one in model._meta.concrete_fields if f"{model.__name__}.{one.name}" not in without]
    kept = hashlib.sha256()
    for row in model._default_manager.order_by("pk"):
        for field in fields:
            value = getattr(row, field.attname)
            among = model if field.primary_key and not field.is_relation else field.related_model
            kept.update(repr(places[among].get(value) if isinstance(among, type) else value).encode())
    return f"{len(places[model])} {kept.hexdigest()}"
