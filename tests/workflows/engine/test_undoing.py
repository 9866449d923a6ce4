"""Whatever goes back forgets what it undoes: every way of every table that leads to an earlier stage is walked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import Play
from workflows.engine import undoing
from workflows.models import PublicNotice
from workflows.table import Procedure, Record, Stage, Way
from workflows.table.registry import procedures


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


NOTICED = """
given: hospital
also:
  people: [{id: yu, name: 于澜, born: 2004-04-04, organisation: SURG, status: candidate}]
  open_cases:
    - {procedure: joining, as: c1, person: yu, state: pre_reviewed, organisation: SURG, facts: {applied_on: 2025-09-01,
       activist_on: 2025-11-03, development_number: "202642000105"}}
acts:
  - {on: 2026-03-02, by: sec_surg, act: joining.post_notice, with: {place: 门诊楼}}
"""
RETURNED = "  - {on: 2026-03-03, by: sec_surg, act: joining.return, with: {to: post_notice, reason: 姓名有误}}\n"
POSTED = "  - {on: 2026-03-04, by: sec_surg, act: joining.post_notice, with: {place: 门诊楼}}\n"
WITHDRAWN = "  - {on: 2026-03-05, by: yu, act: joining.withdraw, with: {reason: 略}}\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("acts", "standing"),
    [(NOTICED, 1), (NOTICED + RETURNED, 0), (NOTICED + RETURNED + POSTED, 1), (NOTICED + WITHDRAWN, 0)],
)
def test_no_notice_stands_that_the_case_has_left(play: Play, acts: str, standing: int) -> None:
    play(acts)

    assert PublicNotice.objects.filter(closed_on=None).count() == standing
