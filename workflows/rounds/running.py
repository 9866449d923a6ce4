"""轮次: opening a case for everybody concerned under an organization: previewed, in chunks, resumed after a kill.

Each chunk is one transaction that moves the round's cursor with it, so that a round that was killed goes on where it
stopped, and nobody is reached twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import task

from forms.words import zh_period
from workflows import engine
from workflows.days import clock
from workflows.engine.once import once
from workflows.engine.request import Request
from workflows.models import Case, Entry, Round, Skip
from workflows.models.round import RoundStatus
from workflows.people.models import Organization, Person
from workflows.people.reach import parted, reached_from
from workflows.proof import log
from workflows.rounds.chunks import CHUNK, open_chunk, reached
from workflows.store import rooted
from workflows.store.keys import among
from workflows.table import Placed, Procedure, RoundRow, Skipped
from workflows.table.act import Act
from workflows.table.refusals import Finding
from workflows.table.registry import procedure as procedure_of
from workflows.table.registry import procedures

AT_ONCE = 500  # people; a round over no more is carried out before its page answers, a larger one in the background
STANDING_STILL = timedelta(minutes=2)  # a chunk takes a second; a round at rest for so long has lost its worker
READ = ("name", "born", "home")  # of each person; a row that asks for more pays a statement for each

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A round that was started, with the warnings that it was started over; `again` by the same form as before."""

    round: Round
    warnings: tuple[Finding, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a round would do.

    Attributes:
        concerned: how many people there are in all.
        placed, skipped: what becomes of the people of this page.
        after: the key of the last person of the page, None on the last page.
    """

    act: Act[Any]
    concerned: int
    placed: tuple[Placed, ...]
    skipped: tuple[Skipped, ...]
    after: int | None


def row_of(procedure: Procedure, code: str) -> RoundRow:
    """Return the round of a code.

    Raises:
        LookupError: the procedure has none.
    """
    for row in procedure.rounds:
        if row.code == code:
            return row
    raise LookupError(f"{procedure.code} has no round {code!r}")


def preview(code: str, request: Request, *, after: int = 0, size: int = 100) -> Preview:
    """Return who would be reached, page by page; writes nothing.

    Raises:
        Refused, NeedsReason: as `start`.
    """
    procedure = procedure_of(code)
    row = row_of(procedure, request.act)
    with rooted.within(*rooted.roots()):
        act, _ = engine.prepare(procedure, row, request)
        page = list(row.who(act).filter(pk__gt=after).order_by("pk")[: size + 1])
        found = reached(act, row, page[:size])
        return Preview(
            act,
            row.who(act).count(),
            tuple(one for one in found if isinstance(one, Placed)),
            tuple(one for one in found if isinstance(one, Skipped)),
            page[size - 1].pk if len(page) > size else None,
        )


def start(code: str, request: Request) -> Begun:
    """Start a round; a small one is done when this returns, a larger one goes on in the background.

    The same round started again (same organization and period) goes on with whoever is new.

    Raises:
        Refused: nothing was written.
        NeedsReason: there are warnings and no reason was given; nothing was written.
    """
    procedure = procedure_of(code)

    def do() -> Begun:
        act, form = engine.prepare(procedure, row_of(procedure, request.act), request)
        return Begun(begin(act, form.plain() if form else {}), act.warnings)

    with rooted.within(*rooted.roots()):
        done = once(request, code, do, _first)
        begun = done.round
        if not done.again and begun.concerned <= AT_ONCE:
            run(begun.pk, begun.root)
        elif not done.again:
            transaction.on_commit(lambda: run_round.enqueue(begun.pk, begun.root))
        return replace(done, round=Round.objects.get(pk=begun.pk))


def _first(entry: Entry) -> Begun:
    """Return the round that the same form began before."""
    return Begun(Round.objects.get(pk=entry.chain.removeprefix(Round.CHAIN)), again=True)


def run(pk: int, root: str) -> int:
    """Carry out what is left of a round, chunk by chunk, and return how many people were reached."""
    total = 0
    chains: dict[int, Any] = {}
    while True:
        with rooted.within(root):
            done = _step(pk, chains)
        if done is None:
            return total
        total += done


@task()
def run_round(pk: int, root: str) -> int:
    """Carry out a round in the background; running it again, or twice at once, reaches nobody twice."""
    return run(pk, root)


def nightly(root: Organization, on: date, at: datetime) -> int:
    """Run the rounds that the calendar runs tonight under one root, and return how many cases they opened."""
    opened = 0
    for procedure in procedures():
        for row in procedure.rounds:
            answers = row.nightly(on) if row.nightly else None
            if answers is not None:
                opened += _tonight(procedure, row, root, answers, on, at)
    return opened


def _tonight(procedure: Procedure, row: RoundRow, root: Organization, answers: Any, on: date, at: datetime) -> int:
    """Open what is due under one root; a night on which nobody is due leaves no round."""
    request = Request(row.code, None, on, at, answers)
    act = engine.by_calendar(procedure, row, root, request)
    if not _anybody(act, row):
        return 0
    begun = begin(act, {name: str(value) for name, value in answers.items()})
    run(begun.pk, begun.root)
    return int(Round.objects.values_list("opened", flat=True).get(pk=begun.pk)) if row.places else 0


def _anybody(act: Act[Any], row: RoundRow) -> bool:
    """Tell whether a night has anything to do: a case to open, or somebody for a row that keeps books of its own."""
    if row.places is None:
        return row.who(act).exists()
    return any(isinstance(one, Placed) for one in reached(act, row, _without_case(act, row)))


def _without_case(act: Act[Any], row: RoundRow) -> list[Person]:
    """Return who is concerned and has no open case of the procedure."""
    people = list(row.who(act).order_by("pk"))
    running = Case.objects.filter(among("subject_id", [one.pk for one in people]), procedure=act.procedure.code)
    known = set(running.filter(finished=None, subject__isnull=False).values_list("subject_id", flat=True))
    return [one for one in people if one.pk not in known]


@transaction.atomic
def begin(act: Act[Any], answers: dict[str, Any]) -> Round:
    """Keep the round with its entry, or take up the same one again; one that is under way goes on as it is."""
    row, period = act.row, _period(act)
    known = _same(act, period, answers)
    if known and known.status == RoundStatus.RUNNING:
        return known
    begun = known or Round(
        procedure=act.procedure.code,
        act=row.code,
        title=f"{act.organization.name}·{row.title}" + (f"（{zh_period(period)}）" if period else ""),
        organization=act.organization,
        path=act.organization.path,
        root=act.organization.root,
        period=period,
        started_by=act.by,
    )
    begun.on, begun.started_at, begun.moved_at, begun.answers = act.on, act.at, act.at, answers
    begun.cursor = 0
    if known:
        known.take_up(anew=bool(isinstance(row, RoundRow) and row.writes))
    begun.concerned = begun.done + _who(act).count()
    begun.save()
    line = log.line_of(act, stage_from="", stage_to="", answers=answers, shown=[], stamp=act.stamp)
    log.append_to_book(begun.chain, begun.root, line)
    return begun


def _same(act: Act[Any], period: str, answers: dict[str, Any]) -> Round | None:
    """Return a round begun before for the same period: one under way that opens cases by branch by the same form only.

    To books the form says nothing but the period. Whoever begins one holds the organization until commit, so
    that of two at once the second finds the first.
    """
    if not (isinstance(act.row, RoundRow) and (act.row.cover or (act.row.writes and period))):
        return None
    Organization.objects.select_for_update(no_key=True).only("pk").get(pk=act.organization.pk)
    with rooted.within(act.organization.root):
        known = Round.objects.select_for_update().filter(
            procedure=act.procedure.code, act=act.row.code, organization=act.organization, period=period
        )
        found = known if act.row.writes else known.exclude(~Q(answers=answers), status=RoundStatus.RUNNING)
        return found.order_by("pk").first()


@transaction.atomic
def _step(pk: int, chains: dict[int, Any]) -> int | None:
    """Carry out one chunk; None where nothing is left, or somebody else is at it."""
    free = Round.objects.select_for_update(of=("self",), skip_locked=True)
    free = free.select_related("started_by", "organization").annotate(reaches=reached_from("root"))
    found: Any = free.filter(pk=pk, status=RoundStatus.RUNNING).first()
    if found is None:
        return None
    rooted.enter(found.root, *parted(found.reaches))
    act = _resumed(found)
    act.chain.others.update(chains)
    people = list(_who(act).filter(pk__gt=found.cursor).order_by("pk").only(*READ)[:CHUNK])
    if people:
        opened, skipped = open_chunk(act, found, people)
        _note_skipped(found, skipped)
        found.cursor, found.done = people[-1].pk, found.done + len(people)
        found.opened += opened
        found.skipped = found.skips.count() if skipped else found.skipped
    if len(people) < CHUNK:
        found.finish()
    found.moved_at = clock.now()
    found.save()
    chains.update(act.chain.others)
    return len(people) if people else None


def _note_skipped(found: Round, skipped: Sequence[Skipped]) -> None:
    rows = [
        Skip(root=found.root, round=found, person=one.person, code=one.code, sentence=one.sentence[:300])
        for one in skipped
    ]
    Skip.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def _resumed(found: Round) -> Act[Any]:
    """Return the round's act as it was begun, read from its row."""
    procedure = procedure_of(found.procedure)
    row = row_of(procedure, found.act)
    request = Request(row.code, found.started_by, found.on, found.started_at, found.answers)
    act = engine.by_calendar(procedure, row, found.organization, request)
    capacity = act.chain.capacity(found.started_by, row.actor) if found.started_by and row.actor else None
    return replace(act, round=found, capacity=capacity)


def _who(act: Act[Any]) -> QuerySet[Person]:
    if not isinstance(act.row, RoundRow):
        raise LookupError(f"{act.row.code} is no round")
    return act.row.who(act)


def _period(act: Act[Any]) -> str:
    return act.row.period(act) if isinstance(act.row, RoundRow) and act.row.period else ""


def resume(at: datetime) -> int:
    """Carry out what is left of the rounds, in the roots under way, that have lost their worker; return how many.

    A round that merely waits for its turn is carried out here as well; whoever comes second finds nothing left.
    """
    still = Round.objects.filter(status=RoundStatus.RUNNING, moved_at__lt=at - STANDING_STILL).order_by("pk")
    found = list(still.values_list("pk", "root"))
    for pk, root in found:
        run(pk, root)
    return len(found)
