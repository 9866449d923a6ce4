"""转接的条件 at their borders: through which door, for whom, whither, and what goes along."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import Discipline, Status
from procedures.register.months import zh_month
from procedures.scenarios.runner import noon
from procedures.transfer import conditions, rules
from tests.acting import a_case, acting, standing_as, stored
from tests.procedures.transfer.places import COUNTY, HOSP, MED, PLANT, SURG, YARD, ZONE, between, office
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
SOMEBODY = Person(pk=50, name="周敏")


def judged(name: str, act: str = "start", **built: Any) -> Finding | None:
    """Return what a condition finds of a built act of somebody on the way from the hospital to the plant."""
    built["answers"] = {"to_organisation": PLANT, "outside_name": "", "member": None} | built.get("answers", {})
    return getattr(conditions, name).judge(between(act, DAY, **built))


def at_the_door(
    role: str,
    at: Organization,
    to: Organization | None = PLANT,
    who: Person | None = SOMEBODY,
    at_home: Organization = SURG,
) -> Any:
    """Return a start handed in by somebody, while one person holds a post."""
    act = between("start", DAY, at=at_home, held=[office(SOMEBODY, role, at)], answers={"to_organisation": to})
    act.by = who
    return act


@pytest.mark.parametrize(
    ("role", "at", "to", "opens"),
    [
        ("branch_secretary", SURG, PLANT, True),
        ("branch_deputy", SURG, PLANT, True),
        ("org_commissioner", SURG, PLANT, True),
        ("branch_committee_member", SURG, PLANT, True),
        ("branch_secretary", PLANT, PLANT, True),
        ("branch_secretary", SURG, None, True),
        ("branch_secretary", PLANT, None, False),
        ("branch_secretary", YARD, PLANT, False),
        ("branch_secretary", MED, PLANT, False),
        ("committee_reviewer", ZONE, ZONE, True),
        ("committee_secretary", ZONE, ZONE, True),
        ("committee_reviewer", ZONE, PLANT, False),
        ("committee_reviewer", HOSP, PLANT, False),
        ("committee_reviewer", COUNTY, PLANT, False),
        ("auditor", ZONE, ZONE, False),
        ("registrar", ZONE, ZONE, False),
    ],
)
def test_an_officer_begins_at_the_old_organization_or_at_the_new_one(
    role: str, at: Organization, to: Organization | None, opens: bool
) -> None:
    act = at_the_door(role, at, to)

    found, door = conditions.through_a_door.judge(act), conditions.door_of(act)

    assert found is not None
    assert (found.code, found.met) == ("not_your_task", opens)
    assert (door and (door.person, door.post.organization)) == ((SOMEBODY, at) if opens else None)


@pytest.mark.parametrize("standing_in", ["branch_secretary", "org_commissioner"])
def test_ones_own_post_goes_before_one_in_which_one_deputizes(standing_in: str) -> None:
    held = [office(SOMEBODY, role, SURG) for role in ("branch_secretary", "org_commissioner")]
    for one in held:
        one.deputizing_for_id = 70 if one.post.role == standing_in else None
    act = between("start", DAY, held=held, answers={"to_organisation": PLANT})
    act.by = SOMEBODY

    door = conditions.door_of(act)

    assert door is not None
    assert door.post.role != standing_in


@pytest.mark.parametrize(("pk", "opens", "words"), [(1, True, "本人发起。"), (51, False, "您不在其中")])
def test_the_member_begins_and_nobody_else_without_an_office(pk: int, opens: bool, words: str) -> None:
    act = at_the_door("branch_secretary", SURG, who=Person(pk=pk, name="某人"))

    found = conditions.through_a_door.judge(act)

    assert found is not None
    assert (found.met, words in found.sentence) == (opens, True)
    assert conditions.door_of(act) is None


def test_a_member_who_is_secretary_too_begins_for_himself() -> None:
    act = at_the_door("branch_secretary", SURG)
    act.case.subject = SOMEBODY

    found = conditions.through_a_door.judge(act)

    assert found is not None
    assert found.sentence == "本人发起。"
    assert conditions.door_of(act) is None


def test_nobody_is_no_starter() -> None:
    act = at_the_door("branch_secretary", SURG, who=None)

    found = conditions.through_a_door.judge(act)

    assert found is not None
    assert not found.met
    assert conditions.door_of(act) is None


@pytest.mark.parametrize("name", ["a_member", "still_a_member"])
@pytest.mark.parametrize(
    ("status", "met"),
    [("active", True), ("probation", True), ("suspended", True), ("none", False), ("candidate", False),
     ("exited_age", False), ("lapsed", False)],
)  # fmt: skip
def test_who_transfers_is_a_member(name: str, status: str, met: bool) -> None:
    found = getattr(conditions, name).judge(standing_as(between("start", DAY), status))

    assert found is not None
    assert (found.code, found.met, found.field) == ("not_a_member", met, "" if met else "member")
    assert met or f"“{Status(status).label}”" in found.sentence


@pytest.mark.parametrize(("to", "met"), [(SURG, False), (MED, True), (PLANT, True), (HOSP, True), (None, True)])
def test_the_roll_on_which_the_member_is_takes_nobody_in_again(to: Organization | None, met: bool) -> None:
    found = judged("another_organization", answers={"to_organisation": to, "outside_name": "外省某大学团委"})

    assert found is not None
    assert (found.code, found.met, found.field) == ("same_organisation", met, "" if met else "to_organisation")
    assert str(to or "外省某大学团委") in found.sentence


@pytest.mark.parametrize(
    ("paid_to", "met"),
    [(None, False), (date(2026, 2, 1), False), (date(2026, 3, 1), True), (date(2026, 4, 1), True)],
)
@pytest.mark.parametrize("on", [date(2026, 3, 1), date(2026, 3, 31)])
def test_dues_are_paid_through_the_month_of_the_start(on: date, paid_to: date | None, met: bool) -> None:
    found = conditions.dues_paid.judge(standing_as(between("start", on), dues_paid_to=paid_to))

    assert found is not None
    assert (found.code, found.met) == ("dues_unpaid", met)
    assert (zh_month(paid_to) if paid_to else "没有已交清团费的记录") in found.sentence


@pytest.mark.parametrize(
    ("stage", "met"), [("probationary", True), ("full", True), ("candidate", False), ("activist", False), ("", False)]
)
def test_who_is_in_the_party_owes_none(stage: str, met: bool) -> None:
    found = conditions.dues_paid.judge(standing_as(between("start", DAY), party_stage=stage))

    assert found is not None
    assert found.met is met


def test_a_committee_may_ask_for_no_dues() -> None:
    act = standing_as(between("start", DAY, set_here={rules.DUES: False}))

    assert conditions.dues_paid.judge(act) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sanctions", "met"),
    [
        ([], True),
        ([(DAY, None)], False),
        ([(DAY + ONE, None)], True),
        ([(DAY - ONE, DAY)], False),
        ([(DAY - ONE, DAY - ONE)], True),
        ([(DAY - ONE, DAY - ONE), (DAY, DAY)], False),
    ],
)
def test_a_sanction_is_said_from_its_first_day_to_its_last(
    sanctions: list[tuple[date, date | None]], met: bool
) -> None:
    act = stored(acting("transfer.start", DAY))
    for first, last in sanctions:
        Discipline.objects.create(person=act.subject, kind="warning", first_on=first, last_on=last)

    found = conditions.undisciplined.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("under_discipline", met)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["no_open_transfer", "still_no_open_transfer"])
@pytest.mark.parametrize(
    ("moving", "told", "met"),
    [
        (True, {}, False),
        (True, {"decided_on": DAY}, False),
        (True, {"finished": noon(DAY)}, True),
        (True, {"procedure": "lapse"}, True),
        (False, {}, True),
    ],
)
def test_one_transfer_at_a_time(name: str, moving: bool, told: dict[str, Any], met: bool) -> None:
    act = standing_as(stored(acting("transfer.start", DAY)), transferring=moving)
    Case.objects.update(finished=noon(DAY))
    told = dict(told)
    a_case(act, told.pop("procedure", "transfer"), act.subject, **told)

    found = getattr(conditions, name).judge(act)

    assert found is not None
    assert (found.code, found.met) == ("transfer_open", met)


@pytest.mark.django_db
def test_the_transfer_itself_is_not_in_its_own_way() -> None:
    found = conditions.no_open_transfer.judge(standing_as(stored(acting("transfer.start", DAY)), transferring=True))

    assert found is not None
    assert found.met


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decided_on", "finished", "met"), [(None, None, False), (DAY, None, False), (DAY, noon(DAY), True)]
)
def test_whom_a_letter_names_is_not_on_the_way_elsewhere(decided_on: date | None, finished: Any, met: bool) -> None:
    act = stored(acting("transfer.register_incoming", DAY))
    member = Person.objects.create(username="other", name="他人")
    a_case(act, "transfer", member, decided_on=decided_on, finished=finished)
    act.answers = {"member": member}

    found = conditions.member_not_moving.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("transfer_open", met)
    assert met or found.sentence.startswith("他人的组织关系转接")


def test_of_a_newcomer_no_other_transfer_is_asked() -> None:
    assert judged("member_not_moving", "register_incoming") is None


def test_what_only_warns_what_is_asked_of_the_form_and_what_waits_for_another() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert {name for name, one in every.items() if one.warns} == {"dues_paid", "undisciplined"}
    assert {name for name, one in every.items() if not one.asks} == {
        "still_a_member", "still_no_open_transfer", "not_dismissed",
    }  # fmt: skip
    assert {name: one.after for name, one in every.items() if one.after} == {
        "no_open_transfer": (conditions.a_member,)
    }  # fmt: skip
