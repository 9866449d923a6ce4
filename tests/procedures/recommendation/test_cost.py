"""What each act of a recommendation costs in statements, log, routing, tasks and papers included."""

from __future__ import annotations

from pathlib import Path

import pytest

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import read
from tests.workflows.engine.test_statements import BUDGET, counted

pytestmark = pytest.mark.django_db

STORY = Path(__file__).parents[2] / "scenarios" / "recommendation_vote_and_validity.yaml"


def test_no_act_of_a_recommendation_costs_more_than_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[tuple[str, int]] = []
    with counted("act", costs, monkeypatch):
        told = Runner(read(STORY)).run()

    dearest = {act: max(cost for name, cost in costs if name == act) for act, _ in costs}
    assert [wrong for one in told for wrong in one.wrong] == []
    assert {act: cost for act, cost in dearest.items() if cost > BUDGET} == {}
    assert set(dearest) == {
        "hold_meeting", "examine", "post_notice", "close_notice", "review", "submit_to_party", "decide",
    }  # fmt: skip
