"""发起转接时的提示 at their borders: special destinations, the twenty-eighth birthday, the last registration."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.register.models import YearRecord
from procedures.transfer import rules
from procedures.transfer import starting_conditions as conditions
from procedures.transfer.forms import KINDS
from tests.acting import acting, stored
from workflows.people.models import Person
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)


def judged(name: str, **built: Any) -> Finding | None:
    """Return what a condition finds of a built start."""
    return getattr(conditions, name).judge(acting("transfer.start", DAY, **built))


@pytest.mark.parametrize(
    ("kind", "usual", "words"),
    [
        ("employment", True, "流动团员团支部"), ("study", True, "一个月内"), ("graduation", True, "居住地"),
        ("no_employment", True, "最长一年"), ("other", True, "所在地"), ("deferred", False, "保留在原学校"),
        ("army", False, "省级团委审核"), ("secret", False, "不在系统中登记"), ("abroad", False, "国内联系人"),
    ],
)  # fmt: skip
def test_each_destination_is_told_its_rule_and_a_special_one_asks_for_a_reason(
    kind: str, usual: bool, words: str
) -> None:
    found = judged("destination", answers={"kind": kind})

    assert found is not None
    assert (found.code, found.met, found.field) == ("special_destination", usual, "" if usual else "kind")
    assert words in found.sentence


def test_there_is_a_rule_for_every_kind_of_the_form() -> None:
    assert {code for code, _ in KINDS} == {*conditions.USUAL, *conditions.SPECIAL}


@pytest.mark.parametrize(
    ("born", "met"),
    [(date(1998, 3, 1), False), (date(1998, 3, 2), False), (date(1998, 3, 3), True), (date(2000, 2, 29), True)],
)
def test_from_the_twenty_eighth_birthday_on_the_exit_is_due(born: date, met: bool) -> None:
    found = judged("no_exit_due", born=born)

    assert found is not None
    assert (found.code, found.met) == ("exit_due", met)
    assert met or f"{born.year + 28}年{born.month}月{born.day}日已满 28 周岁" in found.sentence


def test_without_a_birthday_no_exit_is_due() -> None:
    assert judged("no_exit_due", born=None) is None


def registered(*years: tuple[int, str, date | None], whose: str = "own", **built: Any) -> Finding | None:
    """Return what is found of a member whose registrations the register knows."""
    act = stored(acting("transfer.start", DAY, **built))
    person = act.subject if whose == "own" else Person.objects.create(username="other", name="他人")
    for year, registration, on in years:
        YearRecord.objects.create(
            person=person, organization=act.organization, root=act.organization.root, year=year,
            registration=registration, registered_on=on,
        )  # fmt: skip
    return conditions.registered.judge(act)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("registration", "on", "months", "met"),
    [
        ("registered", date(2024, 12, 1), 15, False),
        ("registered", date(2024, 12, 2), 15, True),
        ("registered", date(2025, 1, 31), 15, True),
        ("registered_exempt", date(2024, 12, 2), 15, True),
        ("deferred", date(2026, 1, 2), 15, False),
        ("not_registered", date(2026, 1, 2), 15, False),
        ("registered", date(2025, 12, 1), 3, False),
        ("registered", date(2025, 12, 2), 3, True),
    ],
)
def test_the_last_registration_is_done_and_not_older_than_the_months(
    registration: str, on: date, months: int, met: bool
) -> None:
    found = registered((2024, registration, on), set_here={rules.REGISTERED_MONTHS: months})

    assert found is not None
    assert (found.code, found.met) == ("registration_missing", met)
    assert found.sentence.startswith("2024 年度团籍注册：")
    assert ("已超过" in found.sentence) is (not met and registration == "registered")
    assert "已超过" not in found.sentence or f"已超过 {months} 个月" in found.sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    "years",
    [
        [(2024, "registered", date(2024, 12, 20)), (2025, "deferred", date(2025, 12, 20))],
        [(2025, "deferred", date(2025, 12, 20)), (2024, "registered", date(2024, 12, 20))],
    ],
)
def test_the_latest_year_counts_whichever_was_entered_last(years: list[tuple[int, str, date | None]]) -> None:
    found = registered(*years)

    assert found is not None
    assert (found.met, found.sentence.startswith("2025 年度")) == (False, True)


@pytest.mark.django_db
def test_a_year_that_is_only_graded_so_far_does_not_hide_the_one_before() -> None:
    found = registered((2024, "registered", date(2025, 1, 5)), (2025, "", None))

    assert found is not None
    assert (found.met, found.sentence.startswith("2024 年度")) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("years", "whose"),
    [([], "own"), ([(2024, "registered", None)], "own"), ([(2025, "deferred", date(2025, 12, 20))], "another's")],
)
def test_where_the_register_knows_no_registration_nothing_is_said(
    years: list[tuple[int, str, date | None]], whose: str
) -> None:
    assert registered(*years, whose=whose) is None


def test_all_of_them_warn_and_are_asked_of_the_form() -> None:
    every = [one for one in vars(conditions).values() if isinstance(one, Condition)]

    assert len(every) == 3
    assert all(one.warns and one.asks for one in every)
