"""接收与介绍信的条件 at their borders: whose turn it is, where a member may be placed, until when a letter counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.transfer import desk_conditions as conditions
from tests.procedures.transfer.places import HOSP, LONE, MED, PLANT, SURG, YARD, ZONE, between
from workflows.people.models import Organization
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)


def judged(name: str, act: str = "accept_committee", on: date = DAY, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act of a case of the hospital's branch."""
    return getattr(conditions, name).judge(between(act, on, **built))


TO_PLANT = {"to_organization": PLANT.pk, "to_branch": PLANT.pk, "to_committee": ZONE.pk}
BRANCH_FIRST = {**TO_PLANT, "branch_first": True}


@pytest.mark.parametrize(
    ("stage", "facts", "turn"),
    [
        ("released", TO_PLANT, "接收团委"),
        ("released", {"to_organization": ZONE.pk, "to_committee": ZONE.pk, "branch_first": True}, "接收团委"),
        ("released", BRANCH_FIRST, "接收团支部"),
        ("released", {"outside_name": "外省某大学团委"}, "原团委"),
        ("released", {"outside_name": "外省某大学团委", "branch_first": True}, "原团委"),
        ("accepted", {**TO_PLANT, "committee_accepted": True}, "接收团支部"),
        ("accepted", {**BRANCH_FIRST, "branch_accepted": True}, "接收团委"),
        ("accepted", {**BRANCH_FIRST, "branch_accepted": True, "committee_accepted": True}, "接收团支部"),
        ("accepted", {**TO_PLANT, "incoming": True, "outside_name": "外省", "committee_accepted": True}, "接收团支部"),
    ],
)
def test_committee_and_branch_accept_in_the_order_of_the_route(stage: str, facts: dict[str, Any], turn: str) -> None:
    found = {
        "接收团委": judged("committee_in_turn", stage=stage, facts=facts),
        "接收团支部": judged("branch_in_turn", "accept_branch", stage=stage, facts=facts),
    }

    for who, one in found.items():
        assert one is not None
        assert (one.code, one.met) == ("not_now", who == turn)
        assert one.met or turn in one.sentence.partition("办理")[0]


@pytest.mark.parametrize(
    ("branch", "facts", "met", "field"),
    [
        (None, TO_PLANT, True, ""),
        (None, {"to_organization": ZONE.pk, "to_committee": ZONE.pk}, False, "branch"),
        (PLANT, TO_PLANT, True, ""),
        (YARD, TO_PLANT, True, ""),
        (MED, TO_PLANT, False, "branch"),
        (LONE, TO_PLANT, False, "branch"),
        (LONE, {}, True, ""),
        (SURG, {"to_committee": HOSP.pk}, False, "branch"),
        (MED, {"to_committee": HOSP.pk}, True, ""),
        (SURG, {"to_committee": HOSP.pk, "incoming": True}, True, ""),
    ],
)
def test_the_new_committee_places_in_a_branch_of_its_own(
    branch: Organization | None, facts: dict[str, Any], met: bool, field: str
) -> None:
    found = judged("placed_here", facts=facts, answers={"decision": "approve", "branch": branch})

    assert found is not None
    assert (found.code, found.met, found.field) == ("branch_elsewhere", met, field)


def test_who_refuses_places_nobody() -> None:
    assert judged("placed_here", answers={"decision": "refuse", "branch": MED}, facts=TO_PLANT) is None


@pytest.mark.parametrize(
    ("branch", "facts", "met"),
    [
        (YARD, TO_PLANT, True),
        (PLANT, TO_PLANT, False),
        (SURG, TO_PLANT, False),
        (SURG, {**TO_PLANT, "incoming": True}, True),
        (MED, TO_PLANT, True),
        (PLANT, {"to_organization": ZONE.pk, "to_committee": ZONE.pk}, True),
    ],
)
def test_a_redirection_leads_elsewhere(branch: Organization, facts: dict[str, Any], met: bool) -> None:
    found = judged("redirected_elsewhere", "redirect", facts=facts, answers={"branch": branch})

    assert found is not None
    assert (found.code, found.met, found.field) == ("same_organisation", met, "" if met else "branch")


@pytest.mark.parametrize(
    ("facts", "leaves"),
    [({"outside_name": "外省"}, True), (TO_PLANT, False), ({"outside_name": "外省", "incoming": True}, False)],
)
def test_what_leaves_the_system_ends_by_its_letter_and_is_not_redirected(facts: dict[str, Any], leaves: bool) -> None:
    within, leaving = judged("within_the_system", facts=facts), judged("leaves_the_system", facts=facts)

    assert within is not None
    assert leaving is not None
    assert (within.code, within.met, leaving.code, leaving.met) == ("not_now", not leaves, "not_now", leaves)


def test_what_only_warns_and_what_is_asked_of_the_form() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert {name for name, one in every.items() if one.warns} == {"on_no_roll", "letter_needs_replacing"}
    assert {name for name, one in every.items() if one.asks} == {
        "placed_here", "redirected_elsewhere", "outside_letter_valid", "incoming_number_recognized", "number_free",
        "unknown_person", "on_no_roll", "receipt_after_letter", "receipt_in_time",
    }  # fmt: skip
