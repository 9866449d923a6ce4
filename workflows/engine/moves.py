"""The writing half of an act: effects, move, entry, papers, tasks. Nothing here refuses; the gate has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from forms.base import PaperForm
from workflows.desks import addressing, inbox, recusal
from workflows.engine import act_day, books, undoing
from workflows.engine.kept_files import KeptFile
from workflows.messages import notify
from workflows.models import Attachment, Case, Entry, Paper, Submission, Task
from workflows.papers import issue
from workflows.people import reach
from workflows.people.chain import load_chain
from workflows.people.models import Organization, Person
from workflows.proof import log
from workflows.store import flows, writing
from workflows.table import Common, Ending, Procedure, Stage, Way
from workflows.table.act import Act, Change


@dataclass(frozen=True, slots=True)
class Written:
    """What an act wrote."""

    entry: Entry
    tasks: tuple[Task, ...]
    papers: Sequence[Paper] = ()
    changed: tuple[str, ...] = ()


def new_case(
    procedure: Procedure,
    *,
    subject: Person | None,
    organization: Organization,
    starter: Person | None,
    on: date,
    matter: str = "",
    period: str = "",
) -> Case:
    """Return a case not yet saved, as its opening act sees it."""
    case = Case(
        flow_class=flows.flow_of(procedure),
        procedure=procedure.code,
        edition=procedure.edition,
        matter=matter,
        period=period,
        title=procedure.title_of(matter, period, subject, organization),
        subject=subject,
        starter=starter,
        organization=organization,
        path=organization.path,
        root=organization.root,
        opened_on=on,
        facts=procedure.facts().model_dump(mode="json"),
    )
    if procedure.expiry:
        case.expires_on = procedure.expiry.on(case, procedure.expiry.rule.version(on).value)
    return case


def number(case: Case, root: Organization, year: int) -> None:
    """Give the case its number: the year of its record and a serial of the root organization."""
    case.number = numbered(year, issue.next_number(root, "case", year))


def numbered(year: int, serial: int) -> str:
    """Return the number of a case."""
    return f"{year}-{serial:06}"


def followed_day(act: Act[Any]) -> date | None:
    """Return the day that this act follows: the latest of the moves for a record, of all acts for a step.

    An act that is handed in again stands where the first one stood.
    """
    if isinstance(act.row, Common) and act.row.undated:
        return None
    before = act_day.answered(act)
    if before:
        return before.after
    if act.tasks:
        return act.tasks[0].acted_on if act.row.ways else act.tasks[0].moved_on
    entries = act.case.history.exclude(act__in=inbox.NO_DAY)
    if not act.row.ways:
        entries = entries.exclude(stage_to="")
    last: date | None = entries.order_by("-on").values_list("on", flat=True).first()
    return last


def write(act: Act[Any], form: Any) -> Written:
    """Write an act whole: register, log, papers, tasks; the caller holds the case's unit of work."""
    stage_from = _stage_of(act)
    way = way_of(act)
    target = target_of(act, way)
    undoing.forget(act, target)
    apply(act, way)
    changed = _changed(act, form) if act.again else ()
    settle_returns(act, target)
    line = log.line_of(
        act,
        stage_from=stage_from,
        stage_to=target or "",
        answers=form.plain() if form else {},
        shown=form.shown() if form else [],
        stamp=act.stamp,
    )
    entry = log.append(act.case, line)
    _keep_files(act, entry)
    papers = issue.issue(act, entry, (*act.row.gives, *(way.gives if way else ())))
    tasks = go(act, target) if target else readdress(act)
    save(act)
    notify.tell(act, target, tasks)
    recusal.tell_superior(act)
    act_day.tell_superior(act)
    return Written(entry, tasks, papers, changed)


def _stage_of(act: Act[Any]) -> str:
    """Return the stage in which an act is logged: none where it opens the case or leaves it where it waits.

    Whoever has a page open is not overtaken by a remark or a claim.
    """
    leaves = isinstance(act.row, Common) and act.row.leads is None
    return "" if leaves or not act.case.sequence else act.case.stage


def save(act: Act[Any]) -> None:
    """Save the case once, with its facts, its place and the head of its chain."""
    keep_facts(act)
    writing.update(act.case)


def keep_facts(act: Act[Any]) -> None:
    """Put the facts on the case as plain JSON, and where its second organization lies, perhaps in another root."""
    act.case.facts = act.facts.model_dump(mode="json")
    other = getattr(act.facts, act.procedure.other) if act.procedure.other else 0
    there = act.chain.from_(other).below if other else None
    if there and there.path != act.case.other_path and there.root != act.case.root:
        reach.note(act.case.root, there.root)
    act.case.other_path = there.path if there else ""


def go(act: Act[Any], target: str) -> tuple[Task, ...]:
    """Close the tasks of the case, questions for an opinion too, move it, and open those of the place it enters."""
    place = act.procedure.place(target)
    rows = [] if isinstance(place, Ending) else addressing.task_rows(act, place)
    closed = (*act.tasks, *act.asked)
    inbox.close(closed, act.at)
    flows.finish(act.asked)
    if act.case.finished and isinstance(place, Stage):
        _reopen(act.case)
    act.case.move(target)
    opened = _walk(act, target, rows)
    date_case(act, place)
    inbox.count(rows, closed)
    return tuple(opened)


