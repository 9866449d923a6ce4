"""Two begin the same round at the same moment: one round takes place, and nobody has two cases of it."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from tests.workflows.engine.test_races import each
from workflows import engine, rounds
from workflows.models import Case, Round

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2025, 11, 10)


def begin(runner: Runner, name: str, branch: str = "PLANT") -> str:
    answers = {"year": 2025, "branches": [branch]}
    request = engine.Request("open_round", runner.world.person(name), DAY, noon(DAY), answers, insist=True)
    rounds.start("assessment", request)
    return name


def test_of_two_who_open_the_same_year_at_once_the_second_finds_the_first(play: Play) -> None:
    also = (
        "{people: [{id: zone2, name: 许二, born: 1995-05-25, organisation: ZONE}], "
        "posts: [{person: zone2, post: committee_reviewer, organisation: ZONE}]}"
    )
    runner = play(f"title: 同时\ngiven: hospital\nalso: {also}\nacts:\n  - {{on: {DAY}, tick: true}}")

    told = each(lambda name: begin(runner, name), "zone", "zone2")

    assert sorted(told) == ["zone", "zone2"]
    assert list(Round.objects.values_list("status", "opened")) == [("done", 12)]
    assert Case.objects.filter(procedure="assessment").count() == 13
