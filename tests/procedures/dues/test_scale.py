"""交纳标准: what a category and a base come to for a month."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.dues import rules
from procedures.dues.scale import EARNERS, Scale
from workflows.table.rules import Law

NOW, BEFORE = Scale.of(Law(date(2026, 1, 1))), Scale.of(Law(date(2016, 7, 1)))


@pytest.mark.parametrize(
    ("base", "fen"),
    [
        (0, 300), (199_999, 300), (200_000, 400), (249_999, 400), (250_000, 500), (499_999, 900), (500_000, 1000),
        (549_999, 1000), (550_000, 1100), (999_999, 1900), (1_000_000, 2000), (3_600_000, 2000),
    ],
)  # fmt: skip
def test_a_wage_pays_two_per_mille_without_the_fraction_between_three_and_twenty_yuan(base: int, fen: int) -> None:
    assert NOW.monthly("wage", base) == fen
    assert NOW.monthly("irregular_income", base) == fen


@pytest.mark.parametrize(("category", "fen"), [("student", 20), ("farmer", 20), ("no_income", 20), ("party_member", 0)])
def test_who_has_no_wage_pays_a_fixed_amount(category: str, fen: int) -> None:
    assert NOW.monthly(category, None) == fen


@pytest.mark.parametrize(("base", "fen"), [(39_999, 199), (40_000, 200), (40_001, 400), (100_000, 1000)])
def test_the_older_scale_takes_half_a_percent_up_to_four_hundred_yuan_and_one_above(base: int, fen: int) -> None:
    assert BEFORE.monthly("wage", base) == fen


def test_no_base_is_a_base_of_nothing() -> None:
    assert Scale(1, 300, 0, 2, True, 2000, {}).monthly("wage", None) == 300


def test_a_scale_may_keep_the_fraction_of_a_yuan_and_have_no_cap() -> None:
    assert Scale(1, 300, 0, 10, False, 0, {}).monthly("wage", 45_055) == 450
    assert Scale(1, 300, 0, 10, True, 0, {}).monthly("wage", 45_055) == 400
    assert Scale(1, 300, 0, 10, False, 449, {}).monthly("wage", 45_055) == 449


def test_who_earns_pays_by_a_base() -> None:
    assert EARNERS == ("wage", "irregular_income")


def test_a_committee_may_set_the_farmers_amount() -> None:
    law = Law(date(2026, 1, 1), {rules.FARMER.key: 50})

    assert Scale.of(law).monthly("farmer", None) == 50
