"""转接日期的条件: a move entered late changes no roll under a meeting that has been recorded (rules.md 3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from procedures.common.meetings import held_since
from procedures.transfer import rules
from procedures.transfer.facts import TransferFacts
from workflows.days.dates import zh_date
from workflows.models import Entry
from workflows.people.models import Organization
from workflows.table.act import Act, once
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding

Transfer = Act[TransferFacts]


@condition("moved_before_own_meeting", "转接不早于就本人召开的支部大会", rules.ROLLS, asks=True)
def after_own_meetings(act: Transfer) -> Finding | None:
    """A vote on the member himself was his branch's: he was on its roll that day."""
    return _after(act, [one for one in _meetings_since(act) if _is_own(act, one)], "就本人召开的")


@condition("moved_before_meeting", "转接不改变已开支部大会的应到人数", rules.ROLLS, warns=True, asks=True)
def after_meetings_that_counted(act: Transfer) -> Finding | None:
    """A meeting of either branch counted those of its roll; who is moved under it is told, for papers may say so.

    The day of a receipt is the outside organization's, so that a vote on the member himself only warns as well.
    """
    others = [one for one in _meetings_since(act) if act.facts.leaves or not _is_own(act, one)]
    return _after(act, others, "已记录的")


def _is_own(act: Transfer, meeting: Entry) -> bool:
    return meeting.subject_id == act.subject.pk


def _after(act: Transfer, meetings: list[Entry], which: str) -> Finding | None:
    day = _moved_on(act)
    if day is None:
        return None
    if not meetings:
        return met(f"{zh_date(day)}及以后没有{which}支部大会。")
    free = meetings[-1].on + timedelta(days=1)
    named = "、".join(dict.fromkeys(f"{one.case.organization}{zh_date(one.on)}“{one.title}”" for one in meetings))
    cure = "" if act.facts.leaves else f"；确在会后接收的，办理日期填写 {zh_date(free)} 或以后"
    return unmet(
        f"转接日期 {zh_date(day)} 不晚于{which}支部大会：{named}，会上的应到人数将随之改变。请核对日期{cure}。",
        earliest=free,
    )


@once
def _meetings_since(act: Transfer) -> list[Entry]:
    """Return the meetings of both branches from the day of the move on; none where it is recorded on its day."""
    day = _moved_on(act)
    return list(held_since(_branches(act), day)) if day and day < act.recorded_on else []


def _moved_on(act: Transfer) -> date | None:
    """Return the day from which the act takes the member off his branch's roll; None for a desk that refuses."""
    if act.answers.get("decision") == "refuse":
        return None
    received = act.answers.get("received_on")
    return act.answers.get("accepted_on") or received or act.on


def _branches(act: Transfer) -> Iterable[Organization]:
    yield act.organization
    branch = act.answers.get("branch")
    to = branch.pk if branch else act.facts.to_branch
    if to and not act.facts.leaves:
        yield act.chain.from_(to).organization
