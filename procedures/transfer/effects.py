"""转接的后果: where the case goes, who has agreed, when the register moves, and what becomes of each letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from procedures.register import verbs, vouching
from procedures.register.newcomers import Newcomer
from procedures.transfer import rules
from procedures.transfer.conditions import door_of
from procedures.transfer.desk_conditions import last_day, last_day_outside, letters_out, member_standing
from procedures.transfer.destination import aim, committee_of
from procedures.transfer.facts import TransferFacts
from workflows.days.dates import zh_date
from workflows.people.models import Organization
from workflows.table.act import Act

Transfer = Act[TransferFacts]

PLACED = "accepted"  # the stage in which the new committee has placed the member in a branch


def begin(act: Transfer) -> None:
    """Keep where it goes, by which route and through which door; the person is 转接中 from now on.

    Begun again, it knows nothing of an earlier destination; only the branch in which its committee has placed stays.
    """
    act.capacity = door_of(act) or act.capacity
    facts = act.facts
    placed = act.again and not goes_elsewhere(act) and act.case.returns[-1]["stage"] == PLACED
    facts.kind, facts.outside_name = act.answers["kind"], act.answers["outside_name"]
    facts.branch_first = act.law[rules.ROUTE] == "branch_first"
    if not placed:
        aim(act, act.answers["to_organisation"])
    verbs.begin_transfer(act)


def goes_elsewhere(act: Transfer) -> bool:
    """Tell whether a form handed in again asks for another destination than the one that was agreed to so far.

    Under the same committee it is the same, until that committee has placed the member in a branch.
    """
    facts, to = act.facts, act.answers["to_organisation"]
    if to is None or facts.leaves:
        return bool(act.answers["outside_name"] != facts.outside_name)
    if to.pk in (facts.to_organization, facts.to_committee):
        return False
    return act.case.returns[-1]["stage"] == PLACED or committee_of(act, to) != facts.to_committee


def adopt(act: Transfer) -> None:
    """Bring the register and the case to where a transfer stands that began elsewhere."""
    if act.facts.to_organization and not act.facts.to_committee:
        aim(act, act.chain.from_(act.facts.to_organization).organization)
    _run_out(act)
    if not act.case.finished:
        verbs.begin_transfer(act)


def end(act: Transfer) -> None:
    """End the overlay and what a letter from outside vouched for; one still out is void, for its case has ended."""
    verbs.end_transfer(act)
    if act.facts.vouched:
        vouching.take_back(act)
    _void(act, "转接已终止，介绍信一并作废")


def end_expired(act: Transfer) -> None:
    """End the overlay where the letter has run out by itself."""
    verbs.end_transfer(act)


def release_branch(act: Transfer) -> None:
    """Keep the month up to which the old branch vouches for the dues."""
    act.facts.dues_paid_to = act.answers["dues_paid_to"]


def release(act: Transfer) -> None:
    """Release from the old committee; inside one committee this is its decision on both sides."""
    act.facts.letter_asked = act.facts.leaves or bool(act.answers["letter"])
    if act.facts.inside and act.facts.to_branch:
        act.facts.committee_accepted = True
    if act.facts.letter_asked:
        _write_letter(act)


def recall_letter(act: Transfer) -> None:
    """Take the letter back, for the release that gave it is open again: a release given once more writes another."""
    if act.facts.incoming:
        return
    _void(act, "原团委的转出意见已退回或须重新作出，介绍信作废")
    act.facts.letter_asked, act.facts.letter_issued_on, act.facts.letter_valid_until = False, None, None
    act.case.expires_on = None


def wants_letter(act: Transfer) -> bool:
    """Tell whether the old committee's release gives a letter."""
    return act.facts.letter_asked


def write_again(act: Transfer) -> None:
    """Replace the letter: the former one becomes void, the days count anew."""
    _void(act, f"已补开：{act.answers['reason']}")
    _write_letter(act)


def void_letter(act: Transfer) -> None:
    """Declare the letter void."""
    _void(act, act.answers["reason"])


def place(act: Transfer) -> None:
    """Keep the branch in which the new committee places, and its agreement."""
    branch, facts = act.answers["branch"], act.facts
    facts.committee_accepted = True
    if branch and branch.pk != facts.to_branch:
        act.change("to_organization", "转入组织", act.chain.from_(facts.to_organization).organization, branch)
        facts.to_organization = facts.to_branch = act.chain.from_(branch).organization.pk


def accept_first(act: Transfer) -> None:
    """Keep the new branch's agreement, where it comes before that of its committee."""
    act.facts.branch_accepted = True


def complete(act: Transfer) -> None:
    """Move the register on the day of acceptance: the day before is the last of the old branch."""
    branch = act.chain.from_(act.facts.to_branch).organization
    verbs.settle(act, branch, first_on=act.on)
    verbs.end_transfer(act)


def receive_receipt(act: Transfer) -> None:
    """Keep the day on which the receipt slip came back."""
    act.facts.receipt_on = act.answers["received_on"] or act.on
    act.change("receipt_on", "收到回执", "", zh_date(act.facts.receipt_on))


