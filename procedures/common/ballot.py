"""选举计票: who is elected by secret ballot, who is tied, which seats are left; the same for every election.

Sources: 基层组织选举工作条例 (secret ballot, no proxy, method adopted first); quorum and base of the majority as in the
选举规则（暂行） and samples of election methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedures.register.sources import BRANCH_WORK
from workflows.table.condition import met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Confidence, Local, Rule, Share, Version

ELECTION_2025 = "《中国共产主义青年团基层组织选举工作条例》（中青发〔2025〕1号）"
PROVISIONAL = "《中国共产主义青年团基层组织选举规则（暂行）》"
PRESENT, SHOULD_ATTEND = "present", "should_attend"

SECRET = Rule("election.secret", "ELECT-SECRET", "无记名投票", Confidence.HIGH, (Version(True, ELECTION_2025),))
QUORUM = Rule(
    "election.quorum", "ELECT-QUORUM", "选举大会的到会人数", Confidence.MEDIUM, (Version(">=4/5", PROVISIONAL),), "",
    Local.FREE,
)  # fmt: skip
BASE = Rule(
    "election.majority_base", "ELECT-BASE", "当选票数的计算基数", Confidence.MEDIUM,
    (Version(PRESENT, PROVISIONAL),), "", Local.FREE, {PRESENT: "实到人数", SHOULD_ATTEND: "应到人数"},
)  # fmt: skip
SUMS = Rule("election.sums", "ELECT-SUMS", "选票相符", Confidence.HIGH, (Version(True, ELECTION_2025),))
SMALL = Rule(
    "election.committee_from",
    "ELECT-SMALL",
    "设支部委员会的团员人数",
    Confidence.MEDIUM,
    (Version(7, BRANCH_WORK),),
    "人",
)
TERM = Rule(
    "election.branch_months", "ELECT-TERM", "团支部委员会任期", Confidence.HIGH, (Version(36, ELECTION_2025),), "个月"
)

Ballots = Mapping[int, "Votes"]


@dataclass(frozen=True, slots=True)
class Votes:
    """What one candidate got, in ballots."""

    yes: int = 0
    no: int = 0
    abstain: int = 0

    @property
    def total(self) -> int:
        """All ballots that say something of the candidate."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True, slots=True)
class Figures:
    """The ballots of a meeting: issued to those present, returned, and not valid."""

    should_attend: int
    present: int
    issued: int
    returned: int
    invalid: int

    @property
    def valid(self) -> int:
        """The ballots that count."""
        return self.returned - self.invalid

    def base(self, kind: str) -> int:
        """Return the number of which more than half is asked."""
        return self.present if kind == PRESENT else self.should_attend


@dataclass(frozen=True, slots=True)
class Result:
    """Who is elected; `tied` have the same votes and too few seats are left for them, `left` seats stay open."""

    elected: tuple[int, ...]
    tied: tuple[int, ...] = ()
    left: int = 0


def result_of(ballots: Ballots, seats: int, base: int) -> Result:
    """Return who is elected: more than half of the base, by votes until the seats are full; nobody by lot."""
    passed = sorted((one for one in ballots if 2 * ballots[one].yes > base), key=lambda one: (-ballots[one].yes, one))
    if len(passed) <= seats:
        return Result(tuple(passed), left=seats - len(passed))
    last = ballots[passed[seats - 1]].yes
    if ballots[passed[seats]].yes < last:
        return Result(tuple(passed[:seats]))
    sure = tuple(one for one in passed if ballots[one].yes > last)
    tied = tuple(one for one in passed if ballots[one].yes == last)
    return Result(sure, tied, seats - len(sure))


def quorum_finding(figures: Figures, share: Share) -> Finding:
    """Compare those present with those who should attend."""
    need = share.least(figures.should_attend)
    words = f"应到 {figures.should_attend} 人，实到 {figures.present} 人，须{share.words}即至少 {need} 人"
    if figures.present < need:
        return unmet(f"{words}，不能进行选举。", have=figures.present, need=need, field="present")
    return met(f"{words}，符合要求。", have=figures.present, need=need)


def issued_finding(figures: Figures) -> Finding:
    """See that only those present got a ballot: nobody votes for another."""
    if figures.issued > figures.present:
        words = f"实到 {figures.present} 人，发出选票 {figures.issued} 张：不能委托他人代为投票"
        return unmet(f"{words}，请核对。", have=figures.issued, maximum=figures.present, field="issued")
    return met(f"发出选票 {figures.issued} 张。")


def returned_finding(figures: Figures) -> Finding:
    """See that no more ballots came back than went out."""
    words = f"发出选票 {figures.issued} 张，收回 {figures.returned} 张，其中废票 {figures.invalid} 张"
    if figures.returned > figures.issued or figures.invalid > figures.returned:
        return unmet(
            f"{words}，选举无效，须重新选举。", have=figures.returned, maximum=figures.issued, field="returned"
        )
    return met(f"{words}，选举有效。")


def sums_finding(ballots: Ballots, figures: Figures, names: Mapping[int, str]) -> Finding:
    """See that what each candidate got adds up to the valid ballots."""
    wrong = [
        f"{names.get(one, one)} {votes.total} 票" for one, votes in ballots.items() if votes.total != figures.valid
    ]
    if wrong:
        words = f"有效选票 {figures.valid} 张，而{'、'.join(wrong)}"
        return unmet(f"{words}，赞成、反对、弃权之和须等于有效选票，请核对。", need=figures.valid, field="ballots")
    return met(f"各候选人的票数与有效选票 {figures.valid} 张相符。")


def tie_finding(found: Result, names: Mapping[int, str]) -> Finding:
    """See that it is known who is elected."""
    if found.tied:
        tied = "、".join(names.get(one, str(one)) for one in found.tied)
        return unmet(f"{tied}票数相等，余下名额 {found.left} 个，须就票数相等的人重新投票。", field="ballots")
    return met("没有票数相等而不能确定的。")


def base_finding(ballots: Ballots, seats: int, figures: Figures, names: Mapping[int, str]) -> Finding:
    """Tell for whom the answer would be another one by the other base."""
    here, there = (set(result_of(ballots, seats, figures.base(kind)).elected) for kind in (PRESENT, SHOULD_ATTEND))
    differs = [names.get(one, str(one)) for one in sorted(here ^ there)]
    if differs:
        words = f"按实到 {figures.present} 人和按应到 {figures.should_attend} 人计算，{'、'.join(differs)}是否当选不同"
        return unmet(f"{words}，请核对所依据的选举办法。")
    return met("按实到或应到人数计算，结果相同。")
