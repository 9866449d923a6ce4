"""支部大会和审批的条件 at their borders, on built values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.common.collective import MEMBERS
from procedures.joining import meeting_conditions as conditions
from procedures.joining import rules
from tests.acting import acting
from workflows.people.models import Person
from workflows.table.refusals import Finding

DAY = date(2026, 5, 28)
NEXT = DAY + timedelta(days=1)
BEFORE_2023 = date(2020, 5, 28)
MEETING = "joining.hold_meeting"


def judged(name: str, on: date = DAY, act: str = MEETING, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act."""
    return getattr(conditions, name).judge(acting(act, on, **built))


@pytest.mark.parametrize(
    ("born", "met"),
    [(date(1998, 5, 27), False), (date(1998, 5, 28), False), (date(1998, 5, 29), True), (date(2000, 2, 29), True)],
)
def test_who_has_completed_28_on_the_day_of_the_vote_is_not_admitted(born: date, met: bool) -> None:
    found = judged("not_over_age", born=born)

    assert found is not None
    assert (found.code, found.met) == ("over_age", met)
    assert ("二十八" in found.sentence or "28 周岁" in found.sentence) is True


def test_nobody_is_too_old_whose_birthday_is_not_known() -> None:
    assert judged("not_over_age", born=None) is None


@pytest.mark.parametrize(
    ("facts", "met", "earliest", "cure"),
    [
        ({}, False, None, "请退回“填写入团志愿书”，办理“公示发展对象”和“公示结束”后再召开"),
        ({"notice_posted_on": DAY, "notice_ends": DAY}, False, None, "请退回“公示发展对象”"),
        ({"notice_ended_on": NEXT, "notice_ends": DAY}, False, NEXT, "请填写 2026年5月29日或以后的会议日期"),
        ({"notice_ended_on": NEXT + timedelta(days=1)}, False, NEXT + timedelta(days=1), "2026年5月30日或以后"),
        ({"notice_ended_on": DAY, "notice_ends": DAY}, True, None, ""),
        ({"notice_ended_on": DAY - timedelta(days=1)}, True, None, ""),
    ],
)
def test_the_meeting_comes_when_the_notice_has_ended_and_it_is_said_what_helps(
    facts: dict[str, date], met: bool, earliest: date | None, cure: str
) -> None:
    found = judged("notice_ended", facts=facts)

    assert found is not None
    assert (found.code, found.met, found.earliest) == ("notice_period_open", met, earliest)
    assert cure in found.sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "当时的规定不要求公示。"),
        ({"notice_ends": BEFORE_2023}, "当时的规定不要求公示。"),
        ({"notice_ended_on": BEFORE_2023 + timedelta(days=1)}, "公示已结束。"),
    ],
)
def test_before_the_rules_of_2023_no_notice_is_asked(facts: dict[str, date], sentence: str) -> None:
    found = judged("notice_ended", BEFORE_2023, facts=facts)

    assert found is not None
    assert (found.met, found.sentence) == (True, sentence)


@pytest.mark.parametrize(
    ("facts", "in_order", "apart"),
    [
        ({}, True, True),
        ({"applied_on": DAY - timedelta(days=1)}, True, True),
        ({"applied_on": DAY}, True, False),
        ({"applied_on": NEXT}, False, True),
        ({"introduced_on": DAY, "form_filled_on": DAY - timedelta(days=1)}, True, False),
        ({"introduced_on": NEXT}, False, True),
        ({"applied_on": date(2026, 3, 2), "activist_on": date(2026, 3, 1)}, False, True),
        ({"applied_on": date(2026, 3, 1), "activist_on": date(2026, 3, 1)}, True, False),
        ({"applied_on": date(2026, 3, 1), "last_class_on": date(2026, 3, 1)}, True, False),
        ({"applied_on": date(2026, 3, 1), "activist_on": date(2026, 3, 2), "last_class_on": DAY}, True, False),
        ({"voted_on": date(2026, 1, 1), "introduced_on": date(2026, 5, 27)}, True, True),
    ],
)
def test_the_days_of_the_steps_follow_each_other(facts: dict[str, date], in_order: bool, apart: bool) -> None:
    order, same_day = judged("days_in_order", facts=facts), judged("days_apart", facts=facts)

    assert order is not None
    assert same_day is not None
    assert (order.code, order.met, same_day.code, same_day.met) == ("date_order", in_order, "same_day", apart)


def test_a_reversed_pair_is_named_with_its_days() -> None:
    found = judged("days_in_order", facts={"applied_on": date(2026, 3, 2), "activist_on": date(2026, 3, 1)})

    assert found is not None
    assert found.sentence == ("“确定入团积极分子”（2026年3月1日）早于“入团申请书”（2026年3月2日），请核对并更正日期。")


@pytest.mark.parametrize(
    ("answers", "roll", "quorum", "votes"),
    [
        ({"present": 5, "yes": 5}, True, False, True),
        ({"present": 6, "yes": 5, "no": 1}, True, True, True),
        ({"present": 10, "yes": 10, "abstain": 1}, True, True, False),
        ({"present": 11, "yes": 11}, False, True, True),
        ({"present": 10, "yes": 10, "written_no": 1}, False, True, True),
    ],
)
def test_the_figures_of_the_meeting_are_judged_by_its_roll(
    answers: dict[str, int], roll: bool, quorum: bool, votes: bool
) -> None:
    found = [judged(name, roll=10, answers=answers) for name in ("present_on_roll", "quorum", "votes_add_up")]

    assert [(one.code, one.met) for one in found if one] == [
        ("present_exceeds_roll", roll), ("quorum_not_met", quorum), ("votes_do_not_add_up", votes),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("people", "met"), [(None, True), ([], True), ([1], True), ([2], False), ([1, 2], False), ([1, 1], False)]
)
def test_one_vote_is_for_the_subject_alone(people: list[int] | None, met: bool) -> None:
    named = people if people is None else [Person(pk=one, name=f"人{one}") for one in people]

    found = judged("one_at_a_time", answers={"persons": named})

    assert found is not None
    assert (found.code, found.met) == ("vote_each_separately", met)
    assert met or "、".join(str(one) for one in named or []) in found.sentence


