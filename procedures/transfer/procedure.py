"""组织关系转接: the table of the regulation, from the start at one of three doors to the receipt (rules.md 7)."""

from __future__ import annotations

from django.db.models import QuerySet

from procedures.register.models import MEMBERS_STATUSES
from procedures.register.since import member_since
from procedures.transfer import conditions as c
from procedures.transfer import desk_conditions as d
from procedures.transfer import effects as e
from procedures.transfer import filled as g
from procedures.transfer import forms as f
from procedures.transfer import incoming_conditions as i
from procedures.transfer import roll_conditions as r
from procedures.transfer import rules, sheets
from procedures.transfer import starting_conditions as s
from procedures.transfer.destination import back_inside, needs_committee, turn_elsewhere
from procedures.transfer.effects import Transfer
from procedures.transfer.facts import TransferFacts
from workflows.models import Case
from workflows.people.actors import APPLICANT, BRANCH, COMMITTEE, NEW_BRANCH, STARTER, Level, elsewhere
from workflows.table import (
    Closing,
    Detour,
    Ending,
    Expiry,
    Fate,
    Limit,
    Matter,
    Moved,
    Procedure,
    Record,
    Repeat,
    Stage,
    Step,
    Way,
)
from workflows.table.condition import Condition

TO_BRANCH = elsewhere(BRANCH, "to_branch", "接收团支部", of="to_branch")
TO_COMMITTEE = elsewhere(COMMITTEE, "to_committee", "接收团委", of="to_organization")
APPEAL_BODY = elsewhere(COMMITTEE, "appeal_body", "受理申诉的上级团委", of="appeal_to", level=Level.PLACE)

WITHIN = Limit(rules.ESCALATE, "days", rules.REMIND, rules.GIVE_BACK)
TOLD = ("decision", "opinion")
ROLLS = (r.after_own_meetings, r.after_meetings_that_counted)
ARTICLE, PROMPTLY = "团章第六条：及时转接组织关系", "团章第六条"


def refused(act: Transfer) -> bool:
    """Tell whether a desk refused; a decision left open is agreement."""
    return bool(act.answers["decision"] == "refuse")


