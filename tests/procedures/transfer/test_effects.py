"""转接的后果: where the case goes, who has agreed, when the register moves, and what becomes of each letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import OrganizationSpan, Standing
from procedures.transfer import effects, rules
from tests.acting import acting, stored
from tests.procedures.transfer.places import (
    COUNTY,
    HOSP,
    LONE,
    MED,
    PLANT,
    SURG,
    TO_MED,
    TO_PLANT,
    TO_YARD,
    TO_ZONE,
    YARD,
    ZONE,
    aim,
    between,
    known,
    office,
    told,
)
from workflows.people.models import Appointment, Organization, Person
from workflows.table.act import Act

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
LAST = DAY + timedelta(days=90)

OUTSIDE = {"outside_name": "外省某大学团委"}


def starting(to: Organization | None, outside: str = "", *, returns: tuple[str, ...] = (), **built: Any) -> Act[Any]:
    """Return a start, handed in again where the case was returned from stages, the last one last."""
    answers = {"to_organisation": to, "outside_name": outside, "kind": "employment"}
    act = between("start", DAY, answers=answers, **built)
    act.case.returns = [{"stage": stage} for stage in returns]
    act.again = bool(returns)
    return act


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "outside", "at", "found"),
    [
        (PLANT, "", SURG, {**TO_PLANT, "inside": False}),
        (ZONE, "", SURG, {**TO_ZONE, "inside": False}),
        (MED, "", SURG, TO_MED),
        (HOSP, "", SURG, {**TO_MED, "to_organization": HOSP.pk, "to_branch": 0}),
        (COUNTY, "", SURG, {"to_organization": 1, "to_branch": 0, "to_committee": 1, "inside": False}),
        (LONE, "", SURG, {"to_organization": LONE.pk, "to_branch": LONE.pk, "to_committee": 0, "inside": False}),
        (PLANT, "", LONE, {**TO_PLANT, "inside": False}),
        (None, "外省", SURG, {"to_organization": 0, "to_branch": 0, "to_committee": 0, "inside": False}),
        (None, "外省", LONE, {"to_organization": 0, "to_branch": 0, "to_committee": 0, "inside": False}),
    ],
)
def test_a_case_begins_with_where_it_goes(
    to: Organization | None, outside: str, at: Organization, found: dict[str, Any]
) -> None:
    act = known(starting(to, outside, at=at))

    effects.begin(act)

    assert aim(act) == found
    assert (act.facts.kind, act.facts.outside_name, act.facts.branch_first) == ("employment", outside, False)
    assert Standing.objects.get(person=act.subject).transferring
    assert told(act) == [*([("to_organization", "", to.name)] if to else []), ("transferring", "", "转接中")]


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "branch_first"), [("branch_first", True), ("committee_first", False)])
def test_the_route_is_that_of_the_law_of_the_day(route: str, branch_first: bool) -> None:
    act = known(starting(PLANT, set_here={rules.ROUTE: route}, facts={"branch_first": not branch_first}))

    effects.begin(act)

    assert act.facts.branch_first is branch_first


@pytest.mark.django_db
@pytest.mark.parametrize("officer", [True, False])
def test_an_officer_begins_by_the_post_of_his_door(officer: bool) -> None:
    somebody, other = Person(pk=50, name="周敏"), Appointment(pk=99)
    held = office(somebody, "branch_secretary", PLANT)
    act = known(starting(PLANT, held=[held]))
    act.by, act.capacity = somebody if officer else None, other

    effects.begin(act)

    assert act.capacity is (held if officer else other)


AGAIN = [
    # what was known, returned from, asked for now, elsewhere, where it goes then
    (TO_PLANT, ("started",), PLANT, False, TO_PLANT),
    (TO_PLANT, ("started",), YARD, False, TO_YARD),
    (TO_PLANT, ("released",), YARD, False, TO_YARD),
    (TO_PLANT, ("released",), ZONE, False, TO_ZONE),
    (TO_ZONE, ("released",), PLANT, False, TO_PLANT),
    (TO_PLANT, ("released",), MED, True, TO_MED),
    (TO_PLANT, ("accepted",), PLANT, False, TO_PLANT),
    (TO_YARD, ("accepted",), ZONE, False, TO_YARD),
    (TO_PLANT, ("accepted",), YARD, True, TO_YARD),
    (TO_PLANT, ("accepted",), MED, True, TO_MED),
    (TO_YARD, ("accepted", "started"), ZONE, False, TO_ZONE),
    (TO_PLANT, ("accepted", "started"), YARD, False, TO_YARD),
    (TO_YARD, ("started", "accepted"), ZONE, False, TO_YARD),
    (TO_PLANT, ("started", "accepted"), YARD, True, TO_YARD),
    (OUTSIDE, ("released",), PLANT, True, TO_PLANT),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("facts", "returns", "to", "elsewhere", "found"), AGAIN)
def test_begun_again_the_case_goes_where_it_is_asked_to_unless_it_was_placed_there(
    facts: dict[str, Any], returns: tuple[str, ...], to: Organization, elsewhere: bool, found: dict[str, Any]
) -> None:
    act = known(starting(to, returns=returns, facts=facts))
    asked = effects.goes_elsewhere(act)

    effects.begin(act)

    assert asked is elsewhere
    assert aim(act) == {"inside": False, **found}


@pytest.mark.parametrize(
    ("facts", "outside", "elsewhere"),
    [(OUTSIDE, OUTSIDE["outside_name"], False), (OUTSIDE, "另一团委", True), (TO_PLANT, "另一团委", True)],
)
def test_another_destination_outside_is_elsewhere(facts: dict[str, Any], outside: str, elsewhere: bool) -> None:
    assert effects.goes_elsewhere(starting(None, outside, returns=("released",), facts=facts)) is elsewhere


@pytest.mark.django_db
def test_what_has_no_committee_is_elsewhere_for_a_case_that_had_one() -> None:
    assert effects.goes_elsewhere(starting(LONE, returns=("released",), facts=TO_PLANT)) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"to_organization": PLANT.pk}, TO_PLANT),
        ({"to_organization": PLANT.pk, "to_committee": HOSP.pk}, {"to_organization": 31, "to_committee": HOSP.pk}),
        ({}, {}),
    ],
)
@pytest.mark.parametrize("finished", [True, False])
def test_a_case_that_began_elsewhere_is_brought_to_where_it_stands(
    facts: dict[str, Any], found: dict[str, Any], finished: bool
) -> None:
    act = known(between("start", DAY, facts=facts))
    act.case.finished = act.at if finished else None

    effects.adopt(act)

    assert aim(act) == {"to_organization": 0, "to_branch": 0, "to_committee": 0, "inside": False, **found}
    assert Standing.objects.get(person=act.subject).transferring is not finished


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "expires_on"),
    [
        ({**OUTSIDE, "letter_valid_until": LAST}, LAST + ONE),
        (OUTSIDE, None),
        ({**TO_PLANT, "letter_valid_until": LAST}, None),
        ({**OUTSIDE, "letter_valid_until": LAST, "incoming": True}, None),
    ],
)
def test_one_that_leaves_by_a_letter_on_paper_runs_out_with_it(facts: dict[str, Any], expires_on: date | None) -> None:
    act = known(between("start", DAY, facts=facts))

    effects.adopt(act)

    assert act.case.expires_on == expires_on


def test_the_old_branch_vouches_for_the_dues() -> None:
    act = between("release_branch", DAY, answers={"dues_paid_to": "2026-02"})

    effects.release_branch(act)

    assert act.facts.dues_paid_to == "2026-02"


@pytest.mark.parametrize(
    ("facts", "branch", "found"),
    [
        (TO_ZONE, PLANT, TO_PLANT),
        (TO_PLANT, YARD, TO_YARD),
        (TO_PLANT, PLANT, TO_PLANT),
        (TO_PLANT, None, TO_PLANT),
    ],
)
def test_the_new_committee_agrees_and_places(
    facts: dict[str, Any], branch: Organization | None, found: dict[str, Any]
) -> None:
    act = between("accept_committee", DAY, facts=facts, answers={"branch": branch})

    effects.place(act)

    assert aim(act) == {"inside": False, **found}
    assert act.facts.committee_accepted is True
    before = ZONE if facts is TO_ZONE else PLANT
    moved = facts is TO_ZONE or branch is YARD
    assert told(act) == ([("to_organization", before.name, str(branch))] if moved else [])


def test_the_branch_agrees_before_its_committee() -> None:
    act = between("accept_branch", DAY, facts=TO_PLANT)

    effects.accept_first(act)

    assert (act.facts.branch_accepted, act.facts.committee_accepted) == (True, False)


def on_the_way(name: str, **built: Any) -> tuple[Act[Any], Organization]:
    """Return an act on somebody who is on the way between two branches that are rows, and the new one."""
    act = stored(acting(f"transfer.{name}", DAY, **built), joined_on=date(2016, 5, 4), transferring=True)
    branch = Organization.objects.create(path="00010009", depth=2, code="NEW", name="新团支部", kind="branch")
    act.facts.to_organization = act.facts.to_branch = branch.pk
    return act, branch


@pytest.mark.django_db
def test_the_register_moves_on_the_day_of_acceptance() -> None:
    act, branch = on_the_way("accept_branch")
    old = act.organization

    effects.complete(act)

    spans = OrganizationSpan.objects.filter(person=act.subject).order_by("pk")
    assert list(spans.values_list("organization", "first_on", "last_on")) == [
        (old.pk, date(2016, 5, 4), DAY - ONE), (branch.pk, DAY, None),
    ]  # fmt: skip
    assert Person.objects.get(pk=act.subject.pk).home == branch
    assert not Standing.objects.get(person=act.subject).transferring
    assert told(act) == [("organization", "第一团支部", "新团支部"), ("transferring", "转接中", "")]


@pytest.mark.parametrize(("received_on", "kept"), [(None, DAY), (DAY - ONE, DAY - ONE)])
def test_the_day_of_the_receipt_is_kept(received_on: date | None, kept: date) -> None:
    act = between("return_receipt", DAY, answers={"received_on": received_on})

    effects.receive_receipt(act)

    assert act.facts.receipt_on == kept
    assert told(act) == [("receipt_on", "", f"2026年3月{kept.day}日")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted_on", "receipt_on", "last_on"),
    [
        (date(2026, 2, 20), date(2026, 2, 25), date(2026, 2, 19)),
        (date(2026, 2, 20), None, date(2026, 2, 19)),
        (None, date(2026, 2, 25), date(2026, 2, 24)),
        (None, None, date(2026, 3, 1)),
    ],
)
def test_who_leaves_the_system_is_on_the_old_roll_until_the_day_before_he_was_taken_in(
    accepted_on: date | None, receipt_on: date | None, last_on: date
) -> None:
    act, _ = on_the_way("return_receipt", facts={"receipt_on": receipt_on}, answers={"accepted_on": accepted_on})

    effects.leave_system(act)

    assert OrganizationSpan.objects.get(person=act.subject).last_on == last_on
    assert (Person.objects.get(pk=act.subject.pk).home, act.left) == (None, last_on)
    assert not Standing.objects.get(person=act.subject).transferring
