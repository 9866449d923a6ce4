"""Who may do an act that is open on every case: the holder of the desk, the post above, who is concerned or asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows.days.dates import zh_date
from workflows.desks.routing import conflicted, is_barred, kin_of_subject
from workflows.models import Task
from workflows.people.models import Appointment, Post, Role
from workflows.table import Common, Stage, Who
from workflows.table.act import Act
from workflows.table.refusals import Refused, refuse

PARTY_ROLES = (Role.PARTY_REVIEWER, Role.PARTY_BRANCH_SECRETARY)
LEADING = (Role.COMMITTEE_REVIEWER, Role.COMMITTEE_SECRETARY)
OWN_DESK = "这一环节由您本人办理，没有“退回”“转办”可办；如不再办理，可以“撤回”；如已退回补正，请修改后重新提交。"


def capacity_of(act: Act[Any], row: Common) -> Appointment | None:
    """Return the capacity in which a person may do an act that is open on every case, None for no office.

    Raises:
        Refused: `not_your_task`, `must_recuse`.
    """
    if act.by is None:
        raise refuse("not_your_task", "请先登录。")
    for who in row.who:
        may, capacity = _FINDERS[who](act)
        if may:
            _check_recusal(act, who, capacity)
            return capacity
    raise _not_yours(act, row)


def desk_of(act: Act[Any], capacity: Appointment | None) -> Task:
    """Return the task that somebody is at: the one of his post, else the first that he may act on."""
    posts = {capacity.post_id} if capacity else set()
    return next((task for task in act.tasks if task.post_id in posts), act.tasks[0])


def holders_of(act: Act[Any], post: Post) -> list[Appointment]:
    """Return who holds a post."""
    return [one for one in act.appointments if one.post_id == post.pk]


def superiors_of(act: Act[Any], post: Post) -> list[Appointment]:
    """Return who holds the posts above one, nearest organization first; what is the Party's stays with the Party."""
    if post.organization is None:
        return []
    party = post.role in PARTY_ROLES
    roles = (Role.PARTY_REVIEWER,) if party else LEADING
    known = {one.pk for one in act.chain.above}
    chain = act.chain if post.organization_id in known else act.chain.from_(post.organization.pk)
    for above in chain.beyond(post.organization):
        held = chain.holders(above, roles)
        if held:
            return held
    return []


def claims(act: Act[Any], task: Task) -> bool:
    """Tell whether somebody's claim of a task stands: a claim by who has left the office is free again."""
    if task.claimed_by_id is None:
        return False
    place = act.procedure.place(act.case.stage)
    may = place.waits_for(act.facts, cover=act.case.is_cover).may if isinstance(place, Stage) else ()
    return any(
        one.post_id == task.post_id or (one.post.organization_id == task.post.organization_id and one.post.role in may)
        for one in act.appointments
        if one.person_id == task.claimed_by_id
    )


def check_claim(act: Act[Any], capacity: Appointment | None) -> None:
    """Refuse a step that somebody else at the same desk has claimed; who wants it all the same takes it over first.

    Raises:
        Refused: `not_your_task`, saying who is at it and since when, or to which post it was passed on.
    """
    if not act.row.ways or capacity is None:
        return
    for task in act.tasks:
        if task.passed_from_id and capacity.post_id != task.post_id and _is_passed(act, task, capacity):
            raise refuse("not_your_task", f"此事项已转由{task.post.title}办理。如须收回，请由其转办。")
    others = (task for task in act.tasks if task.claimed_by_id and not (act.by and task.claimed_by_id == act.by.pk))
    for task in others:
        if task.post.organization_id == capacity.post.organization_id and claims(act, task):
            since = act.case.history.filter(act__in=("claim", "reassign")).order_by("-sequence").first()
            day = f"于{zh_date(since.on)}" if since else ""
            raise refuse(
                "not_your_task",
                f"{task.claimed_by}已{day}认领此事项，由其办理。如须由您办理，请先在事项页“认领”（接手），系统会告知其本人。",
            )


def _is_passed(act: Act[Any], task: Task, capacity: Appointment) -> bool:
    """Tell whether a task was passed on from the organization of an appointment to a post that somebody still holds."""
    came_from = task.passed_from.organization_id if task.passed_from else None
    return came_from == capacity.post.organization_id and bool(holders_of(act, task.post))