def leave_system(act: Transfer) -> None:
    """Take the person off the roll: the outside organization took him in on the day that the receipt tells."""
    taken_in = act.answers["accepted_on"] or act.facts.receipt_on or act.on
    verbs.depart(act, last_on=taken_in - timedelta(days=1))
    verbs.end_transfer(act)


def register_incoming(act: Transfer) -> None:
    """Keep the letter from outside, and whom it vouches for; handed in again, it is still the same person's."""
    answers, facts = act.answers, act.facts
    if act.again:
        _register_again(act)
    else:
        _take_in(act)
    vouching.fill_number(act, answers["development_number"])
    act.entitle()
    facts.incoming, facts.committee_accepted = True, True
    facts.outside_name, facts.dues_paid_to = answers["outside_name"], answers["dues_paid_to"]
    facts.letter_number, facts.letter_issued_on = answers["letter_number"], answers["issued_on"]
    facts.letter_valid_until = last_day_outside(act)
    aim(act, answers["branch"])


def _take_in(act: Transfer) -> None:
    """Enter the person where the register does not know him; one whom it knows as no member is vouched for."""
    member = act.answers["member"]
    act.case.subject = member or vouching.enter(act, _newcomer(act), _vouched(act))
    act.case.kin = None if member else frozenset({act.case.subject.pk})
    if member is None:
        act.facts.vouched = True
        return
    verbs.subject_standing.keep(act, member_standing(act))
    if not verbs.subject_standing(act).is_member:
        act.facts.vouched = True
        vouching.accept(act, _vouched(act))
    verbs.begin_transfer(act)


def _register_again(act: Transfer) -> None:
    """Correct what the same letter has entered."""
    if act.facts.vouched and act.answers["member"] is None:
        vouching.correct(act, _newcomer(act), _vouched(act))


def refuse_at(stage: str, who: str, appeal: Callable[[Transfer], Organization | None]) -> Callable[[Transfer], None]:
    """Return the effect of a desk's refusal: where it happened, who it was, and who would decide an appeal."""

    def refuse(act: Transfer) -> None:
        above = appeal(act)
        act.facts.refused_at, act.facts.refused_by, act.facts.dismissed_on = stage, who, None
        act.facts.appeal_to = above.pk if above else act.chain.above[-1].pk

    return refuse


def old_committee(act: Transfer) -> Organization | None:
    """The old committee, above the old branch."""
    return act.chain.committee


def above_old_committee(act: Transfer) -> Organization | None:
    """The committee above the old committee."""
    return act.chain.superior


def new_committee(act: Transfer) -> Organization | None:
    """The new committee, above the new branch."""
    return act.chain.from_(act.facts.to_organization).committee


def above_new_committee(act: Transfer) -> Organization | None:
    """The committee above the new one."""
    return act.chain.from_(act.facts.to_organization).superior


def refused_in(stage: str) -> Callable[[Transfer], bool]:
    """Return the test whether an appeal that is upheld puts the case back to a stage."""
    return lambda act: bool(act.answers["decision"] == "upheld" and act.facts.refused_at == stage)


def uphold(act: Transfer) -> None:
    """Forget the refusal that the appeal has undone."""
    act.facts.refused_at, act.facts.refused_by, act.facts.appeal_to = "", "", 0


def dismiss(act: Transfer) -> None:
    """Let the refusal stand for good."""
    act.facts.dismissed_on = act.on


def take_up_again(act: Transfer) -> None:
    """The person is 转接中 again while the case goes on, and a member where a letter vouches for it."""
    verbs.begin_transfer(act)
    if act.facts.vouched:
        vouching.take_up(act)


def _write_letter(act: Transfer) -> None:
    facts = act.facts
    facts.letter_issued_on, facts.letter_valid_until = act.on, last_day(act.on, act.law)
    act.change("letter_valid_until", "介绍信有效期至", "", zh_date(facts.letter_valid_until))
    _run_out(act)


def _run_out(act: Transfer) -> None:
    """Let the case end by itself on the day after the last of the letter with which it leaves the system."""
    if act.facts.leaves and act.facts.letter_valid_until:
        act.case.expires_on = act.facts.letter_valid_until + timedelta(days=1)


def _void(act: Transfer, because: str) -> None:
    if act.facts.receipt_on or act.facts.incoming:
        return
    for paper in letters_out(act):
        paper.revoke(act.on, because[:200])
        paper.save(update_fields=["status", "revoked_on", "revoked_because"])
        act.change("letter", f"{paper.title}（{paper.number}）", "有效", "已作废")
    letters_out.keep(act, [])


def _newcomer(act: Transfer) -> Newcomer:
    answers = act.answers
    return Newcomer(
        name=answers["name"], sex=answers["sex"], born=answers["born"], home=None,
        id_number=answers["id_number"], ethnicity=answers["ethnicity"],
    )  # fmt: skip


def _vouched(act: Transfer) -> vouching.Vouched:
    """Return day and number of joining by the letter, or as an earlier one told them."""
    given = act.answers
    known = verbs.subject_standing(act) if given["member"] else None
    joined_on = given["joined_on"] or (known.joined_on if known else None)
    return vouching.Vouched(joined_on, given["development_number"] or (known.development_number if known else ""))
