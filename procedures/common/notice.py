"""公示: posting for working days, objections, closing; the same for every procedure that publishes."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from pydantic import BaseModel

from workflows.days.dates import zh_date
from workflows.days.working_days import Reckoned, add_working_days
from workflows.models import PublicNotice
from workflows.store import rooted
from workflows.store.facts import Facts
from workflows.table.act import Act, once
from workflows.table.condition import Condition, condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Rule

PAPER = "纸质公示补录"
SETS = (
    "notice_posted_on", "notice_ends", "notice_place", "notice_days", "notice_law_on", "notice_witness",
)  # fmt: skip


class Objection(BaseModel):
    """异议 against a notice; `decision` is empty until it is settled."""

    name: str
    content: str
    on: date
    decision: str = ""


class NoticeFacts(Facts):
    """What a case keeps of its public notice, and what it promised: it stands as it was posted, whatever comes later.

    notice_days: the working days promised. notice_law_on: the day whose law promised them.
    notice_witness: who saw a notice on paper that was entered later; empty for any other.
    """

    notice_posted_on: date | None = None
    notice_ends: date | None = None
    notice_ended_on: date | None = None
    notice_place: str = ""
    notice_days: int = 0
    notice_law_on: date | None = None
    notice_witness: str = ""
    objections: list[Objection] = []

    @property
    def objection_open(self) -> bool:
        """Whether an objection waits for the committee."""
        return any(not objection.decision for objection in self.objections)


class Conditions(NamedTuple):
    """The conditions of posting a notice and of closing it."""

    calendar_published: Condition
    seen_in_time: Condition
    notice_over: Condition
    objections_settled: Condition


def conditions(days: Rule, objections: Rule) -> Conditions:
    """Return the conditions of a notice that stands for the working days of a rule; of another it hears objections."""
    published = condition("notice_calendar_provisional", "公示期所跨年度的放假安排已公布", days, warns=True)
    seen = condition("paper_notice", "公示自可以查看之日起算", days, warns=True, asks=True)
    over = condition("notice_period_open", "公示期满", days)
    settled = condition("objection_unsettled", "异议已经处理", objections)
    return Conditions(
        published(partial(calendar_finding, days=days)),
        seen(partial(paper_finding, days=days)),
        over(partial(period_finding, days=days)),
        settled(objection_finding),
    )


def post(act: Act[Any], text: str, days: Rule) -> None:
    """Post a notice for the working days that the law of the day asks; the day of posting is not counted.

    It counts from the day on which it could be seen: that of its record, or of the paper that a witness saw. An
    objection that nobody has settled outlives the notice on which it was raised: it stands against the new one.
    """
    posted_on, ends = _seen_from(act), _reckoned(act, days).day
    number = act.law.number(days)
    act.facts.notice_posted_on, act.facts.notice_ends = posted_on, ends
    act.facts.notice_days, act.facts.notice_law_on = number, act.on
    act.facts.notice_witness = _witness(act)
    act.facts.notice_place = act.answers["place"]
    act.facts.objections = [one for one in act.facts.objections if not one.decision]
    act.change("notice_ends", "公示截止", "", zh_date(ends))
    PublicNotice.objects.create(
        root=act.case.root,
        case=act.case,
        token=secrets.token_urlsafe(16),
        place=act.answers["place"],
        text=act.answers.get("text") or text,
        posted_on=posted_on,
        ends_on=ends,
        days=number,
        source=days.version(act.on).source,
        witness=act.facts.notice_witness,
    )


def _seen_from(act: Act[Any]) -> date:
    """Return the day from which everybody could see the notice: only paper could be seen before it was entered."""
    return act.on if _witness(act) else act.recorded_on


def _witness(act: Act[Any]) -> str:
    """Return who saw the notice on paper before it was entered; empty where it was not, or nobody is named."""
    return str(act.answers.get("witness") or "").strip() if act.on < act.recorded_on else ""


def take_objection(act: Act[Any]) -> None:
    """Keep an objection; the committee is waited for until it is settled."""
    objection = Objection(name=act.answers.get("name", ""), content=act.answers["content"], on=act.on)
    act.facts.objections = [*act.facts.objections, objection]


def settle_objections(act: Act[Any]) -> None:
    """Settle the open objections as the committee decided."""
    act.facts.objections = [
        objection if objection.decision else objection.model_copy(update={"decision": act.answers["decision"]})
        for objection in act.facts.objections
    ]


def close(act: Act[Any]) -> None:
    """Close the notice where one stands: its days are over, it was wrong, or the case has taken another way."""
    if act.facts.notice_posted_on is None or act.facts.notice_ended_on is not None:
        return
    with rooted.within(act.case.root):
        PublicNotice.objects.filter(case=act.case, closed_on=None).update(closed_on=act.on)


def period_finding(act: Act[Any], days: Rule) -> Finding | None:
    """Tell whether the notice has stood for all its days; it may be closed on the day after the last."""
    ends = act.facts.notice_ends
    if ends is None:
        return None
    ruled_on = act.facts.notice_law_on
    number = act.facts.notice_days or act.law.number(days)
    words = f"{PAPER if act.facts.notice_witness else '公示'}自 {zh_date(act.facts.notice_posted_on)}起，"
    words += f"{number} 个工作日，至 {zh_date(ends)}止"
    earliest = ends + timedelta(days=1)
    if act.on < earliest:
        return unmet(f"{words}，公示期未满。", earliest=earliest, until=ends, ruled_on=ruled_on)
    return met(f"{words}，已满。", earliest=earliest, ruled_on=ruled_on)


def objection_finding(act: Act[Any]) -> Finding:
    """Tell whether an objection is still open."""
    open_ones = sum(1 for objection in act.facts.objections if not objection.decision)
    if open_ones:
        return unmet(f"有 {open_ones} 条异议未处理，须先由团委办理“处理异议”。", have=open_ones)
    return met(f"收到异议 {len(act.facts.objections)} 条，均已处理。")


def to_settle_finding(act: Act[Any]) -> Finding:
    """Tell whether there is an objection to settle."""
    if act.facts.objection_open:
        return met("有异议待处理。")
    return unmet("没有待处理的异议。公示期满后，请办理“公示结束”。")


@once
def _known(act: Act[Any]) -> dict[Rule, Reckoned]:
    return {}


def _reckoned(act: Act[Any], days: Rule) -> Reckoned:
    """Return the last day of a notice posted now, reckoned once for an act."""
    known = _known(act)
    if days not in known:
        known[days] = add_working_days(_seen_from(act), act.law.number(days))
    return known[days]


def calendar_finding(act: Act[Any], days: Rule) -> Finding | None:
    """Warn where the notice runs into a year whose holidays are not published yet."""
    reckoned = _reckoned(act, days)
    return unmet(reckoned.caution) if reckoned.caution else met(f"公示截止日为 {zh_date(reckoned.day)}。")


def paper_finding(act: Act[Any], days: Rule) -> Finding | None:
    """Warn of a notice that stood on paper and is entered later: its days count on the word of a witness."""
    if act.on == act.recorded_on or not act.answers:
        return None
    ends = zh_date(_reckoned(act, days).day)
    if not _witness(act):
        return met(f"公示自可以查看之日（{zh_date(act.recorded_on)}录入）起算，截止日为 {ends}。")
    told = f"{PAPER}：{zh_date(act.on)}张贴，{zh_date(act.recorded_on)}录入，见证人{_witness(act)}"
    return unmet(f"{told}；公示期自张贴之日起算，截止日为 {ends}，请说明依据。", until=_reckoned(act, days).day)
