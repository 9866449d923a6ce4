"""What the web server loads before it answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RARE = {"fontTools", "holidays", "psycopg", "pypinyin", "weasyprint", "xlsxwriter"}
OF_TESTS = {"django.test", "pytest", "tests", "unittest"}


def told_after_loading(question: str, folder: Path, **switches: str) -> str:
    """Return what Python answers in a process that has loaded the server's door, on SQLite."""
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3", "TUANWU_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings", **switches,
    }  # fmt: skip
    script = f"import gc, sys; from config import wsgi; print({question})"
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_start_loads_nothing_that_only_few_pages_need(tmp_path: Path) -> None:
    loaded = set(told_after_loading("*sys.modules", tmp_path).split())

    assert "config.urls" in loaded  # the first visitor does not wait for the pages
    assert loaded & (RARE | OF_TESTS) == set()


def test_garbage_is_looked_for_again_once_everything_is_loaded(tmp_path: Path) -> None:
    assert told_after_loading("gc.isenabled(), gc.get_freeze_count() > 100_000", tmp_path) == "True True"


@pytest.mark.parametrize(("demo", "asks"), [("1", "demo"), ("0", "account_login")])
def test_who_is_not_signed_in_is_asked_for_a_role_in_the_demo_and_for_a_password_otherwise(
    tmp_path: Path, demo: str, asks: str
) -> None:
    assert told_after_loading("wsgi.settings.LOGIN_URL", tmp_path, TUANWU_DEMO=demo) == asks
