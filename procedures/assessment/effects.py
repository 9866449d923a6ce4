"""评议和注册的后果: what each act changes in the register, in the case of a member and on the cover of the branch."""

from __future__ import annotations

from procedures.assessment.branchwide import (
    Assessing,
    counts_approved,
    exceptions_of,
    is_led,
    members_to_grade,
    members_to_register,
    nameless,
    plan_of,
)
from procedures.assessment.facts import AGAIN, GRADE_WORDS, QUALIFIED, UNQUALIFIED, Appeal
from procedures.assessment.facts import GRADES as ALL_GRADES
from procedures.common import meeting, removal
from procedures.register import verbs, years
from procedures.register.models import Status, YearRecord
from workflows.days.dates import zh_date

Registration = YearRecord.Registration
REMOVAL_VOTE = ("yes", "no", "abstain", "written_yes", "written_no", "carried", "heard")


def keep_summary(act: Assessing) -> None:
    """Keep the member's own opinion of the grade."""
    act.facts.self_grade = act.answers["self_grade"]


def keep_ballots(act: Assessing) -> None:
    """Keep who came, and the ballots: of the member, or on the cover of all together; none of an earlier meeting."""
    facts, answers = act.facts, act.answers
    facts.should_attend, facts.present = meeting.count_of(act).roll, answers["present"]
    facts.assessed = members_to_grade.known(act)
    facts.tally_attached = bool(answers.get("tally_attached"))
    if act.is_cover:
        rows = answers["ballots"].values()
        facts.ballots = {code: sum(row.get(code, 0) for row in rows) for code, _ in ALL_GRADES} if rows else {}
    else:
        own = answers["ballots"].get(act.subject.pk)
        facts.ballots = {code: own.get(code, 0) for code, _ in ALL_GRADES} if own else {}


def propose(act: Assessing) -> None:
    """Keep the grade proposed for the member; on the cover, how many have each."""
    plan = plan_of(act)
    if act.is_cover:
        act.facts.counts, act.facts.names_given = plan.counts, len(plan.grades) >= plan.members
        act.facts.graded_on, act.facts.moved_unnamed = act.on, 0
        return
    given = plan.grades.get(act.subject.pk, {})
    _take_grade(act, given.get("grade", ""), given.get("reason", ""))
    act.facts.counted = plan.counted and not act.facts.grade
    act.facts.graded_on = act.on


def approve(act: Assessing) -> None:
    """Approve the grade, or the one that the committee puts in its place; the register keeps it."""
    act.facts.remarks = act.answers.get("remarks", "")
    act.facts.approved_on = act.on
    if act.is_cover:
        act.facts.counts = counts_approved(act)
        _keep_grades([one for one in act.followers if one.facts.approved_on == act.on])
        return
    exception = exceptions_of(act).get(act.subject.pk)
    if exception:
        _take_grade(act, exception["grade"], exception.get("reason", ""))
        act.facts.counted = False
    if not is_led(act):
        _keep_grades([act])


def give_back(act: Assessing) -> None:
    """Give the list back to the branch with the committee's remarks; the meeting stands, the grades are open again."""
    act.facts.remarks = act.answers.get("remarks", "")
    if act.is_cover:
        act.facts.counts, act.facts.names_given = {}, False
        return
    exception = exceptions_of(act).get(act.subject.pk)
    act.facts.alone = not is_led(act) or (exception is not None and act.answers["decision"] == "approve")
    act.facts.remarks = exception.get("reason", "") if exception else act.facts.remarks
    act.facts.counted = False


def name_grade(act: Assessing) -> None:
    """Keep the grade behind counts already approved; the counts are the sum of the names from then on."""
    if act.is_cover:
        act.facts.names_given = len(act.followers) >= nameless(act)
        _keep_grades(list(act.followers))
        return
    given = act.answers["grades"][act.subject.pk]
    _take_grade(act, given["grade"], given.get("reason", ""))
    act.facts.counted = False
    if not is_led(act):
        _keep_grades([act])


