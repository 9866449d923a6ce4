"""The four papers of joining 入团 as plain facts: 入团证明, 入团志愿书, 会议记录与决议, 公示.

Whoever builds them reads the register; the templates beside this module print them. No full identity number
stands on a paper that is handed out or posted: only the admission form, which goes into the file, carries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from procedures.common.papers import Minutes, Notice, TooMuchSaid, Votes, refuse_day
from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipCertificate(Imprint):
    """入团证明, signed by the committee that approved.

    signed_by is the committee, signed_on the day of issue.

    name, sex, ethnicity: as in the register, e.g. 欧阳祎喆, 女, 汉族.
    birth_month: the first day of the month of birth.
    id_number_masked: e.g. `510104********1234`; empty to leave the line out.
    development_number: 发展团员编号, 12 digits.
    branch: full name of the branch whose meeting admitted.
    meeting_on: day of the branch meeting; membership counts from it (团章).
    approved_on: day of the committee's decision.
    special_document: number of the document allowing a special admission; else empty.
    readmission: a former member joined again; earlier membership does not count.

    Raises:
        TooMuchSaid: `id_number_masked` hides nothing, or `birth_month` tells the day.
    """

    template: ClassVar[str] = "joining/membership_certificate.html"
    title: ClassVar[str] = "入团证明"

    name: str
    sex: str
    ethnicity: str
    birth_month: date
    id_number_masked: str = ""
    development_number: str
    branch: str
    meeting_on: date
    approved_on: date
    special_document: str = ""
    readmission: bool = False

    def __post_init__(self) -> None:
        if self.id_number_masked and self.id_number_masked.count("*") < 4:
            raise TooMuchSaid("a certificate shows the identity number masked")
        refuse_day(self.birth_month)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice(Notice):
    """公示 of one candidate, posted by the branch.

    activist_since: day of becoming 入团积极分子.
    """

    template: ClassVar[str] = "joining/public_notice.html"
    title: ClassVar[str] = "关于拟接收团员的公示"

    activist_since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMinutes(Minutes):
    """支部大会会议记录与决议 on one candidate."""

    template: ClassVar[str] = "joining/meeting_minutes.html"
    title: ClassVar[str] = "支部大会会议记录与决议"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """One line of 本人经历, oldest first; `until` None while it lasts; days are not shown."""

    since: date
    until: date | None
    place: str
    witness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """One member of the family, or one main social relation."""

    relation: str
    name: str
    political_status: str
    unit: str
    birth_month: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSession:
    """One session of 团课; hours are class hours of 45 minutes."""

    on: date
    topic: str
    hours: int
    witness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """介绍人意见: who vouches, and when the opinion was signed."""

    name: str
    unit: str
    opinion: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """上级团委审批意见; the seal of the form belongs to this committee."""

    committee: str
    opinion: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One line of 备注: transfer, exit, withdrawal, discipline."""

    on: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionForm(Imprint):
    """入团志愿书, filled, for the file.

    signed_by is the approving committee and seal its seal; signed_on the day of approval.

    born: full date. id_number: in full; this paper goes into the file and nowhere else.
    address: 户籍所在地或现居住地. unit: 单位及职务. strengths: 特长.
    photo: as `images.photo_url` gives it; empty leaves the box.
    experiences, family, relations, classes: in the order given.
    rewards: 奖惩情况, empty for none.
    statement: 入团志愿 in full, each line a paragraph; stated_on its date.
    explanations: 需要向团组织说明的问题, empty for none.
    introductions: both introducers.
    activist_since: 被确定为入团积极分子的时间.
    branch, meeting_on, votes, resolution, secretary: 支部大会决议; membership counts from `counts_from`.
    approval: None until the committee decided.
    """

    template: ClassVar[str] = "joining/admission_form.html"
    title: ClassVar[str] = "入团志愿书"

    name: str
    development_number: str
    sex: str
    ethnicity: str
    born: date
    native_place: str
    education: str
    id_number: str
    address: str
    unit: str
    applied_on: date
    strengths: str = ""
    photo: str = ""
    experiences: tuple[Experience, ...]
    rewards: str = ""
    family: tuple[Relative, ...]
    relations: tuple[Relative, ...] = ()
    classes: tuple[ClassSession, ...]
    statement: str
    stated_on: date
    explanations: str = ""
    introductions: tuple[Introduction, ...]
    branch: str
    activist_since: date
    meeting_on: date
    votes: Votes
    resolution: str
    counts_from: date
    secretary: str
    approval: Approval | None
    remarks: tuple[Remark, ...] = ()
