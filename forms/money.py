"""金额: money is whole fen everywhere; typed in yuan, written as figures and in capital numerals (中文大写)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.texts import half_width

_PLAIN = re.compile(r"^[+-]?\d{1,12}(\.\d{0,20})?$")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$")
_YUAN = re.compile(r"^\d{1,7}(\.\d{1,2})?$")

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")


class FenField(forms.CharField):
    """金额: a whole number is fen, as programs and stories write it; a person types yuan with two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 12, "widget": forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs})

    def clean(self, value: Any) -> int | None:
        """Return fen."""
        if isinstance(value, int) and not isinstance(value, bool):
            if value < 0:
                raise ValidationError("金额不能小于 0。", code="invalid")
            return value
        text = plain(super().clean(value))
        if not text:
            return None
        if not _YUAN.match(text):
            raise ValidationError("请填写金额（元），如 8 或 8.50。", code="invalid")
        yuan, _, cents = text.partition(".")
        return int(yuan) * 100 + int(cents.ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        """Return fen as yuan."""
        return f"{value // 100}.{value % 100:02}" if isinstance(value, int) else value

    def words(self, value: int) -> str:
        """Say fen in yuan; the label names the unit."""
        return yuan(value)


def fen_in(text: str) -> Decimal | None:
    """Return the fen of an amount of yuan as a spreadsheet has it, parts of a fen too; None where it is none.

    Infinity, what is no number and powers of ten are numbers to a program only.
    """
    amount = plain(text)
    return Decimal(amount) * 100 if _PLAIN.match(amount) else None


def plain(text: str) -> str:
    """Return an amount without the marks of its thousands; another comma stays, with which it is no amount.

    `5,50` is five yuan and a half to whoever typed it: taken for a mark it would be a hundred times as much.
    """
    amount = half_width(text)
    return amount.replace(",", "") if _THOUSANDS.match(amount) else amount


def yuan(fen: int) -> str:
    """Return an amount in yuan with two decimals: 1234 as 12.34."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"


def capital(fen: int) -> str:
    """Return an amount as receipts write it: 1234 as 壹拾贰元叁角肆分, 800 as 捌元整.

    Raises:
        ValueError: the amount is below nothing.
    """
    if fen < 0:
        raise ValueError(f"no receipt is made out for {fen} fen")
    whole, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    words = f"{_whole(whole)}元" if whole or not (jiao or cents) else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif cents and whole:
        words += "零"
    return words + (f"{DIGITS[cents]}分" if cents else "整")


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    words, sections = "", []
    while number:
        number, part = divmod(number, 10_000)
        sections.append(part)
    for index in range(len(sections) - 1, -1, -1):
        part = sections[index]
        if part:
            gap = bool(words) and (part < 1000 or sections[index + 1] == 0)
            words += (DIGITS[0] if gap else "") + _section(part) + SECTIONS[index]
    return words


def _section(part: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit:
            words += (DIGITS[0] if gap and words else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return words
