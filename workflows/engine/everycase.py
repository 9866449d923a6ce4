"""The acts open on every case: return, withdraw, claim, release, reassign, nudge, comment.

They go through the same door as the rows of a table and leave the same entries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F

from forms import everycase as papers
from workflows.days.dates import zh_date
from workflows.engine import act_day, gate, inbox, moves
from workflows.engine.request import Request
from workflows.engine.returns import Done, way_to
from workflows.engine.routing import is_barred, kin_of_subject
from workflows.engine.visibility import visible_to
from workflows.messages import notify
from workflows.models import Task
from workflows.people.models import Appointment, Person, Post
from workflows.proof import log
from workflows.store import writing
from workflows.table import Ending, Record, Stage
from workflows.table.act import Act
from workflows.table.refusals import refuse

NUDGE_EVERY = timedelta(days=3)

RETURN = Record("return", "退回", "办理人可以退回补正", asks=papers.Return, tells=("reason",))
WITHDRAW = Record("withdraw", "撤回", "作出最后决定之前，本人可以撤回", asks=papers.Reason)
CLAIM = Record("claim", "认领", "同一岗位多人任职时，由认领人办理")
RELEASE = Record("release", "释放", "认领人可以放回")
REASSIGN = Record("reassign", "转办", "只能转给同一岗位的其他任职人员", asks=papers.Reassign)
NUDGE = Record("nudge", "催办", "三天一次")
COMMENT = Record("comment", "评论", "能查看该事项的人", asks=papers.Comment, tells=("text",))


def row(code: str) -> Record | None:
    """Return the row of an act that is open on every case, None for an act of a table."""
    return next((one for one in _PERFORMERS if one.code == code), None)


def rows() -> tuple[Record, ...]:
    """Return the rows that are open on every case."""
    return tuple(_PERFORMERS)


def check_person(act: Act[Any]) -> Appointment | None:
    """Return the capacity in which a person may do one of these acts.

    Raises:
        Refused: `case_closed`, `not_your_task`, `must_recuse`, `not_now`.
    """
    return _PERFORMERS[act.row].may(act)


def perform(act: Act[Any], request: Request) -> moves.Written:
    """Do one of these acts; the caller holds the case's unit of work."""
    performer = _PERFORMERS[act.row]
    act.capacity = performer.may(act)
    act.warnings = act_day.check(act, None if act.row.code in ("comment", "nudge") else _last_move(act))
    gate.ask_reason(act, request)
    form, act.answers = gate.clean(act.row, act.case, request.with_, on=act.on)
    return performer.do(act, form, act.capacity)


def holder(act: Act[Any]) -> Appointment | None:
    """Return the capacity of whoever holds a desk at which the case waits; None for a personal desk.

    Raises:
        Refused: `case_closed`, `not_your_task`, `must_recuse`.
    """
    _open_stage(act)
    if any(task.post.person_id == _by(act).pk for task in act.tasks):
        return None
    desks = {task.post_id for task in act.tasks}
    held = [one for one in act.appointments if one.person_id == _by(act).pk and one.post_id in desks]
    place = act.procedure.place(act.case.stage)
    if not held and isinstance(place, Stage) and not act.case.returns:
        actor = place.waits_for(act.facts, cover=act.case.is_cover)
        capacity = act.chain.seen_by(actor, act.facts).capacity(_by(act), actor)
        held = [capacity] if capacity else []
    if not held:
        waiting = "、".join(task.post.title for task in act.tasks)
        raise refuse("not_your_task", f"“{act.row.title}”由当前办理人办理，现在等待：{waiting}。")
    if is_barred(held[0], kin_of_subject(act.case)):
        raise refuse("must_recuse", "办理人是当事人本人或申报的亲属，须回避，不能办理此事。")
    return held[0]


