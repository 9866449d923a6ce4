"""评议和注册的后果: what each act leaves in the case, on the cover and in the register, the first time and again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.assessment import branchwide, effects
from procedures.assessment.branchwide import Assessing
from procedures.assessment.facts import Appeal
from procedures.common import removal
from procedures.register.models import Standing, YearRecord
from tests.acting import acting, on_cover
from tests.procedures.assessment.rows import in_round

DAY = date(2025, 12, 12)
ONE = timedelta(days=1)


def own(act: str, on: date = DAY, **built: Any) -> Assessing:
    """Return a built act on a member's case."""
    return acting(f"assessment.{act}", on, **built)


def cover(act: str, *, to_grade: int = 0, to_register: int = 0, **built: Any) -> Assessing:
    """Return a built act on the cover of a branch, with so many members to be graded or registered."""
    made = on_cover(own(act, **built))
    branchwide.members_to_grade.keep(made, to_grade)
    branchwide.members_to_register.keep(made, to_register)
    return made


def led_by(leading: Assessing, act: Assessing) -> Assessing:
    """Let an act on a member's case follow one on the cover."""
    act.shared = leading.shared
    branchwide.lead(leading)
    return act


def counts(excellent: int = 0, qualified: int = 0, basic: int = 0, unqualified: int = 0) -> dict[str, int]:
    """Return how many have each grade."""
    return {"excellent": excellent, "qualified": qualified, "basic": basic, "unqualified": unqualified}


def changes(act: Assessing) -> list[tuple[str, str, str]]:
    """Return what an act changed: the field, before and after."""
    return [(one.field, one.before, one.after) for one in act.changes]


def register_of(number: int = 0) -> tuple[str, date | None, str, date | None]:
    """Return what the register keeps of a member's year: grade and registration, each with its day."""
    row = YearRecord.objects.get(person__username=f"member{number}", year=2025)
    return row.grade, row.graded_on, row.registration, row.registered_on


def test_the_own_opinion_is_kept() -> None:
    act = own("summarise", answers={"self_grade": "basic"})
    effects.keep_summary(act)

    assert act.facts.self_grade == "basic"


BALLOTS = {1: {"excellent": 4, "qualified": 2}, 2: {"qualified": 5, "unqualified": 1}}


@pytest.mark.parametrize(("tally", "kept"), [(None, False), (False, False), (True, True)])
def test_a_cover_keeps_who_came_and_the_ballots_of_all_together(tally: bool | None, kept: bool) -> None:
    act = cover("hold_meeting", to_grade=2, roll=9, answers={"present": 6, "ballots": BALLOTS, "tally_attached": tally})
    effects.keep_ballots(act)

    assert (act.facts.should_attend, act.facts.present, act.facts.assessed) == (9, 6, 2)
    assert act.facts.ballots == counts(4, 7, 0, 1)
    assert act.facts.tally_attached is kept


def test_a_second_meeting_with_a_tally_alone_leaves_no_ballots_of_the_first() -> None:
    act = cover("hold_meeting", roll=9, facts={"ballots": counts(4, 7)}, answers={"present": 7, "ballots": {}})
    effects.keep_ballots(act)

    assert (act.facts.present, act.facts.ballots) == (7, {})


@pytest.mark.parametrize("ballots", [BALLOTS, {2: BALLOTS[2]}])
def test_a_member_keeps_his_own_ballots_and_none_of_an_earlier_meeting(ballots: dict[int, dict[str, int]]) -> None:
    earlier = {"ballots": counts(9)}
    act = own("hold_meeting", roll=9, facts=earlier, answers={"present": 6, "ballots": ballots})
    effects.keep_ballots(act)

    assert act.facts.ballots == (counts(4, 2) if 1 in ballots else {})
    assert (act.facts.should_attend, act.facts.present, act.facts.assessed) == (9, 6, None)


GRADES = {1: {"grade": "unqualified", "reason": "旷课"}, 2: {"grade": "qualified"}}


