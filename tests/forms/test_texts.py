"""Two spellings of one number or name are known to be alike; what nobody sees is not kept."""

from __future__ import annotations

import pytest

from forms.fields import CodeField
from forms.money import plain
from forms.texts import alike, folded
from workflows.people.secrets import blind_index


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("１３９００００００００", "13900000000"),
        (" 139 0000\u20280000 ", "13900000000"),
        ("99000020000229986ｘ", "99000020000229986x"),
        ("\u202a139\u2060\u00ad\u202c", "139"),
        ("２０２６-０５", "2026-05"),
        ("", ""),
    ],
)
def test_a_number_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert folded(typed) == meant
    assert CodeField(required=False).clean(typed) == meant


def test_a_number_is_found_however_it_was_typed() -> None:
    typed = (
        "99000020000229986X",
        "99000020000229986x",
        "９９００００２０００ ０２２９９８６Ｘ",
        "\u200e99000020000229986X",
    )

    assert len({blind_index(one) for one in typed}) == 1
    assert blind_index("99000020000229987X") != blind_index(typed[0])
    assert blind_index("　") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("阿依·试试", "阿依•试试", True),
        ("阿依·试试", "阿依．试试", True),
        ("阿依·试试", "阿依・试试", True),
        ("阿依·试试", "阿依･试试", True),
        ("阿依·试试", "阿依试试", False),
        ("Anna Li", "ANNALI", True),
        ("王 晓梅", "王晓梅", True),
        ("王晓梅", "王晓媚", False),
    ],
)
def test_a_name_is_alike_with_other_dots_blanks_and_capitals(one: str, other: str, same: bool) -> None:
    assert (alike(one) == alike(other)) is same


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("１，２３４", "1234"),
        ("12,345,678", "12345678"),
        ("5,50", "5,50"),
        ("7,00", "7,00"),
        ("1,2345", "1,2345"),
        (",123", ",123"),
        ("1,,234", "1,,234"),
        (" 8.50 ", "8.50"),
    ],
)
def test_a_comma_is_a_mark_of_thousands_or_no_amount_at_all(typed: str, amount: str) -> None:
    assert plain(typed) == amount
