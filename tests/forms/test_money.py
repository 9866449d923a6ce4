"""金额: typed in yuan, kept in fen, written in figures and in capital numerals."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from forms.money import FenField, capital, yuan


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("0", 0), ("8", 800), ("8.5", 850), ("8.50", 850), ("8.05", 805), ("0.01", 1), ("1,234.56", 123_456),
        ("9999999", 999_999_900), ("9999999.99", 999_999_999), (" 8 ", 800), (0, 0), (1, 1), (850, 850),
    ],
)  # fmt: skip
def test_a_person_types_yuan_and_a_program_gives_fen(typed: Any, fen: int) -> None:
    assert FenField().clean(typed) == fen


@pytest.mark.parametrize("typed", ["", None])
def test_an_amount_that_is_not_asked_for_may_be_left_out(typed: Any) -> None:
    assert FenField(required=False).clean(typed) is None
    with pytest.raises(ValidationError) as refused:
        FenField().clean(typed)
    assert refused.value.code == "required"


@pytest.mark.parametrize(
    "typed", ["-1", "8.555", "8.", ".5", "1e3", "八元", "12345678", "1 000", "8.5\n.", True, False, -1]
)
def test_what_is_no_amount_is_refused(typed: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        FenField().clean(typed)

    assert refused.value.code == "invalid"


def test_at_most_twelve_signs_are_read_and_a_field_may_say_otherwise() -> None:
    assert FenField().max_length == 12
    assert FenField(max_length=3).max_length == 3
    assert FenField().widget.attrs["inputmode"] == "decimal"
    with pytest.raises(ValidationError) as refused:
        FenField().clean("1,111,111.11.")
    assert refused.value.error_list[0].code == "max_length"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [(0, "0.00"), (5, "0.05"), (99, "0.99"), (100, "1.00"), (850, "8.50"), (123_456, "1234.56"), ("8.5", "8.5"),
     (None, None)],
)  # fmt: skip
def test_what_is_kept_is_shown_as_it_would_be_typed(kept: Any, shown: Any) -> None:
    assert FenField().prepare_value(kept) == shown


@pytest.mark.parametrize(
    ("fen", "figures"),
    [
        (0, "0.00"), (1, "0.01"), (5, "0.05"), (99, "0.99"), (100, "1.00"), (101, "1.01"), (800, "8.00"),
        (99_999, "999.99"), (100_000, "1,000.00"), (12_345_678, "123,456.78"), (-1, "-0.01"), (-250, "-2.50"),
        (-100_000, "-1,000.00"),
    ],
)  # fmt: skip
def test_figures_have_two_decimals_and_commas(fen: int, figures: str) -> None:
    assert yuan(fen) == figures


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"), (1, "壹分"), (5, "伍分"), (9, "玖分"), (10, "壹角整"), (20, "贰角整"), (41, "肆角壹分"),
        (100, "壹元整"), (101, "壹元零壹分"), (110, "壹元壹角整"), (800, "捌元整"), (1000, "壹拾元整"),
        (1020, "壹拾元贰角整"), (1205, "壹拾贰元零伍分"), (1234, "壹拾贰元叁角肆分"), (10_000, "壹佰元整"),
        (10_100, "壹佰零壹元整"), (11_000, "壹佰壹拾元整"), (100_000, "壹仟元整"), (100_100, "壹仟零壹元整"),
        (100_500, "壹仟零伍元整"), (101_000, "壹仟零壹拾元整"), (110_000, "壹仟壹佰元整"),
        (678_900, "陆仟柒佰捌拾玖元整"),
        (1_000_000, "壹万元整"), (1_000_100, "壹万零壹元整"), (1_099_900, "壹万零玖佰玖拾玖元整"),
        (1_100_000, "壹万壹仟元整"), (10_203_040, "壹拾万贰仟零叁拾元肆角整"), (100_000_000, "壹佰万元整"),
        (10_000_000_000, "壹亿元整"), (10_000_000_100, "壹亿零壹元整"), (10_000_100_000, "壹亿零壹仟元整"),
        (10_010_000_000, "壹亿零壹拾万元整"), (10_100_000_000, "壹亿零壹佰万元整"), (11_000_000_000, "壹亿壹仟万元整"),
        (11_111_111_100, "壹亿壹仟壹佰壹拾壹万壹仟壹佰壹拾壹元整"), (100_000_000_000_000, "壹万亿元整"),
    ],
)  # fmt: skip
def test_an_amount_is_written_in_capital_numerals(fen: int, words: str) -> None:
    assert capital(fen) == words


def test_no_receipt_is_made_out_for_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="-1 fen"):
        capital(-1)