@pytest.mark.parametrize(("members", "names_given"), [(1, True), (2, True), (3, False)])
def test_a_cover_keeps_how_many_have_each_grade_and_whether_all_are_named(members: int, names_given: bool) -> None:
    act = cover("propose_grades", to_grade=members, facts={"moved_unnamed": 2}, answers={"grades": GRADES})
    effects.propose(act)

    assert act.facts.counts == counts(qualified=1, unqualified=1)
    assert (act.facts.names_given, act.facts.graded_on, act.changes) == (names_given, DAY, [])
    assert act.facts.moved_unnamed == 0


def test_a_member_keeps_the_grade_proposed_with_its_reason() -> None:
    act = led_by(cover("propose_grades", to_grade=2, answers={"grades": GRADES}), own("propose_grades"))
    act.answers = {"grades": GRADES}
    effects.propose(act)

    assert (act.facts.grade, act.facts.reasons, act.facts.counted, act.facts.graded_on) == (
        "unqualified", "旷课", False, DAY,
    )  # fmt: skip
    assert changes(act) == [("grade", "", "不合格")]


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        (counts(1, 2), True),
        (counts(1, 1, 1), False),
        (counts(1, 1, 0, 1), False),
        (counts(1, 1), False),
        (counts(3, 1), True),
    ],
)
def test_who_is_only_counted_is_known_to_be_excellent_or_qualified_where_nobody_is_less(
    given: dict[str, int], counted: bool
) -> None:
    leading = cover("propose_grades", to_grade=3, answers={"grades": {}, "counts": given})
    act = led_by(leading, own("propose_grades", facts={"grade": "basic", "reasons": "旧"}, answers=leading.answers))
    branchwide.plan_of(leading)
    effects.propose(leading)
    effects.propose(act)

    assert (act.facts.grade, act.facts.reasons, act.facts.counted) == ("", "", counted)
    assert (leading.facts.names_given, leading.facts.counts) == (False, given)
    assert changes(act) == [("grade", "基本合格", "")]


def test_who_is_named_among_counts_is_not_only_counted() -> None:
    answers = {"grades": {1: {"grade": "excellent"}}, "counts": counts(1, 2)}
    leading = cover("propose_grades", to_grade=3, answers=answers)
    act = led_by(leading, own("propose_grades", answers=answers))
    effects.propose(leading)
    effects.propose(act)

    assert (act.facts.grade, act.facts.counted) == ("excellent", False)


def test_the_one_who_is_counted_apart_is_known_by_name() -> None:
    act = own("propose_grades", answers={"grades": {}, "counts": counts(0, 1)})
    effects.propose(act)

    assert (act.facts.grade, act.facts.counted) == ("qualified", False)


@pytest.mark.django_db
def test_a_cover_approves_the_grades_of_those_who_follow_and_the_register_keeps_them() -> None:
    here = in_round(
        *({"stage": "graded", "grade": one, "graded_on": DAY} for one in ("excellent", "basic", "qualified")),
        {"stage": "graded", "counted": True},
        cover={"stage": "graded", "names_given": True, "counts": counts(1, 2, 1)},
    )
    act = here.on_cover("approve_grades", DAY + ONE, answers={"decision": "approve", "remarks": "同意"})
    first, second, back, unnamed = here.led(act, 0, 1, 2, 3)
    for one in (first, second, unnamed):
        effects.approve(one)
    back.facts.approved_on = DAY
    effects.approve(act)

    assert (act.facts.remarks, act.facts.approved_on, act.facts.counts) == ("同意", DAY + ONE, counts(1, 1, 1))
    assert (first.facts.remarks, first.facts.approved_on) == ("同意", DAY + ONE)
    assert (register_of(0), register_of(1)) == (("excellent", DAY + ONE, "", None), ("basic", DAY + ONE, "", None))
    assert YearRecord.objects.count() == 2


@pytest.mark.django_db
def test_nothing_is_kept_of_a_member_before_the_cover_is_done() -> None:
    here = in_round({"stage": "graded", "grade": "basic"}, cover={"stage": "graded"})
    (act,) = here.led(here.on_cover("approve_grades", DAY, answers={"decision": "approve"}), 0)
    effects.approve(act)

    assert (act.facts.remarks, act.facts.approved_on, act.changes) == ("", DAY, [])
    assert not YearRecord.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "kept"), [({"reason": "略"}, "略"), ({}, "")])