def barred_from(act: Act[Any]) -> frozenset[int]:
    """Return who must recuse himself from what the case waits for."""
    place = act.procedure.place(act.case.stage)
    if not isinstance(place, Stage):
        return kin_of_subject(act.case)
    level = place.waits_for(act.facts, cover=act.case.is_cover).level
    kin, named = conflicted(act.case, act.facts, act.procedure.conflicts, level)
    return kin | named if any(step.decides for step in place.steps) else kin


def _holder(act: Act[Any]) -> tuple[bool, Appointment | None]:
    """Find who holds the desk at which the case waits; who stands in for the body there may do as much.

    At his own desk an introducer reviews too; whom the case concerns, or whoever began it, does not.
    """
    if act.by and _is_reviewer_in_person(act, act.by.pk):
        return True, None
    mine = [one for one in act.appointments if act.by and one.person_id == act.by.pk]
    desks = {task.post_id for task in act.tasks}
    held = next((one for one in mine if one.post_id in desks), None)
    place = act.procedure.place(act.case.stage)
    if held is None and act.by and isinstance(place, Stage) and not act.case.returns and act.tasks:
        actor = place.waits_for(act.facts, cover=act.case.is_cover)
        if not actor.of or getattr(act.facts, actor.of):
            held = act.chain.seen_by(actor, act.facts).capacity(act.by, actor)
    return held is not None, held


def _is_reviewer_in_person(act: Act[Any], by: int) -> bool:
    own = any(task.post.person_id == by for task in act.tasks)
    return own and not act.case.returns and by not in (act.case.subject_id, act.case.starter_id)


def _superior(act: Act[Any]) -> tuple[bool, Appointment | None]:
    above = [one for task in act.tasks for one in superiors_of(act, task.post)]
    held = next((one for one in above if act.by and one.person_id == act.by.pk), None)
    return held is not None, held


def _concerned(act: Act[Any]) -> tuple[bool, Appointment | None]:
    return act.by is not None and act.by.pk in (act.case.subject_id, act.case.starter_id), None


def _office(act: Act[Any]) -> tuple[bool, Appointment | None]:
    held = _any_office(act)
    return held is not None, held


def _asked(act: Act[Any]) -> tuple[bool, Appointment | None]:
    """Find the capacity of whoever was asked; whether he was, the condition of the row says with its reason."""
    return True, _any_office(act)


def _keeper(act: Act[Any]) -> tuple[bool, Appointment | None]:
    """Find an officer around the case; whose record it is, the condition of the row says once the record is named."""
    deciding = (one for one in act.appointments if one.post.role not in (Role.AUDITOR, Role.REGISTRAR))
    held = next((one for one in deciding if act.by and one.person_id == act.by.pk), None)
    return held is not None, held


def _reader(act: Act[Any]) -> tuple[bool, Appointment | None]:
    """Who may see a case is asked by whoever shows it; here only the capacity is looked up."""
    return True, _any_office(act)


def _any_office(act: Act[Any]) -> Appointment | None:
    return next((one for one in act.appointments if act.by and one.person_id == act.by.pk), None)


def _check_recusal(act: Act[Any], who: Who, capacity: Appointment | None) -> None:
    if who not in (Who.HOLDER, Who.SUPERIOR, Who.KEEPER) or capacity is None:
        return
    if is_barred(capacity, kin_of_subject(act.case)):
        raise refuse("must_recuse", "办理人是当事人本人或申报的亲属，须回避，不能办理此事。")


def _not_yours(act: Act[Any], row: Common) -> Refused:
    waiting = "、".join(task.post.title for task in act.tasks)
    own = act.by and any(task.post.person_id == act.by.pk for task in act.tasks)
    if own and Who.HOLDER in row.who:
        return refuse("not_your_task", f"“{row.title}”由审核人办理。{OWN_DESK}")
    return refuse("not_your_task", f"“{row.title}”由{'、'.join(row.who)}办理，现在等待：{waiting}。")


_FINDERS: dict[Who, Callable[[Act[Any]], tuple[bool, Appointment | None]]] = {
    Who.HOLDER: _holder,
    Who.SUPERIOR: _superior,
    Who.CONCERNED: _concerned,
    Who.OFFICE: _office,
    Who.ASKED: _asked,
    Who.KEEPER: _keeper,
    Who.READER: _reader,
}
