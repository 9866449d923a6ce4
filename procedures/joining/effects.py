"""入团的后果: what each act changes in the register and in what the case knows."""

from __future__ import annotations

from procedures.common import meeting, notice
from procedures.joining import rules
from procedures.joining.facts import WAIVED, ClassSession, JoiningFacts
from procedures.register import numbers, rolls, verbs
from procedures.register.models import MembershipPeriod, Status
from workflows.days.dates import zh_date
from workflows.people.reach import note
from workflows.table.act import Act

Joining = Act[JoiningFacts]

TRAINING = ("classes", "class_hours", "last_class_on")
STATUS_AT = {
    "applied": Status.APPLICANT,
    "interviewed": Status.APPLICANT,
    "activist_proposed": Status.APPLICANT,
    "activist": Status.ACTIVIST,
    "candidate_proposed": Status.ACTIVIST,
    "approved": Status.ACTIVE,
    "filed": Status.ACTIVE,
}


def begin(act: Joining) -> None:
    """Take the application; an earlier membership is read from the register, not asked."""
    if not act.again:
        verbs.begin_application(act)
    if verbs.subject_standing(act).before == Status.NONE:
        return
    last = MembershipPeriod.objects.accepted().filter(person=act.subject).order_by("-left_on").first()
    if last and last.left_on:
        left = last.get_left_as_display()
        act.facts.previous_membership = (
            f"{zh_date(last.joined_on) if last.joined_on else ''}入团，{zh_date(last.left_on)}{left}"
        )


def adopt(act: Joining) -> None:
    """Bring the register to where a case stands that began elsewhere: status and number."""
    verbs.take_status(act, STATUS_AT.get(act.case.stage, Status.CANDIDATE))
    if act.facts.development_number:
        numbers.give(act, act.facts.development_number)


def drop(act: Joining) -> None:
    """Give the person back the status from before the application."""
    verbs.drop_applicant(act)


def say_who_decided(act: Joining) -> None:
    """Keep whether the 支部委员会 decided, or the 支部大会 where the branch has none."""
    least = act.law.number(rules.BRANCH_COMMITTEE_FROM)
    has_one = rolls.has_committee(act.organization, act.on, least)
    act.facts.decided_by = "branch_committee" if has_one else "general_meeting"


def make_activist(act: Joining) -> None:
    """Begin the months of observation; an approval asked back and given again lets what stood go on."""
    if act.again and act.facts.activist_on:
        _go_on(act)
        return
    verbs.make_activist(act)
    act.facts.activist_on = act.facts.activist_on or act.on


def unmake_activist(act: Joining) -> None:
    """Leave the person an applicant for as long as the approval is asked back, or for good where it is undone."""
    verbs.back_to_applicant(act)


def _go_on(act: Joining) -> None:
    """Give the person back the standing that goes with the stage to which a case returned goes straight back."""
    status = STATUS_AT.get(act.case.returns[-1]["stage"], Status.CANDIDATE)
    since = act.facts.pre_reviewed_on if status == Status.CANDIDATE else act.facts.activist_on
    verbs.resume(act, status, since=since or act.on)


def appoint_mentors(act: Joining) -> None:
    """Keep the mentors."""
    people = act.answers["mentors"]
    act.change("mentors", "培养联系人", len(act.facts.mentors) or "", "、".join(str(person) for person in people))
    act.facts.mentors = [person.pk for person in people]


def add_class(act: Joining) -> None:
    """Add a class: one hour for each full stretch of the minutes that the rule asks."""
    minutes = act.answers["minutes"]
    hours = minutes // act.law.number(rules.HOUR_MINUTES)
    witness = act.answers["witness"]
    session = ClassSession(
        on=act.on,
        topic=act.answers["topic"],
        minutes=minutes,
        hours=hours,
        witness=str(witness) if witness else "",
    )
    act.facts.classes = [*act.facts.classes, session]
    act.change("class_hours", "团课学时", act.facts.class_hours, act.facts.class_hours + hours)
    act.facts.class_hours += hours
    act.facts.last_class_on = max(act.on, act.facts.last_class_on or act.on)


