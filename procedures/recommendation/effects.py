"""推优的后果: what each act leaves in the case. None touches what the Party's register says of a person."""

from __future__ import annotations

from datetime import date, timedelta

from procedures.common import notice
from procedures.recommendation import rules
from procedures.recommendation.meeting_conditions import majority, own_count
from procedures.recommendation.nominees import Recommendation
from procedures.recommendation.waiting import TRACK_WORDS
from procedures.register.models import Discipline, YearRecord
from procedures.register.verbs import subject_standing
from procedures.register.years import grades_of
from workflows.days.dates import add_months, zh_date
from workflows.people.chain import load_chain
from workflows.people.models import Organization

GRADES_OF_YEARS = 3
VOTE = ("ballot", "should_attend", "present", "yes", "no", "abstain", "carried", "valid_until")
EXAMINED = ("branch_opinion", "merits", "rewards", "grades")
ANSWER = ("party_decision", "party_reason", "party_decided_on")


def count_votes(act: Recommendation) -> None:
    """Keep the person's own figures with the roll of the day, and until when a carried vote is valid."""
    count, facts = own_count(act), act.facts
    facts.ballot = act.answers["ballot"]
    facts.should_attend, facts.present = count.roll, count.present
    facts.yes, facts.no, facts.abstain = count.yes, count.no, count.abstain
    facts.carried = majority(act).met
    facts.valid_until = add_months(act.on, 12 * act.law.number(rules.VALID)) if facts.carried else None
    if facts.valid_until:
        _expire_after(act, facts.valid_until)
        act.change("valid_until", "推荐有效期至", "", zh_date(facts.valid_until))


def examine(act: Recommendation) -> None:
    """Keep what the branch committee found, with the grades and sanctions that the register has of the person."""
    facts, given = act.facts, act.answers
    facts.branch_name = act.organization.name
    facts.branch_opinion, facts.merits = given["opinion"], given["merits"]
    facts.rewards = "\n".join([given["rewards"], *_sanctions(act)]).strip()
    years = range(act.on.year - GRADES_OF_YEARS, act.on.year + 1)
    known = grades_of([act.subject], years).get(act.subject.pk, {})
    facts.grades = {year: YearRecord.Grade(known[year]).label for year in sorted(known, reverse=True)}


def close_notice(act: Recommendation) -> None:
    """Close the notice and keep what came of it."""
    notice.close(act)
    act.facts.notice_result = act.answers["result"]


def adopt(act: Recommendation) -> None:
    """Take over a recommendation that was voted on elsewhere: its two years run from that vote.

    What its papers did not say of the application to the Party, the register does.
    """
    facts = act.facts
    if facts.party_application_on is None:
        facts.party_application_on = subject_standing(act).party_application_on
    facts.branch_name = act.organization.name if facts.voted_on else ""
    facts.committee_name = act.committee().name if facts.reviewed_on else ""
    if facts.voted_on and facts.valid_until is None:
        facts.valid_until = add_months(facts.voted_on, 12 * act.law.number(rules.VALID))
    if facts.valid_until:
        _expire_after(act, facts.valid_until)


def post_notice(act: Recommendation) -> None:
    """Post the notice; its text is generated where none is given."""
    notice.post(act, notice_text(act), rules.NOTICE_DAYS)


def notice_text(act: Recommendation) -> str:
    """Return the usual text of the notice."""
    held = f"{zh_date(act.facts.voted_on)}推优大会无记名投票表决" if act.facts.voted_on else "推优大会表决"
    return (
        f"经{act.organization}{held}和支部委员会考察，拟推荐优秀团员{act.subject}同志作{TRACK_WORDS[act.facts.track]}。"
        "现予公示，如有异议，请在公示期内向团组织反映。"
    )


def keep_review(act: Recommendation) -> None:
    """Keep the committee's opinion, and the order in which it recommends where it gave one."""
    act.facts.committee_name = act.committee().name
    act.facts.committee_opinion, act.facts.rank = act.answers["opinion"], act.answers["rank"]


def send_to_party(act: Recommendation) -> None:
    """Keep which Party organization has the papers; an earlier answer of the Party is in the log."""
    chosen: Organization = act.answers["party_organisation"]
    act.change("party_organization", "报送党组织", "", chosen)
    act.facts.party_organization = chosen.pk
    act.chain.others[chosen.pk] = load_chain(chosen, act.chain.on)
    act.facts.party_decided_on, act.facts.party_decision, act.facts.party_reason = None, "", ""


def take_from_party(act: Recommendation) -> None:
    """Take the papers back from the Party organization of the place left; what it was to decide stands in the log."""
    act.change("party_organization", "报送党组织", "原同级党组织" if act.facts.party_organization else "", "")
    act.facts.party_organization = act.facts.submitted_on = None


def keep_decision(act: Recommendation) -> None:
    """Keep what the Party decided and why; its own register is the Party's."""
    act.facts.party_decision = act.answers["decision"]
    act.facts.party_reason = act.answers["reason"]
    act.facts.party_decided_on = act.on


def _sanctions(act: Recommendation) -> list[str]:
    known = Discipline.objects.filter(person=act.subject, first_on__lte=act.on).order_by("first_on")
    return [
        f"{zh_date(one.first_on)}受{one.get_kind_display()}处分"
        + (f"，至{zh_date(one.last_on)}止" if one.last_on else "")
        for one in known
    ]


def _expire_after(act: Recommendation, last: date) -> None:
    """Let the calendar end the case on the day after the last on which it is valid."""
    act.case.expires_on = last + timedelta(days=1)
