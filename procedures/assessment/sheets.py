"""评议和注册的文书: which papers the acts give, and how their facts are read."""

from __future__ import annotations

from datetime import date
from typing import Any

from procedures.assessment import papers, rules
from procedures.assessment.branchwide import Assessing, cases_of, standing_of_subject
from procedures.assessment.conditions import excellent_finding
from procedures.assessment.facts import BASIC, GRADE_WORDS, GRADES, UNQUALIFIED, AssessmentFacts
from procedures.common import meeting, removal
from procedures.common.removal import carried
from procedures.common.sheets import secretary_of
from workflows.days.dates import add_months, zh_date
from workflows.days.working_days import end_of_period
from workflows.people.models import Organization
from workflows.table import PaperKind
from workflows.table.act import Act


def assessment_result(act: Assessing, number: str, issuer: Organization) -> papers.AssessmentResult:
    """Return the facts of the 评议结果通知."""
    facts = act.facts
    return papers.AssessmentResult(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=act.subject.name,
        branch=act.organization.name,
        year=facts.year,
        grade=GRADE_WORDS[facts.grade],
        met_on=facts.met_on,
        approved_on=act.on,
        ballots=tuple((title, facts.ballots.get(code, 0)) for code, title in GRADES) if facts.ballots else (),
        advice=_advice(act),
        recheck=act.row.code == "recheck",
    )


def rectification_notice(act: Assessing, number: str, issuer: Organization) -> papers.RectificationNotice:
    """Return the facts of the 整改通知."""
    facts, law = act.facts, act.law
    first, last = _recheck_days(act)
    return papers.RectificationNotice(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=act.subject.name,
        branch=act.organization.name,
        year=facts.year,
        met_on=facts.met_on,
        reasons=facts.reasons.rstrip("。"),
        months=(law.number(rules.RECHECK), law.number(rules.RECHECK_UNTIL)),
        recheck_from=first,
        recheck_until=last,
        source=rules.RECHECK.version(act.on).source,
    )


def registration_certificate(act: Assessing, number: str, issuer: Organization) -> papers.RegistrationCertificate:
    """Return the facts of the 团籍注册证明."""
    person, standing = act.subject, standing_of_subject(act)
    return papers.RegistrationCertificate(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        sex=person.get_sex_display(),
        ethnicity=person.ethnicity,
        birth_month=person.born.replace(day=1) if person.born else None,
        id_number_masked=person.masked_id_number,
        branch=act.organization.name,
        joined_on=standing.joined_on,
        development_number=standing.development_number,
        year=act.facts.year or act.on.year,
        grade=GRADE_WORDS.get(act.facts.grade, ""),
        exempt=act.facts.exempt,
        registered_on=act.on,
    )


def assessment_summary(act: Assessing, number: str, issuer: Organization) -> papers.AssessmentSummary:
    """Return the facts of the 汇总表 of the branch, with everybody whose grade follows."""
    facts = act.facts
    lines = [_line(one) for one in act.followers if one.facts.grade]
    counts = [(title, facts.counts.get(code, 0)) for code, title in GRADES]
    graded = sum(count for _, count in counts)
    return papers.AssessmentSummary(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        year=facts.year,
        branch=act.organization.name,
        met_on=facts.met_on,
        should_attend=facts.should_attend or 0,
        present=facts.taking_part,
        assessed=len(act.followers),
        exempt=cases_of(act, ("awaiting_registration",)).count(),
        counts=tuple((title, count, percent(count, graded)) for title, count in counts),
        limit=excellent_finding(act, facts.counts, "grades").sentence if facts.present else "",
        lines=tuple(lines),
        tally_attached=facts.tally_attached,
        remarks=act.answers.get("remarks", ""),
        approved_on=act.on,
        secretary=secretary_of(act),
    )


def appraisal_minutes(act: Assessing, number: str, issuer: Organization) -> papers.MeetingMinutes:
    """Return the facts of the minutes of the 评议大会."""
    count = meeting.count_of(act)
    names = {one.subject.pk: one.subject.name for one in act.followers}
    rows = [
        (names.get(pk, ""), *(str(row.get(code, 0)) for code, _ in GRADES))
        for pk, row in act.answers["ballots"].items()
    ]
    attendance = meeting.quorum_finding(count, act.law.share(rules.ATTENDANCE))
    return papers.MeetingMinutes(
        **_held(act, number, issuer, count),
        topic=f"{act.facts.year}年度团员教育评议",
        heading="民主测评情况",
        columns=("姓名", *(title for _, title in GRADES)),
        rows=tuple(sorted(rows)),
        sentences=(
            *(("逐人测评票数见纸质测评票汇总表，由团支部存档。",) if act.answers.get("tally_attached") else ()),
            f"{attendance.sentence}（{rules.ATTENDANCE.version(act.on).source}）",
        ),
        resolution="会议经个人述评、团员互评和民主测评，测评结果交支部委员会综合评定，提出等次建议，报上级团委审定。",
    )


