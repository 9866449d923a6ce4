"""推优的材料: which papers the acts give, and how their facts are read from the case and the register."""

from __future__ import annotations

from procedures.common import meeting
from procedures.common.papers import Votes
from procedures.common.sheets import cited, contacts_of, day_of, guests_of, secretary_of
from procedures.recommendation import papers, rules
from procedures.recommendation.facts import RecommendationFacts
from procedures.recommendation.meeting_conditions import majority, own_count
from procedures.recommendation.nominees import Recommendation
from procedures.recommendation.waiting import TRACK_WORDS
from procedures.register.models import Standing
from procedures.register.months import month_of
from workflows.days.dates import zh_date
from workflows.people.models import Organization, Role
from workflows.table import PaperKind


def recommendation_form(act: Recommendation, number: str, issuer: Organization) -> papers.RecommendationForm:
    """Return the facts of the form that goes to the Party, from the register and what was handed in on the way."""
    person, facts = act.subject, act.facts
    standing = Standing.objects.get(person=person)
    return papers.RecommendationForm(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        track=facts.track,
        name=person.name,
        sex=person.get_sex_display(),
        ethnicity=person.ethnicity,
        birth_month=month_of(day_of(person.born)),
        native_place=person.native_place,
        education=person.education,
        unit=person.work or act.organization.name,
        joined_on=day_of(standing.joined_on),
        development_number=standing.development_number,
        office=_office(act),
        applied_on=day_of(facts.party_application_on),
        activist_on=facts.party_activist_on,
        meeting_on=day_of(facts.voted_on),
        votes=_votes(facts),
        rate=_rate(facts),
        merits=facts.merits or facts.grounds,
        rewards=facts.rewards,
        grades=tuple(papers.YearGrade(year=year, grade=grade) for year, grade in facts.grades.items()),
        branch=_opinion_of_the_branch(act),
        notice=_notice(facts),
        committee=_opinion_of_the_committee(act, issuer),
        party=str(act.answers["party_organisation"]),
        valid_until=day_of(facts.valid_until),
    )


def _opinion_of_the_branch(act: Recommendation) -> papers.Opinion:
    """Return what the branch said that examined; its secretary signs where the person is still on its roll."""
    branch = act.facts.branch_name or act.organization.name
    return papers.Opinion(
        organization=branch,
        text=_branch_opinion(act.facts),
        on=act.facts.examined_on,
        hand=secretary_of(act) if branch == act.organization.name else "",
    )


def _opinion_of_the_committee(act: Recommendation, issuer: Organization) -> papers.Opinion:
    """Return what the committee said that reviewed; another one, to which the person has moved, sends it on."""
    reviewed_by, text = act.facts.committee_name or issuer.name, act.facts.committee_opinion or "同意推荐。"
    if reviewed_by != issuer.name:
        text = f"{text}\n组织关系已转入{issuer.name}，由{issuer.name}报送。"
    return papers.Opinion(organization=reviewed_by, text=text, on=act.facts.reviewed_on)


def _notice(facts: RecommendationFacts) -> papers.NoticeResult:
    return papers.NoticeResult(
        from_on=facts.notice_posted_on,
        until_on=facts.notice_ends,
        place=facts.notice_place,
        result=_notice_result(facts),
    )


def meeting_minutes(act: Recommendation, number: str, issuer: Organization) -> papers.MeetingMinutes:
    """Return the facts of the minutes and resolution on one member."""
    count = own_count(act)
    said, quorum = majority(act), meeting.quorum_finding(count, act.law.share(rules.QUORUM))
    name, target = act.subject.name, TRACK_WORDS[act.facts.track]
    result = "同意推荐" if said.met else "不同意推荐"
    return papers.MeetingMinutes(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        candidate=name,
        target=target,
        held_on=act.on,
        place=act.answers.get("place", ""),
        chair=act.by.name if act.by else "",
        recorder="",
        votes=Votes(should_attend=count.roll, present=count.present, yes=count.yes, no=count.no, abstain=count.abstain),
        guests=guests_of(act),
        ballot=rules.BALLOT.words(act.answers["ballot"]),
        minutes=act.answers.get("minutes") or act.facts.grounds,
        quorum_sentence=cited(quorum, rules.QUORUM.version(act.on).source),
        majority_sentence=cited(said, rules.MAJORITY.version(act.on).source),
        carried=said.met,
        resolution=(
            f"{zh_date(act.on)}推优大会应到有表决权团员 {count.roll} 人，实到 {count.present} 人，"
            f"以无记名投票方式表决：赞成 {count.yes} 票，反对 {count.no} 票，弃权 {count.abstain} 票。"
            f"大会{result}优秀团员{name}同志作{target}。"
        ),
        secretary=secretary_of(act),
    )


def public_notice(act: Recommendation, number: str, issuer: Organization) -> papers.PublicNotice:
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
        joined_on=day_of(Standing.objects.get(person=person).joined_on),
        target=TRACK_WORDS[facts.track],
        from_on=day_of(facts.notice_posted_on),
        until_on=day_of(facts.notice_ends),
        working_days=facts.notice_days,
        contacts=contacts_of(act),
        place=facts.notice_place,
    )


RECOMMENDATION_FORM = PaperKind(
    "recommendation_form",
    "推优推荐表（审核表）",
    papers.RecommendationForm,
    recommendation_form,
    for_file=True,
    word="荐",
)
MEETING_MINUTES = PaperKind(
    "meeting_minutes",
    "推优大会会议记录与决议",
    papers.MeetingMinutes,
    meeting_minutes,
    issuer="branch",
    for_file=True,
    word="记",
)
PUBLIC_NOTICE = PaperKind(
    "public_notice", "推优公示", papers.PublicNotice, public_notice, issuer="branch", for_file=True, word="公示"
)


def _votes(facts: RecommendationFacts) -> Votes:
    return Votes(
        should_attend=facts.should_attend, present=facts.present, yes=facts.yes, no=facts.no, abstain=facts.abstain
    )


def _rate(facts: RecommendationFacts) -> str:
    """Return 赞成率 of those who should attend, to one place, rounded down: it must not look like more.

    Empty where the case was taken over after a meeting that nobody has entered.
    """
    if not facts.should_attend or facts.yes is None:
        return ""
    tenths = facts.yes * 1000 // facts.should_attend
    return f"{tenths // 10}.{tenths % 10}%"


def _office(act: Recommendation) -> str:
    """Return the League office that the person holds at the branch or above it."""
    held = [
        one.post.get_role_display()
        for one in act.chain.appointments
        if one.person_id == act.subject.pk and Role(one.post.role).is_league_office and not one.deputizing_for_id
    ]
    return "、".join(held)


def _branch_opinion(facts: RecommendationFacts) -> str:
    return f"{facts.branch_opinion}\n经推优大会无记名投票表决，推荐作{TRACK_WORDS[facts.track]}。".strip()


def _notice_result(facts: RecommendationFacts) -> str:
    taken = len(facts.objections)
    if taken:
        return f"收到异议 {taken} 条，经调查均不成立。{facts.notice_result}"
    return facts.notice_result or "未收到异议。"
