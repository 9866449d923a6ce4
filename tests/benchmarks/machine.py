"""The facts of the machine, without which no number means anything."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import psycopg

PACKAGES = ("django", "django-viewflow", "django-fsm-2", "psycopg", "weasyprint")
SETTINGS = ("fsync", "synchronous_commit", "shared_buffers")


def facts(server: str) -> dict[str, str]:
    """Return cores, memory, load, and the versions of what is measured."""
    known = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {_memory_gigabytes()} GB of memory",
        "load at the start": " ".join(f"{one:.2f}" for one in os.getloadavg()),
        "Python": platform.python_version(),
        "SQLite": f"{sqlite3.sqlite_version}, WAL, synchronous=FULL",
    }
    if server:
        with psycopg.connect(server) as link:
            shown = ", ".join(f"{name}={_setting(link, name)}" for name in SETTINGS)
            known["PostgreSQL"] = f"{_setting(link, 'server_version')}, {shown}"
    return known | {name: version(name) for name in PACKAGES}


def _setting(link: psycopg.Connection[tuple[str]], name: str) -> str:
    row = link.execute(f"SHOW {name}").fetchone()  # type: ignore[call-overload]  # one of the names above
    return str(row[0]) if row else ""


def _memory_gigabytes() -> int:
    lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    kilobytes = int(lines[0].split()[1])
    return round(kilobytes / 1024 / 1024)
