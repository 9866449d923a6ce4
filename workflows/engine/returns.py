"""退回: the way by which a case came to its stage, along which it can be given back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.engine.inbox import NO_DAY
from workflows.models import Entry
from workflows.table import Record
from workflows.table.act import Act


def returnable(act: Act[Any]) -> tuple[Record, ...]:
    """Return the acts by which the case came to its stage, oldest first, each once; a round that failed is left out."""
    return tuple(act.procedure.row(done.code) for done in way_to(act))


@dataclass(frozen=True, slots=True)
class Done:
    """An act on the way of a case: where it was done and where it led, on which day, and which day it followed."""

    code: str
    stage_from: str
    stage_to: str
    on: date
    after: date | None


def way_to(act: Act[Any]) -> list[Done]:
    """Return the way of the case to its stage: going back cuts it off there, correcting what was returned leaves it."""
    moving = {row.code for _, row in act.procedure.acts() if row.ways}
    path: list[Done] = []
    for done in _done(_history(act)):
        if done.code not in moving or not done.stage_to:
            continue
        left = [one.stage_from for one in path]
        if done.stage_to in left:
            path = path[: left.index(done.stage_to)]
        elif done.code not in {one.code for one in path}:
            path.append(done)
    return path


def _done(entries: Iterable[Entry]) -> Iterator[Done]:
    """Yield what was done, each with the latest day before it, which it could not be earlier than."""
    latest: date | None = None
    for one in entries:
        yield Done(one.act, one.stage_from, one.stage_to, one.on, latest)
        if one.act not in NO_DAY:
            latest = max(one.on, latest or one.on)


def _history(act: Act[Any]) -> Iterable[Entry]:
    """Return the entries of the case, oldest first: those that a page has read already, where it has."""
    read: Iterable[Entry] | None = act.kept.get("entries")
    return act.case.history.order_by("sequence") if read is None else read
