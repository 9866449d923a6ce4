"""发展团员编号的条件 at their borders (rules.md 3.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.joining import number_conditions as conditions
from procedures.joining import rules
from procedures.register.models import DevelopmentNumber, NumberBlock
from procedures.register.numbers import next_number
from tests.acting import acting, stored
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places
from workflows.people.models import Organization, Person
from workflows.table.act import Act
from workflows.table.refusals import Finding

DAY = date(2026, 5, 28)
NUMBER = "202642000007"
NAMES = (
    "number_well_formed", "number_of_province", "number_of_year", "number_in_block", "number_free", "number_left",
    "within_plan",
)  # fmt: skip


def asked(number: str = NUMBER, decision: str = "approve", **built: Any) -> Act[Any]:
    """Return the act that asks for a number."""
    answers = {"decision": decision, "development_number": number}
    return acting("joining.pre_review", DAY, answers=answers, **built)


def judged(name: str, act: Act[Any]) -> tuple[str, bool, str] | None:
    found: Finding | None = getattr(conditions, name).judge(act)
    return (found.code, found.met, found.field) if found else None


def expected(code: str, met: bool | None) -> tuple[str, bool, str] | None:
    return None if met is None else (code, met, "" if met else "development_number")


@pytest.mark.parametrize("name", NAMES[:5])
def test_of_a_number_nothing_is_asked_where_none_is_given_or_nobody_is_admitted(name: str) -> None:
    assert judged(name, asked("")) is None
    assert judged(name, asked("  ")) is None
    assert judged(name, asked("12", "refuse")) is None


@pytest.mark.parametrize(
    ("number", "met"),
    [
        (NUMBER, True), (f" {NUMBER} ", True), ("20264200007", False), ("2026420000007", False),
        ("20264200000a", False), ("2026-4200007", False), ("", None),
    ],
)  # fmt: skip
def test_a_number_has_twelve_digits(number: str, met: bool | None) -> None:
    assert judged("number_well_formed", asked(number)) == expected("number_bad_format", met)


@pytest.mark.parametrize(
    ("number", "met"), [(NUMBER, True), ("202542000007", False), ("202742000007", False), ("026642000007", False)]
)
def test_a_number_names_the_year_of_the_act(number: str, met: bool) -> None:
    assert judged("number_of_year", asked(number)) == expected("number_year_mismatch", met)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def at(places: Places, act: Act[Any]) -> Act[Any]:
    return stored(act, places.med, rows.member(places.med))


@pytest.mark.parametrize(
    ("number", "province", "met"),
    [
        (NUMBER, "42", True), (NUMBER, "43", False), (NUMBER, "", True), ("202616000007", "16", False),
        ("202616000007", "", False), ("202682000007", "82", True), ("202642000007", "26", False),
    ],
)  # fmt: skip
def test_a_number_names_the_province_of_the_committee(places: Places, number: str, province: str, met: bool) -> None:
    Organization.objects.filter(pk=places.county.pk).update(province=province)

    assert judged("number_of_province", at(places, asked(number))) == expected("number_bad_province", met)


def test_the_nearest_organization_says_the_province(places: Places) -> None:
    Organization.objects.filter(pk=places.county.pk).update(province="43")
    Organization.objects.filter(pk=places.hosp.pk).update(province="42")

    assert judged("number_of_province", at(places, asked())) == expected("number_bad_province", True)


def block(where: Organization, first: str, last: str, year: int = 2026) -> NumberBlock:
    return NumberBlock.objects.create(organization=where, year=year, first=first, last=last)


@pytest.mark.parametrize(
    ("number", "met"),
    [
        ("202642000004", False), ("202642000005", True), ("202642000007", True), ("202642000008", True),
        ("202642000009", False), ("202642000020", True), ("202642000021", False), ("202642000030", False),
        ("202642000040", False),
    ],
)  # fmt: skip
def test_a_number_lies_in_a_block_of_the_committee_for_the_year(places: Places, number: str, met: bool) -> None:
    block(places.hosp, "202642000005", "202642000008")
    block(places.hosp, "202642000020", "202642000020")
    block(places.county, "202642000030", "202642000030")
    block(places.hosp, "202642000040", "202642000040", year=2025)

    assert judged("number_in_block", at(places, asked(number))) == expected("number_outside_block", met)


def test_without_a_block_that_is_said(places: Places) -> None:
    found = conditions.number_in_block.judge(at(places, asked()))

    assert found is not None
    assert "（尚未分配）" in found.sentence
    block(places.hosp, "202642000020", "202642000021")
    again = conditions.number_in_block.judge(at(places, asked()))
    assert again is not None
    assert "202642000020—202642000021 内" in again.sentence


def given(number: str, person: Person) -> None:
    DevelopmentNumber.objects.create(number=number, person=person, given_on=DAY)


def test_a_number_is_used_once_but_by_whose_it_is(places: Places) -> None:
    act = at(places, asked())
    assert judged("number_free", act) == expected("number_taken", True)
    given(NUMBER, act.subject)
    assert judged("number_free", act) == expected("number_taken", True)
    assert judged("number_free", at(places, asked())) == expected("number_taken", False)


@pytest.mark.parametrize(
    ("number", "decision", "kept", "left", "met"),
    [
        ("", "approve", "", "202642000001", True), ("", "approve", "", None, False),
        (NUMBER, "approve", "", None, None), ("", "refuse", "", None, None), ("", "approve", NUMBER, None, None),
        ("", "approve", "202542000001", None, False),
    ],
)  # fmt: skip
def test_where_none_is_given_the_block_has_one_left(
    number: str, decision: str, kept: str, left: str | None, met: bool | None
) -> None:
    act = asked(number, decision, facts={"development_number": kept})
    next_number.keep(act, left)

    assert judged("number_left", act) == (None if met is None else ("number_block_exhausted", met, ""))


@pytest.mark.parametrize(
    ("plan", "decision", "expected"),
    [
        (0, "approve", None), (4, "refuse", None), (4, "approve", (True, 3, 4)), (3, "approve", (True, 3, 3)),
        (2, "approve", (False, 3, 2)), (1, "approve", (False, 3, 1)),
    ],
)  # fmt: skip
def test_the_numbers_given_in_the_year_are_what_is_used_of_the_plan(
    places: Places, plan: int, decision: str, expected: tuple[Any, ...] | None
) -> None:
    act = at(places, asked("", decision, set_here={rules.PLAN: plan}))
    block(places.hosp, "202642000001", "202642000009")
    for number, person in (("1", rows.member(places.med)), ("2", rows.member(places.surg)), ("3", act.subject)):
        given(f"20264200000{number}", person)
    given("202642000010", rows.member(places.med))

    found = conditions.within_plan.judge(act)

    assert ((found.met, found.have, found.maximum) if found else None) == expected
    assert found is None or found.code == "plan_exceeded"
    assert found is None or "已编号 2 人，连同本人 3 人" in found.sentence


def test_what_lets_pass_what_needs_the_form_and_what_comes_first_is_said_of_each() -> None:
    named = {name: getattr(conditions, name) for name in NAMES}

    assert [name for name, one in named.items() if one.warns] == ["within_plan"]
    assert all(one.asks for one in named.values())
    assert {name: tuple(one.code for one in found.after) for name, found in named.items() if found.after} == {
        "number_of_province": ("number_bad_format",),
        "number_of_year": ("number_bad_format",),
        "number_in_block": ("number_bad_format", "number_bad_province", "number_year_mismatch"),
        "number_free": ("number_bad_format",),
    }
