"""What an edition promises to the cases that run by it, as a checksum that stands beside its number on the page.

Whoever changes it has to raise the edition: running cases would get the new table in silence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from workflows.people.actors import Actor
from workflows.table import Ending, Procedure, Record, Stage

KEPT = re.compile(r"^<!-- edition (\d+) promises ([0-9a-f]{16}) -->$", re.MULTILINE)


def line(procedure: Procedure) -> str:
    """Return the line of the page that keeps it."""
    return f"<!-- edition {procedure.edition} promises {checksum(procedure)} -->"


def is_broken(procedure: Procedure, page: str) -> bool:
    """Tell whether a table promises something else than the page printed of the same edition; a page may say nothing.

    A lower edition than the page's is none that comes after it, so it is broken as well.
    """
    kept = KEPT.search(page)
    if kept is None:
        return False
    edition, promised = int(kept[1]), kept[2]
    return procedure.edition < edition or (procedure.edition == edition and promised != checksum(procedure))


def checksum(procedure: Procedure) -> str:
    """Return 16 hexadecimal digits over its stages and endings, whom they wait for, and which acts lead where.

    Titles, conditions, papers, forms and time limits are no part of it, nor is the order of stages and acts.
    """
    said = sorted((*_opening(procedure), *(part for place in procedure.places for part in _place(place))))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _opening(procedure: Procedure) -> Iterator[list[str]]:
    yield from (_row("", row) for place, row in procedure.acts() if place is None)


def _place(place: Stage | Ending) -> Iterator[list[str]]:
    if isinstance(place, Stage):
        waits = (place.actor, *(detour.actor for detour in place.detours))
        yield ["stage", place.code, "decided" if place.decided else "", _code(place.together), *map(_code, waits)]
    else:
        yield ["ending", place.code]
    yield from (_row(place.code, row) for row in place.acts)


def _row(where: str, row: Record) -> list[str]:
    who = (row.actor, *row.also)
    return ["act", where, row.code, "by", *map(_code, who), "to", *(way.to or "" for way in row.ways)]


def _code(actor: Actor | None) -> str:
    return f"{actor.code}@{actor.of}{actor.people}" if actor else ""
