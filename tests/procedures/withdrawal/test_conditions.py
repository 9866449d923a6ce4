"""退团的条件 at their borders: who may ask, what is said along with it, and when the wish prevails over the vote."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.scenarios.runner import noon
from procedures.withdrawal import conditions, rules
from tests.acting import a_case, acting, standing_as, stored
from workflows.models import Case
from workflows.people.models import Appointment, Person, Post
from workflows.table.condition import Condition

DAY = date(2026, 7, 1)
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "met"),
    [("active", True), ("probation", True), ("suspended", True), ("none", False), ("applicant", False),
     ("withdrew", False), ("exited_age", False)],
)  # fmt: skip
def test_only_a_member_can_leave(status: str, met: bool) -> None:
    found = conditions.is_member.judge(standing_as(acting("withdrawal.request", DAY), status))

    assert found is not None
    assert (found.code, found.met) == ("not_a_member", met)


@pytest.mark.parametrize("moving", [True, False])
def test_a_transfer_under_way_is_said(moving: bool) -> None:
    found = conditions.not_transferring.judge(standing_as(acting("withdrawal.request", DAY), transferring=moving))

    assert found is not None
    assert (found.code, found.met) == ("transfer_open", not moving)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("procedure", "told", "met"),
    [
        ("withdrawal", {}, False),
        ("withdrawal", {"decided_on": DAY}, False),
        ("withdrawal", {"finished": noon(DAY)}, True),
        ("lapse", {}, True),
    ],
)
def test_one_report_at_a_time_until_the_committee_has_filed_it(procedure: str, told: dict[str, Any], met: bool) -> None:
    act = stored(acting("withdrawal.request", DAY))
    Case.objects.update(finished=noon(DAY))
    a_case(act, procedure, act.subject, **told)

    found = conditions.no_open_case.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("case_open", met)


@pytest.mark.django_db
def test_the_report_itself_is_not_in_its_own_way() -> None:
    found = conditions.no_open_case.judge(stored(acting("withdrawal.request", DAY)))

    assert found is not None
    assert found.met


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "met", "until", "words"),
    [
        ([], True, None, "没有团内职务"),
        ([(DAY - ONE, None)], False, None, "任期未定"),
        ([(DAY - ONE, DAY)], False, DAY, "任期至 2026年7月1日"),
        ([(DAY - ONE, DAY - ONE)], True, None, "没有团内职务"),
        ([(DAY + ONE, None)], True, None, "没有团内职务"),
        ([(DAY, DAY), (DAY, DAY + ONE)], False, DAY + ONE, "任期至 2026年7月2日"),
        ([(DAY, DAY), (DAY, None)], False, None, "任期未定"),
    ],
)
def test_an_office_is_said_with_its_last_day(
    terms: list[tuple[date, date | None]], met: bool, until: date | None, words: str
) -> None:
    act = stored(acting("withdrawal.request", DAY))
    for role, (first, last) in zip(("branch_secretary", "org_commissioner"), terms, strict=False):
        post = Post.objects.create(role=role, organization=act.organization)
        Appointment.objects.create(post=post, person=act.subject, first_on=first, last_on=last)

    found = conditions.out_of_office.judge(act)

    assert found is not None
    assert (found.code, found.met, found.until) == ("holds_office", met, until)
    assert words in found.sentence


@pytest.mark.django_db
def test_the_office_of_somebody_else_is_none() -> None:
    act = stored(acting("withdrawal.request", DAY))
    post = Post.objects.create(role="branch_secretary", organization=act.organization)
    other = Person.objects.create(username="other", name="他人")
    Appointment.objects.create(post=post, person=other, first_on=DAY)

    found = conditions.out_of_office.judge(act)

    assert found is not None
    assert found.met


@pytest.mark.parametrize(
    ("lost", "set_here", "prevails"),
    [(0, 0, True), (1, 0, True), (0, 1, False), (1, 1, True), (2, 1, True), (1, 2, False), (2, 2, True)],
)
def test_the_wish_prevails_after_as_many_lost_votes_as_are_set(lost: int, set_here: int, prevails: bool) -> None:
    """Without a number set here none is needed: a vote against does not keep who leaves (rules.md 16)."""
    votes = {"present": 10, "yes": 5, "no": 5}
    act = acting(
        "withdrawal.hold_meeting", DAY, facts={"lost_votes": lost}, answers=votes, roll=10,
        set_here={rules.LOST_VOTES: set_here},
    )  # fmt: skip

    assert conditions.wish_prevails(act) is prevails
    assert conditions.granted(act) is prevails


def test_where_nothing_is_set_the_first_vote_against_keeps_nobody() -> None:
    act = acting("withdrawal.hold_meeting", DAY, answers={"present": 10, "yes": 0, "no": 10}, roll=10)

    assert conditions.granted(act)


@pytest.mark.parametrize(("yes", "granted"), [(5, False), (6, True)])
def test_a_vote_of_more_than_half_of_the_roll_grants_it_by_itself(yes: int, granted: bool) -> None:
    act = acting(
        "withdrawal.hold_meeting", DAY, answers={"present": 9, "yes": yes, "no": 9 - yes}, roll=10,
        set_here={rules.LOST_VOTES: 3},
    )  # fmt: skip

    assert conditions.granted(act) is granted


def test_an_office_and_a_transfer_are_said_and_hold_nobody_back() -> None:
    every = [one for one in vars(conditions).values() if isinstance(one, Condition)]

    assert {one.code for one in every if one.warns} == {"holds_office", "transfer_open"}
    assert [one.code for one in every if one.asks] == []
