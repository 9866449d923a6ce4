"""A walk over all tables: wherever a case waits, somebody can do something there, and nothing good comes by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from workflows.people.actors import ANYONE, Actor, Level
from workflows.table import Ending, Procedure, Record, Repeat, RoundRow, Stage
from workflows.table.registry import common_rows, procedures

TABLES = [pytest.param(one, id=one.code) for one in procedures()]
IN_PERSON = (Level.PERSON, Level.ANYWHERE)


def may(holder: Actor, wanted: Actor) -> bool:
    """Tell whether the person at the desk of one actor may act where another is asked for."""
    if holder == wanted or wanted.level is Level.ANYWHERE:
        return True
    if Level.PERSON in (holder.level, wanted.level):
        return False
    same_place = (holder.level, holder.of) == (wanted.level, wanted.of) or wanted.level is Level.OTHER_BRANCH
    return same_place and holder.address in wanted.may


def doable(holder: Actor, stage: Stage, row: Record) -> bool:
    return any(may(holder, one) for one in (row.actor or holder, *row.also))


def waiting(procedure: Procedure, stage: Stage) -> Iterator[tuple[str, Actor]]:
    """Yield whoever a stage may wait for."""
    yield stage.title, stage.actor
    yield from ((detour.title, detour.actor) for detour in stage.detours)
    if stage.together:
        yield f"{stage.title}（支部）", stage.together


def moving(procedure: Procedure) -> Iterator[tuple[Stage | None, Record]]:
    """Yield the acts to which a case may be returned, with where they are done."""
    for place, row in procedure.acts():
        leads_on = {way.to for way in row.ways} & {stage.code for stage in procedure.stages}
        if leads_on and not isinstance(row, RoundRow) and not isinstance(place, Ending):
            yield place, row


@pytest.mark.parametrize("procedure", TABLES)
def test_whoever_is_waited_for_can_do_something_there(procedure: Procedure) -> None:
    stuck = [
        (stage.code, title)
        for stage in procedure.stages
        for title, holder in waiting(procedure, stage)
        if not any(doable(holder, stage, row) for row in stage.acts if row.actor is not ANYONE)
    ]

    assert stuck == []


@pytest.mark.parametrize("procedure", TABLES)
def test_whoever_gets_a_case_back_can_do_what_is_asked_of_him(procedure: Procedure) -> None:
    stuck = []
    for place, row in moving(procedure):
        here = place or next(stage for stage in procedure.stages if stage.code in {way.to for way in row.ways})
        holders = [row.actor or here.actor, *(detour.actor for detour in here.detours if place and row.actor is None)]
        stuck += [(here.code, row.code) for holder in holders if not doable(holder, here, row)]

    assert stuck == []


@pytest.mark.parametrize("procedure", TABLES)
def test_what_is_asked_back_is_never_hidden_by_a_detour(procedure: Procedure) -> None:
    """A detour is waited for before a return is: its actor must be able to do what it stands for, also then."""
    hidden = [
        (stage.code, detour.title)
        for stage in procedure.stages
        for detour in stage.detours
        if not any(doable(detour.actor, stage, row) for row in stage.acts if row.actor is not ANYONE)
    ]

    assert hidden == []


@pytest.mark.parametrize("procedure", TABLES)
def test_no_calendar_leads_to_a_good_end(procedure: Procedure) -> None:
    by_itself = {procedure.withdrawn, *(one.to for one in procedure.closings)}
    by_itself |= {procedure.expiry.to} if procedure.expiry else set()

    assert [one.code for one in procedure.endings if one.good and one.code in by_itself] == []


@pytest.mark.parametrize("procedure", TABLES)
def test_no_way_to_a_good_end_goes_without_an_act_of_somebody_in_office(procedure: Procedure) -> None:
    reached, todo = set(), [""]
    while todo:
        here = todo.pop()
        reached.add(here)
        steps = [row for place, row in procedure.acts() if (place.code if place else "") == here]
        personal = [row for row in steps if not in_office(procedure, here, row)]
        todo += [way.to for row in personal for way in row.ways if way.to and way.to not in reached]

    assert [one.code for one in procedure.endings if one.good and one.code in reached] == []


def in_office(procedure: Procedure, here: str, row: Record) -> bool:
    """Tell whether only somebody with a post does a row; a round that runs at night is nobody's act."""
    if isinstance(row, RoundRow) and row.nightly:
        return False
    actors = [row.actor] if row.actor else [actor for _, actor in waiting(procedure, place_of(procedure, here))]
    return all(actor.level not in IN_PERSON for actor in (*actors, *row.also))


def place_of(procedure: Procedure, code: str) -> Stage:
    place = procedure.place(code)
    assert isinstance(place, Stage)
    return place


def test_every_act_open_on_every_case_says_who_may_do_it_and_why() -> None:
    assert [row.code for row in common_rows()] == [
        "return", "withdraw", "claim", "release", "reassign", "consult", "answer", "nudge", "correct", "comment"
    ]  # fmt: skip
    assert [row.code for row in common_rows() if not row.who or not row.article] == []


def test_what_a_former_text_asked_for_is_open_in_its_days_only() -> None:
    former = {
        (procedure.code, row.code): row.under
        for procedure in procedures()
        for _, row in procedure.acts()
        for year in re.findall(r"（(\d{4})）", row.article)
        if year not in procedure.source
    }

    assert set(former) == {("joining", "propose_activist"), ("joining", "file_activist")}
    assert None not in former.values()


def test_what_is_done_once_leaves_its_day_and_is_known_by_it() -> None:
    once = {(procedure.code, row.code, row.marks) for procedure in procedures() for row in done_once(procedure)}

    assert once == {("joining", "file_activist", "activist_filed_on"), ("joining", "hold_ceremony", "ceremony_on")}


def done_once(procedure: Procedure) -> Iterator[Record]:
    yield from (row for _, row in procedure.acts() if row.repeat is Repeat.NEVER)
