"""进度: what of a case is done, where it is now, and what comes, along the main road of its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflows.models import Case, Entry
from workflows.rules import Law
from workflows.table import Ending, Procedure, Stage, Step


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the road: `done` with its day, `now`, or `coming` with whose it will be."""

    title: str
    state: str
    on: date | None = None
    who: str = ""


def marks(procedure: Procedure, case: Case, entries: Iterable[Entry], law: Law) -> tuple[Mark, ...]:
    """Return the steps of a case: those done and not undone since, the present one, and those to come."""
    begins = _beginning(procedure, case)
    road: list[str] = [begins, *(code for code, _ in _road(procedure, begins, law))]
    here = case.stage
    place = procedure.place(here)
    done = tuple(_done(entries, road, here))
    if isinstance(place, Ending):
        return (*done, Mark(place.title, "done" if place.good else "now", case.closed_on))
    coming = [
        Mark(step.title, "coming", None, (step.actor or stage.actor).title)
        for stage, step in _steps(procedure, begins, law)
        if stage.code in road and here in road and road.index(stage.code) > road.index(here)
    ]
    return (*done, Mark(place.title, "now"), *coming)


def _beginning(procedure: Procedure, case: Case) -> str:
    """Return the stage into which the row leads that opened the case: a round's, or the step of its matter."""
    rows = [row for row in procedure.rounds if case.round and row.code == case.round.act]
    steps = [step for step in procedure.opens if (step.matter.code if step.matter else "") == case.matter]
    ways = (way for row in (*rows, *steps, *procedure.opens) for way in row.ways)
    return next((way.to for way in ways if way.to), procedure.stages[0].code)


def _road(procedure: Procedure, begins: str, law: Law) -> Iterator[tuple[str, Step]]:
    """Follow the first way of the first step that stands, from stage to stage; yield where each leads."""
    for _, step in _steps(procedure, begins, law):
        if step.ways[0].to:
            yield step.ways[0].to, step


def _steps(procedure: Procedure, begins: str, law: Law) -> Iterator[tuple[Stage, Step]]:
    code: str | None = begins
    met = set[str]()
    while code and code not in met:
        met.add(code)
        place = procedure.place(code)
        if isinstance(place, Ending):
            return
        step = next((one for one in place.steps if one.under is None or one.under.holds(law)), place.steps[0])
        yield place, step
        code = step.ways[0].to


def _done(entries: Iterable[Entry], road: list[str], here: str) -> Iterator[Mark]:
    """Yield the last act that led out of each stage before the present one."""
    limit = road.index(here) if here in road else len(road)
    last: dict[str, Entry] = {}
    for entry in entries:
        if entry.stage_to and entry.act != "return" and entry.stage_from != entry.stage_to:
            last[entry.stage_from] = entry
    for entry in sorted(last.values(), key=lambda one: one.sequence):
        if entry.stage_from not in road or road.index(entry.stage_from) < limit:
            yield Mark(entry.title, "done", entry.on)
