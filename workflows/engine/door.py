"""The only door by which a case moves: refuse first, then write downwards, in one transaction.

view / command / scenario → `start` or `act` → table row → may this person act here → fields → conditions →
effects → log → papers → close the task, move the case, open the next tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from workflows.desks.inbox import Open, TaskGone, open_tasks
from workflows.engine import (
    act_day,
    batch,
    closing,
    following,
    gate,
    moves,
    moving,
    offering,
    places,
    reopening,
    upgrade,
)
from workflows.engine.kept_files import with_kept
from workflows.engine.law import law_for
from workflows.engine.lock import holding, unit_of_work
from workflows.engine.once import once, stamp_of
from workflows.engine.request import Outcome, Request
from workflows.models import Case, Entry
from workflows.people.chain import load_chain
from workflows.people.models import Appointment, Organization, Person
from workflows.store import rooted, writing
from workflows.table import Procedure, Record, RoundRow, Step
from workflows.table.act import Act
from workflows.table.refusals import Finding, refuse
from workflows.table.registry import common, table_of
from workflows.table.registry import procedure as procedure_of

__all__ = ["Outcome", "Request", "act", "approach", "prospect", "prospect_of", "start"]

Done = tuple[Act[Any] | None, Outcome]  # no act where it was done before
ONE_OPEN = ("case_one_open_per_person", "workflows_case.subject_id")  # as PostgreSQL and as SQLite name the constraint


def start(code: str, request: Request) -> Outcome:
    """Open a case by one of its procedure's opening acts.

    Raises:
        Refused: nothing was written.
        NeedsReason: there are warnings and no reason was given; nothing was written.
    """
    procedure = procedure_of(code)

    def do() -> Done:
        act, form = prepare(procedure, _opening(procedure, request.act), request)
        return act, _open(act, form)

    with rooted.within(*rooted.roots()):
        return _followed(*once(request, code, do, _first))


def _open(act: Act[Any], form: Any) -> Outcome:
    try:
        with transaction.atomic():
            moves.number(act.case, act.chain.above[-1], act.recorded_on.year)
            writing.insert(act.case)
            with holding(act.case):
                return _write(act, form)
    except IntegrityError as error:
        if not any(name in str(error) for name in ONE_OPEN):
            raise
        called = act.procedure.matter(act.case.matter)
        raise refuse("case_open", f"{act.case.subject}已有一件在办的“{called}”，请先办结。") from error


def prepare(procedure: Procedure, row: Step | RoundRow, request: Request) -> tuple[Act[Any], Any]:
    """Return an opening act that nothing refuses, and its bound form; nothing is written.

    The case's root is among the roots under way from here on.

    Raises:
        Refused, NeedsReason: as `start`.
    """
    near = places.near(row, _held(row, request), request.by)
    form, answers = gate.clean(row, request.with_, files=request.files, on=request.day, organization=near)
    subject, organization = places.place_of(procedure, row, answers, request.by, near)
    places.check_standing(organization, request.day)
    matter = row.matter.code if isinstance(row, Step) and row.matter else ""
    case = moves.new_case(
        procedure, subject=subject, organization=organization, starter=request.by, on=request.day, matter=matter
    )
    rooted.enter(*rooted.roots(), case.root)
    act = _act(procedure, row, case, request, Open())
    act.answers = answers
    act.capacity = gate.check_person(act, gate.actor_of(procedure, case, row, act), request.as_deputy_of)
    _judge(act, request, act_day.check(act, None))
    return act, form


def act(case: Case | int, request: Request) -> Outcome:
    """Do one act on a case; one given by its key alone is found in the roots under way.

    Raises:
        Refused: nothing was written; its finding says why, by which rule, and from when it would be allowed.
        NeedsReason: there are warnings and no reason was given; nothing was written.
    """
    known, pk = (rooted.roots(), case) if isinstance(case, int) else ((case.root,), case.pk)

    def do() -> Done:
        with unit_of_work(pk) as held:
            return _do(held, request)

    with rooted.within(*known):
        return _followed(*once(request, pk, do, _first))


def _first(entry: Entry) -> Done:
    """Return what came of an act that the same form did before."""
    case = entry.case
    if case is None:
        raise LookupError(f"{entry} is of no case")
    facts = table_of(case).facts.model_validate(case.facts)
    return None, Outcome(case, entry, facts, (), (), tuple(entry.papers.order_by("id")), again=True)


def _followed(now: Act[Any] | None, outcome: Outcome) -> Outcome:
    """Do what follows for other cases from an act that is committed now, and return what came of it."""
    if now is not None:
        closing.follow(now)
        following.follow(now)
    return outcome


def _do(held: Case, request: Request) -> Done:
    """Do an act on a case that the unit of work holds."""
    upgrade.bring_up(held, request.at)
    reopening.take_up(held, request.act, request.on, request.at)
    now = _act(table_of(held), Record(request.act, "", ""), held, request, open_tasks(held))
    gate.check_unseen(held, request.seen, request.act)
    approach(now, request.act, on=request.on)
    form = check(now, request)
    return now, _write(now, form)


def approach(now: Act[Any], code: str, *, on: date | None) -> None:
    """Give an act its row; without a day of its own, what is handed in again keeps that of the first time.

    Raises:
        Refused: the row is not open.
        LookupError: the procedure has no such act.
    """
    now.row = common(code) or now.procedure.row(code)
    now.again = bool(now.case.returns) and now.case.returns[-1]["act"] == code
    if on is None and now.on != (usual := act_day.usual_day(now)):
        now.on, now.law = usual, law_for(now.organization, usual)
    now.row = offering.find_row(now, code)


def check(now: Act[Any], request: Request) -> Any:
    """Refuse whatever the gate refuses and return the bound form."""
    now.capacity = gate.capacity_of(now, request.as_deputy_of)
    warned = act_day.check(now, moves.followed_day(now))
    files = with_kept(now, request.with_, request.files)
    form, now.answers = gate.clean(now.row, request.with_, files=files, **now.context)
    gate.check_subject(now)
    _judge(now, request, warned)
    return form


def prospect(case: Case, by: Person, *, on: date | None, at: datetime) -> Act[Any]:
    """Return an act without a row, by which a page asks what could be done, by whom and why not.

    Raises:
        Refused: `edition_gone`: its table has no such stage any more, so that nothing can be.
    """
    upgrade.check_places(case)
    return _act(table_of(case), Record("", "", ""), case, Request("", by, on, at), open_tasks(case))


def by_calendar(procedure: Procedure, row: Record, organization: Organization, request: Request) -> Act[Any]:
    """Return an act on an organization that is judged already, or that nobody does in person; its form is cleaned.

    Raises:
        Refused: the form does not take the answers.
    """
    case = moves.new_case(procedure, subject=None, organization=organization, starter=request.by, on=request.day)
    act = _act(procedure, row, case, request, Open())
    _, act.answers = gate.clean(row, request.with_, files=request.files, **act.context)
    return act


def prospect_of(case: Case, by: Person, *, on: date, at: datetime) -> Act[Any]:
    """Return the same for a case that is not opened yet."""
    return _act(table_of(case), Record("", "", ""), case, Request("", by, on, at), Open())


def _judge(now: Act[Any], request: Request, warned: tuple[Finding, ...]) -> None:
    now.warnings = (*warned, *gate.judge(now))
    gate.ask_reason(now, request)


def _write(now: Act[Any], form: Any) -> Outcome:
    try:
        followed = batch.follow(now)
        written = moves.write(now, form)
        outcome = _outcome(now, written, batch.finish(followed))
        moving.carry(now)
        return outcome
    except TaskGone as error:
        raise refuse("already_done", "此事项刚刚已由他人办理，请刷新后再看。") from error


def _outcome(now: Act[Any], written: moves.Written, followed: batch.Followed | None = None) -> Outcome:
    papers = (*written.papers, *(followed.papers if followed else ()))
    return Outcome(
        now.case, written.entry, now.facts, now.warnings, written.tasks, papers, written.changed,
        tuple(act.case for act in now.followers), now.left_out,
    )  # fmt: skip


def _opening(procedure: Procedure, code: str) -> Step:
    for step in procedure.opens:
        if step.code == code:
            return step
    raise LookupError(f"{procedure.code} is not opened by {code!r}")


def _held(row: Record, request: Request) -> Sequence[Appointment]:
    """Return the posts of the actor, where the row needs one to say for which organization it is done."""
    if request.by is None or not places.concerns_nobody(row):
        return ()
    held = Appointment.objects.on(timezone.localdate(request.at)).filter(person=request.by)
    return list(held.select_related("post__organization").defer("post__organization__seal"))


def _act(procedure: Procedure, row: Record, case: Case, request: Request, waiting: Open) -> Act[Any]:
    now: Act[Any] = Act(
        procedure=procedure,
        row=row,
        case=case,
        by=request.by,
        on=request.day,
        at=request.at,
        law=law_for(case.organization, request.day),
        chain=load_chain(case.organization, timezone.localdate(request.at)),
        facts=procedure.facts.model_validate(case.facts),
        tasks=waiting.tasks,
        asked=waiting.asked,
        reason=request.reason.strip(),
        stamp=stamp_of(request, case.pk or procedure.code),
    )
    return now
