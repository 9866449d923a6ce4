"""The scale, and amounts in words."""

from __future__ import annotations

from datetime import date

import pytest

from forms.money import capital, yuan
from procedures.dues import rules
from procedures.dues.periods import parse
from procedures.dues.remitting import passes_up, split
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


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"), (800, "捌元整"), (20, "贰角整"), (5, "伍分"), (1234, "壹拾贰元叁角肆分"),
        (1205, "壹拾贰元零伍分"),
        (1020, "壹拾元贰角整"), (100_000, "壹仟元整"), (100_500, "壹仟零伍元整"), (1_000_000, "壹万元整"),
        (1_000_100, "壹万零壹元整"), (10_203_040, "壹拾万贰仟零叁拾元肆角整"), (100_000_000, "壹佰万元整"),
    ],
)  # fmt: skip
def test_an_amount_is_written_in_capital_numerals(fen: int, words: str) -> None:
    assert capital(fen) == words


def test_figures_have_two_decimals() -> None:
    assert (yuan(5), yuan(800), yuan(123_456_78), yuan(-250)) == ("0.05", "8.00", "123,456.78", "-2.50")


@pytest.mark.parametrize(
    ("text", "first", "last", "title"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        ("2026h2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第3季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
    ],
)
def test_a_period_is_read_by_its_name(text: str, first: date, last: date, title: str) -> None:
    period = parse(text)

    assert (period.first, period.last, period.title) == (first, last, title)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "2026-H0", "26", "2026-1-1", "1999"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        parse(text)


@pytest.mark.parametrize("fen", [0, 1, 7, 941, 10_001, 99_999_999])
def test_what_the_levels_keep_adds_up_to_what_was_collected(fen: int) -> None:
    kept = split(fen, 1, Law(date(2026, 1, 1)))

    assert sum(kept.values()) == fen
    assert min(kept.values()) >= 0


def test_the_older_shares_are_a_half_a_quarter_an_eighth_and_so_on() -> None:
    assert split(100_000, 1, Law(date(2026, 1, 1))) == {
        "base": 50_000, "county": 25_000, "prefecture": 12_500, "province": 9_500, "center": 3_000,
    }  # fmt: skip
    assert passes_up(100_000, 0, Law(date(2026, 1, 1))) == 100_000
