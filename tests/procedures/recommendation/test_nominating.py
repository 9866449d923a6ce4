"""Nominating: the quota of the year, what is read of those named, and what a nomination leaves behind."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.recommendation.nominees import share_of
from procedures.recommendation.panels import recommendations
from procedures.scenarios.runner import noon
from tests.conftest import Play
from tests.dossiers import own_dossier
from workflows import rounds
from workflows.engine import outlook
from workflows.engine.request import Request
from workflows.models import Case, Entry, Round
from workflows.table.refusals import NeedsReason, Refused

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
WORLD = """
given: hospital
also:
  people:
    - {id: p1, name: 甲一, born: 2001-05-04, organisation: PLANT, status: active, joined_on: 2016-05-04,
       party_application_on: 2025-06-01, party_stage: applicant}
    - {id: p2, name: 乙二, born: 2001-05-04, organisation: PLANT, status: active, joined_on: 2016-05-04,
       party_application_on: 2025-06-01, party_stage: applicant}
    - {id: p3, name: 丙三, born: 2001-05-04, organisation: PLANT, status: active, joined_on: 2016-05-04,
       party_application_on: 2025-06-01, party_stage: applicant}
acts:
  - {on: 2026-03-02, tick: true}
"""


@pytest.mark.parametrize(
    ("value", "share"), [(20, (1, 5)), (13, (13, 100)), (40, (2, 5)), (0.2, (1, 5)), (1, (1, 100))]
)
def test_a_quota_is_a_percentage_however_it_is_written(value: object, share: tuple[int, int]) -> None:
    assert share_of(value) == Fraction(*share)


def ask(runner, *names: str, **more: object) -> Request:  # type: ignore[no-untyped-def]
    people = [runner.world.people[name].pk for name in names]
    given = {"members": people, "track": "A", "grounds": "表现突出", **more}
    return Request("nominate", runner.world.person("sec_plant"), DAY, noon(DAY), given)


def test_each_of_those_named_gets_a_case_of_the_same_nomination(play: Play) -> None:
    runner = play(WORLD)

    begun = rounds.start("recommendation", ask(runner, "p1", "p2")).round

    cases = list(begun.cases.order_by("pk"))
    assert [(case.subject.name, case.stage, case.facts["nominated_with"]) for case in cases if case.subject] == [
        ("甲一", "nominated", 2),
        ("乙二", "nominated", 2),
    ]
    assert {case.starter for case in cases} == {runner.world.person("sec_plant")}
    assert Entry.objects.filter(chain=f"round/{begun.pk}").get().submission.answers["grounds"] == "表现突出"


def test_a_refusal_names_the_member_and_leaves_no_trace(play: Play) -> None:
    runner = play(WORLD)

    with pytest.raises(Refused) as refused:
        rounds.start("recommendation", ask(runner, "p1", "sec_plant"))

    assert refused.value.code == "party_application_missing"
    assert refused.value.finding.sentence.startswith("没有吴昊递交入党申请书的记录")
    assert not Case.objects.exists()
    assert not Round.objects.exists()


def test_over_the_quota_a_reason_is_asked_for(play: Play) -> None:
    runner = play(WORLD)

    with pytest.raises(NeedsReason) as wants:
        rounds.start("recommendation", ask(runner, "p1", "p2", "p3"))

    (warning,) = wants.value.warnings
    assert (warning.code, warning.have, warning.maximum) == ("over_20_percent", 3, 2)
    assert "本支部团员 12 人，全年推荐上限 2 人；今年已有 0 人，本次 3 人，超过上限。" in warning.sentence


def test_nominating_three_costs_no_more_than_nominating_one(play: Play) -> None:
    runner = play(WORLD)
    costs = []
    for names in (("p1",), ("p2", "p3")):
        with CaptureQueriesContext(connection) as captured:
            rounds.start("recommendation", Request(**{**vars_of(ask(runner, *names)), "insist": True}))
        costs.append(len(captured))

    assert costs[1] <= costs[0] + 2


def vars_of(request: Request) -> dict[str, object]:
    return {name: getattr(request, name) for name in request.__dataclass_fields__}


def test_the_member_sees_to_what_he_was_recommended(play: Play) -> None:
    runner = play(WORLD)
    person = runner.world.person("p1")
    assert recommendations(own_dossier(person, DAY)) == {}

    rounds.start("recommendation", ask(runner, "p1"))

    (line,) = recommendations(own_dossier(person, DAY))["lines"]
    assert (line.target, line.stage) == ("入党积极分子人选", "待推优大会表决")


def test_while_votes_are_typed_the_page_says_for_each_how_they_would_come_out(play: Play) -> None:
    runner = play(WORLD)
    rounds.start("recommendation", ask(runner, "p1", "p2"))
    secretary, people = runner.world.person("sec_plant"), runner.world.people
    case = Case.objects.get(subject=people["p1"])
    act = outlook.enter(case, "hold_meeting", secretary, on=DAY, at=noon(DAY))

    outlook.answer(
        act,
        {
            "present": "10",
            **{f"votes-{people['p1'].pk}-{name}": number for name, number in (("yes", 9), ("no", 1), ("abstain", 0))},
            **{f"votes-{people['p2'].pk}-{name}": number for name, number in (("yes", 6), ("no", 4), ("abstain", 0))},
        },
    )

    assert act.row.side_panel
    said = [(one.met, one.sentence.partition("：")[0]) for one in act.row.side_panel.facts(act)["sentences"]]
    assert said == [
        (True, "应到 12 人，实到 10 人，须不少于半数即至少 6 人，符合要求。"),
        (True, "甲一"),
        (True, "甲一"),
        (True, "乙二"),
        (False, "乙二"),
    ]


def test_votes_that_are_no_numbers_leave_the_page_with_the_roll_alone(play: Play) -> None:
    runner = play(WORLD)
    rounds.start("recommendation", ask(runner, "p1"))
    secretary, person = runner.world.person("sec_plant"), runner.world.people["p1"]
    act = outlook.enter(Case.objects.get(subject=person), "hold_meeting", secretary, on=DAY, at=noon(DAY))

    outlook.answer(act, {"present": "10", f"votes-{person.pk}-yes": "九"})

    assert act.row.side_panel
    assert [one.met for one in act.row.side_panel.facts(act)["sentences"]] == [True]
