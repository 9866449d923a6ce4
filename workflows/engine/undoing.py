"""回头: what a case forgets when it goes back to an earlier stage, to go from there once more.

A refusal, a vote that is lost, an objection upheld, a return after which the case starts over: the table says by its
ways what lies after what, and each row which facts it sets. What a case keeps for good (a number once given, the
sentences of lost votes) no row names. The log keeps everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from workflows.table import Ending, Procedure, Record
from workflows.table.act import Act, once

OPENING = -1


@once
def starts_over(act: Act[Any]) -> bool:
    """Tell whether an act that answers a return begins anew what followed; asked before its effects, and kept."""
    return act.row.starts_over is not None and act.row.starts_over(act)


@once
def forgotten(act: Act[Any]) -> frozenset[str]:
    """Return the facts that the case has forgotten, because the act leads it back."""
    return frozenset()


def forget(act: Act[Any], target: str | None) -> None:
    """Forget what the acts from a stage on have set, where an act leads the case back there; before its effects."""
    if target is not None and leads_back(act, target):
        forget_from(act, target)


def forget_from(act: Act[Any], stage: str) -> None:
    """Forget what the acts from a stage on have set, and take back the last of them first."""
    undone = tuple(_rows_from(act.procedure, stage))
    for row in reversed(undone):
        for effect in row.reopens:
            effect(act)
    names = frozenset(name for row in undone for name in (row.marks, *row.sets) if name)
    known = act.procedure.facts.model_fields
    for name in names:
        setattr(act.facts, name, known[name].get_default(call_default_factory=True))
    forgotten.keep(act, names)


def forgot(act: Act[Any], name: str) -> bool:
    """Tell whether the case has just forgotten a fact, because the act leads it back."""
    return name in forgotten(act)


def leads_back(act: Act[Any], target: str) -> bool:
    """Tell whether an act of the table leads to a stage that the case has been in or beyond; straight back is on."""
    places = _places(act.procedure)
    if isinstance(act.procedure.place(target), Ending) or act.row.code not in _homes(act.procedure):
        return False
    returns = act.case.returns
    if act.again and target == returns[-1]["stage"] and not starts_over(act):
        return False
    been = max(places.get(stage, OPENING) for stage in (act.case.stage, *(one["stage"] for one in returns)))
    return places[target] <= been


def _rows_from(procedure: Procedure, stage: str) -> Iterator[Record]:
    """Yield the rows whose act is first open after a stage, and the stage's own steps; its records stand."""
    homes, first = _homes(procedure), _places(procedure)[stage]
    for _, row in procedure.acts():
        if homes[row.code] > first or (homes[row.code] == first and row.ways):
            yield row


@lru_cache
def _places(procedure: Procedure) -> dict[str, int]:
    """Return the stages and endings in the order of the table."""
    return {place.code: number for number, place in enumerate(procedure.places)}


@lru_cache
def _homes(procedure: Procedure) -> dict[str, int]:
    """Return where each act is first open: an act that may be done early is not undone by going back to late."""
    places = _places(procedure)
    homes: dict[str, int] = {}
    for place, row in procedure.acts():
        here = places[place.code] if place else OPENING
        homes[row.code] = min(here, homes.get(row.code, here))
    return homes
