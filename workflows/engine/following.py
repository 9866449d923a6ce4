"""随岗转交: where a task waits follows who holds the posts.

A post that nobody able holds any more loses its tasks at once to whom routing names; a post that is filled gets back
those that were diverted from it, unless somebody has begun with them where they went. A case is looked at under its
own lock, so that this can be done again at any time and then changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.desks import addressing, inbox
from workflows.desks.routing import conflicted, is_barred
from workflows.engine.closing import system_act
from workflows.engine.lock import unit_of_work
from workflows.messages import notify, sending
from workflows.models import Task
from workflows.people.actors import Level
from workflows.people.models import Appointment, Organization, Post
from workflows.people.reach import led_by, parted, reached_from
from workflows.proof import log
from workflows.store import rooted, writing
from workflows.table import Record, Stage
from workflows.table.act import Act, once

FOLLOW = Record("follow", "随岗转交", "任务在岗位上等待；岗位空缺或者有人任职时随之转交")
# what somebody does who has not begun with a case
IDLE = ("comment", "nudge", "claim", "release", "answer", "correct", "escalate", "remind")


@once
def vacated(act: Act[Any]) -> list[int]:
    """Return the posts that an act has emptied or filled, to which its effects add."""
    return []


def follow(act: Act[Any]) -> int:
    """Have tasks follow where an act, already committed, has begun or ended appointments; return how many moved."""
    posts = {pk for one in (act, *act.followers) for pk in vacated(one)}
    return follow_posts(posts, on=act.recorded_on, at=act.at) if posts else 0


def follow_posts(posts: Iterable[int], *, on: date, at: datetime) -> int:
    """Put every task that waits at some posts, or was diverted from them, where it is to wait; return how many moved.

    Each in a transaction of its own; the caller holds no case. Who gets or loses several is told once.
    """
    moved = 0
    with sending.gathered():
        found = Post.objects.filter(pk__in=set(posts)).select_related("organization").order_by("pk")
        for post in found.annotate(reached=reached_from("organization__path"), led=led_by("organization")):
            with rooted.within(*_roots(post)):
                moved += sum(_settle(pk, on, at) for pk in _concerned(post, on))
    return moved


def _roots(post: Any) -> set[str]:
    """Return the roots in which cases may wait at a post, of which the statement that has read it tells."""
    own = {post.organization.root} if post.organization else set()
    return own | set(parted(post.reached, post.led))


def _concerned(post: Post, on: date) -> list[int]:
    """Return the cases that wait at a post, and those that went past it to somebody above or wait for nobody."""
    place = post.organization
    if place is None:
        return []
    held = Appointment.objects.on(on).filter(post=OuterRef("post"))
    open_tasks = Task.objects.filter(finished=None)
    diverted = open_tasks.exclude(note="").filter(_under(place))
    if not place.is_party:
        diverted = diverted.filter(Q(post__organization__path__in=place.above_paths) | ~Exists(held))
    return _cases(open_tasks.filter(post=post), diverted)


def _under(place: Organization) -> Q:
    """Return the test that a task's case runs under an organization, or under one that a Party organization leads."""
    paths = list(place.leads.values_list("path", flat=True)) if place.is_party else [place.path]
    test = Q(pk__in=[])
    for path in paths:
        test |= Q(process__path__startswith=path) | Q(process__other_path__startswith=path)
    return test


def _cases(*tasks: QuerySet[Task]) -> list[int]:
    return sorted({pk for found in tasks for pk in found.values_list("process", flat=True)})


def _settle(pk: int, on: date, at: datetime) -> int:
    """Move those tasks of a case that wait elsewhere than they should; return how many."""
    with unit_of_work(pk) as case:
        act = system_act(case, FOLLOW, on, at)
        place = act.procedure.place(case.stage)
        if case.finished or not isinstance(place, Stage):
            return 0
        wanted = {row["stage_title"]: row for row in addressing.task_rows(act, place)}
        return sum(_follow(act, task, wanted.get(task.stage_title)) for task in act.tasks)


def _follow(act: Act[Any], task: Task, desk: dict[str, Any] | None) -> bool:
    """Move one task where it is to wait; one that waits on somebody's own desk, or for advice alone, stays."""
    if task.post.person_id or desk is None or desk["post"].person_id:
        return False
    able = _able(act, task)
    if desk["post"].pk == task.post_id:
        _stay(act, task, desk["note"], able)
        return False
    if able and _begun(act, task, able):
        return False
    act.changes = []
    act.change("post", "办理岗位", task.post.title, desk["post"].title)
    inbox.move(task, desk)
    log.append(act.case, log.line_of(act, stage_from="", stage_to="", answers={}, shown=[]))
    writing.update(act.case, "sequence", "head")
    notify.tell_moved(act, task.post, desk["post"], desk["note"])
    return True


def _able(act: Act[Any], task: Task) -> set[int]:
    """Return who holds the post at which a task waits and need not recuse himself."""
    place = act.procedure.place(act.case.stage)
    level = place.waits_for(act.facts, cover=act.case.is_cover).level if isinstance(place, Stage) else Level.BRANCH
    kin, named = conflicted(act.case, act.facts, act.procedure.conflicts, level)
    here = (one for one in act.appointments if one.post_id == task.post_id and not is_barred(one, kin | named))
    return {one.person_id for one in here}


def _stay(act: Act[Any], task: Task, note: str, able: set[int]) -> None:
    """Say anew why a task waits here, free it from the claim of who has left, tell who has come to an empty post."""
    if task.claimed_by and task.claimed_by_id not in able:
        inbox.release(task)
    if task.note == note:
        return
    inbox.annotate(task, note)
    if able and not note:
        notify.tell_people(act, able, f"{act.case.title}：在{task.post.title}等待，请办理。")


def _begun(act: Act[Any], task: Task, able: set[int]) -> bool:
    """Tell whether somebody at a task's post has begun with it: claimed it, or done something since it came there."""
    if task.claimed_by_id in able:
        return True
    since = act.case.history.order_by("-sequence").values_list("act", "post", "stage_to")
    for code, post, stage_to in since:
        if stage_to or code == FOLLOW.code:
            return False
        if code == "reassign" or (post == task.post_id and code not in IDLE):
            return True
    return False
