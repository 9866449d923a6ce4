"""An empty database that leaves no trace: in memory, whatever database the site uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections, transaction

MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}, "ATOMIC_REQUESTS": False}


@contextmanager
def throwaway_database() -> Iterator[None]:
    """Put an empty database in the place of the default one."""
    site = connections["default"]
    settings = {**site.settings_dict, **MEMORY}
    connections["default"] = type(connections)({"default": settings})["default"]
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        connections["default"].close()
        connections["default"] = site


@contextmanager
def undone() -> Iterator[None]:
    """Do something and take all of it back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
