"""The documents: what they name exists, and what exists is named."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import get_commands

from workflows.table.registry import common_rows, procedures

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "procedures", "workflows", "forms")
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")],
)
SETTINGS = ROOT / "docs" / "settings.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
MADE_BY_THE_SCRIPT = {"TUANWU_PYTHON", "TUANWU_TEST_PG", "TUANWU_PAPERS", "TUANWU_WORKERS", "TUANWU_THREADS"}


def texts(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> str:
    """Return the text of all files of these folders, without the tests."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.suffix in suffixes]
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_the_commands_of_the_readme_are_those_of_run() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    usage = subprocess.run(["/bin/sh", ROOT / "run", "help"], capture_output=True, text=True, check=True).stdout

    commands = [line for block in blocks for line in block.splitlines()]

    assert commands == ["./run", "./run test"]
    assert [command for command in commands if not re.search(rf"^{re.escape(command)}\s", usage, re.MULTILINE)] == []


def test_every_run_command_in_the_documents_exists() -> None:
    usage = subprocess.run(["/bin/sh", ROOT / "run", "help"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"^\./run (\w+)", usage, re.MULTILINE))
    written = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)

    assert set(re.findall(r"`(?:[A-Z_]+=\S+ )*\./run ([a-z]+)", written)) - known == {"help"}


def test_every_setting_of_the_environment_is_documented_and_every_documented_one_is_read() -> None:
    read = set(re.findall(r'"(TUANWU_[A-Z_]+)"', texts(*PACKAGES))) | MADE_BY_THE_SCRIPT
    told = set(re.findall(r"^\| `(TUANWU_[A-Z_]+)`", SETTINGS.read_text("utf-8"), re.MULTILINE))

    assert told == read


def test_the_settings_of_the_script_are_read_by_it() -> None:
    script = (ROOT / "run").read_text("utf-8")

    assert {
        name for name in MADE_BY_THE_SCRIPT if f"${{{name}" not in script and f"export {name}" not in script
    } == set()


def test_every_command_of_ours_is_documented_and_every_documented_one_exists() -> None:
    ours = {path.stem for package in PACKAGES for path in (ROOT / package).rglob("management/commands/[a-z]*.py")}
    told = re.findall(r"^\| `([a-z_]+)[^`]*` \|", SETTINGS.read_text("utf-8").partition("## Commands")[2], re.MULTILINE)

    assert ours - set(told) == set()
    assert [command for command in told if command not in get_commands()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))

    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_that_a_document_names_exists(path: Path) -> None:
    # The procedure `allowance` is made by the guide that prints it.
    named = re.findall(r"`((?:config|procedures|workflows|forms|tests|tools|docs)/[\w/.-]+)`", path.read_text("utf-8"))

    assert [name for name in named if "allowance" not in name and not (ROOT / name).exists()] == []


def test_every_code_of_the_tables_is_on_its_page_with_its_chinese_title() -> None:
    missing = []
    for procedure in procedures():
        page = (ROOT / "docs" / "procedures" / f"{procedure.code}.md").read_text("utf-8")
        rows = [*(row for _, row in procedure.acts()), *common_rows()]
        titled = [(place.code, place.title) for place in procedure.places] + [(row.code, row.title) for row in rows]
        fields = [(name, str(field.label)) for row in rows if row.asks for name, field in row.asks.base_fields.items()]
        missing += [(code, title) for code, title in (*titled, *fields) if not named_together(code, title, page)]

    assert missing == []


def named_together(code: str, title: str, page: str) -> bool:
    """Tell whether a page shows a title with its code."""
    return f"{title}（`{code}`）" in page or f"**{title}**（`{code}`）" in page


def test_every_word_of_the_glossary_occurs_in_the_code() -> None:
    code = texts(*PACKAGES)
    words = [word for row in glossary_rows() for word in re.findall(r"`(\w+)`", row[2])]

    assert [word for word in words if not re.search(rf"\b{word}\b", code)] == []


def test_one_chinese_word_has_one_identifier() -> None:
    rows = glossary_rows()
    chinese = Counter(row[0] for row in rows)
    identifiers = Counter(word for row in rows for word in re.findall(r"`(\w+)`", row[2]))

    assert {word: times for word, times in (chinese + identifiers).items() if times > 1} == {}


def glossary_rows() -> list[list[str]]:
    """Return the cells of the glossary's rows."""
    lines = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if row[0] != "中文"]


def test_decisions_are_numbered_without_gaps_and_say_what_was_weighed() -> None:
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    headings = ["## Context", "## Options", "## Decision", "## Consequence"]

    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    assert [path.name for path in paths if not path.read_text("utf-8").startswith(f"# {int(path.name[:4])}. ")] == []
    assert [
        path.name for path in paths if re.findall(r"^## \w+", path.read_text("utf-8"), re.MULTILINE) != headings
    ] == []


def test_the_contracts_hold_for_every_folder_of_ours() -> None:
    declared = re.search(r"^root_packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}

    assert declared
    assert set(re.findall(r'"(\w+)"', declared[1])) == folders
