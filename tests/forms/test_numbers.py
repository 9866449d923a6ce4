"""What a program reads as a number and no person means is none: it is refused like any other text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from forms.base import PaperForm
from forms.day import ActDay
from forms.fields import MonthField, TextsField
from forms.figures import CountsField, DatesField
from forms.money import fen_in
from forms.numbers import whole
from forms.roster import Cell

TOO_LONG = "9" * 5000  # more digits than Python reads


class Dated(PaperForm):
    born = forms.DateField()


@pytest.mark.parametrize(
    "text", ["NaN", "sNaN", "Infinity", "-inf", "1e5", "1e999999", "9" * 400, "", "二", "0x1", "1_0"]
)
def test_no_amount_is_infinite_or_a_power_of_ten(text: str) -> None:
    assert fen_in(text) is None


@pytest.mark.parametrize(
    ("text", "fen"), [("8", "800"), ("8.5", "850"), ("1,234.56", "123456"), ("-3", "-300"), ("0.001", "0.1")]
)
def test_an_amount_is_read_as_a_spreadsheet_has_it(text: str, fen: str) -> None:
    assert fen_in(text) == Decimal(fen)


@pytest.mark.parametrize("text", [TOO_LONG, "9" * 19, "-1", "²", "1.0", "", "NaN"])
def test_no_whole_number_is_longer_than_a_key(text: str) -> None:
    assert whole(text) is None


def test_a_whole_number_typed_in_wide_digits_is_one() -> None:
    assert whole("１２") == 12


def test_a_count_too_long_to_read_is_refused() -> None:
    with pytest.raises(forms.ValidationError, match="整数"):
        CountsField((("a", "甲"),)).clean({"a": TOO_LONG})
    with pytest.raises(forms.ValidationError, match="整数"):
        Cell("a", "甲").read(TOO_LONG)


@pytest.mark.parametrize("text", ["0000-05", "0001-01", "9999-12", "1899-12", "2200-01"])
def test_no_month_is_of_a_year_that_nobody_means(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        MonthField().clean(text)


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_no_day_is_of_a_year_that_nobody_means(text: str) -> None:
    assert Dated({"born": text}).errors
    assert ActDay({"on": text}, today=date(2026, 5, 20)).errors
    with pytest.raises(forms.ValidationError):
        DatesField().clean([text, text])


@pytest.mark.parametrize("text", ["1900-01-01", "2199-12-31"])
def test_a_day_that_somebody_may_mean_is_taken(text: str) -> None:
    assert Dated({"born": text}).is_valid()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":', "NaN,"])
def test_what_is_no_json_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        TextsField().clean(text)


def test_json_holds_texts_alone_and_only_what_is_seen_of_them() -> None:
    given = '{"1": {"reason": "\\u0000请\\ud800假"}, "2": NaN, "3": 1e999, "4": ["\\u202e"]}'

    assert TextsField().clean(given) == {"1": {"reason": "请假"}, "2": "nan", "3": "inf", "4": [""]}
