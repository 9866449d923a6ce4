"""随转: what a move of the person does to his other open cases, as their tables say, in the transaction of the move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from workflows.desks import inbox
from workflows.engine import closing, moves, undoing
from workflows.engine.lock import holding, lock_others
from workflows.messages import notify
from workflows.models import Case, Task
from workflows.people import reach
from workflows.people.models import Organization, Post, Role
from workflows.proof import log
from workflows.store import rooted
from workflows.table import Fate, Moved, Record, Whither
from workflows.table.act import Act, Move
from workflows.table.registry import procedure as procedure_of

MOVE_ALONG = "move_along"
ENTRY = "组织关系转接，随人转办"
ENDED = "组织关系转接，不再办理"
TOLD = (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY, Role.COMMITTEE_REVIEWER, Role.COMMITTEE_SECRETARY)


def carry(cause: Act[Any]) -> None:
    """Do to the other open cases what their tables say, where an act has moved the person it is about.

    A case that the person has at another organization than the one left has nothing to do with the move.

    Raises:
        Refused: `already_done`, where somebody is acting on one of them at this moment.
    """
    for one in (cause, *cause.followers):
        if one.move and one.move.before:
            whither = _whither(one, one.move)
            for case in _held(one, one.move.before):
                _carry(one, case, procedure_of(case.procedure).on_move(case.stage, whither))


def _whither(cause: Act[Any], move: Move) -> Whither:
    if move.before is None or move.after is None:
        return Whither.OUTSIDE
    before, after = (cause.chain.from_(one).committee for one in (move.before, move.after))
    return Whither.INSIDE if before and before == after else Whither.ELSEWHERE


def _held(cause: Act[Any], organization: Organization) -> Iterator[Case]:
    """Lock the other open cases of the person there, each in its own root, in the order of their keys."""
    found = Case.objects.filter(subject=cause.subject, organization=organization, finished=None)
    for pk, root in list(found.exclude(pk=cause.case.pk).order_by("pk").values_list("pk", "root")):
        with rooted.within(root):
            own = Case.objects.filter(pk=pk, finished=None)
        yield from lock_others(own, f"{cause.subject}另有事项正在由他人办理，请稍后刷新再办转接。")


def _carry(cause: Act[Any], case: Case, moved: Moved) -> None:
    if moved.fate is Fate.STAYS:
        return
    with holding(case):
        if moved.fate is Fate.ENDS:
            _end(cause, case, moved)
        else:
            _take_along(cause, case, moved)


def _end(cause: Act[Any], case: Case, moved: Moved) -> None:
    """End a case that cannot go on where the person is now."""
    act = closing.system_act(case, Record("close", ENDED, moved.because), cause.on, cause.at)
    act.move, act.reason = cause.move, _because(cause, moved)
    for effect in moved.does:
        effect(act)
    waited = [task.post for task in act.tasks]
    closing.finish(act, moved.to)
    place = act.procedure.place(moved.to).title
    _tell(cause, act, waited, case.organization, f"{case.title}：当事人组织关系已转接，事项终止（{place}）。")


def _take_along(cause: Act[Any], case: Case, moved: Moved) -> None:
    """Put a case into the new organization, at its stage or at the one from which it goes on there."""
    before, after = case.organization, _after(cause)
    old = cause.chain.from_(before)
    case.organization, case.path = after, after.path
    if after.root != case.root:
        reach.note(case.root, after.root)
    act = closing.system_act(case, Record(MOVE_ALONG, ENTRY, moved.because), cause.on, cause.at)
    act.move, act.reason = cause.move, _because(cause, moved)
    act.change("case_organization", "办理组织", before, after)
    act.entitle()
    for effect in moved.does:
        effect(act)
    target = moved.to if moved.to != case.stage else ""
    stage_from = case.stage if target else ""
    opened = _walk(act, target)
    log.append(case, log.line_of(act, stage_from=stage_from, stage_to=target, answers={}, shown=[]))
    moves.save(act)
    place = act.procedure.place(case.stage).title
    _tell(cause, act, [one.post for one in opened], after, f"{case.title}随组织关系转来（{place}），请接续办理。")
    left = [task.post for task in act.tasks if task.post_id not in {one.post_id for one in opened}]
    was = replace(act, chain=old)
    _tell(cause, was, left, before, f"{case.title}已随组织关系转出，不再由本组织办理。")
    notify.tell_subject(act, f"您的{act.procedure.case_title}已随组织关系转到{after}办理，现为“{place}”。")


def _walk(act: Act[Any], target: str) -> tuple[Task, ...]:
    """Open the tasks of who is waited for there, and return those at which the case waits now."""
    if target:
        undoing.forget_from(act, target)
        act.case.returns = []
        return moves.go(act, target)
    opened = moves.readdress(act)
    inbox.retitle((*opened, *act.asked), act.case.title)
    return opened


def _tell(cause: Act[Any], act: Act[Any], posts: Iterable[Post], organization: Organization, text: str) -> None:
    """Tell the desks concerned and the head of an organization, but not who has just acted himself."""
    heads = [one.post for one in act.chain.holders(organization, TOLD)[:1]]
    notify.tell_holders(act, _different([*posts, *heads], act.case.subject_id), text, but=cause.by)


def _different(posts: Iterable[Post], subject: int | None) -> list[Post]:
    """Return the posts once each, without the own desk of the person concerned, who is told in other words."""
    return list({post.pk: post for post in posts if post.person_id is None or post.person_id != subject}.values())


def _because(cause: Act[Any], moved: Moved) -> str:
    number = f"（{cause.procedure.case_title} {cause.case.number}）" if cause.case.number else ""
    return f"组织关系转接{number}：{moved.because}"


def _after(cause: Act[Any]) -> Organization:
    if cause.move is None or cause.move.after is None:
        raise LookupError("nobody can be followed out of the system")
    return cause.move.after