def test_what_the_committee_puts_in_its_place_is_the_grade(reason: dict[str, str], kept: str) -> None:
    here = in_round({"stage": "graded", "alone": True, "grade": "qualified", "reasons": "旧", "counted": True})
    exceptions = {here.members[0].subject_id: {"grade": "excellent", **reason}}
    act = here.on_member(0, "approve_grades", DAY, answers={"decision": "approve", "exceptions": exceptions})
    effects.approve(act)

    assert (act.facts.grade, act.facts.reasons, act.facts.counted) == ("excellent", kept, False)
    assert changes(act) == [("grade", "合格", "优秀")]
    assert register_of() == ("excellent", DAY, "", None)


@pytest.mark.django_db
def test_without_an_exception_the_proposal_stands_as_it_was() -> None:
    here = in_round({"stage": "graded", "alone": True, "counted": True, "reasons": "旧"})
    act = here.on_member(0, "approve_grades", DAY, answers={"decision": "approve"})
    effects.approve(act)

    assert (act.facts.grade, act.facts.reasons, act.facts.counted, act.facts.approved_on) == ("", "旧", True, DAY)
    assert not YearRecord.objects.exists()


def test_a_list_given_back_is_open_again_and_the_meeting_stands() -> None:
    facts = {"names_given": True, "counts": counts(1, 2), "present": 9, "met_on": DAY}
    act = cover("approve_grades", facts=facts, answers={"decision": "refuse", "remarks": "请核对"})
    effects.give_back(act)

    assert (act.facts.remarks, act.facts.counts, act.facts.names_given) == ("请核对", {}, False)
    assert (act.facts.present, act.facts.met_on) == (9, DAY)


@pytest.mark.parametrize(
    ("answers", "alone", "remarks"),
    [
        ({"decision": "refuse", "remarks": "请核对"}, False, "请核对"),
        ({"decision": "refuse"}, False, ""),
        ({"decision": "approve", "exceptions": {1: {"grade": "returned", "reason": "略"}}}, True, "略"),
        ({"decision": "approve", "remarks": "同意", "exceptions": {1: {"grade": "returned"}}}, True, ""),
        (
            {"decision": "refuse", "remarks": "请核对", "exceptions": {1: {"grade": "basic", "reason": "略"}}},
            False,
            "略",
        ),
        ({"decision": "refuse", "remarks": "请核对", "exceptions": {2: {"grade": "basic"}}}, False, "请核对"),
        ({"decision": "approve", "remarks": "同意", "exceptions": {2: {"grade": "basic"}}}, False, "同意"),
    ],
)
def test_a_member_is_given_back_with_the_list_or_alone(answers: dict[str, Any], alone: bool, remarks: str) -> None:
    act = own("approve_grades", facts={"counted": True, "alone": not alone}, answers=answers)
    effects.give_back(led_by(cover("approve_grades"), act))

    assert (act.facts.alone, act.facts.remarks, act.facts.counted) == (alone, remarks, False)


def test_who_is_given_back_by_himself_again_stays_alone() -> None:
    act = own("approve_grades", facts={"alone": True}, answers={"decision": "refuse", "remarks": "再议"})
    effects.give_back(act)

    assert (act.facts.alone, act.facts.remarks) == (True, "再议")


@pytest.mark.django_db
@pytest.mark.parametrize(("named", "all_named"), [([0, 1], True), ([0], False)])
def test_names_given_afterwards_are_kept_by_the_cover_for_all(named: list[int], all_named: bool) -> None:
    here = in_round(*[{"stage": "approved", "counted": True}] * 2, cover={"stage": "approved", "counts": counts(0, 2)})
    keys = [here.members[one].subject_id for one in named]
    act = here.on_cover("name_grades", DAY, answers={"grades": {key: {"grade": "qualified"} for key in keys}})
    for one in here.led(act, *named):
        effects.name_grade(one)
        assert (one.facts.grade, one.facts.reasons, one.facts.counted) == ("qualified", "", False)
        assert changes(one) == [("grade", "", "合格")]
    assert not YearRecord.objects.exists()
    effects.name_grade(act)

    assert act.facts.names_given is all_named
    assert YearRecord.objects.count() == len(named)
    assert register_of(named[-1]) == ("qualified", DAY, "", None)


