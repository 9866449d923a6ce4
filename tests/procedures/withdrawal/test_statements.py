"""What each act of withdrawal costs in statements, log and routing included."""

from __future__ import annotations

from pathlib import Path

import pytest

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import read
from tests.workflows.engine.test_statements import BUDGET, counted

pytestmark = pytest.mark.django_db

STORIES = Path(__file__).parents[2] / "scenarios" / "withdrawal"
OURS = {"request", "hold_meeting", "file"}

ENDS = {"file": BUDGET + 1}  # it ends a membership, and asks afterwards which other cases that overtakes


@pytest.mark.parametrize("story", ["happy_path", "free_to_leave"])
def test_no_act_costs_more_than_its_budget(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[tuple[str, int]] = []
    with counted("start", costs, monkeypatch), counted("act", costs, monkeypatch):
        Runner(read(STORIES / f"{story}.yaml")).run()

    dear = {act: cost for act, cost in costs if act in OURS and cost > ENDS.get(act, BUDGET)}
    assert {act for act, _ in costs} & OURS
    assert dear == {}
