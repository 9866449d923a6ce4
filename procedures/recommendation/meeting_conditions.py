"""推优大会、公示和报送的条件: quorum, ballot, votes of each, the notice, validity, and whose decision it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from procedures.common import meeting, notice
from procedures.common.meeting import Count, count_of
from procedures.recommendation import rules
from procedures.recommendation.nominees import Recommendation
from workflows.days.dates import zh_date
from workflows.people.models import Person
from workflows.table import SidePanel
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding


def votes_for(act: Recommendation) -> Mapping[str, Any] | None:
    """Return the votes that the form has for the case's own person, None where it has none."""
    found: Mapping[str, Any] | None = (act.answers.get("votes") or {}).get(act.case.subject_id)
    return found


def own_count(act: Recommendation) -> Count:
    """Return the figures of the meeting with the votes for the case's own person; no votes count as 0."""
    return _count(act, votes_for(act) or {})


@condition("secret_ballot_required", "无记名投票", rules.BALLOT, asks=True)
def secret(act: Recommendation) -> Finding:
    """The vote is secret."""
    if act.answers["ballot"] != act.law[rules.BALLOT]:
        return unmet("推优大会须采取无记名投票方式，公开表决无效。请重新以无记名投票表决后填写。", field="ballot")
    return met("采取无记名投票。")


@condition("present_exceeds_roll", "实到不超过应到", rules.QUORUM, asks=True, firm=True)
def present_on_roll(act: Recommendation) -> Finding:
    """Nobody is present who is not on the roll."""
    return meeting.roll_finding(_count(act, {}))


@condition("quorum_not_met", "到会人数符合要求", rules.QUORUM, asks=True)
def quorum(act: Recommendation) -> Finding:
    """At least half of those who should attend."""
    return meeting.quorum_finding(_count(act, {}), act.law.share(rules.QUORUM))


@condition("votes_missing", "有本人的票数", rules.VOTES, asks=True, firm=True)
def voted_on(act: Recommendation) -> Finding:
    """Each person named is voted on by himself."""
    if votes_for(act) is None:
        return unmet(f"没有填写{act.subject}的得票，请逐人计票后填写。", field="votes")
    return met("逐人计票。")


@condition("votes_do_not_add_up", "票数与实到人数相符", rules.VOTES, asks=True, firm=True)
def votes_add_up(act: Recommendation) -> Finding:
    """For each person voted on, yes, no and abstentions are the ballots of those present."""
    for pk, votes in (act.answers.get("votes") or {}).items():
        finding = meeting.votes_finding(_count(act, votes))
        if not finding.met:
            who = Person.objects.get(pk=pk)
            return unmet(f"{who}：{finding.sentence}", have=finding.have, need=finding.need, field="votes")
    return met("每人的赞成、反对、弃权票之和等于实到人数。")


calendar_published, seen_in_time, notice_over, objections_settled = notice.conditions(
    rules.NOTICE_DAYS, rules.NOTICE_DAYS
)


@condition("no_objection", "有待处理的异议", rules.NOTICE_DAYS, firm=True)
def objection_to_settle(act: Recommendation) -> Finding:
    """There is something to settle."""
    return notice.to_settle_finding(act)


@condition("recommendation_expired", "推荐在有效期内", rules.VALID)
def still_valid(act: Recommendation) -> Finding | None:
    """Two years from the vote; the last day itself still counts."""
    voted_on_day, until = act.facts.voted_on, act.facts.valid_until
    if voted_on_day is None or until is None:
        return None
    words = f"推荐自 {zh_date(voted_on_day)}推优大会起 {act.law.number(rules.VALID)} 年内有效，至 {zh_date(until)}止"
    if act.on > until:
        return unmet(f"{words}，已经失效。需要继续推荐的，请重新提名并召开推优大会。", until=until)
    return met(f"{words}。", until=until, earliest=until + timedelta(days=1))


@condition("party_organisation_unrelated", "同级党组织", rules.PARTY_DECIDES, asks=True, firm=True)
def led_by_it(act: Recommendation) -> Finding:
    """The papers go to the Party organization that leads the branch, or an organization above it."""
    chosen = act.answers["party_organisation"]
    leading = {one.led_by_id: one.led_by for one in act.chain.above if one.led_by_id}
    if chosen.pk not in leading:
        names = "、".join(str(one) for one in leading.values()) or "（尚未登记）"
        return unmet(
            f"{chosen}不是{act.organization}或其上级团组织的同级党组织。可以报送的是：{names}。",
            field="party_organisation",
        )
    return met(f"报送{chosen}。")


def _beside(act: Recommendation) -> Mapping[str, Any]:
    """Return the roll of the day, and for each person voted on how the votes typed so far would come out."""
    facts = _ROLL.facts(act)
    typed = dict(act.answers).get("votes") or {}  # what is not typed validly yet is not there
    if "present" not in act.answers or not typed:
        return facts
    people = Person.objects.in_bulk(typed)
    said = [
        replace(finding, sentence=f"{people[pk].name}：{finding.sentence}")
        for pk, votes in typed.items()
        if pk in people
        for finding in (meeting.votes_finding(_count(act, votes)), _majority(act, _count(act, votes)))
    ]
    return {**facts, "sentences": [*facts["sentences"], *said]}


def carried(act: Recommendation) -> bool:
    """Tell whether the branch voted to recommend the case's person."""
    return majority(act).met


def majority(act: Recommendation) -> Finding:
    """Say how the vote came out: more than half of those who should attend."""
    return _majority(act, own_count(act))


def _majority(act: Recommendation, count: Count) -> Finding:
    share, base, written = act.law.share(rules.MAJORITY), act.law[rules.MAJORITY_BASE], act.law[rules.WRITTEN]
    return meeting.majority_finding(count, share, str(base), with_written=bool(written))


def _count(act: Recommendation, votes: Mapping[str, Any]) -> Count:
    return count_of(act, {"present": act.answers["present"], **{name: votes.get(name) for name in _FIGURES}})


_FIGURES = ("yes", "no", "abstain")
_ROLL = meeting.roll_side_panel(
    quorum=rules.QUORUM, majority=rules.MAJORITY, base=rules.MAJORITY_BASE, written=rules.WRITTEN
)
ROLL = SidePanel(_ROLL.template, _beside)