def _return(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    act.capacity = capacity
    place = act.procedure.place(act.case.stage)
    if act.case.decided_on or isinstance(place, Ending):
        raise refuse("not_now", "该事项已作出决定，不能退回。")
    path = {done.code: done for done in way_to(act)}
    done = path.get(act.answers["to"])
    if done is None:
        names = "、".join(f"{act.procedure.row(code).title}（{code}）" for code in path)
        raise refuse("field_invalid", f"只能退回到已经办理过的步骤：{names}。", field="to")
    return _put_back(act, form, done, act.answers["reason"])


def give_back(act: Act[Any], because: str) -> int:
    """Return a case to the act that opened it, as the calendar does after too long; 0 where it was taken over."""
    path = way_to(act)
    if not path or path[0].stage_from:
        return 0
    act.reason = because
    _put_back(act, None, path[0], because)
    return 1


def _put_back(act: Act[Any], form: Any, done: Done, because: str) -> moves.Written:
    asked = act.procedure.row(done.code)
    stage_from, stage_to = act.case.stage, done.stage_from or done.stage_to
    frame = {
        "act": done.code, "stage": stage_from, "led_to": done.stage_to, "because": because,
        "by": act.by.pk if act.by else None,
        "on": done.on.isoformat(), "after": done.after.isoformat() if done.after else "",
    }  # fmt: skip
    act.case.returns = [*act.case.returns, frame]
    for effect in asked.reopens:
        effect(act)
    opened = moves.go(act, stage_to)
    entry = log.append(act.case, _line(act, form, stage_from, stage_to))
    moves.save(act)
    notify.tell_return(act, asked, [task.post for task in opened], _who_did(act, done.code))
    return moves.Written(entry, opened)


def _who_did(act: Act[Any], code: str) -> int | None:
    """Return who did an act last."""
    done = act.case.history.filter(act=code).order_by("-sequence")
    by: int | None = done.values_list("actor", flat=True).first()
    return by


def _withdraw(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    stage_from = act.case.stage
    ending = act.procedure.place(act.procedure.withdrawn)
    for effect in ending.does if isinstance(ending, Ending) else ():
        effect(act)
    act.case.returns = []
    tasks = moves.go(act, ending.code)
    entry = log.append(act.case, _line(act, form, stage_from, ending.code))
    moves.save(act)
    notify.tell_withdrawn(act)
    return moves.Written(entry, tasks)


def _concerned(act: Act[Any]) -> Appointment | None:
    _open_stage(act)
    if not act.procedure.withdrawn:
        raise refuse("not_now", f"“{act.procedure.title}”不能撤回。")
    if _by(act).pk not in (act.case.subject_id, act.case.starter_id):
        raise refuse("not_your_task", "只有当事人本人或发起人可以撤回。")
    if act.case.decided_on:
        raise refuse("not_now", f"{zh_date(act.case.decided_on)}已作出决定，不能再撤回。")
    return None


def _claim(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    task = _desk_task(act, capacity)
    if not inbox.claim(task, _by(act)):
        raise refuse("already_done", f"{task.claimed_by or '他人'}已认领此事项。")
    return _noted(act, form, capacity)


def _release(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    if not inbox.release(_desk_task(act, capacity), _by(act)):
        raise refuse("not_your_task", "此事项不是由您认领的。")
    return _noted(act, form, capacity)


def _reassign(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    task = _desk_task(act, capacity)
    to: Person = act.answers["to"]
    if to.pk not in {one.person_id for one in holders_of(act, task.post)}:
        raise refuse("field_invalid", f"{to}没有担任{task.post.title}，不能转办。", field="to")
    if task.claimed_by:
        inbox.release(task, task.claimed_by)
    inbox.claim(task, to)
    notify.tell_holders(act, [task.post], f"{act.case.title} 已转由{to}办理。")
    return _noted(act, form, capacity)


def holders_of(act: Act[Any], post: Post) -> list[Appointment]:
    """Return who holds a post."""
    return [one for one in act.appointments if one.post_id == post.pk]


def check_pace(act: Act[Any]) -> None:
    """Refuse a reminder that follows too soon on another.

    Raises:
        Refused: `not_now` with the earliest day.
    """
    last = max((task.nudged_on for task in act.tasks if task.nudged_on), default=None)
    if last and act.on < last + NUDGE_EVERY:
        next_day = last + NUDGE_EVERY
        raise refuse("not_now", f"{zh_date(last)}已催办过，三天内不能重复催办。", earliest=next_day)


def _nudge(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    check_pace(act)
    Task.objects.filter(pk__in=[task.pk for task in act.tasks]).update(nudged_on=act.on, nudges=F("nudges") + 1)
    notify.tell_holders(act, [task.post for task in act.tasks], f"请抽空办理：{act.case.title}。")
    return _noted(act, form, None)


def _may_nudge(act: Act[Any]) -> Appointment | None:
    _open_stage(act)
    mine = _by(act).pk in (act.case.subject_id, act.case.starter_id)
    branch = next((one for one in act.appointments if one.person_id == _by(act).pk), None)
    if not mine and branch is None:
        raise refuse("not_your_task", "只有当事人、发起人或其团组织可以催办。")
    return branch


def _comment(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    """Take the word of whoever sees the case; who saw it only while it was meant for him does not any more."""
    if visible_to(_by(act), act.recorded_on).case(act.case.pk) is None:
        raise refuse("not_your_task", f"“{act.row.title}”由能查看该事项的人办理，该事项与您和您任职的组织无关。")
    return _noted(act, form, capacity)


def _anybody_who_sees(act: Act[Any]) -> Appointment | None:
    """Who may see a case is asked by whoever shows it; here only the capacity is looked up."""
    return next((one for one in act.appointments if one.person_id == _by(act).pk), None)


def _noted(act: Act[Any], form: Any, capacity: Appointment | None) -> moves.Written:
    act.capacity = capacity
    entry = log.append(act.case, _line(act, form, "", ""))
    writing.update(act.case, "sequence", "head")
    return moves.Written(entry, act.tasks)


def _desk_task(act: Act[Any], capacity: Appointment | None) -> Task:
    posts = {capacity.post_id} if capacity else set()
    return next((task for task in act.tasks if task.post_id in posts), act.tasks[0])


def _open_stage(act: Act[Any]) -> None:
    place = act.procedure.place(act.case.stage)
    if isinstance(place, Ending):
        raise refuse("case_closed", f"该事项已办结（{place.title}），不能再办理。")


def _by(act: Act[Any]) -> Person:
    if act.by is None:
        raise refuse("not_your_task", "请先登录。")
    return act.by


def _last_move(act: Act[Any]) -> Any:
    moved = act.case.history.exclude(stage_to="").order_by("-on")
    return moved.values_list("on", flat=True).first()


def _line(act: Act[Any], form: Any, stage_from: str, stage_to: str) -> log.Line:
    answers = form.plain() if form else {}
    shown = form.shown() if form else []
    return log.line_of(act, stage_from=stage_from, stage_to=stage_to, answers=answers, shown=shown)


@dataclass(frozen=True, slots=True)
class _Performer:
    may: Callable[[Act[Any]], Appointment | None]
    do: Callable[[Act[Any], Any, Appointment | None], moves.Written]


_PERFORMERS: dict[Record, _Performer] = {
    RETURN: _Performer(holder, _return),
    WITHDRAW: _Performer(_concerned, _withdraw),
    CLAIM: _Performer(holder, _claim),
    RELEASE: _Performer(holder, _release),
    REASSIGN: _Performer(holder, _reassign),
    NUDGE: _Performer(_may_nudge, _nudge),
    COMMENT: _Performer(_anybody_who_sees, _comment),
}
