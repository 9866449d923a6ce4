"""凭介绍信转入的条件 at their borders: the same person, the day of joining, the birthday, the numbers, the letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import Standing, Status
from procedures.transfer import desk_conditions
from procedures.transfer import incoming_conditions as conditions
from tests.acting import a_case, acting, standing_as, stored
from tests.procedures.transfer.places import HOSP, LONE, MED, PLANT, SURG, between
from workflows.models import Case
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.table.act import Act
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
NUMBER = "201851000123"
ID = "990000200301019866"
EMPTY = {
    "member": None, "name": "新来", "born": None, "joined_on": None, "development_number": "", "id_number": "",
    "letter_number": "外介4号", "branch": SURG,
}  # fmt: skip


def coming(on: date = DAY, *, again: bool = False, facts: dict[str, Any] | None = None, **answers: Any) -> Act[Any]:
    """Return the registration of a letter at the hospital's committee."""
    act = between("register_incoming", on, at=HOSP, facts=facts, answers={**EMPTY, **answers})
    act.again = again
    return act


def judged(name: str, on: date = DAY, **given: Any) -> Finding | None:
    """Return what a condition finds of a letter."""
    return getattr(conditions, name).judge(coming(on, **given))


def known(status: str, **told: Any) -> Act[Any]:
    """Return a letter that names somebody whom the register knows with a standing."""
    member = Person(pk=60, name="来人", born=told.pop("born", None))
    standing = {name: told.pop(name) for name in ("joined_on_by_register", "number_by_register") if name in told}
    act = coming(member=member, **told)
    desk_conditions.member_standing.keep(
        act, Standing(person=member, status=status, joined_on=standing.get("joined_on_by_register"))
    )
    return act


@pytest.mark.parametrize(
    ("vouched", "answers", "field"),
    [
        (False, {"member": 1}, ""),
        (True, {"member": 1}, ""),
        (False, {"member": 60}, "member"),
        (True, {"member": 60}, "member"),
        (False, {}, "member"),
        (True, {}, "name"),
        (True, {"id_number": ID}, ""),
        (True, {"id_number": ID[:-1] + "0"}, "name"),
        (True, {"development_number": NUMBER}, ""),
        (True, {"development_number": NUMBER[:-1] + "9"}, "name"),
        (True, {"name": "王晓梅", "born": DAY}, ""),
        (True, {"name": "王晓梅", "born": DAY + ONE}, "name"),
        (True, {"name": "别名", "born": DAY}, "name"),
        (False, {"id_number": ID}, "member"),
    ],
)
def test_a_letter_handed_in_again_is_of_the_same_person(vouched: bool, answers: dict[str, Any], field: str) -> None:
    given = dict(answers)
    if "member" in given:
        given["member"] = Person(pk=given["member"], name="某人")
    act = standing_as(coming(again=True, facts={"vouched": vouched}, **given), development_number=NUMBER)
    act.subject.born, act.subject.id_number = DAY, ID

    found = conditions.same_person.judge(act)

    assert found is not None
    assert (found.code, found.met, found.field) == ("field_invalid", not field, field)


def test_an_empty_number_makes_nobody_the_same() -> None:
    act = standing_as(coming(again=True, facts={"vouched": True}, name="别名"), development_number="")
    act.subject.born, act.subject.id_number = DAY, ""

    found = conditions.same_person.judge(act)

    assert found is not None
    assert not found.met


@pytest.mark.parametrize("name", ["same_person", "still_a_branch_here"])
def test_what_is_handed_in_first_is_held_against_nothing(name: str) -> None:
    assert judged(name) is None


@pytest.mark.parametrize(("branch", "met"), [(SURG, True), (MED, True), (PLANT, False), (LONE, False)])
def test_a_letter_handed_in_again_leads_to_a_branch_of_the_same_committee(branch: Organization, met: bool) -> None:
    found = judged("still_a_branch_here", again=True, branch=branch)

    assert found is not None
    assert (found.code, found.met, found.field) == ("branch_elsewhere", met, "" if met else "branch")


