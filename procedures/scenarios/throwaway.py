"""An empty database that leaves no trace: in memory, whatever database the site uses.

To migrate takes many times longer than to play a story: what the migrations make is kept in a file by their checksum.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django import VERSION
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}, "ATOMIC_REQUESTS": False}


@contextmanager
def throwaway_database() -> Iterator[None]:
    """Put an empty database in the place of the default one."""
    kept = migrated_file()
    with _memory() as memory:
        memory.ensure_connection()
        with closing(sqlite3.connect(kept)) as file:
            file.backup(memory.connection)
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Do something and take all of it back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def migrations_sum() -> str:
    """Return a checksum of all migrations of all applications: the same sum, the same empty database."""
    digest = hashlib.sha256(repr(VERSION).encode())
    for application in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted(Path(application.path, "migrations").glob("*.py")):
            digest.update(f"{application.label} {path.name} ".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def migrated_file() -> Path:
    """Return an SQLite file of an empty migrated database, which nobody may change; after new migrations a new one."""
    folder = Path(settings.DATA_DIR) / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{migrations_sum()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two that start at once: the second waits and then finds it made
        if not kept.exists():
            _make(kept)
    return kept


def _make(kept: Path) -> None:
    for old in kept.parent.glob("*.sqlite3*"):
        old.unlink()
    unfinished = kept.with_suffix(".sqlite3-new")
    with _memory() as memory, closing(sqlite3.connect(unfinished)) as file:
        call_command("migrate", verbosity=0, interactive=False)
        memory.connection.backup(file)
    unfinished.rename(kept)


@contextmanager
def _memory() -> Iterator[BaseDatabaseWrapper]:
    """Put an empty database in memory in the place of the default one."""
    site = connections["default"]
    changed = {**site.settings_dict, **MEMORY}
    memory = type(connections)({"default": changed})["default"]
    connections["default"] = memory
    try:
        yield memory
    finally:
        memory.close()
        connections["default"] = site
