"""进度: what of a case is done, where it is now, and what comes, along the main road of its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.models import Case, Entry
from workflows.table import Ending, Procedure, Stage, Step
from workflows.table.rules import Law


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the road: `done` with its day, `now`, or `coming` with whose it will be."""

    title: str
    state: str
    on: date | None = None
    who: str = ""


def marks(procedure: Procedure, case: Case, entries: Sequence[Entry], law: Law) -> tuple[Mark, ...]:
    """Return the steps of a case: those done and not undone since, the present one, and those to come."""
    steps = list(_steps(procedure, case, _first(procedure, case, entries), law))
    road = [stage.code for stage, _ in steps]
    here = case.stage
    place = procedure.place(here)
    done = tuple(_done(entries, road, here))
    if isinstance(place, Ending):
        return (*done, Mark(place.title, "done" if place.good else "now", case.closed_on))
    coming = [
        Mark(step.title, "coming", None, (step.actor or stage.actor).title)
        for stage, step in steps
        if here in road and road.index(stage.code) > road.index(here)
    ]
    return (*done, Mark(place.title, "now"), *coming)


def _first(procedure: Procedure, case: Case, entries: Sequence[Entry]) -> str:
    """Return where the case began; one that was taken over in mid-life where it stands, or where its kind begins."""
    opened = next((entry.stage_to for entry in entries if entry.stage_to and not entry.stage_from), "")
    usual = next((way.to for row in (*procedure.opens, *procedure.rounds) for way in row.ways if way.to), "")
    return opened or usual or case.stage


def _steps(procedure: Procedure, case: Case, code: str | None, law: Law) -> Iterator[tuple[Stage, Step]]:
    """Follow the first way of the first step that stands, from stage to stage; on a cover those of the branch."""
    met = set[str]()
    while code and code not in met:
        met.add(code)
        place = procedure.place(code)
        if isinstance(place, Ending):
            return
        stands = [one for one in place.steps if one.under is None or one.under.holds(law)] or list(place.steps)
        step = next((one for one in stands if one.together), stands[0]) if case.is_cover else stands[0]
        yield place, step
        code = next((way.to for way in step.ways if way.to), None)


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
