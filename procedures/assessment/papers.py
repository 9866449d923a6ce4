"""评议和注册的文书: result, notice to improve, certificate, summary table of a branch, minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentResult(Imprint):
    """评议结果通知, to the member.

    grade: in words. ballots: how many of each grade, in the order of the grades; empty where only a tally came.
    advice: what follows from the grade, one sentence a line.
    recheck: it tells the result of a re-assessment.
    """

    template: ClassVar[str] = "assessment/assessment_result.html"
    title: ClassVar[str] = "团员教育评议结果通知"

    name: str
    branch: str
    year: int
    grade: str
    met_on: date | None
    approved_on: date
    ballots: tuple[tuple[str, int], ...] = ()
    advice: str
    recheck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationNotice(Imprint):
    """整改通知, to a member whose grade is 不合格.

    reasons: why, in the branch's words; empty where an older case kept none.
    months: the fewest and the most until the re-assessment, which is between two days.
    source: the article by which they are counted.
    """

    template: ClassVar[str] = "assessment/rectification_notice.html"
    title: ClassVar[str] = "整改通知"

    name: str
    branch: str
    year: int
    met_on: date | None
    reasons: str
    months: tuple[int, int]
    recheck_from: date
    recheck_until: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCertificate(Imprint):
    """团籍注册证明.

    birth_month: its first day. id_number_masked: never in full.
    grade: in words; empty where the names follow later, or nobody is assessed.
    exempt: a Party member who keeps his membership.
    """

    template: ClassVar[str] = "assessment/registration_certificate.html"
    title: ClassVar[str] = "团籍注册证明"

    name: str
    sex: str
    ethnicity: str
    birth_month: date | None
    id_number_masked: str
    branch: str
    joined_on: date | None
    development_number: str
    year: int
    grade: str
    exempt: bool
    registered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One member in the summary table; grades in words, empty where unknown."""

    name: str
    self_grade: str
    ballots: tuple[int, ...]
    grade: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSummary(Imprint):
    """团员教育评议汇总表 of a branch, for the file.

    counts: each grade in words, how many, and their part of all who are graded, as 29.2%; who was not at the meeting
        (`present`) is graded too (`assessed`, 应参评).
    limit: 优秀 against the most that may be, which is counted of those at the meeting; empty without a meeting.
    """

    template: ClassVar[str] = "assessment/assessment_summary.html"
    title: ClassVar[str] = "团员教育评议汇总表"

    year: int
    branch: str
    met_on: date | None
    should_attend: int
    present: int
    assessed: int
    exempt: int
    counts: tuple[tuple[str, int, str], ...]
    limit: str = ""
    lines: tuple[SummaryLine, ...]
    tally_attached: bool
    remarks: str
    approved_on: date
    secretary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMinutes(Imprint):
    """支部大会会议记录与决议, of the appraisal of a branch or of the removal of a member.

    topic: 议题. sentences: quorum and majority with their numbers and articles.
    heading, columns, rows: the table of ballots or votes; no rows for none.
    minutes, resolution: in full, each line a paragraph.
    """

    template: ClassVar[str] = "assessment/meeting_minutes.html"
    title: ClassVar[str] = "支部大会会议记录"

    topic: str
    held_on: date
    place: str
    chair: str
    should_attend: int
    present: int
    guests: str
    minutes: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]
    resolution: str
    secretary: str
