"""入团的证书和材料: which papers the acts give, and how their facts are read from the case and the register."""

from __future__ import annotations

from datetime import date

from procedures.common import meeting
from procedures.common.papers import Votes
from procedures.common.sheets import cited, contacts_of, day_of, guests_of, handed_in, secretary_of
from procedures.joining import papers, rules
from procedures.joining.facts import JoiningFacts
from procedures.register.months import month_of
from workflows.days.dates import zh_date
from workflows.models import Submission
from workflows.people.models import Organization
from workflows.table import PaperKind
from workflows.table.act import Act

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
        birth_month=month_of(day_of(person.born)),
        id_number_masked=person.masked_id_number,
        development_number=number,
        branch=act.organization.name,
        meeting_on=day_of(act.facts.voted_on),
        approved_on=act.on,
        special_document=act.facts.special_document,
        readmission=bool(act.facts.previous_membership),
    )


def admission_form(act: Joining, number: str, issuer: Organization) -> papers.AdmissionForm:
    """Return the facts of the filled 入团志愿书, from what was handed in on the way."""
    person, facts, given = act.subject, act.facts, handed_in(act)
    answers = {one.entry.act: one.answers for one in given}
    letter, form = answers.get("apply", {}), answers.get("fill_form", {})
    return papers.AdmissionForm(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=person.name,
        development_number=number,
        sex=person.get_sex_display(),
        ethnicity=person.ethnicity,
        born=day_of(person.born),
        native_place=person.native_place,
        education=person.education,
        id_number=person.id_number or "",
        address="",
        unit=person.work,
        applied_on=day_of(facts.applied_on),
        experiences=tuple(_experience(row) for row in letter.get("cv", ())),
        family=tuple(_relative(row) for row in letter.get("family", ())),
        classes=tuple(
            papers.ClassSession(on=one.on, topic=one.topic, hours=one.hours, witness=one.witness)
            for one in facts.classes
        ),
        statement=form.get("volunteer_statement", ""),
        stated_on=day_of(facts.form_filled_on),
        explanations=form.get("explanations", ""),
        introductions=_introductions(act, given),
        branch=act.organization.name,
        activist_since=day_of(facts.activist_on),
        meeting_on=day_of(facts.voted_on),
        votes=_votes(facts),
        resolution=_resolution(act),
        counts_from=day_of(facts.voted_on),
        secretary=secretary_of(act),
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
        guests=guests_of(act),
        ballot="逐个讨论表决",
        minutes=act.answers["minutes"],
        quorum_sentence=cited(quorum, rules.QUORUM.version(act.on).source),
        majority_sentence=cited(majority, rules.MAJORITY.version(act.on).source),
        carried=majority.met,
        resolution=_resolution(act),
        secretary=secretary_of(act),
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
        birth_month=month_of(day_of(person.born)),
        unit=person.work or issuer.name,
        activist_since=day_of(facts.activist_on),
        from_on=day_of(facts.notice_posted_on),
        until_on=day_of(facts.notice_ends),
        working_days=facts.notice_days,
        contacts=contacts_of(act),
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
    word="记",
)
PUBLIC_NOTICE = PaperKind(
    "public_notice", "公示", papers.PublicNotice, public_notice, issuer="branch", for_file=True, word="公示"
)


def _introductions(act: Joining, given: list[Submission]) -> tuple[papers.Introduction, ...]:
    latest = {one.entry.actor_id: one for one in given if one.entry.act == "introduce"}
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


def _votes(facts: JoiningFacts) -> Votes:
    return Votes(
        should_attend=facts.should_attend,
        present=facts.present,
        yes=facts.yes,
        no=facts.no,
        abstain=facts.abstain,
        written_yes=facts.written_yes,
        written_no=facts.written_no,
    )


def _resolution(act: Joining) -> str:
    facts = act.facts
    held = zh_date(day_of(facts.voted_on or act.on))
    figures = meeting.figures(facts)
    counted = f"{figures}。" if figures else ""
    result = "不同意接收" if facts.carried is False else "同意接收"
    name = act.subject.name
    return f"{held}支部大会讨论了{name}同志的入团问题。{counted}大会{result}{name}同志为中国共产主义青年团团员。"


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