def register(act: Assessing) -> None:
    """Register the membership for the year; the cover counts, the register keeps."""
    if not act.is_cover:
        act.facts.registered_on = None if act.facts.grade == UNQUALIFIED else act.on
        if not is_led(act):
            _keep_registrations([act])
        return
    deferred = sum(1 for one in act.followers if one.facts.grade == UNQUALIFIED)
    act.facts.registered = (act.facts.registered or 0) + len(act.followers) - deferred
    act.facts.deferred = (act.facts.deferred or 0) + deferred
    act.facts.waiting = members_to_register(act) - len(act.followers)
    act.facts.registered_on = act.on
    _keep_registrations(list(act.followers))


def recheck(act: Assessing) -> None:
    """Keep the result of the re-assessment."""
    act.facts.result = act.answers["result"]


def improve(act: Assessing) -> None:
    """Take the better grade, and register."""
    _take_grade(act, QUALIFIED, "")
    act.facts.registered_on = act.on
    _keep_grades([act])
    _keep_registrations([act])


def persuade(act: Assessing) -> None:
    """Keep whether the member agrees to withdraw; nothing is decided by that, he hands in the report himself."""
    act.facts.agreed = act.answers["agreed"]


def educate_anew(act: Assessing) -> None:
    """Begin the education again after a removal that did not come about: who is to leave is talked with anew."""
    act.facts.persuaded_on = act.facts.agreed = None


def count_votes(act: Assessing) -> None:
    """Keep the figures of the meeting with the roll of its day, whether it carried, and what the member said."""
    meeting.keep_figures(act)
    act.facts.carried = removal.carried(act)
    act.facts.heard = act.answers.get("statement", "")


def remove(act: Assessing) -> None:
    """End the membership: 除名, approved by the committee."""
    act.facts.removed_on = act.on
    verbs.leave(act, Status.REMOVED, on=act.on)
    _keep_registrations([act], Registration.NOT_REGISTERED)


def take_appeal(act: Assessing) -> None:
    """Keep an appeal; the committee is waited for until it is answered."""
    appeal = Appeal(on=act.on, content=act.answers["content"], against=act.facts.decided)
    act.facts.appeals = [*act.facts.appeals, appeal]


def answer_appeals(act: Assessing) -> None:
    """Answer the open appeals as the committee decided."""
    update = {"decision": act.answers["decision"], "answered_on": act.on}
    act.facts.appeals = [one if one.decision else one.model_copy(update=update) for one in act.facts.appeals]
    act.change("appeals", "申诉", "待处理", f"{zh_date(act.on)}已处理")


def stands(act: Assessing) -> bool:
    """Tell whether the committee lets the list stand; a member whom it sends back is graded again by himself."""
    one = None if act.is_cover else exceptions_of(act).get(act.subject.pk)
    return bool(act.answers["decision"] == "approve" and (one is None or one["grade"] != AGAIN))


def is_done(act: Assessing) -> bool:
    """Tell whether nobody of the branch is left to be registered, once those who follow are."""
    return act.is_cover and members_to_register(act) <= len(act.followers)


def _take_grade(act: Assessing, grade: str, reason: str) -> None:
    before, after = GRADE_WORDS.get(act.facts.grade, ""), GRADE_WORDS.get(grade, "")
    act.change("grade", "评议等次", before, after)
    act.facts.grade, act.facts.reasons = grade, reason


def _keep_grades(acts: list[Assessing]) -> None:
    years.record_grades(
        [
            years.Graded(one.subject, one.organization, one.facts.year, one.facts.grade, one.on)
            for one in acts
            if one.facts.grade and one.facts.year
        ]
    )


def _keep_registrations(acts: list[Assessing], how: str = "") -> None:
    """Keep the registrations in the register, as `how` says or as grade and exemption do; of a known year only."""
    years.record_registrations(
        [
            years.Registered(one.subject, one.organization, one.facts.year, how or _how(one), one.on)
            for one in acts
            if one.facts.year
        ]
    )


def _how(act: Assessing) -> str:
    if act.facts.exempt:
        return Registration.EXEMPT
    return Registration.DEFERRED if act.facts.grade == UNQUALIFIED else Registration.REGISTERED
