"""随转: what a move of the person does to his other open cases, as their tables say, in the transaction of the move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from workflows.table.act import Act, Move, Resettled
from workflows.table.registry import procedure as procedure_of

MOVE_ALONG = "move_along"
TOLD = (Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY, Role.COMMITTEE_REVIEWER, Role.COMMITTEE_SECRETARY)


@dataclass(frozen=True, slots=True)
class Because:
    """Why a case goes along: the person's transfer, or a change of the organization itself."""

    title: str
    person: str

    @property
    def entry(self) -> str:
        """What the entry of a case that goes along is called."""
        return f"{self.title}，随人转办"

    @property
    def ended(self) -> str:
        """What the entry of a case that cannot go on is called."""
        return f"{self.title}，不再办理"


TRANSFER = Because("组织关系转接", "当事人组织关系已转接")
REORGANIZED = Because("组织调整", "当事人所在组织已调整")
ALONG = "组织调整不影响个人已经办到的环节：随人转到新组织，由新组织接着办理"


@dataclass(frozen=True, slots=True)
class Carriage:
    """One move of one person, and the act that caused it."""

    cause: Act[Any]
    move: Move
    why: Because


def carry(cause: Act[Any]) -> None:
    """Do to the other open cases what their tables say, where an act has moved the person it is about.

    A case that the person has at another organization than the one left has nothing to do with the move. Where an
    organization was changed, its people's cases go along at the stage where they are, whatever a transfer would do.

    Raises:
        Refused: `already_done`, where somebody is acting on one of them at this moment.
    """
    for one in (cause, *cause.followers):
        if one.move and one.move.before:
            carriage = Carriage(one, one.move, TRANSFER)
            for case in _held(one, [one.subject.pk], one.move.before):
                _carry(carriage, case, _said(one, one.move, case))
        for placed in one.resettled:
            _carry_along(one, placed)


def _carry_along(cause: Act[Any], placed: Resettled) -> None:
    """Take the open cases of people along to the organization on whose roll they are now, each at its stage."""
    if placed.move.before is None or placed.move.after is None:
        raise LookupError("who is resettled comes from one roll and goes to another")
    carriage = Carriage(cause, placed.move, REORGANIZED)
    for case in _held(cause, placed.people, placed.move.before):
        said = _said(cause, placed.move, case)
        does = said.does if said.fate is Fate.FOLLOWS and not said.to else ()
        with holding(case):
            _take_along(carriage, case, Moved(Fate.FOLLOWS, ALONG, does=does))


def _said(cause: Act[Any], move: Move, case: Case) -> Moved:
    return procedure_of(case.procedure).on_move(case.stage, _whither(cause, move))


def _whither(cause: Act[Any], move: Move) -> Whither:
    if move.before is None or move.after is None:
        return Whither.OUTSIDE
    before, after = (cause.chain.from_(one).committee for one in (move.before, move.after))
    return Whither.INSIDE if before and before == after else Whither.ELSEWHERE


def _held(cause: Act[Any], people: Sequence[int], organization: Organization) -> Iterator[Case]:
    """Lock the other open cases of people there, each in its own root, in the order of their keys."""
    found = Case.objects.filter(subject__in=people, organization=organization, finished=None)
    for pk, root in list(found.exclude(pk=cause.case.pk).order_by("pk").values_list("pk", "root")):
        with rooted.within(root):
            own = Case.objects.filter(pk=pk, finished=None)
        whose = cause.case.subject or organization
        yield from lock_others(own, f"{whose}另有事项正在由他人办理，请稍后刷新再办。")


def _carry(carriage: Carriage, case: Case, moved: Moved) -> None:
    if moved.fate is Fate.STAYS:
        return
    with holding(case):
        if moved.fate is Fate.ENDS:
            _end(carriage, case, moved)
        else:
            _take_along(carriage, case, moved)


def _end(carriage: Carriage, case: Case, moved: Moved) -> None:
    """End a case that cannot go on where the person is now."""
    cause, why = carriage.cause, carriage.why
    act = closing.system_act(case, Record("close", why.ended, moved.because), cause.on, cause.at)
    act.move, act.reason = carriage.move, _because(carriage, moved)
    for effect in moved.does:
        effect(act)
    waited = [task.post for task in act.tasks]
    closing.finish(act, moved.to)
    place = act.procedure.place(moved.to).title
    _tell(cause, act, waited, case.organization, f"{case.title}：{why.person}，事项终止（{place}）。")


def _take_along(carriage: Carriage, case: Case, moved: Moved) -> None:
    """Put a case into the new organization, at its stage or at the one from which it goes on there."""
    cause, why = carriage.cause, carriage.why
    before, after = case.organization, _after(carriage)
    old = cause.chain.from_(before)
    case.organization, case.path = after, after.path
    if after.root != case.root:
        reach.note(case.root, after.root)
    act = closing.system_act(case, Record(MOVE_ALONG, why.entry, moved.because), cause.on, cause.at)
    act.move, act.reason = carriage.move, _because(carriage, moved)
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
    _tell(cause, act, [one.post for one in opened], after, f"{case.title}随{why.title}转来（{place}），请接续办理。")
    left = [task.post for task in act.tasks if task.post_id not in {one.post_id for one in opened}]
    was = replace(act, chain=old)
    _tell(cause, was, left, before, f"{case.title}已随{why.title}转出，不再由本组织办理。")
    notify.tell_subject(act, f"您的{act.procedure.case_title}已随{why.title}转到{after}办理，现为“{place}”。")


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


def _because(carriage: Carriage, moved: Moved) -> str:
    cause = carriage.cause
    number = f"（{cause.procedure.case_title} {cause.case.number}）" if cause.case.number else ""
    return f"{carriage.why.title}{number}：{moved.because}"


def _after(carriage: Carriage) -> Organization:
    if carriage.move.after is None:
        raise LookupError("nobody can be followed out of the system")
    return carriage.move.after
