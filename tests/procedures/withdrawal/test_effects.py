"""退团的后果: what decides, how often a vote was lost, and the end of the membership."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.register.models import MembershipPeriod, Standing
from procedures.withdrawal import effects
from tests.acting import acting, stored

DAY = date(2026, 7, 1)


@pytest.mark.parametrize("carried", [True, False])
def test_the_day_is_kept_and_whether_the_wish_decides(carried: bool) -> None:
    act = acting("withdrawal.hold_meeting", DAY, facts={"carried": carried, "by_wish": carried})

    effects.decide(act)

    assert (act.facts.decided_on, act.facts.by_wish) == (DAY, not carried)


def test_each_meeting_that_does_not_carry_it_is_counted() -> None:
    act = acting("withdrawal.hold_meeting", DAY)

    effects.lose_vote(act)
    effects.lose_vote(act)

    assert (act.facts.lost_votes, act.facts.decided_on) == (2, None)


@pytest.mark.django_db
def test_the_membership_ends_on_the_day_of_the_filing() -> None:
    act = stored(acting("withdrawal.file", DAY, facts={"decided_on": date(2026, 6, 1)}), joined_on=date(2016, 5, 4))

    effects.leave(act)

    standing = Standing.objects.get(person=act.subject)
    period = MembershipPeriod.objects.get(person=act.subject)
    assert (standing.status, standing.since, act.left) == ("withdrew", DAY, DAY)
    assert (period.left_on, period.left_as) == (DAY, "withdrew")
    assert [(one.field, one.before, one.after) for one in act.changes] == [
        ("status", "团员", "自愿退团"), ("left_on", "", "2026年7月1日"),
    ]  # fmt: skip
