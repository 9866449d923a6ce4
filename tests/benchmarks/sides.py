"""The processes of the two sides, and the databases that they have for themselves while a run lasts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SIDES = ("ours", "others")


class Side:
    """A process that does one side's work."""

    def __init__(self, name: str, url: str, data: Path) -> None:
        environment = {**os.environ, "DATABASE_URL": url, "TUANWU_DATA": str(data), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.benchmarks.worker", name]
        self.name = name
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def do(self, work: str, given: dict[str, Any]) -> list[Any]:
        """Return what a work measured.

        Raises:
            RuntimeError: the process ended; what it said stands on standard error.
        """
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self.process.stdin.write(json.dumps({"work": work, "given": given}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended at {work} {given}")
        measures: list[Any] = json.loads(line)
        return measures

    def end(self) -> None:
        """Let the process end by itself."""
        if self.process.stdin and self.process.stdout:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()


@contextmanager
def both(database: str, server: str = "", like: Path | None = None) -> Iterator[dict[str, Side]]:
    """Start both sides on a database each of its own, which are gone afterwards; ours on SQLite may be like a file."""
    folder = Path(tempfile.mkdtemp(prefix="tuanwu-bench-", dir=os.environ.get("TUANWU_BENCH_DIR")))
    urls = _created(server) if database == "PostgreSQL" else {side: f"sqlite:///{folder}/{side}.db" for side in SIDES}
    if like:
        shutil.copy(like, folder / "ours.db")
    sides: dict[str, Side] = {}
    try:
        for name, url in urls.items():
            sides[name] = Side(name, url, folder)
        yield sides
    finally:
        for side in sides.values():
            side.end()
        shutil.rmtree(folder)
        if database == "PostgreSQL":
            _dropped(server)


def _created(server: str) -> dict[str, str]:
    _dropped(server)
    with psycopg.connect(server, autocommit=True) as link:
        for side in SIDES:
            link.execute(f'CREATE DATABASE "{_name(side)}"')
    return {side: urlunsplit(urlsplit(server)._replace(path=f"/{_name(side)}")) for side in SIDES}


def _dropped(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as link:
        for side in SIDES:
            link.execute(f'DROP DATABASE IF EXISTS "{_name(side)}"')


def _name(side: str) -> str:
    return f"bench_tuanwu_{side}_{os.getpid()}"  # two runs may share a server
