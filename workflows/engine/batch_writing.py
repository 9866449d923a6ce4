"""成批: the writing half of one act on many cases: cases, entries, papers and tasks in a few statements.

Nothing here refuses; whoever calls has judged each case and holds them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.desks import addressing, inbox, recusal
from workflows.desks.routing import own_desks
from workflows.engine import moves, undoing
from workflows.messages import notify, sending
from workflows.models import Case, Entry, Paper, Task
from workflows.papers import issue
from workflows.people.models import Organization
from workflows.proof import log
from workflows.store import bulk, flows, rooted
from workflows.table import Ending, PaperKind
from workflows.table.act import Act

BATCH = 400
MOVED = (
    "stage", "facts", "returns", "sequence", "head", "decided_on", "closed_on", "expires_on", "status", "finished",
    "other_path", "organization", "path", "deciders",
)  # fmt: skip


@dataclass(slots=True)
class Part:
    """One case's part: its act with the effects applied, where it stood, where it leads (None: it stays)."""

    act: Act[Any]
    stage_from: str
    target: str | None
    kinds: tuple[PaperKind, ...] = ()
    rows: list[dict[str, Any]] = field(default_factory=list)
    entry: Entry | None = None
    tasks: tuple[Task, ...] = ()


def carry_out(act: Act[Any]) -> Part:
    """Apply an act's effects to its case, in memory and in the register, and return what is left to write."""
    stage_from = act.case.stage if act.case.sequence else ""
    way = moves.way_of(act)
    target = moves.target_of(act, way)
    undoing.forget(act, target)
    moves.apply(act, way)
    moves.settle_returns(act, target)
    return Part(act, stage_from, target, (*act.row.gives, *(way.gives if way else ())))


def open_cases(parts: Sequence[Part], root: Organization) -> None:
    """Insert the cases of a round, each at its stage, with number, entry and tasks."""
    if not parts:
        return
    cases = [part.act.case for part in parts]
    bulk.give_keys(cases)  # their chains are named by them
    year = parts[0].act.recorded_on.year
    for part, serial in zip(parts, issue.next_numbers(root, "case", year, len(parts)), strict=True):
        part.act.case.number = moves.numbered(year, serial)
        place(part)
    links = _linked(parts)
    bulk.insert(cases)
    log.keep(links)
    _open_tasks(parts)


def write(parts: Sequence[Part]) -> list[Paper]:
    """Write the parts of an act on cases that exist, and return the papers issued."""
    moving = [part for part in parts if part.target]
    log.keep(_linked(parts))
    given = [(part.act, part.entry, kind) for part in parts for kind in part.kinds if part.entry]
    papers = issue.issue_many(given)
    closed = [task for part in moving for task in (*part.act.tasks, *part.act.asked)]
    inbox.close(closed, moving[0].act.at if moving else parts[0].act.at)
    for part in moving:
        place(part)
    _open_tasks(moving, closed)
    for part in parts:
        moves.keep_facts(part.act)
    for cases in rooted.by_root(part.act.case for part in parts):
        Case.objects.bulk_update(cases, MOVED, batch_size=BATCH)
    _tell(moving)
    for part in parts:
        recusal.tell_superior(part.act)
    return papers


def place(part: Part) -> None:
    """Move the case in memory and note the tasks that it will wait at."""
    act, target = part.act, part.target
    there = act.procedure.place(target or act.case.stage)
    part.rows = [] if isinstance(there, Ending) else addressing.task_rows(act, there)
    act.case.move(there.code)
    moves.date_case(act, there)
    moves.keep_facts(act)
    part.tasks = tuple(flows.tasks_at(act.case, there.code, part.rows))


def _linked(parts: Sequence[Part]) -> log.Links:
    """Link one entry to the chain of each case; the answers are kept with the case that the form was handed in on."""
    lines = [
        log.line_of(part.act, stage_from=part.stage_from, stage_to=part.target or "", answers={}, shown=[])
        for part in parts
    ]
    links = log.link_many([part.act.case for part in parts], lines)
    for part, entry in zip(parts, links.entries, strict=True):
        part.entry = entry
    return links


def _open_tasks(parts: Sequence[Part], closed: Iterable[Task] = ()) -> None:
    bulk.insert([task for part in parts for task in part.tasks])
    inbox.count([row for part in parts for row in part.rows], closed)


def _tell(parts: Sequence[Part]) -> None:
    words = [word for part in parts for word in notify.words_of(part.act, part.target, part.tasks)]
    sending.send(words, by=notify.by_of(parts[0].act) if parts else None)


def read_desks(acts: Sequence[Act[Any]]) -> None:
    """Read, or make, the own desks of all persons concerned at once, for the acts' chains."""
    known = acts[0].chain.own_posts if acts else {}
    own_desks([act.case.subject_id for act in acts if act.case.subject_id], known)
    for act in acts:
        act.chain.own_posts.update(known)