@pytest.mark.parametrize(
    ("status", "by_letter", "by_register", "met", "field", "words"),
    [
        ("active", None, None, True, "", "有团籍"),
        ("probation", None, None, True, "", "有团籍"),
        ("suspended", None, None, True, "", "有团籍"),
        ("none", DAY, None, True, "", "凭介绍信认定"),
        ("none", None, DAY, True, "", "凭介绍信认定"),
        ("none", None, None, False, "joined_on", "请按介绍信填写入团时间"),
        ("activist", DAY, None, False, "member", "请先核对其入团手续"),
        ("exited_age", DAY, DAY, False, "member", "恢复团籍"),
        ("lapsed", DAY, None, False, "member", "请先核对"),
    ],
)
def test_who_has_left_or_only_applies_does_not_come_back_by_a_letter(
    status: str, by_letter: date | None, by_register: date | None, met: bool, field: str, words: str
) -> None:
    act = known(status, joined_on=by_letter, joined_on_by_register=by_register)

    found = conditions.member_by_register_and_letter.judge(act)

    assert found is not None
    assert (found.code, found.met, found.field, words in found.sentence) == ("not_a_member", met, field, True)
    assert field != "member" or f"“{Status(status).label}”" in found.sentence


def test_of_a_newcomer_no_standing_is_asked() -> None:
    assert judged("member_by_register_and_letter") is None


JOINED = [
    # born, joined, too young, too old, early
    (date(2002, 5, 4), date(2016, 5, 4), False, False, False),
    (date(2002, 5, 5), date(2016, 5, 4), False, False, True),
    (date(2004, 5, 4), date(2016, 5, 4), False, False, True),
    (date(2004, 5, 5), date(2016, 5, 4), True, False, False),
    (date(2004, 12, 31), date(2016, 12, 31), False, False, True),
    (date(2004, 12, 31), date(2017, 1, 1), True, False, False),
    (date(2004, 1, 1), date(2017, 1, 1), False, False, True),
    (date(2005, 12, 31), date(2018, 12, 31), False, False, True),
    (date(2005, 12, 31), date(2019, 1, 1), True, False, False),
    (date(2005, 1, 1), date(2019, 1, 1), False, False, False),
    (date(1988, 5, 5), date(2016, 5, 4), False, False, False),
    (date(1988, 5, 4), date(2016, 5, 4), False, True, False),
]


@pytest.mark.parametrize(("born", "joined_on", "young", "old", "early"), JOINED)
@pytest.mark.parametrize("by", ["letter", "register"])
def test_at_joining_one_was_fourteen_and_not_twenty_eight(
    born: date, joined_on: date, young: bool, old: bool, early: bool, by: str
) -> None:
    """At 12 or 13 before 2017, and at 13 until the end of 2018, one is recognized with a reason (rules.md 16)."""
    names = ("joined_old_enough", "joined_young_enough", "joined_not_early")
    act = known("active", born=born, joined_on_by_register=joined_on, joined_on=DAY)
    if by == "letter":
        act = coming(born=born, joined_on=joined_on)

    found = [getattr(conditions, name).judge(act) for name in names]

    assert [(one.code, one.met) for one in found if one] == [
        ("age_below_14", not young), ("age_not_below_28", not old), ("joined_early", not early),
    ]  # fmt: skip
    field = "joined_on" if by == "letter" else "member"
    assert {one.field for one in found if one and not one.met} <= {field}
    assert all(one.sentence.startswith("入团时 ") for one in found if one)


@pytest.mark.parametrize(("born", "joined_on"), [(None, date(2016, 5, 4)), (date(2016, 1, 1), None)])
@pytest.mark.parametrize("name", ["joined_old_enough", "joined_young_enough", "joined_not_early"])
def test_without_both_days_nothing_is_said_of_the_age_at_joining(
    name: str, born: date | None, joined_on: date | None
) -> None:
    assert judged(name, born=born, joined_on=joined_on) is None


