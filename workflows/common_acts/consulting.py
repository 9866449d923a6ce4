"""征求意见与答复: somebody is asked for his opinion. Nothing waits for it, and the decision stays where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from workflows.days.dates import zh_date
from workflows.desks import inbox
from workflows.desks.routing import desks_of_people, kin_of_subject
from workflows.messages import notify
from workflows.models import Task
from workflows.people.models import Person
from workflows.store import flows, writing
from workflows.table.act import Act
from workflows.table.condition import condition, unmet
from workflows.table.refusals import Finding
from workflows.table.word import Word

CONSULT, ANSWER = "consult", "answer"
TITLE = "征求意见"
NOTE = 200  # characters of a task's note


@condition("field_invalid", "被征求意见的人在事项周围任职或在同一团委名下", asks=True)
def may_be_asked(act: Act[Any]) -> Finding | None:
    """Who holds a post around the case may be asked, and who is on the rolls of its committee."""
    to: Person = act.answers["to"]
    if act.by and to.pk == act.by.pk:
        return unmet("不能向本人征求意见。", field="to")
    if any(one.person_id == to.pk for one in act.appointments) or _near(act, to):
        return None
    return unmet("只能向本事项所在组织及其上级、党组织的任职人员或同一团委的团员征求意见。", field="to")


def _near(act: Act[Any], to: Person) -> bool:
    committee = act.chain.committee or act.organization
    return to.home is not None and to.home.path.startswith(committee.path)


@condition("must_recuse", "被征求意见的人不必回避", asks=True)
def unrelated(act: Act[Any]) -> Finding | None:
    """The person concerned and declared relatives are not asked what they think of the case."""
    if act.case.subject_id and act.answers["to"].pk in kin_of_subject(act.case):
        return unmet("所选人员是当事人本人或申报的亲属，须回避，请另选。", field="to")
    return None


def ask(act: Act[Any]) -> None:
    """Put the question on the desk of whoever is asked; the case goes on waiting where it waits."""
    desk = desks_of_people([act.answers["to"].pk], act.case, act.chain)[0]
    question = act.answers["question"]
    row = {**inbox.columns(act.case, desk, TITLE, act.on, None), "note": question[:NOTE], "advisory": True}
    task = flows.tasks_at(act.case, act.case.stage, [row])[0]
    writing.insert(task)
    inbox.count([row], ())


def told_of_question(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell whoever is asked."""
    text = f"{act.by}征求您的意见：{act.answers['question']}"
    yield from notify.to_people(act, {act.answers["to"].pk}, text)


@condition("not_your_task", "被征求过意见，尚未答复")
def was_asked(act: Act[Any]) -> Finding | None:
    """Only whoever was asked answers, each question once, and while the case waits where it was asked."""
    task = question_of(act)
    if task and act.on < task.opened_on:
        day = zh_date(task.opened_on)
        return Finding("act_date_before_previous", f"{day}才征求意见，答复不能早于该日。", earliest=task.opened_on)
    if task:
        return None
    told = act.case.history.filter(act__in=(CONSULT, ANSWER)).select_related("submission").order_by("-sequence")
    for entry in told:
        if entry.act == ANSWER and act.by and entry.actor_id == act.by.pk:
            return Finding("already_done", f"您已于{zh_date(entry.on)}答复，每次征求意见只答复一次。")
        if entry.act == CONSULT and act.by and _asked(entry) == act.by.pk:
            return Finding("not_now", "该事项已办理到下一步，此次征求意见已经结束，不必再答复。")
    return unmet("没有就此事项征求过您的意见。如有意见，可以“评论”。")


def _asked(entry: Any) -> int | None:
    return entry.submission.answers.get("to") if hasattr(entry, "submission") else None


def question_of(act: Act[Any]) -> Task | None:
    """Return the oldest question that somebody has not answered yet."""
    return next((task for task in act.asked if act.by and task.post.person_id == act.by.pk), None)


def answer(act: Act[Any]) -> None:
    """Take the question off the desk."""
    task = question_of(act)
    if task is None:
        raise LookupError("nobody answers what was not asked")
    inbox.close([task], act.at)
    flows.finish([task])
    inbox.count((), [task])


def told_of_answer(act: Act[Any], tasks: Sequence[Task]) -> Iterator[Word]:
    """Tell those at whose desks the case waits, and whoever asked."""
    told = act.case.history.filter(act=CONSULT).select_related("submission").order_by("-sequence")
    askers = {entry.actor_id for entry in told if act.by and _asked(entry) == act.by.pk}
    people = set(notify.at_desks(act)) | askers
    yield from notify.to_people(act, people, f"{act.by}已答复征求的意见。")
