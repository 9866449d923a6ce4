"""组织关系转接: what an act costs, log, routing, letter and register included."""

from __future__ import annotations

from pathlib import Path

import pytest

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import read
from tests.workflows.engine.test_statements import BUDGET, counted

pytestmark = pytest.mark.django_db

NEW_TO_THE_REGISTER = 1  # person, standing, span, period and number are entered, and the day is looked up at last
STORIES = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize(
    "name",
    ["transfer_between_committees", "transfer/inside_one_committee", "transfer/leaving_the_system", "transfer/incoming",
     "transfer/redirect", "transfer/refused_and_appealed", "transfer/letter_days", "transfer/branch_first",
     "transfer/withdrawn"],
)  # fmt: skip
def test_no_act_of_a_transfer_costs_more_than_the_budget(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[tuple[str, int]] = []
    with counted("start", costs, monkeypatch), counted("act", costs, monkeypatch):
        told = Runner(read(STORIES / f"{name}.yaml")).run()

    assert [wrong for one in told for wrong in one.wrong] == []
    budgets = {"register_incoming": BUDGET + NEW_TO_THE_REGISTER}
    assert {act: cost for act, cost in costs if cost > budgets.get(act, BUDGET)} == {}
