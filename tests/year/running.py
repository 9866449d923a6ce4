"""Lives in processes of their own, each on a database of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.killing import ROOT, own_database
from tests.load.serving import environment_of

OWN = {"TUANWU_TASKS": "django_tasks.backends.immediate.ImmediateBackend", "TUANWU_PAPERS": "off",
       "TUANWU_LOG_LEVEL": "ERROR"}  # fmt: skip


def lived(folder: Path, like: str, days: int, seed: int, *more: str) -> tuple[int, str]:
    """Let robots live in a database like an empty migrated one; return the exit code and what was said."""
    with own_database(folder, f"year_{seed}", like=like) as database:
        command = [sys.executable, "-m", "tests.year.life", str(days), str(seed), *more]
        environment = {**environment_of(database, folder), **OWN}
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    return ended.returncode, ended.stdout
