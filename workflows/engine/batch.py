"""一并办理: one act that applies to several cases: a branch meeting, a list of people at a ceremony.

Each case is judged for itself; one that fails is left out with the finding, and if all fail nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflows.desks import inbox, recusal
from workflows.desks.common_people import check_claim
from workflows.desks.inbox import Open, open_tasks_of
from workflows.desks.routing import read_kin
from workflows.engine import act_day, batch_writing, gate, offering, upgrade
from workflows.engine.lock import lock_others
from workflows.models import Case, Paper
from workflows.store import rooted
from workflows.table.act import Act
from workflows.table.refusals import Finding, Refused, refuse


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of an act on the other cases; the papers issued on them."""

    parts: tuple[batch_writing.Part, ...]
    left_out: tuple[tuple[Case, Finding], ...]
    papers: tuple[Paper, ...]


def follow(now: Act[Any]) -> Followed:
    """Do an act, already judged on its own case, on the other cases that its row names.

    Raises:
        Refused: none of them can take it, or somebody else is acting on one of them.
    """
    others = _held(now)
    if now.case.is_cover:
        now.shared.cover = now.case
    if not others:
        return Followed((), (), ())
    acts, left_out = _judged(now, others)
    if now.case.is_cover and not acts:
        raise Refused(left_out[0][1], tuple(finding for _, finding in left_out[1:]))
    batch_writing.read_desks(acts)
    parts = tuple(batch_writing.carry_out(act) for act in acts)
    now.followers, now.left_out = tuple(acts), tuple(left_out)
    return Followed(parts, tuple(left_out), ())


def finish(followed: Followed) -> Followed:
    """Write what the act does to the other cases, after it is done on its own."""
    papers = batch_writing.write(followed.parts) if followed.parts else []
    return replace(followed, papers=tuple(papers))


def _held(now: Act[Any]) -> list[Case]:
    """Lock the other cases, in the order of their keys."""
    if now.row.together is None:
        return []
    with rooted.within(now.case.root):
        others = now.row.together(now).exclude(pk=now.case.pk)
        held = lock_others(others, "其中有事项正在由他人办理，请稍后刷新再办。")
    for case in held:
        upgrade.bring_up(case, now.at)
    return held


def _judged(now: Act[Any], others: Sequence[Case]) -> tuple[list[Act[Any]], list[tuple[Case, Finding]]]:
    acts, left_out = [], []
    back_dated = now.on < now.recorded_on
    latest = inbox.latest_days(others, of_moves=not now.row.ways) if back_dated else {}
    for act in _acts(now, others):
        try:
            act.row = offering.find_row(act, now.row.code)
            act_day.check_order(act, latest.get(act.case.pk))
            _check_recusal(act)
            check_claim(act, act.capacity)
            act.warnings = gate.judge(act)
            _check_reason(act, now)
        except Refused as refused:
            left_out.append((act.case, refused.finding))
        else:
            acts.append(act)
    return acts, left_out


def _acts(now: Act[Any], others: Sequence[Case]) -> Iterator[Act[Any]]:
    tasks = open_tasks_of(others)
    read_kin(others)
    for case in others:
        found = tasks.get(case.pk, Open())
        yield replace(
            now,
            case=case,
            chain=now.chain.from_(case.organization_id),
            facts=now.procedure.facts.model_validate(case.facts),
            tasks=found.tasks,
            asked=found.asked,
            changes=[],
            warnings=(),
            again=False,
            kept={},
        )


def _check_recusal(act: Act[Any]) -> None:
    """Refuse what the actor must leave to somebody else, within a decision on many."""
    if not act.row.decides:
        return
    if act.by and act.case.kin and act.by.pk in act.case.kin:
        who = act.case.subject
        raise refuse("must_recuse", f"{who}是办理人本人或申报的亲属，须回避，由同级其他任职人员或上级另行办理。")
    recusal.check_again(act, gate.actors_of(act))


def _check_reason(act: Act[Any], now: Act[Any]) -> None:
    """Refuse a second level of one person's within a decision on many for which nobody was asked to say why."""
    alone = next((one for one in act.warnings if one.code == recusal.ONE_PERSON), None)
    if alone and not act.reason and all(one.code != alone.code for one in now.warnings):
        raise Refused(alone)
