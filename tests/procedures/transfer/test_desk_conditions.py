"""接收与介绍信的条件 at their borders: whose turn it is, where a member may be placed, until when a letter counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import DevelopmentNumber, OrganizationSpan, Standing
from procedures.transfer import desk_conditions as conditions
from procedures.transfer import rules
from tests.acting import a_case, acting, standing_as, stored
from tests.procedures.transfer.places import HOSP, LONE, MED, PLANT, SURG, YARD, ZONE, between, letter
from workflows.models import Case, Paper
from workflows.people.models import Organization, Person
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
LAST = DAY + timedelta(days=90)
NUMBER = "201851000123"


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


@pytest.mark.parametrize(
    ("until", "met", "late"), [(DAY - ONE, False, "已过期 1 天"), (DAY, True, ""), (DAY + ONE, True, "")]
)
def test_the_last_day_of_a_letter_still_counts(until: date, met: bool, late: str) -> None:
    found = judged("letter_valid", facts={"letter_valid_until": until})

    assert found is not None
    assert (found.code, found.met, found.until, late in found.sentence) == ("letter_expired", met, until, True)


@pytest.mark.parametrize("facts", [{}, {"letter_valid_until": DAY - ONE, "incoming": True}])
def test_without_a_letter_of_the_old_committee_none_has_run_out(facts: dict[str, Any]) -> None:
    assert judged("letter_valid", facts=facts) is None


@pytest.mark.parametrize(
    ("days", "set_here", "met"), [(89, 90, True), (90, 90, True), (91, 90, False), (31, 30, False), (30, 30, True)]
)
def test_a_letter_from_outside_counts_ninety_days_from_the_day_that_it_bears(
    days: int, set_here: int, met: bool
) -> None:
    issued_on = DAY - timedelta(days=days)
    found = judged(
        "outside_letter_valid", "register_incoming", answers={"issued_on": issued_on},
        set_here={rules.LETTER_DAYS: set_here},
    )  # fmt: skip

    assert found is not None
    assert (found.code, found.met, found.until) == ("letter_expired", met, issued_on + timedelta(days=set_here))


def test_ninety_days_are_the_rule_where_nothing_is_set() -> None:
    act = between("register_incoming", DAY, answers={"issued_on": DAY})

    assert (conditions.last_day_outside(act), conditions.last_day(DAY, act.law)) == (LAST, LAST)


@pytest.mark.parametrize(
    ("joined_on", "number", "met", "words"),
    [
        (date(2016, 12, 31), "", True, "2016年12月31日入团，当时没有编号。"),
        (date(2017, 1, 1), "", False, "2017年1月1日以后入团的须有编号"),
        (date(2018, 5, 4), "", False, "2017年1月1日以后入团的须有编号"),
        (date(2017, 1, 1), NUMBER, True, "有发展团员编号。"),
        (date(2016, 12, 31), NUMBER, True, "有发展团员编号。"),
    ],
)
def test_who_joined_in_2017_or_later_has_a_number(joined_on: date, number: str, met: bool, words: str) -> None:
    act = standing_as(between("accept_committee", DAY), joined_on=joined_on, development_number=number)

    found = conditions.number_recognized.judge(act)

    assert found is not None
    assert (found.code, found.met, found.field) == (
        "number_unrecognised", met, "" if met else "development_number",
    )  # fmt: skip
    assert words in found.sentence


def test_of_whose_joining_no_day_is_known_no_number_is_asked() -> None:
    assert conditions.number_recognized.judge(standing_as(between("accept_committee", DAY))) is None


@pytest.mark.parametrize(("on", "set_here"), [(DAY, {rules.NUMBER: False}), (date(2016, 12, 31), {})])
def test_no_number_is_asked_where_the_rule_is_lifted_or_not_yet_there(on: date, set_here: dict[Any, Any]) -> None:
    act = standing_as(between("accept_committee", on, set_here=set_here), joined_on=date(2017, 5, 4))

    assert conditions.number_recognized.judge(act) is None


@pytest.mark.parametrize(
    ("standing", "joined_on", "number", "met"),
    [
        (None, date(2017, 1, 1), "", False),
        (None, date(2017, 1, 1), NUMBER, True),
        (None, None, "", None),
        ({"joined_on": date(2017, 1, 1), "development_number": NUMBER}, None, "", True),
        ({"joined_on": date(2017, 1, 1)}, None, NUMBER, True),
        ({"joined_on": date(2017, 1, 1)}, None, "", False),
        ({"joined_on": date(2016, 1, 1)}, date(2018, 1, 1), "", True),
        ({"development_number": NUMBER}, date(2018, 1, 1), "", True),
        ({}, date(2018, 1, 1), "", False),
        ({}, None, "", None),
    ],
)
def test_who_comes_from_outside_has_one_by_the_register_or_by_the_letter(
    standing: dict[str, Any] | None, joined_on: date | None, number: str, met: bool | None
) -> None:
    member = None if standing is None else Person(pk=60, name="来人")
    answers = {"member": member, "joined_on": joined_on, "development_number": number}
    act = between("register_incoming", DAY, answers=answers)
    if member:
        conditions.member_standing.keep(act, Standing(person=member, **standing or {}))

    found = conditions.incoming_number_recognized.judge(act)

    assert (found and found.met) is met


def with_known(*people: Any, **answers: Any) -> Any:
    """Return an incoming letter for which the register has told already who is like the one it names."""
    given = {"member": None, "development_number": "", "id_number": "", "name": "来人", "born": None, **answers}
    act = between("register_incoming", DAY, answers=given)
    conditions.known.keep(act, list(people))
    return act


def like(*, numbered: bool = False, member: Person | None = None, **told: Any) -> Any:
    """Return somebody whom the register knows."""
    person: Any = member or Person(**{"pk": 70, "name": "像", **told})
    person.numbered = numbered
    return person


@pytest.mark.parametrize(
    ("number", "people", "met", "words"),
    [
        (NUMBER, [], True, "编号未使用"),
        (NUMBER, [like()], True, "编号未使用"),
        (NUMBER, [like(), like(numbered=True)], False, "他人的编号"),
        (NUMBER[:-1], [], False, "不是 12 位数字"),
        (NUMBER + "1", [], False, "不是 12 位数字"),
        ("20185100012X", [like(numbered=True)], False, "不是 12 位数字"),
    ],
)
@pytest.mark.parametrize("member", [None, Person(pk=60, name="来人")])
def test_a_number_has_twelve_digits_and_is_nobody_elses(
    member: Person | None, number: str, people: list[Any], met: bool, words: str
) -> None:
    found = conditions.number_free.judge(with_known(*people, development_number=number, member=member))

    assert found is not None
    assert (found.code, found.met, words in found.sentence) == ("number_taken", met, True)
    assert found.field == ("" if met else "development_number")


def test_ones_own_number_is_not_taken() -> None:
    member = like(numbered=True, pk=60)

    found = conditions.number_free.judge(with_known(member, development_number=NUMBER, member=member))

    assert found is not None
    assert found.met


def test_where_the_letter_tells_no_number_none_is_taken() -> None:
    assert conditions.number_free.judge(with_known(like(numbered=True))) is None


ID = "990000200301019866"


@pytest.mark.parametrize(
    ("people", "met", "where"),
    [
        ([], True, ""),
        ([{"id_index": "another"}], True, ""),
        ([{"id_index": "another"}, {"id_index": conditions.blind_index(ID)}], False, "未登记组织"),
        ([{"id_index": conditions.blind_index(ID), "home": PLANT}], False, "工厂团支部"),
    ],
)
def test_nobody_is_entered_twice_and_the_body_to_ask_is_named(
    people: list[dict[str, Any]], met: bool, where: str
) -> None:
    found = conditions.unknown_person.judge(with_known(*(like(**one) for one in people), id_number=ID))

    assert found is not None
    assert (found.code, found.met, found.field) == ("person_known", met, "" if met else "id_number")
    assert where in found.sentence


@pytest.mark.parametrize("answers", [{"id_number": ""}, {"id_number": ID, "member": Person(pk=60)}])
def test_who_is_named_or_has_no_id_number_is_not_looked_for(answers: dict[str, Any]) -> None:
    same = like(id_index=conditions.blind_index(ID))

    assert conditions.unknown_person.judge(with_known(same, **answers)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("last_on", [None, DAY])
def test_who_is_on_a_roll_here_is_better_transferred_from_there(last_on: date | None) -> None:
    act = stored(acting("transfer.register_incoming", DAY))
    act.answers = {"member": act.subject}
    OrganizationSpan.objects.update(last_on=last_on)

    found = conditions.on_no_roll.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("already_on_roll", last_on is not None)
    assert found.met or "第一团支部" in found.sentence


def test_a_newcomer_is_on_none() -> None:
    assert judged("on_no_roll", "register_incoming", answers={"member": None}) is None


@pytest.mark.parametrize(
    ("until", "letters", "met"),
    [
        (DAY, ["信"], False), (DAY + ONE, ["信"], False), (DAY - ONE, ["信"], True), (DAY, [], True),
        (None, ["信"], True),
    ],
)  # fmt: skip
def test_a_good_letter_is_replaced_for_a_reason_alone(until: date | None, letters: list[Any], met: bool) -> None:
    act = between("reissue_letter", DAY, facts={"letter_valid_until": until})
    conditions.letters_out.keep(act, letters)

    found, out = conditions.letter_needs_replacing.judge(act), conditions.letter_out.judge(act)

    assert found is not None
    assert out is not None
    assert (found.code, found.met, out.code, out.met) == ("letter_still_valid", met, "no_letter", bool(letters))


@pytest.mark.parametrize(("receipt_on", "met"), [(None, True), (DAY, False)])
def test_a_letter_has_one_receipt(receipt_on: date | None, met: bool) -> None:
    found = judged("receipt_awaited", "return_receipt", facts={"receipt_on": receipt_on})

    assert found is not None
    assert (found.code, found.met) == ("already_done", met)


RECEIPTS = [(None, None), (DAY, None), (None, DAY), (DAY, DAY), (DAY - ONE, DAY - ONE), (DAY, DAY - ONE)]


@pytest.mark.parametrize(("received_on", "accepted_on"), RECEIPTS)
@pytest.mark.parametrize("issued_on", [DAY - ONE, DAY, DAY + ONE])
def test_a_receipt_is_not_older_than_its_letter(
    issued_on: date, received_on: date | None, accepted_on: date | None
) -> None:
    """Neither the day on which it came nor the one that it bears."""
    earliest = min(received_on or DAY, accepted_on or DAY)
    found = judged(
        "receipt_after_letter", "return_receipt", facts={"letter_issued_on": issued_on},
        answers={"received_on": received_on, "accepted_on": accepted_on},
    )  # fmt: skip

    assert found is not None
    assert (found.code, found.met) == ("receipt_too_early", earliest >= issued_on)
    assert found.earliest == (None if found.met else issued_on)


def test_of_a_letter_that_is_not_known_no_day_is_too_early() -> None:
    found = judged("receipt_after_letter", "return_receipt", answers={"received_on": DAY, "accepted_on": None})

    assert found is not None
    assert found.met


@pytest.mark.parametrize(
    ("received_on", "accepted_on", "taken_in"),
    [
        (None, None, DAY), (DAY - ONE, None, DAY - ONE), (None, DAY - ONE, DAY - ONE),
        (DAY, DAY - ONE, DAY - ONE), (DAY - ONE, DAY, DAY),
    ],
)  # fmt: skip
@pytest.mark.parametrize("until", [DAY - ONE, DAY])
def test_the_slip_counts_by_the_day_that_it_bears(
    until: date, received_on: date | None, accepted_on: date | None, taken_in: date
) -> None:
    found = judged(
        "receipt_in_time", "return_receipt", facts={"letter_valid_until": until},
        answers={"received_on": received_on, "accepted_on": accepted_on},
    )  # fmt: skip

    assert found is not None
    assert (found.code, found.met) == ("letter_expired", taken_in <= until)


def test_without_a_last_day_no_slip_is_late() -> None:
    assert judged("receipt_in_time", "return_receipt", answers={"received_on": DAY, "accepted_on": DAY}) is None


@pytest.mark.django_db
def test_the_letters_out_are_those_of_the_case_that_are_not_void() -> None:
    act = stored(acting("transfer.return_receipt", DAY, facts={"letter_issued_on": DAY}))
    mine = letter(act, "1")
    letter(act, "2", status="revoked")
    letter(act, "3", kind="transfer_receipt")
    own = act.case
    Case.objects.update(finished=act.at)
    act.case = a_case(act, "transfer", act.subject)
    letter(act, "4")
    act.case = own

    assert conditions.letters_out(act) == [mine]


@pytest.mark.django_db
def test_a_case_that_gives_no_letter_has_none_out() -> None:
    act = stored(acting("transfer.return_receipt", DAY))
    letter(act, "1")

    assert Paper.objects.count() == 1
    assert conditions.letters_out(act) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, set()),
        ({"development_number": NUMBER}, {("number", True)}),
        ({"id_number": ID}, {("identity", False)}),
        ({"name": "同名", "born": DAY}, {("alike", False)}),
        ({"name": "同名", "born": DAY + ONE}, set()),
        ({"name": "别名", "born": DAY}, set()),
        ({"development_number": NUMBER, "id_number": ID}, {("number", True), ("identity", False)}),
    ],
)
def test_the_register_is_asked_for_number_identity_and_name_with_birthday(
    answers: dict[str, Any], found: set[tuple[str, bool]]
) -> None:
    act = acting("transfer.register_incoming", DAY)
    act.case.subject = None
    numbered = Person.objects.create(username="number", name="有号")
    DevelopmentNumber.objects.create(number=NUMBER, person=numbered)
    Person.objects.create(username="identity", name="有证", id_number=ID)
    Person.objects.create(username="alike", name="同名", born=DAY)
    act.answers = {"development_number": "", "id_number": "", "name": "", "born": None, **answers}

    known = conditions.known(act)

    assert {(one.username, one.numbered) for one in known} == found


@pytest.mark.django_db
def test_the_person_concerned_is_not_somebody_else() -> None:
    act = stored(acting("transfer.register_incoming", DAY), development_number=NUMBER)
    act.answers = {"development_number": NUMBER, "id_number": "", "name": act.subject.name, "born": None}

    assert conditions.known(act) == []


@pytest.mark.django_db
def test_the_standing_is_that_of_whom_the_letter_names() -> None:
    act = stored(acting("transfer.register_incoming", DAY))
    other = Person.objects.create(username="other", name="他人")
    Standing(person=other, status="lapsed").save(force_insert=True)
    act.answers = {"member": other}
    theirs = conditions.member_standing(act).status
    act.kept.clear()
    act.answers = {"member": act.subject}

    own = conditions.member_standing(standing_as(act, "probation"))

    assert (theirs, own.status) == ("lapsed", "probation")


def test_what_only_warns_and_what_is_asked_of_the_form() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert {name for name, one in every.items() if one.warns} == {"on_no_roll", "letter_needs_replacing"}
    assert {name for name, one in every.items() if one.asks} == {
        "placed_here", "redirected_elsewhere", "outside_letter_valid", "incoming_number_recognized", "number_free",
        "unknown_person", "on_no_roll", "receipt_after_letter", "receipt_in_time",
    }  # fmt: skip
