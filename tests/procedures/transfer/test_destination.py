"""去向: whom a redirection asks again: a committee that has neither released nor agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.transfer import destination
from tests.procedures.transfer.places import (
    LONE,
    MED,
    PLANT,
    SURG,
    TO_MED,
    TO_PLANT,
    TO_YARD,
    YARD,
    aim,
    between,
    told,
)
from workflows.people.models import Organization

DAY = date(2026, 3, 2)
RELEASED = {"released_on": DAY}


@pytest.mark.parametrize(
    ("branch", "found", "committee"), [(YARD, TO_YARD, True), (MED, TO_MED, False), (LONE, None, False)]
)
def test_a_redirection_asks_a_committee_that_has_not_been_asked(
    branch: Organization, found: dict[str, Any] | None, committee: bool
) -> None:
    facts = {**TO_PLANT, "committee_accepted": True, "branch_accepted": True}
    act = between("redirect", DAY, facts=facts, answers={"branch": branch})
    goes_back = destination.needs_committee(act)

    destination.turn_elsewhere(act)

    assert (act.facts.committee_accepted, act.facts.branch_accepted) == (committee, False)
    assert goes_back is not committee
    assert found is None or aim(act) == {"inside": False, **found}
    assert told(act) == [("to_organization", "工厂团支部", branch.name)]


@pytest.mark.parametrize(
    ("accepted", "branch", "needed"),
    [(True, YARD, False), (False, YARD, True), (True, MED, True), (False, MED, True), (True, LONE, True)],
)
def test_at_the_last_desk_a_committee_that_has_not_agreed_is_asked(
    accepted: bool, branch: Organization, needed: bool
) -> None:
    act = between("redirect", DAY, facts={**TO_PLANT, "committee_accepted": accepted}, answers={"branch": branch})

    assert destination.needs_committee(act) is needed


def test_a_committee_that_has_not_agreed_is_not_taken_to_have_by_a_redirection() -> None:
    act = between("redirect", DAY, facts=TO_PLANT, answers={"branch": YARD})

    destination.turn_elsewhere(act)

    assert (act.facts.committee_accepted, act.facts.branch_accepted) == (False, False)


@pytest.mark.parametrize(
    ("facts", "at", "branch", "back"),
    [
        (RELEASED, SURG, MED, True), ({}, SURG, MED, False), ({"incoming": True}, SURG, MED, True),
        (RELEASED, SURG, PLANT, False), (RELEASED, LONE, LONE, False),
    ],
)  # fmt: skip
def test_who_was_released_by_the_old_committee_comes_back_to_its_branches_without_it(
    facts: dict[str, Any], at: Organization, branch: Organization, back: bool
) -> None:
    act = between("redirect", DAY, at=at, facts={**TO_PLANT, **facts}, answers={"branch": branch})

    assert destination.back_inside(act) is back
    if back:
        assert destination.needs_committee(act) is False
        destination.turn_elsewhere(act)
        assert act.facts.committee_accepted is True
