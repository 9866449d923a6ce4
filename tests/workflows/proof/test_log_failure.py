"""No change without its entry: where the log cannot be written, nothing of the act remains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from workflows import engine

pytestmark = pytest.mark.django_db(transaction=True)

APPROVAL = {"decision": "approve", "opinion": "批准", "members_present": 5, "members_yes": 5}

VOTED = """
given: hospital
also:
  people: [{id: yu, name: 于澜, born: 2004-04-04, organisation: SURG, status: candidate}]
  open_cases:
    - procedure: joining
      as: c1
      person: yu
      state: %s
      organisation: SURG
      facts: {applied_on: 2025-09-01, activist_on: 2025-11-03, form_filled_on: 2026-03-11, introduced_on: 2026-03-12,
              voted_on: 2026-03-20, development_number: "%s"}
acts: [{on: 2026-03-30, tick: true}]
"""


@pytest.mark.parametrize(
    ("state", "number", "act", "by", "answers"),
    [
        ("voted", "202642000105", "approve", "hosp", APPROVAL),
        ("candidate_proposed", "", "pre_review", "hosp", {"decision": "approve"}),
        ("pre_reviewed", "202642000105", "post_notice", "sec_surg", {"place": "门诊楼"}),
        ("voted", "202642000105", "withdraw", "yu", {"reason": "略"}),
        ("voted", "202642000105", "claim", "hosp", {}),
        ("voted", "202642000105", "nudge", "yu", {}),
    ],
)
def test_an_act_whose_entry_fails_leaves_no_trace(
    play: Play, state: str, number: str, act: str, by: str, answers: dict[str, object]
) -> None:
    runner = play(VOTED % (state, number))
    before = everything()

    with a_log_that_fails(), pytest.raises(DatabaseError):
        engine.act(runner.world.cases["c1"], request(runner, by, act, answers))

    assert everything() == before


def test_an_application_whose_entry_fails_opens_no_case(play: Play) -> None:
    runner = play(
        "given: hospital\nalso: {people: [{id: li, name: 李一, born: 2004-04-04, organisation: SURG}]}\n"
        "acts: [{on: 2026-03-30, tick: true}]"
    )
    before = everything()

    with a_log_that_fails(), pytest.raises(DatabaseError):
        engine.start(
            "joining", request(runner, "li", "apply", {"knowledge": "略", "motive": "略", "self_assessment": "略"})
        )

    assert everything() == before


def test_an_act_takes_place_once_the_log_is_written_again(play: Play) -> None:
    runner = play(VOTED % ("voted", "202642000105"))
    approval = request(runner, "hosp", "approve", APPROVAL)
    with a_log_that_fails(), pytest.raises(DatabaseError):
        engine.act(runner.world.cases["c1"], approval)

    outcome = engine.act(runner.world.cases["c1"], approval)

    assert (outcome.case.stage, len(outcome.papers)) == ("approved", 2)


def request(runner: Runner, by: str, code: str, answers: dict[str, object]) -> engine.Request:
    on = date(2026, 4, 1)
    return engine.Request(code, runner.world.person(by), on, noon(on), answers, insist=True)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of ours."""
    models = [
        model for label in ("workflows", "people", "register") for model in apps.get_app_config(label).get_models()
    ]
    return {model._meta.label: sorted(model.objects.values_list(), key=repr) for model in models}


@contextmanager
def a_log_that_fails() -> Iterator[None]:
    """Let the database itself refuse every new entry."""
    on = "workflows_entry"
    if connection.vendor == "postgresql":
        make = (
            "CREATE FUNCTION no_entry() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the log is full'; END $$",
            f"CREATE TRIGGER no_entry BEFORE INSERT ON {on} FOR EACH ROW EXECUTE FUNCTION no_entry()",
        )
        undo = (f"DROP TRIGGER no_entry ON {on}", "DROP FUNCTION no_entry()")
    else:
        make = (f"CREATE TRIGGER no_entry BEFORE INSERT ON {on} BEGIN SELECT RAISE(ABORT, 'the log is full'); END",)
        undo = ("DROP TRIGGER no_entry",)
    run(make)
    try:
        yield
    finally:
        run(undo)


def run(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
