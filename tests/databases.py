"""The databases of the suite: copies of a migrated one, which is kept by a checksum of the migrations.

On SQLite it is a file under `var/`, on PostgreSQL a database beside that of the tests, to which nobody connects.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from procedures.scenarios.throwaway import migrated_file, migrations_sum

LOCK = 2_026_112_100  # the key by which those who start at once wait for each other


def migrated() -> str:
    """Return the address of the empty migrated database; make one where there is none."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{migrated_file()}"
    name = f"{_base_name()}_{migrations_sum()}"
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if name not in _names(server, name):
            _make(server, name)
    return f"{server_address()}/{name}"


@contextmanager
def copied(address: str) -> Iterator[None]:
    """Lead Django's connection to a copy of a database, under the name that the tests have; drop it afterwards."""
    own, name = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        shutil.copy(address.removeprefix("sqlite:///"), name)
    else:
        with _server() as server:
            _copy(server, name, address.rpartition("/")[2])
    _lead_to(name)
    try:
        yield
    finally:
        _lead_to(own)
        if connection.vendor != "sqlite":
            with _server() as server:
                _drop(server, name)


def server_address() -> str:
    """Return the address of the PostgreSQL server on which the suite runs."""
    default = settings.DATABASES["default"]
    return f"postgres://{default['USER']}@{default['HOST']}:{default['PORT']}"


def _base_name() -> str:
    return str(settings.DATABASES["default"]["NAME"]).removeprefix("test_").partition("_gw")[0] + "_migrated"


def _server() -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(f"{server_address()}/postgres", autocommit=True)


def _names(server: psycopg.Connection[tuple[Any, ...]], start: str) -> list[str]:
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [start])
    return [name for (name,) in found.fetchall()]


def _make(server: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    for old in _names(server, f"{_base_name()}_"):
        _drop(server, old)
    unfinished, own = f"{name}_new", connection.settings_dict["NAME"]
    _copy(server, unfinished, "template1")
    _lead_to(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    _lead_to(own)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name)))


def _copy(server: psycopg.Connection[tuple[Any, ...]], name: str, like: str) -> None:
    _drop(server, name)
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))


def _drop(server: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _lead_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