def test_nobody_named_is_one_vote_too() -> None:
    found = judged("one_at_a_time")

    assert found is not None
    assert found.met


@pytest.mark.parametrize(
    ("present", "yes", "need", "met"),
    [(4, 2, 3, False), (4, 3, 3, True), (4, 4, 3, True), (5, 2, 3, False), (1, 1, 1, True)],
)
def test_more_than_half_of_the_committee_agrees(present: int, yes: int, need: int, met: bool) -> None:
    answers = {"decision": "approve", "members_present": present, "members_yes": yes}

    found = judged("committee_agreed", act="joining.approve", answers=answers)

    assert found is not None
    assert (found.code, found.met, found.have, found.need) == ("committee_majority_not_met", met, yes, need)


@pytest.mark.parametrize(
    ("typed", "set_here", "need", "met"),
    [(8, 0, 5, False), (7, 0, 4, True), (None, 8, 5, False), (None, 7, 4, True), (7, 8, 4, True), (None, 0, 3, True)],
)
def test_more_than_half_is_of_all_members_where_their_number_is_typed_or_set(
    typed: int | None, set_here: int, need: int, met: bool
) -> None:
    answers = {"decision": "approve", "members_present": 5, "members_yes": 4, "members_total": typed}

    found = judged("committee_agreed", act="joining.approve", answers=answers, set_here={MEMBERS: set_here})

    assert found is not None
    assert (found.met, found.have, found.need) == (met, 4, need)


@pytest.mark.parametrize("figures", [{"members_present": 4, "members_yes": 1}, {}])
def test_of_the_committee_nothing_is_asked_where_it_does_not_approve(figures: dict[str, int]) -> None:
    assert judged("committee_agreed", act="joining.approve", answers={"decision": "refuse", **figures}) is None


@pytest.mark.parametrize(("yes", "carried"), [(5, False), (6, True)])
def test_the_branch_admits_by_more_than_half_of_its_roll(yes: int, carried: bool) -> None:
    act = acting(MEETING, DAY, roll=10, answers={"present": 8, "yes": yes, "no": 8 - yes})

    assert conditions.carried(act) is carried


def test_what_lets_pass_and_what_needs_the_form_is_said_of_each() -> None:
    named = {name: getattr(conditions, name) for name in (
        "not_over_age", "notice_ended", "days_in_order", "days_apart", "present_on_roll", "quorum", "votes_add_up",
        "one_at_a_time", "committee_agreed", "committee_present", "branch_large_enough", "applicant_there",
        "introducers_there",
    )}  # fmt: skip
    said = ["committee_agreed", "committee_present", "branch_large_enough", "applicant_there", "introducers_there"]

    assert [name for name, one in named.items() if one.warns] == ["days_apart", *said]
    assert [name for name, one in named.items() if one.asks] == [
        "present_on_roll",
        "quorum",
        "votes_add_up",
        "one_at_a_time",
        *said,
    ]
    assert named["committee_agreed"].rule == rules.COMMITTEE_MAJORITY
    assert conditions.ROLL.template == "common/roll.html"


@pytest.mark.parametrize(("roll", "met"), [(2, False), (3, True), (4, True)])
def test_fewer_than_three_members_meet_with_another_branch(roll: int, met: bool) -> None:
    found = judged("branch_large_enough", roll=roll)

    assert found is not None
    assert (found.code, found.met, found.have, found.need) == ("branch_too_small", met, roll, 3)


@pytest.mark.parametrize(("there", "met"), [(True, True), (False, False), (None, None)])
@pytest.mark.parametrize(
    ("name", "asked", "code"),
    [
        ("applicant_there", "applicant_attended", "applicant_absent"),
        ("introducers_there", "introducers_attended", "introducer_absent"),
    ],
)
def test_who_is_recorded_absent_is_said_and_of_whom_nothing_is_recorded_nothing(
    name: str, asked: str, code: str, there: bool | None, met: bool | None
) -> None:
    found = judged(name, answers={asked: there})

    assert (found and (found.code, found.met, found.field)) == (
        None if met is None else (code, met, "" if met else asked)
    )


@pytest.mark.parametrize(
    ("figures", "total", "told"),
    [
        ({"members_present": 5}, 9, (True, 5, 5)), ({"members_present": 4}, 9, (False, 4, 5)),
        ({"members_present": 10}, 9, (False, 10, None)), ({"members_present": 1}, 0, (True, None, None)),
    ],
)  # fmt: skip
def test_more_than_half_of_the_committee_is_present(figures: dict[str, int], total: int, told: Any) -> None:
    answers = {"decision": "approve", "members_total": total or None, **figures}
    found = judged("committee_present", act="joining.approve", answers=answers)

    assert found is not None
    assert (found.met, found.have, found.need) == told
    assert found.unknown is (total == 0)
    assert ("请填写“委员总数”" in found.sentence) is (total == 0)


def test_where_nothing_is_approved_nobody_asks_who_was_present() -> None:
    assert judged("committee_present", act="joining.approve", answers={"decision": "refuse"}) is None
