"""The mutants that are tried, and the list of those that may survive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.__main__ import WHAT, concerning
from tests.mutants.accepted import entries
from tests.mutants.mutating import mutants_of

ROOT = Path(__file__).resolve().parents[2]


def test_a_border_is_moved_and_its_number_too() -> None:
    found = {one.after for one in mutants_of("@condition\ndef over(age: int) -> bool:\n    return age > 28\n")}

    assert found == {"return age >= 28", "return age > 29"}


@pytest.mark.parametrize(
    "text", ["def born(of: str | None) -> int | None: ...\n", "@dataclass(frozen=True)\nclass A: ...\n", 'a("言")\n']
)
def test_what_decides_nothing_is_no_mutant(text: str) -> None:
    assert mutants_of(text) == []


def test_a_mutant_is_named_by_its_line_before_and_after() -> None:
    (found,) = mutants_of("b()\nif a and b:\n    pass\n")

    assert (found.number, found.name) == (2, "if a and b: → if a or b:")


def test_the_tests_of_a_module_are_those_of_its_name_else_those_of_its_folder() -> None:
    assert concerning(Path("procedures/dues/scale.py")) == ["tests/procedures/dues/test_scale.py"]
    assert concerning(Path("procedures/dues/menu.py")) == ["tests/procedures/dues"]
    assert concerning(Path("procedures/transfer/effects.py")) == [
        f"tests/procedures/transfer/test_effects{one}.py" for one in ("", "_of_appeals", "_of_coming", "_of_letters")
    ]


def test_there_is_something_to_mutate_for_each_pattern() -> None:
    assert [pattern for pattern in WHAT if not list(ROOT.glob(pattern))] == []


def test_an_accepted_mutant_has_a_reason_and_its_line_still_stands() -> None:
    paths = {path for path, _, _ in entries()}
    known = {path: {one.name for one in mutants_of((ROOT / path).read_text("utf-8"))} for path in paths}

    assert [(path, name) for path, name, reason in entries() if not reason or name not in known[path]] == []
