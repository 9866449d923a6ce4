"""What the acts on a whole branch cost: the same number of statements however many members follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Play
from workflows import engine

pytestmark = pytest.mark.django_db

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
YEAR = """
given: hospital
also:
  roll: {{PLANT: {size}}}
  people: [{{id: li, name: 李一, born: 2002-02-02, organisation: PLANT, status: active, joined_on: 2017-05-04,
             party_stage: full, party_since: 2024-07-01}}]
  open_cases:
    - {{procedure: assessment, as: round1, organisation: ZONE, state: preparing,
        facts: {{year: 2025, branches: [PLANT]}}}}
acts:
  - {{on: 2025-12-10, by: sec_plant, act: assessment.hold_meeting, case: round1,
      with: {{organisation: PLANT, present: {size},
             ballots: {{sec_plant: {{excellent: {size}}}, org_plant: {{qualified: {size}}}}}}}}}
  - {{on: 2025-12-11, by: sec_plant, act: assessment.propose_grades, case: round1,
      with: {{organisation: PLANT, grades: {{org_plant: basic}}, rest: qualified}}}}
  - {{on: 2025-12-12, by: zone, act: assessment.approve_grades, case: round1,
      with: {{organisation: PLANT, decision: approve, exceptions: {{sec_plant: {{grade: qualified, reason: 略}}}}}}}}
  - {{on: 2025-12-13, by: sec_plant, act: assessment.talk, case: round1, with: {{person: org_plant, summary: 略}}}}
  - {{on: 2025-12-14, by: sec_plant, act: assessment.register, case: round1,
      with: {{organisation: PLANT, everyone: true}}}}
"""
COSTS = {"hold_meeting": 19, "approve_grades": 31, "talk": 9, "register": 28}
# one, three and seven members are told: up to three messages are inserted one by one, more of them in two statements
PROPOSING = {3: 22, 5: 24, 9: 23}


@pytest.mark.parametrize("size", PROPOSING)
def test_an_act_on_a_whole_branch_costs_the_same_for_three_members_as_for_nine(
    play: Play, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    costs: dict[str, int] = {}

    with counted(costs, monkeypatch):
        play(YEAR.format(size=size))

    assert costs == {**COSTS, "propose_grades": PROPOSING[size]}


@contextmanager
def counted(costs: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count the statements of the engine's door, which is called as it is."""
    door = engine.act

    def count(subject: Any, request: engine.Request) -> engine.Outcome:
        with CaptureQueriesContext(connection) as captured:
            outcome: engine.Outcome = door(subject, request)
        run = [query for query in captured.captured_queries if not query["sql"].startswith(TRANSACTION)]
        costs[request.act] = len(run)
        return outcome

    with monkeypatch.context() as patch:
        patch.setattr(engine, "act", count)
        yield
