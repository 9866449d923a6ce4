"""办理日期: the day on which an act happened, beside the day on which it is recorded.

Law, membership and age go by the first. What others must have been able to see counts from the second, and whoever
records must hold the post on both, or records what a predecessor did as what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from workflows.days.dates import add_months, zh_date
from workflows.desks.routing import superior_desk
from workflows.messages import notify
from workflows.people.chain import Chain
from workflows.people.models import Appointment
from workflows.table import Stage
from workflows.table.act import Act
from workflows.table.common_rules import BACKDATING
from workflows.table.refusals import Finding, Refused, refuse

PREDECESSOR = "recorded_for_predecessor"
LONG_AGO = "backdated_gt_12_months"


@dataclass(frozen=True, slots=True)
class Answered:
    """The act that was given back and is handed in again: its day, and the day that it followed."""

    on: date
    after: date | None


def answered(act: Act[Any]) -> Answered | None:
    """Return what an act hands in again without deciding anew, so that its day stays; None for any other act."""
    frame = act.case.returns[-1] if act.again and not act.row.starts_over else None
    if frame is None or "on" not in frame:
        return None
    return Answered(date.fromisoformat(frame["on"]), date.fromisoformat(frame["after"]) if frame["after"] else None)


def usual_day(act: Act[Any]) -> date:
    """Return the day of an act where nobody says one: the first one's for what is handed in again, else today."""
    before = answered(act)
    return before.on if before else act.recorded_on


def check(act: Act[Any], previous: date | None) -> tuple[Finding, ...]:
    """Return the warnings on the day of an act whose capacity is known.

    Raises:
        Refused: `act_date_in_future`; `act_date_before_previous` or `not_your_task` with the earliest day.
    """
    if act.on > act.recorded_on:
        raise refuse("act_date_in_future", f"办理日期 {zh_date(act.on)} 晚于今天，请填写实际办理的日期。")
    check_order(act, previous)
    if act.on == act.recorded_on:
        return ()
    _check_own(act)
    for_predecessor = tuple(_for_predecessor(act))
    _check_beginning(act, previous)
    return (*for_predecessor, *_long_ago(act))


def check_order(act: Act[Any], previous: date | None) -> None:
    """Refuse a day before the act that this one follows.

    Raises:
        Refused: `act_date_before_previous` with the earliest day.
    """
    if previous and act.on < previous:
        raise _too_early(act, f"早于上一步的日期 {zh_date(previous)}，请核对", previous)


def _too_early(act: Act[Any], why: str, earliest: date) -> Refused:
    return refuse("act_date_before_previous", f"办理日期 {zh_date(act.on)} {why}。", earliest=earliest)


def _check_own(act: Act[Any]) -> None:
    """Refuse an earlier day of one's own act: only whoever holds a post enters what was done on paper."""
    before = answered(act)
    if act.by is None or act.capacity is not None or (before and before.on == act.on):
        return
    raise _too_early(act, "不是今天：本人办理的事项以提交之日为准，纸质材料由团组织补录", act.recorded_on)


def _check_beginning(act: Act[Any], previous: date | None) -> None:
    """Refuse a day before the person concerned was born, or could have such a case there by the register."""
    subject = act.case.subject
    if previous is not None or subject is None:
        return
    since = act.procedure.known_since(act) if act.procedure.known_since else None
    born = (subject.born, "出生") if subject.born else None
    begins, what = max((one for one in (born, since) if one), key=itemgetter(0), default=(None, ""))
    if begins and act.on < begins:
        raise _too_early(act, f"早于当事人{what}的日期 {zh_date(begins)}，请核对", begins)


def _for_predecessor(act: Act[Any]) -> Iterable[Finding]:
    """Say whose act it was where the recorder did not hold the post that day.

    Raises:
        Refused: `not_your_task`, where nobody could have done it that day.
    """
    capacity = act.capacity
    if capacity is None or capacity.first_on <= act.on or capacity.post.organization is None:
        return
    then = act.chain.from_(capacity.post.organization).on_another_day(act.on)
    roles = _roles(act, capacity)
    place = capacity.post.organization_id
    here = [one for one in then.appointments if one.post.organization_id == place and one.post.role in roles]
    if any(one.person_id == capacity.person_id for one in here):
        return
    held = [one for one in here if one.post_id == capacity.post_id] or here or _above(then, capacity)
    if not held:
        raise refuse(
            "not_your_task",
            f"{zh_date(act.on)}无人担任{capacity.post.title}，也无人可以代行；"
            f"{capacity.person}自{zh_date(capacity.first_on)}起任职，不能办理以前的事。",
            earliest=capacity.first_on,
        )
    yield Finding(PREDECESSOR, _recorded_for(act, capacity, held))


def _roles(act: Act[Any], capacity: Appointment) -> set[str]:
    """Return the roles that may do the act, each of which could have done it that day."""
    place = act.procedure.place(act.case.stage) if act.case.sequence else None
    waits = place.waits_for(act.facts, cover=act.case.is_cover) if isinstance(place, Stage) else None
    actors = (act.row.actor or waits, *act.row.also)
    return {str(capacity.post.role)}.union(*(map(str, actor.may) for actor in actors if actor))


def _above(then: Chain, capacity: Appointment) -> list[Appointment]:
    """Return who could have stood in for a post that nobody held: the next above with a desk."""
    desk = superior_desk(capacity.post, then, frozenset())
    return [one for one in then.appointments if desk and one.post_id == desk.post.pk]


def _recorded_for(act: Act[Any], capacity: Appointment, held: list[Appointment]) -> str:
    names = "、".join(dict.fromkeys(one.person.name for one in held))
    then = f"补录：{zh_date(act.on)}{held[0].post.title}由{names}担任"
    return (
        f"{then}；{capacity.person}自{zh_date(capacity.first_on)}起担任{capacity.post.title}，"
        f"于{zh_date(act.recorded_on)}录入，请说明依据。"
    )


def _long_ago(act: Act[Any]) -> Iterable[Finding]:
    months = act.law.number(BACKDATING)
    if act.capacity is None or act.on >= add_months(act.recorded_on, -months):
        return
    yield Finding(
        LONG_AGO,
        f"办理日期 {zh_date(act.on)} 距今天已超过 {months} 个月，须说明为何现在才补录；上级团组织将收到提示。",
        rule=BACKDATING,
        have=_months_between(act.on, act.recorded_on),
        maximum=months,
    )


def _months_between(first: date, last: date) -> int:
    """Return the whole months from one day to a later one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if add_months(first, months) <= last else months - 1


def tell_superior(act: Act[Any]) -> None:
    """Tell the organization above the post that an act of long ago was entered by."""
    if act.capacity is None or all(one.code != LONG_AGO for one in act.warnings):
        return
    desk = superior_desk(act.capacity.post, act.chain, frozenset())
    if desk is None:
        return
    who = f"{act.capacity.post.title}{act.by or ''}"
    text = f"{act.case.title}：{who}补录了{zh_date(act.on)}的“{act.row.title}”，理由：{act.reason}"
    notify.tell_people(act, desk.holders, text)
