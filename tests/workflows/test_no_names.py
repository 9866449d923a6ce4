"""The engine knows no procedure by name, and the paper no case: a seventh procedure needs no edit there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from workflows.table.registry import procedures

ROOT = Path(__file__).parents[2]
OWN = {one._meta.model_name for one in apps.get_models() if one.__module__.startswith("workflows.")}
CODES = [one.code for one in procedures() if one.code not in OWN]  # what the engine calls so is no procedure there
TREES = [*ROOT.glob("workflows/**/*.py"), *ROOT.glob("forms/**/*.py"), *ROOT.glob("templates/**/*.html")]


@pytest.mark.parametrize("code", CODES)
def test_neither_the_engine_nor_a_shared_page_names_a_procedure(code: str) -> None:
    named = re.compile(rf"""(["']){code}\1|\b{code}\.(?!py)[a-z_]+\b(?=["'])|/{code}/""")

    found = [str(path.relative_to(ROOT)) for path in TREES if named.search(path.read_text("utf-8"))]

    assert found == []


def test_there_is_a_procedure_to_look_for() -> None:
    assert {"joining", "assessment", "transfer", "exit", "recommendation"} <= set(CODES)
