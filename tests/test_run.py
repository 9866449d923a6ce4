"""The one script that sets up, runs and tests the product."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKED = ("requirements.txt", "requirements-test.txt", "requirements-uv.txt")


def run_script(folder: Path, *arguments: str, path: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of the script in an otherwise empty environment, from another working directory."""
    shutil.copy(ROOT / "run", folder / "run")
    return subprocess.run(
        ["/bin/sh", folder / "run", *arguments],
        cwd="/",
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder whose path holds a space and Chinese."""
    folder = tmp_path / "团务 copy"
    folder.mkdir()
    return folder


def test_help_names_every_command(place: Path) -> None:
    told = run_script(place, "help", path="/usr/bin:/bin")

    assert told.returncode == 0
    assert re.findall(r"^\./run ?(\w*)", told.stdout, re.MULTILINE) == [
        "", "serve", "test", "check", "mutants", "bench", "load", "year", "kill", "fuzz", "scenario", "manage",
    ]  # fmt: skip


def test_without_python_one_sentence_says_what_to_run(place: Path) -> None:
    programs = place / "bin"
    programs.mkdir()
    for name in ("cmp", "dirname", "id"):
        (programs / name).symlink_to(str(shutil.which(name)))

    told = run_script(place, "test", path=str(programs))

    assert told.returncode == 1
    assert told.stderr == (
        "No Python 3.11 or newer was found: run 'apt-get install python3' as root (Debian 12), or set TUANWU_PYTHON.\n"
    )


PYTHON = """#!/bin/sh
echo "$*" >>"$0.log"
case $* in
*"manage.py upgrade") echo "事项 1 没有它所在的环节" >&2; exit 1 ;;
esac
"""


def _installed(place: Path, text: str) -> Path:
    """Put a program in the place of an installed Python, and return its path."""
    venv = place / ".venv"
    for folder in (venv / "bin", place / "var", place / "workflows", place / "procedures"):
        folder.mkdir(parents=True)
    for name in LOCKED:
        for folder in (place, venv):
            shutil.copy(ROOT / name, folder / name)
    python = venv / "bin" / "python"
    python.write_text(text, "utf-8")
    python.chmod(0o755)
    return python


def test_a_demo_that_is_built_is_asked_for_upgrades_and_not_served_where_one_is_refused(place: Path) -> None:
    python = _installed(place, PYTHON)
    demo = place / "var" / "demo.sqlite3"
    demo.write_text("built", "utf-8")
    run_script(place, path="/usr/bin:/bin")  # builds and stamps it
    (log := python.with_name("python.log")).unlink()

    told = run_script(place, path="/usr/bin:/bin")

    asked = [line.partition("manage.py ")[2] for line in log.read_text("utf-8").splitlines() if "manage.py" in line]
    assert (told.returncode, told.stderr, asked) == (1, "事项 1 没有它所在的环节\n", ["upgrade"])
    assert "granian" not in log.read_text("utf-8")


SERVING = """#!/bin/sh
case $* in
*granian*) echo '{"event": "asked"}'; exec sleep 3 ;;
*"manage.py worker") exec sleep 3 ;;
"- "*) echo 8123 ;;
esac
"""


@pytest.mark.parametrize(("arguments", "shown"), [((), False), (("-v",), True), (("serve", "-v"), True)])
def test_the_console_shows_the_address_and_the_logs_go_into_files_unless_asked_for(
    place: Path, arguments: tuple[str, ...], shown: bool
) -> None:
    _installed(place, SERVING)

    told = run_script(place, *arguments, path="/usr/bin:/bin")

    assert "http://127.0.0.1:8123/" in told.stdout
    assert ("asked" in told.stdout) == shown
    assert (place / "var" / "log" / "web.log").read_text("utf-8") == '{"event": "asked"}\n'
    assert told.returncode == 1  # it has stopped by itself, and says where to look
    assert "var/log/web.log" in told.stderr


def test_continuous_integration_runs_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not line.startswith(("#", "set ", "cd "))] == ["exec ./run test"]


@pytest.mark.parametrize("name", LOCKED)
def test_every_locked_requirement_has_hashes_and_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    requirements = re.findall(r"^[\w.\[\],-]+==\S+(?:.*\\\n\s+--hash=sha256:[0-9a-f]{64})?", text, re.MULTILINE)

    assert "://" not in text
    assert "--index" not in text
    assert requirements
    assert [line for line in requirements if "--hash=sha256:" not in line] == []


def test_the_tests_are_locked_to_what_the_product_runs() -> None:
    versions = {
        name: dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in LOCKED[:2]
    }
    both = versions["requirements.txt"].keys() & versions["requirements-test.txt"].keys()

    assert "django" in both
    assert {name for name in both if len({chosen[name] for chosen in versions.values()}) > 1} == set()