def add_observation(act: Joining) -> None:
    """Count an observation, and the talk with the activist it tells of; its text stands in the log."""
    act.facts.observations += 1
    act.facts.mentor_talks += 1 if act.answers["talked"] else 0


def take_over(act: Joining) -> None:
    """Continue in the new branch: months and hours are cumulative; the case stays in the root in which it began."""
    if act.capacity is None:
        raise LookupError("a branch takes over by somebody in office there")
    organization = act.capacity.post.organization
    if organization is None:
        raise LookupError("a personal desk is no branch")
    act.change("case_organization", "办理组织", act.case.organization, organization)
    act.case.organization, act.case.path = organization, organization.path
    if organization.root != act.case.root:
        note(act.case.root, organization.root)
    act.entitle()
    verbs.settle(act, organization, first_on=act.on)


def make_candidate(act: Joining) -> None:
    """Give the number and make the person a candidate; a number of this year from an earlier round is kept."""
    asked = act.answers["development_number"].strip()
    number = asked or numbers.still_good(act, act.facts.development_number)
    act.facts.development_number = numbers.give(act, number)
    if act.again and act.case.returns[-1]["stage"] != act.case.returns[-1]["led_to"]:
        _go_on(act)
    else:
        verbs.make_candidate(act)


def unmake_candidate(act: Joining) -> None:
    """Put a candidate back to the activists; the case forgets the round that came to nothing, and the log keeps it."""
    if verbs.subject_standing(act).status == Status.CANDIDATE:
        verbs.make_activist(act)


def post_notice(act: Joining) -> None:
    """Post the notice; its text is generated where none is given."""
    notice.post(act, notice_text(act), rules.NOTICE_DAYS)


def notice_text(act: Joining) -> str:
    """Return the usual text of the notice."""
    return (
        f"经{act.organization}研究并报{act.committee()}预审，{act.subject}同志已基本具备入团条件，拟提交支部大会讨论接收为"
        "中国共产主义青年团团员。现予公示，如有异议，请在公示期内向团组织反映。"
    )


def appoint_introducers(act: Joining) -> None:
    """Keep the two introducers; opinions already given by others lapse."""
    people = act.answers["introducers"]
    act.change("introducers", "入团介绍人", "", "、".join(str(person) for person in people))
    act.facts.introducers = [person.pk for person in people]
    act.facts.introduced_by = [pk for pk in act.facts.introduced_by if pk in act.facts.introducers]


def ask_introducers(act: Joining) -> None:
    """Wait for the opinions of both introducers."""
    act.facts.introduced_by = []


def begin_introductions(act: Joining) -> None:
    """Wait for the introducers once the 志愿书 is filled in; one corrected after a return keeps their opinions."""
    if not act.again:
        ask_introducers(act)


def introduce(act: Joining) -> None:
    """Count the opinion of an introducer."""
    if act.by is not None and act.by.pk not in act.facts.introduced_by:
        act.facts.introduced_by = [*act.facts.introduced_by, act.by.pk]


def all_introduced(act: Joining) -> bool:
    """Tell whether this opinion is the last that was waited for."""
    waiting = set(act.facts.awaited_introducers) - {act.by.pk if act.by else 0}
    return not waiting


def count_votes(act: Joining) -> None:
    """Keep the figures of the meeting, and whether it carried."""
    meeting.keep(act, majority=rules.MAJORITY, base=rules.MAJORITY_BASE, written=rules.WRITTEN)


def admit(act: Joining) -> None:
    """Make a member as from the day of the branch meeting (团章)."""
    joined_on = act.facts.voted_on
    if joined_on is None:
        raise LookupError("nobody is admitted without a vote")
    verbs.admit(act, joined_on=joined_on, number=act.facts.development_number)


def approve_specially(act: Joining) -> None:
    """Keep the document of a special approval and what it sets aside."""
    act.facts.special_document = f"{act.answers['approved_by']} {act.answers['document_number']}"
    act.facts.waived = list(act.answers["waives"])
    act.change("waived", "特别批准免除", "", "、".join(dict(WAIVED)[code] for code in act.facts.waived))
