"""A new procedure is one new folder: the files of the guide as printed, in a copy of the tree, and no other edit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("pyproject.toml", "manage.py", "config", "forms", "procedures", "workflows", "templates", "static/app")

GUIDE = ROOT / "docs" / "new_procedure.md"
PRINTED = re.compile(r"^`((?:procedures|tests)/[\w/.]+)`\n\n```\w+\n(.*?)```$", re.DOTALL | re.MULTILINE)
STORY = "tests/scenarios/allowance/granted.yaml"

PAGES = {
    "pages/__init__.py": "",
    "pages/hours.py": """from django.shortcuts import render

def hours(request):
    return render(request, "allowance/hours.html", {})
""",
    "pages/urls.py": """from django.urls import path
from procedures.allowance.pages.hours import hours

urlpatterns = [path("hours/", hours, name="allowance_hours")]
""",
    "pages/policy.py": """from workflows.pages.policy import Audience, Policy

ROWS = (Policy("allowance_hours", Audience.SIGNED_IN),)
""",
    "menu.py": """from workflows.pages.shell import Entry

MENU = (Entry("allowance_hours", "志愿时长", "clock"),)
""",
    "panels.py": """from procedures.register.panels import Panel

PANELS = (Panel("志愿服务", "allowance/panel.html", lambda known: {"hours": 20, "until": known.on}),)
""",
    "templates/allowance/hours.html": "{% extends 'base.html' %}{% block content %}各人时长{% endblock %}",
    "templates/allowance/panel.html": "{{ person.name }}累计{{ facts.hours }}小时",
}

LOOK = """
from django.test import Client
from django.urls import reverse
from workflows.pages.policy import POLICIES
from workflows.people.models import Person

person = Person.objects.create_user("someone", None, name="李宁")
client = Client(headers={"host": "localhost"})
client.force_login(person, backend="workflows.pages.accounts.SignedIn")
assert POLICIES["allowance_hours"].of == ""
assert reverse("allowance_hours") == "/allowance/hours/"
page = client.get("/allowance/hours/").content.decode()
assert "各人时长" in page and "志愿时长" in page and 'href="/allowance/hours/"' in page, page
for address in ("/me/", f"/people/{person.pk}/"):
    page = client.get(address).content.decode()
    assert "志愿服务" in page and "李宁累计20小时" in page, page
print("all hooks answer")
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory, migrated_on_sqlite: Path) -> Path:
    """Return a copy of the tree with the new folder in it."""
    tree = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        source, target = ROOT / name, tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target)
    folder = tree / "procedures" / "allowance"
    for name, text in printed().items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text, "utf-8")
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    migrated = tree / "var" / "migrated"
    migrated.mkdir(parents=True)
    shutil.copy(migrated_on_sqlite, migrated)  # the folder brings no migration, so this spares the two that begin below
    shutil.copy(migrated_on_sqlite, tree / "db.sqlite3")
    (tree / STORY).parent.joinpath("worlds").symlink_to(ROOT / "tests" / "scenarios" / "worlds")
    return tree


def printed() -> dict[str, str]:
    """Return the files that the guide prints, by path."""
    return dict(PRINTED.findall(GUIDE.read_text("utf-8")))


def test_the_guide_prints_a_whole_folder_and_its_story() -> None:
    assert sorted(printed()) == sorted({
        *(f"procedures/allowance/{name}.py" for name in (
            "__init__", "facts", "rules", "forms", "conditions", "effects", "papers", "procedure",
        )),
        "procedures/allowance/templates/allowance/reply.html",
        STORY,
    })  # fmt: skip


def test_the_new_procedure_is_typed_and_keeps_the_contracts(copied: Path) -> None:
    files = [name for name in printed() if name.endswith(".py")]

    for tool in (["mypy", "--strict"], ["ruff", "check"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, *files], cwd=copied, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_new_procedure_passes_the_checks(copied: Path) -> None:
    done = manage(copied, "check")

    assert (done.returncode, done.stderr) == (0, "")


def test_the_new_procedure_asks_for_no_migration(copied: Path) -> None:
    done = manage(copied, "makemigrations", "--check", "--dry-run")

    assert "No changes detected" in done.stdout, done.stdout + done.stderr


def test_a_case_of_the_new_procedure_is_carried_to_its_end(copied: Path) -> None:
    done = manage(copied, "scenario", STORY)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout


def test_the_handbook_prints_the_new_procedure(copied: Path) -> None:
    done = manage(copied, "handbook")

    assert (done.returncode, done.stderr) == (0, "")
    assert "活动经费申请表" in (copied / "docs" / "procedures" / "allowance.md").read_text("utf-8")


def test_the_folder_alone_brings_its_pages_with_their_policy_menu_entry_and_panel(copied: Path) -> None:
    migrated = manage(copied, "migrate", "--verbosity", "0")
    looked = manage(copied, "shell", "--verbosity", "0", "--command", LOOK)

    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert looked.stdout.strip().endswith("all hooks answer"), looked.stdout + looked.stderr


def manage(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TUANWU_DATA": str(tree / "var"), "DATABASE_URL": f"sqlite:///{tree / 'db.sqlite3'}"}
    environment |= {"TUANWU_DEBUG": "1"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
