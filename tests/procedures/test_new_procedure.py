"""A new procedure is one new folder: thirty lines in a copy of the tree, and no other edit; so are its pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("pyproject.toml", "manage.py", "config", "forms", "procedures", "workflows", "templates", "static/app")

PROCEDURE = '''"""志愿服务证明: a member asks, the branch confirms."""

from __future__ import annotations

from django import forms

from forms.base import PaperForm
from workflows.people.actors import APPLICANT, BRANCH
from workflows.store.facts import Facts
from workflows.table import Ending, Procedure, Stage, Step, Way


class Asking(PaperForm):
    title = "申请"
    hours = forms.IntegerField(label="时长", min_value=1)


PROCEDURE = Procedure(
    code="volunteering", title="志愿服务证明", title_en="Volunteering", case_title="志愿服务证明", edition=1,
    source="《注册志愿者管理办法》", facts=Facts, withdrawn="withdrawn",
    opens=(Step("ask", "申请", "第十条", Asking, APPLICANT, ways=(Way("asked"),)),),
    stages=(Stage("asked", "待确认", BRANCH, steps=(
        Step("confirm", "确认", "第十一条", None, decides=True, ways=(Way("confirmed"),)),)),),
    endings=(Ending("confirmed", "已确认", good=True), Ending("withdrawn", "已撤回")),
)
'''

STORY = """
title: 志愿服务证明
given: hospital
acts:
  - {on: 2026-01-05, by: dep_surg, act: volunteering.ask, with: {hours: 0},
     then: {refused: field_invalid, field: hours}}
  - {on: 2026-01-05, by: dep_surg, act: volunteering.ask, as: v1, with: {hours: 20},
     then: {state: asked, task: branch_secretary@SURG}}
  - {on: 2026-01-06, by: sec_med, act: volunteering.confirm, case: v1, then: {refused: not_your_task}}
  - {on: 2026-01-06, by: sec_surg, act: volunteering.confirm, case: v1, then: {state: confirmed, task: []}}
  - {on: 2026-01-06, look: history, case: v1, then: {acts: [ask, confirm]}}
"""


PAGES = {
    "pages/__init__.py": "",
    "pages/hours.py": """from django.shortcuts import render

def hours(request):
    return render(request, "volunteering/hours.html", {})
""",
    "pages/urls.py": """from django.urls import path
from procedures.volunteering.pages.hours import hours

urlpatterns = [path("hours/", hours, name="volunteering_hours")]
""",
    "pages/policy.py": """from workflows.pages.policy import Audience, Policy

ROWS = (Policy("volunteering_hours", Audience.SIGNED_IN),)
""",
    "menu.py": """from workflows.pages.shell import Entry

MENU = (Entry("volunteering_hours", "志愿时长", "clock"),)
""",
    "panels.py": """from procedures.register.panels import Panel

PANELS = (Panel("志愿服务", "volunteering/panel.html", lambda known: {"hours": 20, "until": known.on}),)
""",
    "templates/volunteering/hours.html": "{% extends 'base.html' %}{% block content %}各人时长{% endblock %}",
    "templates/volunteering/panel.html": "{{ person.name }}累计{{ facts.hours }}小时",
}

LOOK = """
from django.test import Client
from django.urls import reverse
from workflows.pages.policy import POLICIES
from workflows.people.models import Person

person = Person.objects.create_user("someone", None, name="李宁")
client = Client(headers={"host": "localhost"})
client.force_login(person, backend="workflows.pages.accounts.SignedIn")
assert POLICIES["volunteering_hours"].of == ""
assert reverse("volunteering_hours") == "/volunteering/hours/"
page = client.get("/volunteering/hours/").content.decode()
assert "各人时长" in page and "志愿时长" in page and 'href="/volunteering/hours/"' in page, page
for address in ("/me/", f"/people/{person.pk}/"):
    page = client.get(address).content.decode()
    assert "志愿服务" in page and "李宁累计20小时" in page, page
print("all hooks answer")
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree with the new folder in it."""
    tree = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        source, target = ROOT / name, tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target)
    folder = tree / "procedures" / "volunteering"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "procedure.py").write_text(PROCEDURE, "utf-8")
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (tree / "worlds").symlink_to(ROOT / "tests" / "scenarios" / "worlds")
    (tree / "story.yaml").write_text(STORY, "utf-8")
    return tree


def test_the_new_procedure_has_at_most_thirty_lines() -> None:
    assert len(PROCEDURE.splitlines()) <= 30


def test_the_new_procedure_passes_the_checks(copied: Path) -> None:
    done = manage(copied, "check")

    assert (done.returncode, done.stderr) == (0, "")


def test_the_new_procedure_asks_for_no_migration(copied: Path) -> None:
    done = manage(copied, "makemigrations", "--check", "--dry-run")

    assert "No changes detected" in done.stdout, done.stdout + done.stderr


def test_a_case_of_the_new_procedure_is_carried_to_its_end(copied: Path) -> None:
    done = manage(copied, "scenario", "story.yaml")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout


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
