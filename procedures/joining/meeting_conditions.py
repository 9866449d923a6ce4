"""支部大会和审批的条件: order of days, quorum, votes, age on the day of the vote."""

from __future__ import annotations

from itertools import pairwise

from procedures.common import collective, meeting
from procedures.joining import rules
from procedures.joining.conditions import Joining
from workflows.days.dates import birthday, zh_date
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding


@condition("over_age", "支部大会之日未满二十八周岁", rules.MAX_AGE)
def not_over_age(act: Joining) -> Finding | None:
    """Who completes 28 before the vote cannot be admitted any more."""
    if act.subject.born is None:
        return None
    years = act.law.number(rules.MAX_AGE)
    limit = birthday(act.subject.born, years)
    if act.on >= limit:
        return unmet(f"{zh_date(limit)}已满 {years} 周岁，支部大会不能再接收其入团，事项以超龄办结。")
    return met(f"{zh_date(limit)}才满 {years} 周岁。")


@condition("notice_period_open", "公示已经结束", rules.NOTICE)
def notice_ended(act: Joining) -> Finding:
    """The meeting comes after the notice, where the law of the day asks for one.

    None can be posted any more where the meeting is waited for: the case goes back to the act after which it can.
    """
    ended = act.facts.notice_ended_on
    if not act.law[rules.NOTICE]:
        return met("公示已结束。" if ended else "当时的规定不要求公示。")
    if ended is None:
        before = act.procedure.row("post_notice" if act.facts.notice_posted_on else "fill_form").title
        posting, closing = (act.procedure.row(code).title for code in ("post_notice", "close_notice"))
        return unmet(
            f"本事项没有公示结束的记录，按会议当天的规定不能表决。请退回“{before}”，办理“{posting}”和“{closing}”后再召开。"
        )
    if act.on < ended:
        return unmet(
            f"公示于 {zh_date(ended)}结束，此前不能召开支部大会。请填写 {zh_date(ended)}或以后的会议日期；"
            "会议确在公示结束以前召开的，请另行召开。",
            earliest=ended,
        )
    return met("公示已结束。")


@condition("date_order", "各环节日期先后有序", rules.ORDER)
def days_in_order(act: Joining) -> Finding:
    """申请书 → 积极分子 → 团课 → 志愿书 → 介绍人 → 支部大会 → 审批: a reversed pair is an error."""
    for (earlier, first), (later, second) in _pairs(act):
        if second < first:
            return unmet(f"“{later}”（{zh_date(second)}）早于“{earlier}”（{zh_date(first)}），请核对并更正日期。")
    return met("各环节日期先后有序。")


@condition("same_day", "各环节日期不在同一天", rules.ORDER_STRICT, warns=True)
def days_apart(act: Joining) -> Finding:
    """Two of them on one day are allowed, and said: archive audits ask."""
    for (earlier, first), (later, second) in _pairs(act):
        if second == first:
            return unmet(f"“{earlier}”与“{later}”同为 {zh_date(first)}，档案审核时可能被要求说明。")
    return met("各环节日期不在同一天。")


@condition("present_exceeds_roll", "实到不超过应到", rules.QUORUM, asks=True)
def present_on_roll(act: Joining) -> Finding:
    """Nobody is present who is not on the roll."""
    return meeting.roll_finding(meeting.count_of(act))


@condition("quorum_not_met", "到会人数符合要求", rules.QUORUM, asks=True)
def quorum(act: Joining) -> Finding:
    """More than half of those who should attend."""
    return meeting.quorum_finding(meeting.count_of(act), act.law.share(rules.QUORUM))


@condition("votes_do_not_add_up", "票数与实到人数相符", rules.VOTES, asks=True)
def votes_add_up(act: Joining) -> Finding:
    """Yes, no and abstentions are the ballots of those present."""
    return meeting.votes_finding(meeting.count_of(act))


@condition("vote_each_separately", "逐个讨论和表决", rules.VOTES, asks=True)
def one_at_a_time(act: Joining) -> Finding:
    """One vote is for one person, the subject of the case."""
    people = act.answers.get("persons") or []
    if len(people) > 1 or any(person != act.subject for person in people):
        names = "、".join(str(person) for person in people)
        return unmet(f"一次表决只能针对{act.subject}一人，不能与{names}合并表决。请逐个讨论、逐个表决、分别填写。")
    return met("逐个讨论和表决。")


@condition("committee_quorum_not_met", "委员会到会人数", rules.COMMITTEE_MAJORITY, warns=True, asks=True)
def committee_present(act: Joining) -> Finding | None:
    """More than half of the committee's members are present."""
    return collective.quorum_finding(act, rules.COMMITTEE_MAJORITY)


@condition("branch_too_small", "团支部有三名以上团员", rules.SMALLEST_BRANCH, warns=True, asks=True)
def branch_large_enough(act: Joining) -> Finding:
    """支部工作条例: fewer than three members join a common branch, or meet as the superior says."""
    have, need = meeting.count_of(act).roll, act.law.number(rules.SMALLEST_BRANCH)
    if have < need:
        return unmet(
            f"本支部有表决权的团员 {have} 人，不足 {need} 人，应同其他支部成立联合团支部，或由上级指定支部讨论。",
            have=have,
            need=need,
        )
    return met(f"本支部有表决权的团员 {have} 人。", have=have, need=need)


@condition("applicant_absent", "申请人到会", rules.EXPECTED, warns=True, asks=True)
def applicant_there(act: Joining) -> Finding | None:
    """The applicant reports to the meeting; who is recorded absent is said."""
    if act.answers["applicant_attended"] is False:
        return unmet("记录申请人未到会。接收大会上申请人应当到会汇报，请说明理由。", field="applicant_attended")
    return met("申请人到会。") if act.answers["applicant_attended"] else None


@condition("introducer_absent", "入团介绍人到会", rules.EXPECTED, warns=True, asks=True)
def introducers_there(act: Joining) -> Finding | None:
    """The introducers report; who comes from another branch speaks and does not vote, for the roll is the branch's."""
    if act.answers["introducers_attended"] is False:
        return unmet("记录有入团介绍人未到会。介绍人应当到会介绍情况，请说明理由。", field="introducers_attended")
    return met("入团介绍人到会。") if act.answers["introducers_attended"] else None


@condition("committee_majority_not_met", "委员会集体审批", rules.COMMITTEE_MAJORITY, warns=True, asks=True)
def committee_agreed(act: Joining) -> Finding | None:
    """More than half of the committee's members agree."""
    return collective.majority_finding(act, rules.COMMITTEE_MAJORITY)


def carried(act: Joining) -> bool:
    """Tell whether the branch voted to admit."""
    return meeting.carried(act, majority=rules.MAJORITY, base=rules.MAJORITY_BASE, written=rules.WRITTEN)


def _pairs(act: Joining):  # type: ignore[no-untyped-def]  # pairs of (name, day), inferred
    facts = act.facts.model_copy(update={act.row.marks: act.on})
    known = [(name, day) for name, day in facts.order if day is not None]
    return pairwise(known)


ROLL = meeting.roll_side_panel(
    quorum=rules.QUORUM, majority=rules.MAJORITY, base=rules.MAJORITY_BASE, written=rules.WRITTEN
)
