"""团费基数的条件: somebody says how much who is confirmed as earning."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.dues.basis_conditions import base_known, confirmed
from tests.acting import acting

DAY = date(2026, 5, 31)
STUDENT, WAGE = {"category": "student"}, {"category": "wage", "base": 420_000}


@pytest.mark.parametrize(
    ("declared", "answers", "what", "met"),
    [
        (WAGE, {}, ("wage", 420_000), True),
        (WAGE, {"base": 0}, ("wage", 0), True),
        (WAGE, {"category": "irregular_income"}, ("irregular_income", 420_000), True),
        (WAGE, {"category": "student"}, ("student", None), None),
        (STUDENT, {"category": "wage"}, ("wage", None), False),
        (STUDENT, {"category": "irregular_income", "base": None}, ("irregular_income", None), False),
        (STUDENT, {"category": "wage", "base": 1}, ("wage", 1), True),
        (STUDENT, {}, ("student", None), None),
    ],
)
def test_who_is_confirmed_as_earning_needs_a_base_declared_or_found(
    declared: dict[str, Any], answers: dict[str, Any], what: tuple[str, int | None], met: bool | None
) -> None:
    act = acting("dues.confirm_basis", DAY, facts=declared, answers={"decision": "approve", **answers})

    found = base_known.judge(act)

    assert confirmed(act) == what
    assert (found and found.met) == met
    assert not found or found.met or (found.code, found.field) == ("base_missing", "base")


def test_what_is_not_confirmed_needs_no_base() -> None:
    act = acting("dues.confirm_basis", DAY, facts=STUDENT, answers={"decision": "refuse", "category": "wage"})

    assert base_known.judge(act) is None