def members_no_more(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Keep the cases of who has left the League meanwhile."""
    return cases.exclude(subject=None).exclude(subject__standing__status__in=MEMBERS_STATUSES)


def leads_to_branch(act: Transfer) -> bool:
    """Tell whether the old committee's release leads straight to the new branch: both stand under it."""
    return act.facts.inside and bool(act.facts.to_branch)


REFUSED_BY_BRANCH = Way("refused", "不同意", refused, (e.refuse_at("started", "原团支部", e.old_committee),))
REFUSED_BY_COMMITTEE = Way(
    "refused", "不同意", refused, (e.refuse_at("released_by_branch", "原团委", e.above_old_committee),)
)
REFUSED_FIRST = Way("refused", "不同意", refused, (e.refuse_at("released", "接收方", e.above_new_committee),))
REFUSED_LAST = Way("refused", "不同意", refused, (e.refuse_at("accepted", "接收方", e.above_new_committee),))


def accept_committee(*agreed: Way, needs: tuple[Condition, ...] = ()) -> Step:
    """Return the row of the new committee, which places the member in a branch."""
    return Step(
        "accept_committee", "接收团委同意接收", PROMPTLY, f.CommitteeAcceptance, TO_COMMITTEE, decides=True, tells=TOLD,
        needs=(d.committee_in_turn, d.letter_valid, d.number_recognized, d.placed_here, *needs), marks="accepted_on",
        sets=("committee_accepted",),
        fills=g.branch_asked_for, ways=agreed,
    )  # fmt: skip


def accept_branch(*agreed: Way, needs: tuple[Condition, ...] = ()) -> Step:
    """Return the row of the new branch; the last to accept moves the register."""
    return Step(
        "accept_branch", "接收团支部同意接收", PROMPTLY, f.BranchAcceptance, TO_BRANCH, decides=True, tells=TOLD,
        needs=(d.branch_in_turn, *needs), sets=("branch_accepted",), ways=agreed,
    )  # fmt: skip


def redirect(*ways: Way) -> Step:
    """Return the row by which either committee repairs a wrong branch without starting again."""
    return Step(
        "redirect", "改派", "办理中发现团支部有误", f.Redirection, COMMITTEE, also=(TO_COMMITTEE,),
        needs=(d.within_the_system, d.redirected_elsewhere), does=(turn_elsewhere,), tells=("branch", "reason"),
        ways=ways, repeat=Repeat.JUDGED,
    )  # fmt: skip


def receipt_from_outside(*needs: Condition) -> Step:
    """Return the row by which what leaves the system ends: the receipt slip says who has taken the member in."""
    return Step(
        "return_receipt", "登记介绍信回执", "介绍信以回执了结", f.Receipt, COMMITTEE, marks="completed_on",
        needs=(d.leaves_the_system, *needs, d.letter_out, d.receipt_after_letter, d.receipt_in_time,
               r.after_meetings_that_counted),
        tells=("received_on",), sets=("receipt_on",), does=(e.receive_receipt, e.leave_system),
        ways=(Way("completed"),),
    )  # fmt: skip


LETTER_AGAIN = Record(
    "reissue_letter", "补开介绍信", "介绍信过期、遗失的，经核对补开", f.LetterAgain, COMMITTEE,
    needs=(d.letter_needs_replacing,), does=(e.write_again,), gives=(sheets.TRANSFER_LETTER,), tells=("reason",),
    repeat=Repeat.JUDGED,
)  # fmt: skip
LATE = Step(
    "reissue_letter", "补开介绍信", "介绍信过期、遗失的，经核对补开", f.LetterAgain, COMMITTEE,
    needs=(c.still_a_member, c.still_no_open_transfer), does=(e.take_up_again, e.write_again),
    gives=(sheets.TRANSFER_LETTER,), tells=("reason",), ways=(Way("released"),),
)  # fmt: skip
RECEIPT = Record(
    "return_receipt", "登记介绍信回执", "介绍信以回执了结", f.Receipt, COMMITTEE,
    needs=(d.letter_out, d.receipt_awaited, d.receipt_after_letter), does=(e.receive_receipt,), tells=("received_on",),
    repeat=Repeat.JUDGED,
)  # fmt: skip

PROCEDURE = Procedure(
    code="transfer",
    title="组织关系转接",
    title_en="Transfer of membership",
    case_title="组织关系转接",
    edition=1,
    source=rules.PLACE.versions[-1].source,
    icon="arrows-exchange",
    intro="团员由一个基层组织转到另一个基层组织，应当及时转接组织关系。本人、原团支部、接收团支部都可以发起。",
    facts=TransferFacts,
    known_since=member_since,
    withdrawn="withdrawn",
    subject_field="member",
    other="to_organization",
    on_adoption=(e.adopt,),
    further_rules=(rules.RECEIPT, rules.APPEAL),
    opens=(
        Step(
            "start", "发起转接", ARTICLE, f.Request, STARTER, also=(APPLICANT, BRANCH, NEW_BRANCH),
            needs=(c.through_a_door, c.a_member, c.no_open_transfer, c.another_organization,
                   c.undisciplined, c.dues_paid, s.destination, s.no_exit_due, s.registered),
            does=(e.begin,), marks="started_on", fills=g.as_started, starts_over=e.goes_elsewhere,
            tells=("to_organisation", "outside_name", "kind"), ways=(Way("started"),),
        ),
        Step(
            "register_incoming", "凭介绍信登记转入", "介绍信：持信到接收团委办理", f.Incoming, COMMITTEE,
            matter=Matter("incoming", "组织关系转入", of_organization=True),
            needs=(d.outside_letter_valid, c.member_not_moving, d.number_free, d.unknown_person, *i.NEEDS,
                   d.incoming_number_recognized, d.on_no_roll),
            does=(e.register_incoming,), marks="started_on", fills=g.as_registered, ways=(Way("accepted"),),
        ),
    ),
    stages=(
        Stage(
            "started", "待原团支部转出", BRANCH, within=WITHIN,
            steps=(
                Step("release_branch", "原团支部同意转出", PROMPTLY, f.BranchRelease, BRANCH, decides=True,
                     tells=(*TOLD, "dues_paid_to"), marks="released_by_branch_on", fills=g.paid_to,
                     sets=("dues_paid_to",),
                     ways=(REFUSED_BY_BRANCH, Way("released_by_branch", "同意", does=(e.release_branch,)))),
                redirect(Way(None)),
            ),
        ),
        Stage(
            "released_by_branch", "待原团委转出", COMMITTEE, within=WITHIN,
            steps=(
                Step("release_committee", "原团委同意转出", PROMPTLY, f.CommitteeRelease, COMMITTEE, decides=True,
                     tells=TOLD, marks="released_on", sets=("committee_accepted",), reopens=(e.recall_letter,),
                     ways=(REFUSED_BY_COMMITTEE,
                           Way("accepted", "同意（同一团委之内）", leads_to_branch, (e.release,),
                               (sheets.TRANSFER_LETTER,)),
                           Way("released", "同意", does=(e.release,), gives=(sheets.TRANSFER_LETTER,)))),
                redirect(Way(None)),
            ),
        ),
        Stage(
            "released", "待接收团委接收", TO_COMMITTEE, within=WITHIN,
            detours=(Detour(COMMITTEE, "待收介绍信回执", lambda facts: facts.leaves, unlimited=True),
                     Detour(TO_BRANCH, "待接收团支部接收", lambda facts: facts.branch_turn)),
            steps=(
                accept_committee(REFUSED_FIRST, Way("accepted", "同意", does=(e.place,))),
                accept_branch(REFUSED_FIRST, Way("accepted", "同意", does=(e.accept_first,))),
                redirect(Way("accepted", "改派到已同意的本团委支部", back_inside), Way(None)),
                receipt_from_outside(),
                Step("void_letter", "作废介绍信", "介绍信开错或不再使用", f.LetterVoid, COMMITTEE,
                     needs=(d.leaves_the_system, d.letter_out), does=(e.void_letter,), tells=("reason",),
                     ways=(Way("withdrawn"),)),
            ),
            records=(LETTER_AGAIN,),
        ),
        Stage(
            "accepted", "待接收团支部接收", TO_BRANCH, within=WITHIN,
            detours=(Detour(TO_COMMITTEE, "待接收团委接收", lambda facts: facts.committee_turn),),
            steps=(
                accept_branch(REFUSED_LAST,
                              Way("completed", "同意", does=(e.complete,), gives=(sheets.TRANSFER_RECEIPT,)),
                              needs=ROLLS),
                accept_committee(REFUSED_LAST, Way("completed", "同意", does=(e.place, e.complete)), needs=ROLLS),
                redirect(Way("released", "改派到另一团委", needs_committee), Way(None)),
            ),
        ),
        Stage(
            "appealed", "待裁定申诉", APPEAL_BODY, within=Limit(rules.ESCALATE, "days", rules.REMIND),
            steps=(
                Step("decide_appeal", "裁定申诉", "申诉由上级团委裁定", f.AppealDecision, APPEAL_BODY, decides=True,
                     tells=("decision", "reason"),
                     ways=(*(Way(code, "申诉成立", e.refused_in(code), (e.uphold,))
                             for code in ("started", "released_by_branch", "released", "accepted")),
                           Way("refused", "申诉不成立", does=(e.dismiss,)))),
            ),
        ),
    ),
    moved=(
        Moved(Fate.STAYS, "转接事项本身办理组织关系，不随人转办"),
    ),
    endings=(
        Ending("completed", "已转接", records=(RECEIPT,), good=True),
        Ending(
            "refused", "不同意转接", does=(e.end,),
            records=(Step("appeal", "申诉", "不同意转接的可以申诉", f.Appeal, STARTER, also=(APPLICANT,),
                          needs=(c.still_no_open_transfer, c.not_dismissed), does=(e.take_up_again,), tells=("reason",),
                          ways=(Way("appealed"),)),),
        ),
        Ending("withdrawn", "已撤回", does=(e.end,)),
        Ending(
            "expired", "介绍信逾期", does=(e.end_expired,),
            records=(LATE, receipt_from_outside(c.still_a_member, c.still_no_open_transfer)),
        ),
    ),
    closings=(Closing("withdrawn", "团籍已终止", "没有团籍，不办理组织关系转接", members_no_more),),
    expiry=Expiry(
        "expired", "介绍信有效期满", "介绍信载明的有效期", rules.LETTER_DAYS, lambda case, days: None, ("released",)
    ),
)  # fmt: skip
