"""推优的材料 as plain facts: 推荐表（审核表）, 会议记录与决议, 公示.

Whoever builds them reads the register; the templates beside this module print them. None shows an identity number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from procedures.common.papers import Minutes, Notice, Votes, refuse_day
from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice(Notice):
    """公示 of one member recommended, posted by the branch.

    joined_on: day of joining the League.
    target: 入党积极分子人选 or 党的发展对象.
    """

    template: ClassVar[str] = "recommendation/public_notice.html"
    title: ClassVar[str] = "关于推荐优秀团员的公示"

    joined_on: date
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMinutes(Minutes):
    """推优大会会议记录与决议 on one member.

    target: 入党积极分子人选 or 党的发展对象.
    """

    template: ClassVar[str] = "recommendation/meeting_minutes.html"
    title: ClassVar[str] = "推优大会会议记录与决议"

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """意见 of one organization: who signs, what it says and when; `hand` is who signs by hand, empty for a seal.

    on: None where a case that began elsewhere does not tell it.
    """

    organization: str
    text: str
    on: date | None
    hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearGrade:
    """The grade of one year's 团员教育评议."""

    year: int
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeResult:
    """公示情况: its days, both included, where it hung, and what came of it; None for days that nobody knows."""

    from_on: date | None
    until_on: date | None
    place: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationForm(Imprint):
    """作入党积极分子人选推荐表 (track A) or 作党的发展对象审核表 (track B): two copies, for League and Party.

    signed_by is the committee that recommends, signed_on the day of sending it to the Party.

    track: `A` or `B`, by which the form is titled.
    birth_month: the first day of the month of birth.
    unit: where the person works or studies, with the post. office: 团内职务, empty for none.
    applied_on: 递交入党申请书时间. activist_on: 确定为入党积极分子时间, track B only, None where nobody knows it.
    meeting_on, votes: the vote; rate: 赞成率 of those who should attend, e.g. `61.0%`.
    merits: 主要表现和事迹, rewards: 奖惩情况, each line a paragraph.
    grades: 评议等次 of past years, newest first.
    branch, committee: the opinions of the League.
    notice: 公示情况.
    party: the Party organization that it is sent to.
    valid_until: the last day on which the Party may decide.

    Raises:
        TooMuchSaid: `birth_month` tells the day.
    """

    template: ClassVar[str] = "recommendation/recommendation_form.html"
    title: ClassVar[str] = "推优推荐表（审核表）"

    track: str
    name: str
    sex: str
    ethnicity: str
    birth_month: date
    native_place: str
    education: str
    unit: str
    joined_on: date
    development_number: str
    office: str
    applied_on: date
    activist_on: date | None = None
    meeting_on: date
    votes: Votes
    rate: str
    merits: str
    rewards: str
    grades: tuple[YearGrade, ...] = ()
    branch: Opinion
    notice: NoticeResult
    committee: Opinion
    party: str
    valid_until: date

    def __post_init__(self) -> None:
        refuse_day(self.birth_month)