def removal_minutes(act: Assessing, number: str, issuer: Organization) -> papers.MeetingMinutes:
    """Return the facts of the minutes of the meeting on a removal."""
    count, law = meeting.count_of(act), act.law
    written = bool(law[removal.WRITTEN])
    majority = meeting.majority_finding(
        count, law.share(removal.MAJORITY), str(law[removal.MAJORITY_BASE]), with_written=written
    )
    quorum = meeting.quorum_finding(count, law.share(removal.QUORUM))
    said = act.answers.get("statement") or ""
    name, ways = act.subject.name, ("同意", "报上级团委审批") if carried(act) else ("不同意", "继续教育帮助")
    return papers.MeetingMinutes(
        **_held(act, number, issuer, count),
        topic=f"讨论对{name}同志的除名处理",
        heading="表决情况",
        columns=("赞成", "反对", "弃权", "书面赞成", "书面反对"),
        rows=((*(f"{one}票" for one in (count.yes, count.no, count.abstain, count.written_yes, count.written_no)),),),
        sentences=(*((f"本人意见：{said}",) if said else ()), quorum.sentence, majority.sentence),
        resolution=f"支部大会{ways[0]}对{name}同志除名，{ways[1]}。",
    )


def has_grade(act: Act[AssessmentFacts]) -> bool:
    """Tell whether it is a member's act whose grade is known by name."""
    return not act.is_cover and bool(act.facts.grade)


def is_unqualified(act: Act[AssessmentFacts]) -> bool:
    """Tell whether it is a member's act whose grade is 不合格."""
    return not act.is_cover and act.facts.grade == UNQUALIFIED


def of_member(act: Act[AssessmentFacts]) -> bool:
    """Tell whether it is a member's act."""
    return not act.is_cover


def of_branch(act: Act[AssessmentFacts]) -> bool:
    """Tell whether it is the branch's act."""
    return act.is_cover


def percent(count: int, of: int) -> str:
    """Return a part in percent with one place, rounded as 四舍五入: one of sixteen is 6.3%."""
    tenths = (2_000 * count + of) // (2 * of) if of else 0
    return f"{tenths // 10}.{tenths % 10}%"


RESULT = PaperKind(
    "assessment_result", "评议结果通知", papers.AssessmentResult, assessment_result, when=has_grade, word="评"
)
NOTICE = PaperKind(
    "rectification_notice",
    "整改通知",
    papers.RectificationNotice,
    rectification_notice,
    when=is_unqualified,
    word="改",
)
CERTIFICATE = PaperKind(
    "registration_certificate",
    "团籍注册证明",
    papers.RegistrationCertificate,
    registration_certificate,
    when=of_member,
    word="注",
)
SUMMARY = PaperKind(
    "assessment_summary",
    "团员教育评议汇总表",
    papers.AssessmentSummary,
    assessment_summary,
    for_file=True,
    when=of_branch,
    word="评汇",
)
MINUTES = PaperKind(
    "meeting_minutes", "支部大会会议记录", papers.MeetingMinutes, appraisal_minutes, issuer="branch", for_file=True,
    when=of_branch, word="记",
)  # fmt: skip
REMOVAL_MINUTES = PaperKind(
    "meeting_minutes",
    "支部大会会议记录",
    papers.MeetingMinutes,
    removal_minutes,
    issuer="branch",
    for_file=True,
    word="记",
)


def _held(act: Assessing, number: str, issuer: Organization, count: meeting.Count) -> dict[str, Any]:
    return {
        "number": number, "signed_by": issuer.name, "signed_on": act.on, "held_on": act.on,
        "place": act.answers.get("place", ""), "chair": act.by.name if act.by else "", "should_attend": count.roll,
        "present": count.present, "guests": act.answers.get("observers", ""),
        "minutes": act.answers.get("minutes", ""), "secretary": secretary_of(act),
    }  # fmt: skip


def _line(one: Assessing) -> papers.SummaryLine:
    facts = one.facts
    return papers.SummaryLine(
        name=one.subject.name,
        self_grade=GRADE_WORDS.get(facts.self_grade, ""),
        ballots=tuple(facts.ballots.get(code, 0) for code, _ in GRADES) if facts.ballots else (),
        grade=GRADE_WORDS[facts.grade],
        remark=facts.reasons,
    )


def _advice(act: Assessing) -> str:
    facts = act.facts
    if act.row.code == "recheck":
        return "暂缓注册解除，按规定办理年度团籍注册。"
    if facts.grade == BASIC:
        return "团支部书记将同你谈话，指出不足、提出改进要求，谈话后办理年度团籍注册。"
    if facts.grade == UNQUALIFIED:
        first, last = _recheck_days(act)
        reason = f"评定理由：{facts.reasons}。\n" if facts.reasons else ""
        return (
            f"{reason}团支部将对你进行教育帮助，请限期改正。{zh_date(first)}至{zh_date(last)}之间进行复评，"
            "复评以前暂缓年度团籍注册。"
        )
    return "请在团支部办理年度团籍注册，继续发挥团员的模范作用。"


def _recheck_days(act: Assessing) -> tuple[date, date]:
    return (
        add_months(act.on, act.law.number(rules.RECHECK)),
        end_of_period(add_months(act.on, act.law.number(rules.RECHECK_UNTIL))),
    )
