"""What an act costs: the statements of every act from the application to the oath, log and routing included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.scenarios.runner import Runner, noon
from procedures.scenarios.story import read
from tests.conftest import Play
from workflows import engine

pytestmark = pytest.mark.django_db

HAPPY_PATH = Path(__file__).parents[2] / "scenarios" / "joining_happy_path.yaml"
BUDGET = 20
WHOLE_CASE = 249
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")

VOTED = """
given: hospital
also:
  people: [{id: yu, name: 于澜, born: 2004-04-04, organisation: SURG, status: candidate}]
  open_cases:
    - procedure: joining
      as: c1
      person: yu
      state: introduced
      organisation: SURG
      facts: {applied_on: 2025-09-01, activist_on: 2025-11-03, notice_ended_on: 2026-03-01, form_filled_on: 2026-03-11,
              introduced_on: 2026-03-12, development_number: "202642000105"}
acts:
  - {on: 2026-03-20, by: sec_surg, act: joining.hold_meeting,
     with: {present: 30, "yes": 30, "no": 0, abstain: 0, minutes: 略}}
"""


# one statement of the application, the meeting and the approval asks for the days of rest on which no limit ends
COSTS = {
    "apply": 18, "talk": 10, "propose_activist": 12, "approve_activist": 14, "appoint_mentors": 11,
    "record_class": 8, "propose_candidate": 12, "pre_review": 18, "post_notice": 14, "close_notice": 14,
    "appoint_introducers": 10, "fill_form": 13, "introduce": 11, "hold_meeting": 15, "approve": 20, "file": 8,
    "hold_ceremony": 7,
}  # fmt: skip


def test_every_act_from_application_to_oath_costs_what_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[tuple[str, int]] = []
    with counted("start", costs, monkeypatch), counted("act", costs, monkeypatch):
        told = Runner(read(HAPPY_PATH)).run()

    dearest = {act: max(cost for name, cost in costs if name == act) for act, _ in costs}
    assert [wrong for one in told for wrong in one.wrong] == []
    assert dearest == COSTS
    assert max(dearest.values()) <= BUDGET
    assert sum(cost for _, cost in costs) == WHOLE_CASE


@pytest.mark.parametrize(
    ("code", "by", "answers"),
    [
        ("return", "hosp", {"to": "hold_meeting", "reason": "略"}),
        ("withdraw", "yu", {"reason": "略"}),
        ("claim", "hosp", {}),
        ("reassign", "hosp", {"to": "hosp", "reason": "略"}),
        ("nudge", "yu", {}),
        ("comment", "hosp", {"text": "略"}),
    ],
)
def test_an_act_open_on_every_case_costs_no_more(play: Play, code: str, by: str, answers: dict[str, Any]) -> None:
    runner = play(VOTED)
    on = date(2026, 4, 1)
    given = {
        name: runner.world.people[value].pk if value in runner.world.people else value
        for name, value in answers.items()
    }

    with CaptureQueriesContext(connection) as captured:
        engine.act(runner.world.latest["joining"], engine.Request(code, runner.world.person(by), on, noon(on), given))

    assert cost_of(captured) <= BUDGET


@contextmanager
def counted(name: str, costs: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count the statements of the engine's door, which is called as it is."""
    door = getattr(engine, name)

    def count(subject: Any, request: engine.Request) -> engine.Outcome:
        with CaptureQueriesContext(connection) as captured:
            outcome: engine.Outcome = door(subject, request)
        costs.append((request.act, cost_of(captured)))
        return outcome

    with monkeypatch.context() as patch:
        patch.setattr(engine, name, count)
        yield


def cost_of(captured: CaptureQueriesContext) -> int:
    """Return how many statements were run, those of the transaction itself aside."""
    return sum(1 for query in captured.captured_queries if not query["sql"].startswith(TRANSACTION))
