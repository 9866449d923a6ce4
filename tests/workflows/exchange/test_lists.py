"""名单导出: what leaves as CSV holds no formula, however it is dressed up, and leaves by one door."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from workflows.exchange.lists import Listing, harmless, written

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣")
BEFORE = ("", " ", "\u3000", "\t", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u00ad", "\x01")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_a_sign_of_a_formula_is_marked_as_text_whatever_stands_before_it(sign: str, before: str) -> None:
    text = f"{before}{sign}1+1"

    with written(Listing("名单", [("甲", 8)], [(text,)]), "csv") as out:
        lines = out.read().decode("utf-8-sig").splitlines()

    assert lines[1] == f'"\'{text}"'


@pytest.mark.parametrize("text", ["", "王晓梅", "202642000101", "2026-05-20", "甲=乙", "a@b.cn"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_nothing_but_the_one_door_writes_csv() -> None:
    root = Path(settings.BASE_DIR)
    writers = [
        str(path.relative_to(root))
        for room in ("workflows", "procedures", "forms", "config")
        for path in (root / room).rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)", path.read_text("utf-8"))
    ]

    assert writers == ["workflows/exchange/lists.py"]
