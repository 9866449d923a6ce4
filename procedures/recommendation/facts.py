"""推优事项所记: what a recommendation keeps of itself."""

from __future__ import annotations

from datetime import date

from procedures.common.notice import NoticeFacts


class RecommendationFacts(NoticeFacts):
    """Days are act dates. Nothing here changes what the Party's register says of the person.

    track: `A` 入党申请人 → 入党积极分子, `B` 入党积极分子 → 发展对象.
    nominated_with: how many were named at once, the person included.
    last_grade: 评议等次 of the year before the nomination, empty where the register has none.
    rewards: 奖惩情况 as examined, sanctions of the register among them, a line each.
    grades: 评议等次 of past years by year, as the register had them at the examination.
    branch_name, committee_name: the branch that voted and examined and the committee that reviewed, which a move of
        the person leaves behind.
    valid_until: the last day on which the Party may decide; two years from the vote.
    party_organization: key of the Party organization that has the papers, None until they are sent.
    """

    track: str = ""
    nominated_on: date | None = None
    nominated_with: int = 1
    party_application_on: date | None = None
    party_activist_on: date | None = None
    grounds: str = ""
    last_grade: str = ""

    voted_on: date | None = None
    valid_until: date | None = None
    ballot: str = ""
    should_attend: int | None = None
    present: int | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    carried: bool | None = None

    examined_on: date | None = None
    branch_opinion: str = ""
    branch_name: str = ""
    merits: str = ""
    rewards: str = ""
    grades: dict[int, str] = {}
    notice_result: str = ""
    reviewed_on: date | None = None
    committee_opinion: str = ""
    committee_name: str = ""
    rank: int | None = None

    submitted_on: date | None = None
    party_organization: int | None = None
    party_decided_on: date | None = None
    party_decision: str = ""
    party_reason: str = ""
