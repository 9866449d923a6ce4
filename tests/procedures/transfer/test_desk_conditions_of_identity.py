"""接收的条件 at their borders: number, identity and roll of whom a letter names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import DevelopmentNumber, OrganizationSpan, Standing
from procedures.transfer import desk_conditions as conditions
from procedures.transfer import rules
from tests.acting import acting, standing_as, stored
from tests.procedures.transfer.places import PLANT, between
from workflows.people.models import Person
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)

NUMBER = "201851000123"


def judged(name: str, act: str = "accept_committee", on: date = DAY, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act of a case of the hospital's branch."""
    return getattr(conditions, name).judge(between(act, on, **built))


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