def _reopen(case: Case) -> None:
    """Take a case up again that an appeal leads on from its ending."""
    flows.reopen(case)
    case.closed_on = case.decided_on = None


def readdress(act: Act[Any]) -> tuple[Task, ...]:
    """Close this desk's part, and open tasks for whoever is waited for now in the same stage.

    A task that was passed on by hand stays there; an act open on every case changes nothing of whom it waits for.
    """
    place = act.procedure.place(act.case.stage)
    if isinstance(place, Ending) or isinstance(act.row, Common):
        return act.tasks
    rows = addressing.task_rows(act, place)
    wanted = {row["post"].pk for row in rows}
    stale = [task for task in act.tasks if not wanted & {task.post_id, task.passed_from_id}]
    waiting = {post for task in act.tasks for post in (task.post_id, task.passed_from_id)}
    fresh = [row for row in rows if row["post"].pk not in waiting]
    inbox.close(stale, act.at)
    flows.finish(stale)
    opened = flows.enter(act.case, act.case.stage, fresh) if fresh else []
    inbox.count(fresh, stale)
    return (*(task for task in act.tasks if task not in stale), *opened)


def way_of(act: Act[Any]) -> Way | None:
    """Return the way that an act takes by its answers, None for a record."""
    if isinstance(act.row, Common) and act.row.leads:
        return Way(act.row.leads(act))
    if not act.row.ways:
        return None
    for way in act.row.ways:
        if way.when is None or way.when(act):
            return way
    raise LookupError(f"{act.procedure.code}.{act.row.code} has no way for its answers")


def apply(act: Act[Any], way: Way | None) -> None:
    """Apply the effects of a row, of its way and of the ending that it leads to; keep whose act of office it was."""
    effects = (*act.row.does, *(way.does if way else ()))
    place = act.procedure.place(way.to) if way and way.to else None
    for effect in (*effects, *(place.does if isinstance(place, Ending) else ())):
        effect(act)
    books.keep(act)
    if act.row.marks and not (undoing.forgot(act, act.row.marks) or _keeps_its_day(act)):
        setattr(act.facts, act.row.marks, act.on)
    recusal.note(act)
    if act.chain.organization.pk != act.organization.pk:
        act.chain = load_chain(act.organization, act.recorded_on)


def _keeps_its_day(act: Act[Any]) -> bool:
    """Tell whether the act corrects a paper on which later acts already rest, so that its first day stands."""
    frame = act.case.returns[-1] if act.again else None
    corrects = frame is not None and not undoing.starts_over(act) and frame["stage"] != frame["led_to"]
    return corrects and bool(getattr(act.facts, act.row.marks))


def target_of(act: Act[Any], way: Way | None) -> str | None:
    """Return where the act leads; one that answers a return goes straight back to the returner."""
    if way is None or way.to is None:
        return None
    if act.again and not undoing.starts_over(act) and act.case.returns[-1]["led_to"] == way.to:
        return str(act.case.returns[-1]["stage"])
    return way.to


def settle_returns(act: Act[Any], target: str | None) -> None:
    """Take the answered return off the stack; a case that takes another way answers none of them any more."""
    if target is None or isinstance(act.row, Common):
        return
    returns = act.case.returns
    straight_back = act.again and target == returns[-1]["stage"]
    if straight_back:
        notify.answered.keep(act, returns[-1])
    act.case.returns = returns[:-1] if straight_back else []


def _walk(act: Act[Any], target: str, rows: list[dict[str, Any]]) -> list[Task]:
    if not act.tasks:
        return flows.enter(act.case, target, rows)
    own = [task for task in act.tasks if act.by and task.post.person_id == act.by.pk]
    taken = (own or list(act.tasks))[0]
    flows.finish(task for task in act.tasks if task is not taken)
    return flows.leave(taken, target, rows)


def date_case(act: Act[Any], place: Stage | Ending) -> None:
    """Keep the days of the decision and of the end."""
    if isinstance(place, Ending):
        act.case.closed_on = act.on
    if act.case.decided_on is None and (isinstance(place, Ending) or place.decided):
        act.case.decided_on = act.on


def _changed(act: Act[Any], form: Any) -> tuple[str, ...]:
    """Note the fields that a resubmission answers otherwise than the one that was returned, and return their names."""
    if form is None:
        return ()
    last = act.case.history.filter(act=act.row.code).select_related("submission").order_by("-sequence").first()
    changed = differences(last.submission if last and hasattr(last, "submission") else Submission(), form)
    act.changes += changed
    return tuple(one.field for one in changed)


def differences(before: Submission, form: PaperForm) -> list[Change]:
    """Return what a form answers otherwise than what was handed in before, both as their readers see them."""
    plain = form.plain()
    names = [name for name in form.fields if before.answers.get(name) != plain.get(name)]
    was, is_now = ({name: text for name, _, text in shown} for shown in (before.shown, form.shown()))
    return [Change(name, form.label(name), was.get(name, ""), is_now.get(name, "")) for name in names]


def _keep_files(act: Act[Any], entry: Entry) -> None:
    for name, value in act.answers.items():
        if isinstance(value, UploadedFile) and not isinstance(value, KeptFile):
            Attachment.keep(act.case, entry, name, value)
