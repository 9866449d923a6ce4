"""回避: who leaves an act to somebody else.

The person concerned, declared relatives, those whom the table names, and whoever has acted on the case at the level
before: nobody decides two consecutive levels while another there could.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from workflows.desks.routing import (
    Desk,
    conflicted,
    desk_at,
    desks_for,
    is_barred,
    kin_of_subject,
    post_desk,
    superior_desk,
)
from workflows.messages import notify
from workflows.models import Case
from workflows.people.actors import CHAIR, Actor, Level
from workflows.people.chain import Chain
from workflows.people.models import Appointment, Organization, Role
from workflows.table import Ending, Procedure, Record, Stage
from workflows.table.act import Act
from workflows.table.condition import unmet
from workflows.table.house_rules import TO_SUPERIOR, TWO_LEVELS
from workflows.table.refusals import Finding, refuse

ONE_PERSON = "two_levels_one_person"


def check(act: Act[Any], actor: Actor, capacity: Appointment) -> None:
    """Refuse an act that somebody else has to do.

    Raises:
        Refused: `must_recuse`.
    """
    kin, named = conflicted(act.case, act.facts, act.procedure.conflicts, actor.level)
    if is_barred(capacity, kin | named if act.row.decides else kin):
        raise refuse(
            "must_recuse",
            "办理人是当事人本人、申报的亲属，或者本环节须回避的人员（如介绍人），不能办理此事。"
            "请由同级其他任职人员或上级办理。",
        )
    if _decided_below(act, actor, capacity) and _somebody_else(act, actor, capacity):
        raise refuse(
            "must_recuse",
            f"{capacity.person}已办理该事项的上一环节，同一人不能连续办理两级，"
            f"“{act.row.title}”须由同级其他任职人员或上级办理。",
        )


def check_again(act: Act[Any], actors: tuple[Actor, ...]) -> None:
    """Refuse the same for one of many cases, on which the capacity is that of the act on the first.

    Raises:
        Refused: `must_recuse`.
    """
    if act.capacity:
        check(act, _meant(actors, act.capacity) or actors[0], act.capacity)


def _meant(actors: tuple[Actor, ...], capacity: Appointment) -> Actor | None:
    """Return the office among some that a capacity stands for."""
    role = capacity.post.role
    return next((one for one in actors if one.rung and role in (*one.may, *one.deputies, one.counterpart)), None)


def warning(act: Act[Any], actors: tuple[Actor, ...]) -> Finding | None:
    """Say that one person decides two consecutive levels, where `check` has found nobody else who could."""
    capacity = act.capacity
    actor = _meant(actors, capacity) if capacity else None
    if capacity is None or actor is None or not _decided_below(act, actor, capacity):
        return None
    sentence = (
        f"{capacity.person}已办理该事项的上一环节，本级没有其他人可以办理“{act.row.title}”。"
        "可以作为集体决定办理：请说明理由，系统将告知上级。"
    )
    return replace(unmet(sentence), code=ONE_PERSON, rule=TWO_LEVELS)


def tell_superior(act: Act[Any]) -> None:
    """Tell the organization above of a decision by one who has acted at the level before."""
    if act.capacity is None or all(one.code != ONE_PERSON for one in act.warnings):
        return
    barred = kin_of_subject(act.case) | {act.capacity.person_id}
    desk = superior_desk(act.capacity.post, act.chain, barred)
    if desk is None:
        return
    text = (
        f"{act.case.title}：{act.capacity.person}连续办理两级（“{act.row.title}”），"
        f"本级没有其他人可以办理，作为集体决定。理由：{act.reason}"
    )
    notify.tell_holders(act, [desk.post], text)


def note(act: Act[Any]) -> None:
    """Keep on the case who has done an act of office: of each level the last stretch, each act by whom it stands."""
    actors = _actor_by_act(act.procedure)
    code = act.row.code
    if act.by is None or act.capacity is None or code not in actors:
        return
    kept = [one for one in act.case.deciders if one[0] != code and one[0] in actors]
    rung = actors[code].rung
    if kept and actors[kept[-1][0]].rung != rung:
        kept = [one for one in kept if actors[one[0]].rung != rung]
    act.case.deciders = [*kept, [code, act.by.pk]]


def desks(act: Act[Any], actor: Actor) -> list[Desk]:
    """Return the desks at which an actor is waited for, made vacant where nobody can act."""
    desk = desk_of(act, actor) if actor.level is not Level.PERSON else None
    return [desk] if desk else desks_for(actor, act.case, act.facts, act.chain, _barred(act, actor))


def desk_of(act: Act[Any], actor: Actor) -> Desk | None:
    """Return the desk at which an office is waited for: one where somebody can act; None where nobody can."""
    there = act.chain.seen_by(actor, act.facts)
    home = there.at(actor.level)
    if home is None:
        return None
    kin, named = conflicted(act.case, act.facts, act.procedure.conflicts, actor.level)
    desk = post_desk(actor, home, there, kin | named)
    sitting = {one.person_id for one in there.holders(home, (actor.address,))}
    if (desk is None and sitting) or named & sitting:
        desk = _beside(actor, home, there, kin | named) or desk
    below = _below(act.case, act.procedure, actor) if actor in _deciding(act.procedure) else frozenset()
    if desk is None or set(desk.holders) - below:
        return desk
    others = there.without(below)
    beside = _beside(actor, home, others, kin | named)
    if beside is None and act.law[TWO_LEVELS] == TO_SUPERIOR:
        return post_desk(actor, home, others, kin | named) or desk
    return beside or desk


def _beside(actor: Actor, home: Organization, there: Chain, barred: frozenset[int]) -> Desk | None:
    """Return the desk of another who may act for the same level; one who introduced, or decided below, leaves it so."""
    roles = dict.fromkeys((*actor.desks_at(home.kind), *actor.may_at(home.kind)))
    desk = desk_at(home, tuple(roles), there, barred)
    if desk is None or desk.post.role == actor.address:
        return desk
    return Desk(desk.post, f"{home.name}{Role(actor.address).label}须回避，由{desk.post.title}办理", desk.holders)


def _barred(act: Act[Any], actor: Actor) -> frozenset[int]:
    kin, named = conflicted(act.case, act.facts, act.procedure.conflicts, actor.level)
    return kin | named


def _decided_below(act: Act[Any], actor: Actor, capacity: Appointment) -> bool:
    return act.row.decides and capacity.person_id in _below(act.case, act.procedure, actor)


def _somebody_else(act: Act[Any], actor: Actor, capacity: Appointment) -> bool:
    """Tell whether another holder of the level could act, or the superior where the committee wants it so."""
    others = act.chain.seen_by(actor, act.facts).without(_below(act.case, act.procedure, actor))
    home, barred = others.at(actor.level), _barred(act, actor)
    if home is None:
        return False
    if desk_at(home, (*actor.may_at(home.kind), *actor.desks_at(home.kind)), others, barred):
        return True
    stands_in = capacity.post.organization
    if stands_in and stands_in != home and desk_at(stands_in, (actor.counterpart,), others, barred):
        return True
    return act.law[TWO_LEVELS] == TO_SUPERIOR and post_desk(actor, home, others, barred) is not None


def _below(case: Case, procedure: Procedure, actor: Actor) -> frozenset[int]:
    """Return who has acted on a case at the level before that of an actor."""
    actors = _actor_by_act(procedure)
    known = [(actors[code], pk) for code, pk in case.deciders if code in actors]
    lower = [(one.rung, pk) for one, pk in known if _follows(actor, one)]
    return frozenset(pk for rung, pk in lower if not any(rung < other for other, _ in lower))


def _follows(upper: Actor, lower: Actor) -> bool:
    """Tell whether a level stands above another; a receiving committee not above the branch that lets go."""
    return lower.rung < upper.rung and (upper.rung > 2 or bool(upper.of) == bool(lower.of))


@cache
def _actor_by_act(procedure: Procedure) -> Mapping[str, Actor]:
    """Return the office that each act is of which leads on, decides, or reports a meeting."""
    found: dict[str, Actor] = {}
    for place, row in procedure.acts():
        actors = [one for one in _actors(place, row) if one.rung]
        leads_on = row.ways and place is not None
        if actors and (row.decides or leads_on or actors[0] is CHAIR):
            found.setdefault(row.code, actors[0])
    return found


@cache
def _deciding(procedure: Procedure) -> frozenset[Actor]:
    """Return the actors by whom something is decided."""
    rows = ((place, row) for place, row in procedure.acts() if row.decides)
    return frozenset(one for place, row in rows for one in _actors(place, row))


def _actors(place: Stage | Ending | None, row: Record) -> tuple[Actor, ...]:
    own = (row.actor,) if row.actor else (place.actor,) if isinstance(place, Stage) else ()
    return (*own, *row.also)
