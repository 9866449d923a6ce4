"""入团的证书和材料: which papers the acts give, and how their facts are read from the case and the register."""

from __future__ import annotations

from datetime import date

from procedures.common import meeting
from procedures.joining import papers, rules
from procedures.joining.facts import JoiningFacts
from workflows.act import Act
from workflows.dates import zh_date
from workflows.models import Submission
from workflows.people.models import Organization
from workflows.table import PaperKind

Joining = Act[JoiningFacts]


def membership_certificate(act: Joining, number: str, issuer: Organization) -> papers.MembershipCertificate:
    """Return the facts of the 入团证明."""
    person = act.subject
    return papers.MembershipCertificate(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        sex=person.get_sex_display(),
        ethnicity=person.ethnicity,
        birth_month=_month(person.born),
        id_number_masked=person.masked_id_number,
        development_number=number,
        branch=act.organization.name,
        meeting_on=_day(act.facts.voted_on),
        approved_on=act.on,
        special_document=act.facts.special_document,
        readmission=bool(act.facts.previous_membership),
    )


def admission_form(act: Joining, number: str, issuer: Organization) -> papers.AdmissionForm:
    """Return the facts of the filled 入团志愿书, from what was handed in on the way."""
    person, facts, handed_in = act.subject, act.facts, _handed_in(act)
    answers = {one.entry.act: one.answers for one in handed_in}
    letter, form = answers.get("apply", {}), answers.get("fill_form", {})
    return papers.AdmissionForm(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        development_number=number,
        sex=person.get_sex_display(),
        ethnicity=person.ethnicity,
        born=_day(person.born),
        native_place=person.native_place,
        education=person.education,
        id_number=person.id_number or "",
        address="",
        unit=person.work,
        applied_on=_day(facts.applied_on),
        experiences=tuple(_experience(row) for row in letter.get("cv", ())),
        family=tuple(_relative(row) for row in letter.get("family", ())),
        classes=tuple(
            papers.ClassSession(on=one.on, topic=one.topic, hours=one.hours, witness=one.witness)
            for one in facts.classes
        ),
        statement=form.get("volunteer_statement", ""),
        stated_on=_day(facts.form_filled_on),
        explanations=form.get("explanations", ""),
        introductions=_introductions(act, handed_in),
        branch=act.organization.name,
        activist_since=_day(facts.activist_on),
        meeting_on=_day(facts.voted_on),
        votes=_votes(facts),
        resolution=_resolution(act),
        counts_from=_day(facts.voted_on),
        secretary=_secretary(act),
        approval=papers.Approval(committee=issuer.name, opinion=str(act.answers.get("opinion") or "同意"), on=act.on),
    )


def meeting_minutes(act: Joining, number: str, issuer: Organization) -> papers.MeetingMinutes:
    """Return the facts of the minutes and resolution."""
    count = meeting.count_of(act)
    majority = meeting.majority_finding(
        count,
        act.law.share(rules.MAJORITY),
        str(act.law[rules.MAJORITY_BASE]),
        with_written=bool(act.law[rules.WRITTEN]),
    )
    quorum = meeting.quorum_finding(count, act.law.share(rules.QUORUM))
    chair = act.by.name if act.by else ""
    return papers.MeetingMinutes(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        candidate=act.subject.name,
        held_on=act.on,
        place=act.answers.get("place", ""),
        chair=chair,
        recorder="",
        votes=_votes(act.facts),
        guests=tuple(part for part in act.answers.get("observers", "").replace("、", " ").split() if part),
        ballot="逐个讨论表决",
        minutes=act.answers["minutes"],
        quorum_sentence=f"{quorum.sentence}（{rules.QUORUM.version(act.on).source}）",
        majority_sentence=f"{majority.sentence}（{rules.MAJORITY.version(act.on).source}）",
        carried=majority.met,
        resolution=_resolution(act),
        secretary=_secretary(act),
    )