@pytest.mark.parametrize(
    ("status", "by_letter", "by_register", "young"),
    [
        ("active", date(2015, 1, 1), date(2016, 5, 4), False),
        ("active", date(2016, 5, 4), date(2015, 1, 1), True),
        ("none", date(2015, 1, 1), date(2016, 5, 4), True),
        ("none", date(2016, 5, 4), date(2015, 1, 1), False),
        ("none", None, date(2015, 1, 1), True),
        ("none", None, date(2016, 5, 4), False),
    ],
)
def test_the_day_of_joining_is_the_registers_of_a_member_and_else_the_letters(
    status: str, by_letter: date | None, by_register: date, young: bool
) -> None:
    act = known(status, born=date(2004, 1, 1), joined_on=by_letter, joined_on_by_register=by_register)

    found = conditions.joined_old_enough.judge(act)

    assert found is not None
    assert found.met is not young


@pytest.mark.parametrize(
    ("born", "met"),
    [(date(1998, 3, 1), False), (date(1998, 3, 2), False), (date(1998, 3, 3), True), (None, None)],
)
def test_who_has_completed_28_is_not_taken_in(born: date | None, met: bool | None) -> None:
    found = judged("not_over_age", born=born)

    assert (found and (found.code, found.met, found.field)) == (
        None if met is None else ("over_age", met, "" if met else "born")
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("terms", "met"),
    [([], False), ([(DAY, None)], True), ([(DAY - ONE, DAY)], True), ([(DAY - ONE, DAY - ONE)], False)],
)
def test_an_office_keeps_a_member_over_28(terms: list[tuple[date, date | None]], met: bool) -> None:
    act = stored(acting("transfer.register_incoming", DAY, born=date(1990, 1, 1)))
    for first, last in terms:
        post = Post.objects.create(role="branch_secretary", organization=act.organization)
        Appointment.objects.create(post=post, person=act.subject, first_on=first, last_on=last)
    act.answers = {**EMPTY, "member": act.subject}

    found = conditions.not_over_age.judge(act)

    assert found is not None
    assert (found.met, found.field) == (met, "" if met else "member")


@pytest.mark.parametrize(
    ("number", "born", "met"),
    [
        (ID, date(2003, 1, 1), None),
        (ID, date(2003, 1, 2), False),
        (ID, None, None),
        ("", date(2003, 1, 2), None),
        (ID[:-1], date(2003, 1, 2), None),
        (ID + "1", date(2003, 1, 2), None),
    ],
)
def test_an_id_number_holds_the_day_of_birth(number: str, born: date | None, met: bool | None) -> None:
    found = judged("born_as_numbered", id_number=number, born=born)

    assert (found and (found.code, found.met, found.field)) == (
        None if met is None else ("birth_date_mismatch", met, "id_number")
    )  # fmt: skip
    assert found is None or "是 20030101，" in found.sentence


@pytest.mark.parametrize(
    ("number", "met", "words"),
    [
        ("", None, ""),
        ("11010519491231002X", True, "正确"),
        ("11010519491231002x", True, "正确"),
        ("110105194912310021", False, "校验码"),
        ("11010519491231002", False, "18 位"),
        ("1101051949123100211", False, "18 位"),
        ("H1010519491231002X", False, "18 位"),
        ("1101051949123100XX", False, "18 位"),
    ],
)
def test_an_id_number_has_eighteen_digits_with_their_check_digit(number: str, met: bool | None, words: str) -> None:
    found = judged("number_adds_up", id_number=number)

    assert (found and (found.code, found.met, found.field)) == (
        None if met is None else ("id_number_bad", met, "" if met else "id_number")
    )  # fmt: skip
    assert found is None or words in found.sentence


