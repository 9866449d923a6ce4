"""Whatever goes back forgets what it undoes: every way of every table that leads to an earlier stage is walked."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import Field

from tests.acting import acting_on
from workflows.engine import undoing
from workflows.people.actors import BRANCH
from workflows.store.facts import Facts
from workflows.table import Ending, Fate, Moved, Procedure, Record, Stage, Step, Way
from workflows.table.act import Act
from workflows.table.registry import common, procedures


def ways_back() -> list[tuple[Procedure, Stage, Record, Way]]:
    """Return every way by which a step of a table leads to its own or an earlier stage."""
    found = []
    for procedure in procedures():
        order = [stage.code for stage in procedure.stages]
        for stage in procedure.stages:
            for row in stage.steps:
                back = [way for way in row.ways if way.to in order[: order.index(stage.code)]]
                found += [(procedure, stage, row, way) for way in back]
    return found


def acting(procedure: Procedure, stage: str, row: Record) -> Any:
    """Return an act on a case in which every act of the table has left all that it sets."""
    facts = procedure.facts()
    for name in {name for _, one in procedure.acts() for name in (one.marks, *one.sets) if name}:
        facts.__dict__[name] = f"left by {name}"
    case = SimpleNamespace(stage=stage, returns=[])
    return SimpleNamespace(procedure=procedure, case=case, row=row, facts=facts, again=False, kept={})


def test_the_tables_have_ways_back() -> None:
    known = {(procedure.code, row.code, way.to) for procedure, _, row, way in ways_back()}

    assert {
        ("joining", "approve_activist", "interviewed"), ("joining", "pre_review", "activist"),
        ("joining", "settle_objection", "activist"), ("joining", "hold_meeting", "activist"),
        ("joining", "approve", "activist"), ("transfer", "redirect", "released"),
        ("transfer", "decide_appeal", "started"), ("recommendation", "review", "reviewed"),
        ("recommendation", "submit_to_party", "with_party"), ("assessment", "removal_meeting", "deferred"),
        ("assessment", "approve_removal", "deferred"),
    } <= known  # fmt: skip


@pytest.mark.parametrize(
    ("procedure", "stage", "row", "way"),
    [pytest.param(*one, id=f"{one[0].code}.{one[2].code}-{one[3].to}") for one in ways_back()],
)
def test_a_way_back_forgets_what_lies_after_it_and_nothing_before(
    procedure: Procedure, stage: Stage, row: Record, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = [place.code for place in procedure.places]
    homes: dict[str, int] = {}
    for place, one in procedure.acts():
        here = order.index(place.code) if place else -1
        homes[one.code] = min(here, homes.get(one.code, here))
    target = order.index(way.to or "")
    after = {one.code for _, one in procedure.acts() if homes[one.code] + bool(one.ways) > target}
    undone = {name for _, one in procedure.acts() if one.code in after for name in (one.marks, *one.sets) if name}
    stands = {name for _, one in procedure.acts() if homes[one.code] < target for name in (one.marks, *one.sets)}
    act = acting(procedure, stage.code, row)
    monkeypatch.setattr(undoing, "_rows_from", _without_reopening(undoing._rows_from))

    undoing.forget(act, way.to)

    fresh = procedure.facts()
    assert {name: getattr(act.facts, name) for name in undone} == {name: getattr(fresh, name) for name in undone}
    assert {name for name in stands - undone - {""} if not undoing.forgot(act, name)} == stands - undone - {""}


def _without_reopening(rows: Any) -> Any:
    """Leave the effects aside, which write to a database that this test has not got."""
    return lambda procedure, stage: [
        SimpleNamespace(marks=one.marks, sets=one.sets, reopens=()) for one in rows(procedure, stage)
    ]


class KeptFacts(Facts):
    """What a case of the small table keeps."""

    asked_on: date | None = None
    noted: str = ""
    early: int = 0
    weighed: list[int] = Field(default_factory=list)
    remarked: str = ""
    judged: bool = False
    for_good: str = ""


REOPENED: list[str] = []


def reopen(code: str) -> Any:
    return lambda act: REOPENED.append(code)


def step(code: str, *targets: str, **given: Any) -> Step:
    return Step(code, code, "试", None, BRANCH, ways=tuple(Way(one) for one in targets), **given)


EARLY = Record("early", "早办", "试", None, BRANCH, sets=("early",))
SMALL = Procedure(
    "small", "试", "Small", "试", 1, "试", KeptFacts,
    opens=(step("ask", "first", marks="asked_on"),),
    stages=(
        Stage("first", "一", BRANCH, steps=(step("note", "second", sets=("noted",), reopens=(reopen("note"),)),),
              records=(EARLY,)),
        Stage("second", "二", BRANCH, steps=(
            step("weigh", "third", sets=("weighed",), reopens=(reopen("weigh"),),
                 starts_over=lambda act: act.reason != ""),
        ), records=(Record("remark", "评论", "试", sets=("remarked",), reopens=(reopen("remark"),)),)),
        Stage("third", "三", BRANCH, steps=(step("judge", "done", "second", "third", marks="judged"),),
              records=(EARLY,)),
    ),
    endings=(Ending("done", "已办"), Ending("gone", "已撤")), moved=(Moved(Fate.STAYS, "试"),),
)  # fmt: skip
FULL = {"asked_on": date(2026, 5, 1), "noted": "记", "early": 7, "weighed": [1, 2], "remarked": "评", "judged": True,
        "for_good": "留"}  # fmt: skip


def at(stage: str, row: str, *returned_from: str, **given: Any) -> Act[Any]:
    """Return an act at a stage of the small table, on a case that was given back from some stages."""
    frames = [{"act": "note", "stage": one} for one in returned_from]
    return acting_on(SMALL, row, date(2026, 5, 28), stage=stage, returns=frames, facts=FULL, **given)


@pytest.mark.parametrize(
    ("act", "target", "back"),
    [
        (at("new", "ask"), "first", False),
        (at("second", "weigh"), "third", False),
        (at("third", "judge"), "second", True),
        (at("third", "judge"), "third", True),
        (at("third", "judge"), "done", False),
        (at("gone", "judge"), "done", False),
        (at("first", "note", "third"), "second", True),
        (at("first", "note", "third", again=True), "third", False),
        (at("first", "note", "third", again=True), "second", True),
        (at("first", "note", "second", again=True), "third", False),
        (at("first", "note", "second", "third", again=True), "third", False),
        (at("first", "note", "second", "third", again=True), "second", True),
        (at("second", "weigh", "third", again=True), "third", False),
        (at("second", "weigh", "third", again=True, reason="重来"), "third", True),
    ],
)
def test_an_act_leads_back_to_where_the_case_has_been_and_straight_back_is_on(
    act: Act[Any], target: str, back: bool
) -> None:
    assert undoing.leads_back(act, target) is back


def test_what_is_open_on_every_case_leads_none_back() -> None:
    act = at("third", "judge")
    withdraw = common("withdraw")
    assert withdraw is not None
    act.row = withdraw

    assert undoing.leads_back(act, "first") is False


@pytest.mark.parametrize(
    ("row", "reason", "over"),
    [("note", "", False), ("note", "重来", False), ("weigh", "", False), ("weigh", "重来", True)],
)
def test_an_act_starts_over_where_its_row_says_so(row: str, reason: str, over: bool) -> None:
    assert undoing.starts_over(at("second", row, reason=reason)) is over


@pytest.mark.parametrize(
    ("stage", "target", "left", "reopened"),
    [
        ("third", "third", {"judged": False}, []),
        ("third", "second", {"judged": False, "weighed": []}, ["weigh"]),
        ("third", "first", {"judged": False, "weighed": [], "remarked": "", "noted": ""}, ["remark", "weigh", "note"]),
        ("third", "done", {}, []),
        ("third", None, {}, []),
        ("first", "second", {}, []),
    ],
)
def test_a_case_forgets_what_lies_after_and_the_steps_of_the_stage_itself(
    stage: str, target: str | None, left: dict[str, Any], reopened: list[str]
) -> None:
    act = at(stage, "judge")
    REOPENED.clear()

    undoing.forget(act, target)

    assert act.facts.model_dump() == FULL | left
    assert reopened == REOPENED
    assert {name for name in FULL if undoing.forgot(act, name)} == set(left)


def test_a_fact_that_was_forgotten_twice_is_new_each_time() -> None:
    first, second = at("third", "judge"), at("third", "judge")
    undoing.forget(first, "second")
    first.facts.weighed.append(3)

    undoing.forget(second, "second")

    assert second.facts.weighed == []
