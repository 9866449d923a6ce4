"""A table that cannot be wrong: every impossible row is refused at start-up, and the message names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workflows.people.actors import Actor, Level
from workflows.table.moved import Fate, Moved, Whither
from workflows.table.procedure import Ending, Procedure, Stage
from workflows.table.registry import common, common_rows
from workflows.table.rows import Record, Repeat, RoundRow


class BadTable(ValueError):
    """The table of a procedure contradicts itself."""


def check_table(procedure: Procedure) -> None:
    """Refuse a table that cannot be carried out.

    Raises:
        BadTable: naming the procedure, the row and all that is wrong.
    """
    faults = [fault for check in _CHECKS for fault in check(procedure)]
    if faults:
        raise BadTable(f"{procedure.code}: " + "; ".join(faults))


def _codes(procedure: Procedure) -> Iterator[str]:
    places = [place.code for place in procedure.places]
    yield from (f"the code {code!r} is used {n} times" for code, n in Counter(places).items() if n > 1)
    if not procedure.opens and not procedure.rounds:
        yield "nothing opens a case"
    if not procedure.endings:
        yield "it has no ending"
    for place in procedure.places:
        doubled = Counter((row.code, row.under) for row in place.acts)
        yield from (f"{place.code}: {code!r} stands there twice" for (code, _), n in doubled.items() if n > 1)


def _common(procedure: Procedure) -> Iterator[str]:
    """Check that no row of the table hides one that every table has, and that those say who and why."""
    for place, row in procedure.acts():
        if common(row.code):
            yield f"{place.code if place else 'opening'}.{row.code} is open on every case already"
    for one in common_rows():
        if not one.who or not one.article:
            yield f"{one.code}, open on every case, does not say who may do it and why"


def _targets(procedure: Procedure) -> Iterator[str]:
    known = {place.code for place in procedure.places}
    for place, row in procedure.acts():
        where = place.code if place else "opening"
        for way in row.ways:
            if way.to is not None and way.to not in known:
                yield f"{where}.{row.code} leads to {way.to!r}, which is no stage or ending"
        if isinstance(row, RoundRow):
            continue  # each person goes where `places` says; its ways only list where that may be
        if row.ways and row.ways[-1].when is not None:
            yield f"{where}.{row.code}: its last way must stand for every other answer"
        yield from (f"{where}.{row.code}: only the last way may be without `when`"
                    for way in row.ways[:-1] if way.when is None)  # fmt: skip


def _reachable(procedure: Procedure) -> Iterator[str]:
    edges = _edges(procedure)
    reached, todo = set(), ["(opening)"]
    while todo:
        code = todo.pop()
        if code not in reached:
            reached.add(code)
            todo += edges.get(code, ())
    for place in procedure.places:
        if place.code not in reached:
            yield f"{place.code} cannot be reached"
    endings = {ending.code for ending in procedure.endings}
    for stage in procedure.stages:
        if stage.code in reached and not _leads_to(stage.code, endings, edges):
            yield f"no way leads from {stage.code} to an ending"


def _edges(procedure: Procedure) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = {}
    for place, row in procedure.acts():
        edges.setdefault(place.code if place else "(opening)", set()).update(way.to for way in row.ways if way.to)
    edges.setdefault("(opening)", set()).update({procedure.withdrawn} - {""})
    if procedure.expiry:
        for code in procedure.expiry.stages:
            edges.setdefault(code, set()).add(procedure.expiry.to)
    for stage in procedure.stages:
        edges.setdefault(stage.code, set()).update(closing.to for closing in procedure.closings)
        edges[stage.code].update(one.to for one in procedure.moved if one.to and stage.code in _said_of(procedure, one))
    return edges


def _leads_to(code: str, endings: set[str], edges: dict[str, set[str]]) -> bool:
    seen, todo = set(), [code]
    while todo:
        here = todo.pop()
        if here in endings:
            return True
        if here not in seen:
            seen.add(here)
            todo += edges.get(here, ())
    return False


def _actors(procedure: Procedure) -> Iterator[str]:
    for place, row in procedure.acts():
        where = place.code if place else "opening"
        if row.actor is None and not isinstance(place, Stage):
            yield f"{where}.{row.code} is done by nobody"
        if row.actor is not None and row.actor.level is Level.ANYWHERE and row.ways:
            yield f"{where}.{row.code}: what moves the case cannot be done by anybody who passes"
        yield from _personal(procedure, where, row)
    for stage in procedure.stages:
        if not stage.steps:
            yield f"{stage.code} has no step that leads on"
        if stage.actor.level is not Level.PERSON and not stage.actor.may:
            yield f"{stage.code} waits for {stage.actor.code}, whom no post stands for"


def _personal(procedure: Procedure, where: str, row: Record) -> Iterator[str]:
    barred = (conflict.people for conflict in procedure.conflicts)
    people = row.actor.people if row.actor else ""
    names = [name for name in (row.marks, *row.sets, people, *barred) if name]
    for name in names:
        if not hasattr(procedure.facts, name) and name not in procedure.facts.model_fields:
            yield f"{where}.{row.code} refers to the fact {name!r}, which the procedure does not keep"


def _repeats(procedure: Procedure) -> Iterator[str]:
    """Check that an act after which the case still waits where it did says whether it may be done once more."""
    for place, row in procedure.acts():
        if place is None:
            continue
        where = f"{place.code}.{row.code}"
        if row.may_stay and row.repeat is None:
            yield f"{where} may leave the case where it is and does not say whether it may be done again"
        if row.repeat and not row.may_stay:
            yield f"{where} always leads on, so that nothing is to be said of doing it again"
        if row.repeat is Repeat.NEVER and not row.marks:
            yield f"{where} is done only once and keeps no day by which that is known"
        if row.repeat is Repeat.JUDGED and not row.needs:
            yield f"{where} is done again as its conditions say, and it has none"


def _laws(procedure: Procedure) -> Iterator[str]:
    for place, row in procedure.acts():
        where = place.code if place else "opening"
        if not row.article:
            yield f"{where}.{row.code} stands on no article"
        if row.actor and row.actor.level is Level.ANYWHERE and row.decides:
            yield f"{where}.{row.code}: a decision cannot be anybody's"
    if procedure.expiry and not procedure.expiry.article:
        yield "its expiry ends a case without an article of law"
    unsaid = [one.to for one in procedure.closings if not one.article]
    yield from (f"the closing to {to!r} ends cases without saying why" for to in unsaid)
    closed = [one.to for one in procedure.closings]
    for ending in (procedure.withdrawn, procedure.expiry.to if procedure.expiry else "", *closed):
        if ending and not isinstance(_place(procedure, ending), Ending):
            yield f"{ending!r} is no ending"


def _conflicts(procedure: Procedure) -> Iterator[str]:
    """A level at which nothing is decided bars nobody."""
    decided = {
        actor.level
        for place, row in procedure.acts()
        if row.decides
        for actor in (row.actor or (place.actor if isinstance(place, Stage) else None), *row.also)
        if actor
    }
    for conflict in procedure.conflicts:
        yield from (f"{conflict.people} are barred from decisions of the level {level}, and none is taken there"
                    for level in conflict.at if level not in decided)  # fmt: skip


def _place(procedure: Procedure, code: str) -> Stage | Ending | None:
    return next((one for one in procedure.places if one.code == code), None)


def _rounds(procedure: Procedure) -> Iterator[str]:
    for row in procedure.rounds:
        if (row.places is None) == (row.writes is None):
            yield f"{row.code}: a round either places people or writes books"
        if row.places and not row.ways:
            yield f"{row.code} does not say which stages people may be placed at"
        if row.cover and row.period is None:
            yield f"{row.code}: a branch has one cover for each period, and it names none"
    waiting = [stage.code for stage in procedure.stages if stage.together]
    if waiting and not any(row.cover for row in procedure.rounds):
        yield f"{waiting[0]} waits for a whole branch, and no round opens a cover"
    facts = procedure.facts.model_fields
    named = {actor.of for actor in _all_actors(procedure) if actor.of} | {procedure.other} - {""}
    yield from (f"the fact {name!r} names an organization, and the procedure does not keep it"
                for name in sorted(named) if name not in facts)  # fmt: skip


def _moves(procedure: Procedure) -> Iterator[str]:
    for stage in procedure.stages:
        for whither in Whither:
            if not any(one.fits(stage.code, whither) for one in procedure.moved):
                yield f"{stage.code} does not say what becomes of a case whose person moves ({whither})"
    known = {stage.code for stage in procedure.stages}
    for number, one in enumerate(procedure.moved):
        where = f"moved[{number}] ({one.fate})"
        if not one.because:
            yield f"{where} does not say why"
        yield from (f"{where} is said of {code!r}, which is no stage" for code in one.stages if code not in known)
        yield from (f"{where} {fault}" for fault in _moved(procedure, one, _left_to(procedure, number)))


def _left_to(procedure: Procedure, number: int) -> list[tuple[str, Whither]]:
    """Return of which stages and moves a row is asked: those that no row before it has said."""
    one, before = procedure.moved[number], procedure.moved[:number]
    cases = [(code, whither) for code in _said_of(procedure, one) for whither in one.whither]
    return [case for case in cases if not any(earlier.fits(*case) for earlier in before)]


def _said_of(procedure: Procedure, one: Moved) -> tuple[str, ...]:
    return one.stages or tuple(stage.code for stage in procedure.stages)


def _moved(procedure: Procedure, one: Moved, left: list[tuple[str, Whither]]) -> Iterator[str]:
    place, goes_on = _place(procedure, one.to) if one.to else None, one.fate in (Fate.FOLLOWS, Fate.WAITS)
    if not left:
        yield "is never asked: the rows before it have said all"
    if one.fate is Fate.ENDS and not isinstance(place, Ending):
        yield f"ends cases at {one.to!r}, which is no ending"
    if goes_on and one.to and not isinstance(place, Stage):
        yield f"goes on at {one.to!r}, which is no stage"
    if one.fate is Fate.STAYS and (one.to or one.does):
        yield "stays where it is and goes nowhere"
    if goes_on and any(whither is Whither.OUTSIDE for _, whither in left):
        yield "cannot be taken along to where nobody knows it"


def _all_actors(procedure: Procedure) -> Iterator[Actor]:
    for stage in procedure.stages:
        yield from (stage.actor, *(one.actor for one in stage.detours), *((stage.together,) if stage.together else ()))
    for _, row in procedure.acts():
        yield from (*((row.actor,) if row.actor else ()), *row.also)


_CHECKS = (_codes, _common, _targets, _reachable, _actors, _repeats, _laws, _conflicts, _rounds, _moves)