@pytest.mark.django_db
def test_a_name_given_on_one_case_is_kept_at_once() -> None:
    here = in_round({"stage": "approved", "counted": True})
    grades = {here.members[0].subject_id: {"grade": "unqualified", "reason": "旷课"}}
    act = here.on_member(0, "name_grades", DAY, answers={"grades": grades})
    effects.name_grade(act)

    assert (act.facts.grade, act.facts.reasons, act.facts.counted) == ("unqualified", "旷课", False)
    assert register_of() == ("unqualified", DAY, "", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "how", "registered_on"),
    [
        ({"grade": "qualified"}, "registered", DAY),
        ({"grade": "basic"}, "registered", DAY),
        ({"counted": True}, "registered", DAY),
        ({"grade": "unqualified"}, "deferred", None),
        ({"exempt": True}, "registered_exempt", DAY),
    ],
)
def test_one_member_is_registered_or_deferred(facts: dict[str, Any], how: str, registered_on: date | None) -> None:
    here = in_round({"stage": "approved", **facts})
    act = here.on_member(0, "register", DAY)
    effects.register(act)

    assert act.facts.registered_on == registered_on
    assert register_of() == ("", None, how, DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("before", [{}, {"registered": 4, "deferred": 2}])
def test_a_cover_counts_who_is_registered_deferred_and_left(before: dict[str, int]) -> None:
    grades = ("excellent", "unqualified", "qualified", "unqualified", "basic", "qualified")
    here = in_round(*({"stage": "approved", "grade": one} for one in grades), cover={"stage": "approved", **before})
    act = here.on_cover("register", DAY, answers={"everyone": True, "persons": []})
    followers = here.led(act, 0, 1, 2, 3, 4)
    for one in followers:
        effects.register(one)
    assert not YearRecord.objects.exists()
    effects.register(act)

    assert act.facts.registered == 3 + before.get("registered", 0)
    assert act.facts.deferred == 2 + before.get("deferred", 0)
    assert (act.facts.waiting, act.facts.registered_on) == (1, DAY)
    assert [one.facts.registered_on for one in followers] == [DAY, None, DAY, None, DAY]
    assert [register_of(one)[2] for one in range(5)] == ["registered", "deferred"] * 2 + ["registered"]
    assert YearRecord.objects.count() == 5


@pytest.mark.django_db
def test_of_a_case_without_a_year_the_register_keeps_nothing() -> None:
    here = in_round({"stage": "graded", "grade": "basic", "alone": True, "year": 0})
    effects.approve(here.on_member(0, "approve_grades", DAY, answers={"decision": "approve"}))
    effects.register(here.on_member(0, "register", DAY))
    effects.remove(here.on_member(0, "approve_removal", DAY))

    assert not YearRecord.objects.exists()


@pytest.mark.django_db
def test_who_improves_is_qualified_and_registered() -> None:
    here = in_round({"stage": "deferred", "grade": "unqualified", "reasons": "旷课"})
    effects.register(here.on_member(0, "register", DAY))
    act = here.on_member(0, "recheck", DAY + ONE, answers={"result": "qualified"})
    effects.recheck(act)
    effects.improve(act)

    assert (act.facts.result, act.facts.grade, act.facts.reasons) == ("qualified", "qualified", "")
    assert act.facts.registered_on == DAY + ONE
    assert changes(act) == [("grade", "不合格", "合格")]
    assert register_of() == ("qualified", DAY + ONE, "registered", DAY + ONE)


@pytest.mark.parametrize("agreed", [True, False])
def test_whether_the_member_agrees_to_withdraw_is_kept_until_he_is_educated_anew(agreed: bool) -> None:
    act = own("persuade", facts={"persuaded_on": DAY}, answers={"agreed": agreed})
    effects.persuade(act)
    assert act.facts.agreed is agreed

    effects.educate_anew(act)
    assert (act.facts.persuaded_on, act.facts.agreed) == (None, None)


@pytest.mark.parametrize(("yes", "carried"), [(5, False), (6, True)])
def test_the_figures_of_a_removal_are_kept_and_those_of_an_earlier_vote_are_gone(yes: int, carried: bool) -> None:
    answers = {"present": 9, "yes": yes - 1, "no": 2, "abstain": 8 - yes, "written_yes": 1, "written_no": 3}
    act = own("removal_meeting", roll=10, facts={"yes": 1, "carried": not carried, "heard": "旧"}, answers=answers)
    effects.count_votes(act)
    facts = act.facts

    assert (facts.should_attend, facts.present, facts.yes, facts.no, facts.abstain) == (10, 9, yes - 1, 2, 8 - yes)
    assert (facts.written_yes, facts.written_no, facts.carried, facts.heard) == (1, 3, carried, "")
    assert removal.carried(act) is carried
    act.answers["statement"] = "已经改正"
    effects.count_votes(act)
    assert facts.heard == "已经改正"


def test_the_values_of_a_vote_that_the_case_shows() -> None:
    assert effects.REMOVAL_VOTE == ("yes", "no", "abstain", "written_yes", "written_no", "carried", "heard")


@pytest.mark.django_db
def test_who_is_removed_is_no_member_from_that_day_and_not_registered() -> None:
    here = in_round({"stage": "removal_voted", "grade": "unqualified"})
    act = here.on_member(0, "approve_removal", DAY)
    effects.remove(act)

    standing = Standing.objects.get(person=here.members[0].subject)
    assert (standing.status, standing.since, act.left) == ("removed", DAY, DAY)
    assert register_of() == ("", None, "not_registered", DAY)


def test_appeals_are_kept_one_after_the_other_and_each_is_answered_once() -> None:
    first = own("appeal", answers={"content": "请求复查"})
    effects.take_appeal(first)
    assert first.facts.appeals == [Appeal(on=DAY, content="请求复查")]

    answer = own("answer_appeal", DAY + ONE, facts={"appeals": first.facts.appeals}, answers={"decision": "dismissed"})
    effects.answer_appeals(answer)
    settled = Appeal(on=DAY, content="请求复查", decision="dismissed", answered_on=DAY + ONE)
    assert answer.facts.appeals == [settled]
    assert changes(answer) == [("appeals", "待处理", "2025年12月13日已处理")]

    again = own("appeal", DAY + 2 * ONE, facts={"appeals": answer.facts.appeals}, answers={"content": "再次请求"})
    effects.take_appeal(again)
    last = own("answer_appeal", DAY + 3 * ONE, facts={"appeals": again.facts.appeals}, answers={"decision": "upheld"})
    effects.answer_appeals(last)
    assert last.facts.appeals == [
        settled, Appeal(on=DAY + 2 * ONE, content="再次请求", decision="upheld", answered_on=DAY + 3 * ONE),
    ]  # fmt: skip


EXCEPTIONS = {1: {"grade": "returned"}, 2: {"grade": "basic"}}


@pytest.mark.parametrize(
    ("act", "stands"),
    [
        (cover("approve_grades", answers={"decision": "approve", "exceptions": EXCEPTIONS}), True),
        (cover("approve_grades", answers={"decision": "refuse"}), False),
        (own("approve_grades", answers={"decision": "approve", "exceptions": EXCEPTIONS}), False),
        (own("approve_grades", answers={"decision": "approve", "exceptions": {1: {"grade": "basic"}}}), True),
        (own("approve_grades", answers={"decision": "refuse", "exceptions": {1: {"grade": "basic"}}}), False),
        (own("approve_grades", answers={"decision": "approve", "exceptions": {2: {"grade": "returned"}}}), True),
        (own("approve_grades", answers={"decision": "approve"}), True),
        (own("approve_grades", answers={"decision": "refuse"}), False),
    ],
)
def test_a_list_stands_but_for_whom_the_committee_sends_back(act: Assessing, stands: bool) -> None:
    assert effects.stands(act) is stands


@pytest.mark.parametrize(("waiting", "follow", "done"), [(2, 1, False), (2, 2, True), (1, 2, True), (0, 0, True)])
def test_a_branch_is_done_when_nobody_is_left_to_be_registered(waiting: int, follow: int, done: bool) -> None:
    act = cover("register", to_register=waiting)
    act.followers = tuple(own("register") for _ in range(follow))

    assert effects.is_done(act) is done


def test_one_member_is_not_the_whole_branch() -> None:
    assert not effects.is_done(own("register"))