@pytest.mark.parametrize(
    ("people", "met", "where"),
    [
        ([], True, ""),
        ([("新来", DAY, PLANT)], False, "工厂团支部"),
        ([("新来", DAY, None)], False, "未登记组织"),
        ([("新来", DAY + ONE, None)], True, ""),
        ([("别名", DAY, None)], True, ""),
        ([("别名", DAY, SURG), ("新来", DAY, PLANT)], False, "工厂团支部"),
    ],
)
def test_one_of_the_same_name_and_birthday_is_said(
    people: list[tuple[str, date, Organization | None]], met: bool, where: str
) -> None:
    act = coming(born=DAY)
    desk_conditions.known.keep(act, [Person(name=name, born=born, home=home) for name, born, home in people])

    found = conditions.nobody_alike.judge(act)

    assert found is not None
    assert (found.code, found.met, found.field, where in found.sentence) == (
        "person_alike", met, "" if met else "name", True,
    )  # fmt: skip


@pytest.mark.parametrize("answers", [{"name": ""}, {"member": Person(pk=60, name="来人")}])
def test_where_nobody_new_is_named_nobody_is_alike(answers: dict[str, Any]) -> None:
    act = coming(born=DAY, **answers)
    desk_conditions.known.keep(act, [Person(name=name, born=DAY) for name in ("", "新来")])

    assert conditions.nobody_alike.judge(act) is None


def letters(act: Act[Any], **told: Any) -> Case:
    """Keep a case of an earlier letter of the same number, at the same committee."""
    number = told.pop("letter_number", "外介4号")
    person = Person.objects.create(username=f"by{Case.objects.count()}", name="他人")
    earlier = a_case(act, told.pop("procedure", "transfer"), person, **{"matter": "incoming", **told})
    earlier.facts["letter_number"] = number
    earlier.save()
    return earlier


def registering(kind: str = "committee") -> Act[Any]:
    act = acting("transfer.register_incoming", DAY, answers=EMPTY)
    act.organization.kind = kind
    return stored(act)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "met"),
    [
        ({}, False),
        ({"stage": "completed"}, False),
        ({"stage": "withdrawn"}, True),
        ({"stage": "refused"}, True),
        ({"letter_number": "外介5号"}, True),
        ({"matter": ""}, True),
        ({"path": "00010003"}, False),
        ({"path": "0002"}, True),
        ({"procedure": "exit"}, True),
    ],
)
def test_a_letter_is_used_once_at_a_committee(told: dict[str, Any], met: bool) -> None:
    act, given = registering(), dict(told)
    stage = given.pop("stage", "accepted")
    earlier = letters(act, **given)
    earlier.move(stage)
    earlier.save()

    found = conditions.letter_unused.judge(act)

    assert found is not None
    assert (found.code, found.met, found.field) == ("letter_used", met, "" if met else "letter_number")
    assert met or f"（{earlier.number}）" in found.sentence


@pytest.mark.django_db
def test_of_several_the_first_is_named() -> None:
    act = registering()
    first, _ = letters(act), letters(act)

    found = conditions.letter_unused.judge(act)

    assert found is not None
    assert f"（{first.number}）" in found.sentence


@pytest.mark.django_db
def test_a_letter_handed_in_again_has_not_used_itself() -> None:
    act = registering()
    act.case.matter, act.case.facts = "incoming", {**act.case.facts, "letter_number": "外介4号"}
    act.case.save()

    found = conditions.letter_unused.judge(act)

    assert found is not None
    assert found.met


@pytest.mark.django_db
def test_where_there_is_no_committee_no_letter_is_asked_for() -> None:
    assert conditions.letter_unused.judge(registering("branch")) is None


def test_all_are_asked_of_the_form_and_four_only_warn() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert all(one.asks for one in every.values())
    assert {name for name, one in every.items() if one.warns} == {
        "joined_not_early", "number_adds_up", "nobody_alike", "letter_unused",
    }  # fmt: skip
    assert set(conditions.NEEDS) == set(every.values())