def public_notice(act: Joining, number: str, issuer: Organization) -> papers.PublicNotice:
    """Return the facts of the 公示."""
    person, facts = act.subject, act.facts
    return papers.PublicNotice(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        sex=person.get_sex_display(),
        birth_month=_month(person.born),
        unit=person.work or issuer.name,
        activist_since=_day(facts.activist_on),
        from_on=act.on,
        until_on=_day(facts.notice_ends),
        working_days=act.law.number(rules.NOTICE_DAYS),
        contacts=(_contact(act.organization, _secretary(act)), _contact(act.committee(), "")),
        place=facts.notice_place,
    )


MEMBERSHIP_CERTIFICATE = PaperKind(
    "membership_certificate",
    "入团证明",
    papers.MembershipCertificate,
    membership_certificate,
    "development_number",
)
ADMISSION_FORM = PaperKind(
    "admission_form", "入团志愿书", papers.AdmissionForm, admission_form, "development_number", for_file=True
)
MEETING_MINUTES = PaperKind(
    "meeting_minutes",
    "支部大会会议记录与决议",
    papers.MeetingMinutes,
    meeting_minutes,
    issuer="branch",
    for_file=True,
)
PUBLIC_NOTICE = PaperKind("public_notice", "公示", papers.PublicNotice, public_notice, issuer="branch", for_file=True)


def _handed_in(act: Joining) -> list[Submission]:
    """Return what was handed in on the way of the case, oldest first."""
    rows = Submission.objects.filter(entry__case=act.case).select_related("entry__actor")
    return list(rows.order_by("entry__sequence"))


def _introductions(act: Joining, handed_in: list[Submission]) -> tuple[papers.Introduction, ...]:
    latest = {one.entry.actor_id: one for one in handed_in if one.entry.act == "introduce"}
    return tuple(
        papers.Introduction(
            name=row.entry.actor_name,
            unit=row.entry.actor.work if row.entry.actor else "",
            opinion=str(row.answers.get("opinion", "")),
            on=row.entry.on,
        )
        for pk, row in latest.items()
        if pk in act.facts.introducers
    )


def _votes(facts: JoiningFacts) -> papers.Votes:
    return papers.Votes(
        should_attend=facts.should_attend or 0,
        present=facts.present or 0,
        yes=facts.yes or 0,
        no=facts.no or 0,
        abstain=facts.abstain or 0,
        written_yes=facts.written_yes or 0,
        written_no=facts.written_no or 0,
    )


def _resolution(act: Joining) -> str:
    facts = act.facts
    held = zh_date(_day(facts.voted_on or act.on))
    figures = (
        f"应到有表决权团员 {facts.should_attend} 人，实到 {facts.present} 人，"
        f"赞成 {facts.yes} 票，反对 {facts.no} 票，弃权 {facts.abstain} 票"
    )
    result = "同意接收" if facts.carried else "不同意接收"
    name = act.subject.name
    return f"{held}支部大会讨论了{name}同志的入团问题。{figures}。大会{result}{name}同志为中国共产主义青年团团员。"


def _secretary(act: Joining) -> str:
    holders = [
        one.person.name
        for one in act.chain.appointments
        if one.post.organization_id == act.organization.pk and one.post.role == "branch_secretary"
    ]
    return holders[0] if holders else ""


def _contact(organization: Organization, person: str) -> papers.Contact:
    return papers.Contact(organization=organization.name, person=person, place="", telephone=organization.contact)


def _experience(row: dict[str, str]) -> papers.Experience:
    until = row.get("to", "")
    return papers.Experience(
        since=date.fromisoformat(f"{row['from']}-01"),
        until=date.fromisoformat(f"{until}-01") if until else None,
        place=row.get("where", ""),
        witness=row.get("witness", ""),
    )


def _relative(row: dict[str, str]) -> papers.Relative:
    return papers.Relative(
        relation=row["relation"],
        name=row["name"],
        political_status=row.get("politics", ""),
        unit=row.get("work", ""),
    )


def _day(day: date | None) -> date:
    if day is None:
        raise LookupError("the paper needs a day that the case does not know")
    return day


def _month(day: date | None) -> date:
    return _day(day).replace(day=1)
