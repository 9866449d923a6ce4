"""A number that a rule holds stands in the rule alone: the texts of a table would keep it when the rule changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from workflows.table import Procedure
from workflows.table.registry import procedures

NUMERAL = "[0-9一二三四五六七八九十百半]+"
NUMBER = re.compile(
    rf"{NUMERAL} ?(个?工作日|个?月|学时|小时|日内|天|周岁|岁|名|年(?!度)|倍)|{NUMERAL}分之{NUMERAL}"
    r"|(超过|不少于|至少)半数"
)
# No rule holds these: the regulation asks for them, and no act is judged by them.
HELD_BY_NO_RULE = {"团费规定：至少每半年公布一次"}


def texts_of(procedure: Procedure) -> Iterator[str]:
    yield procedure.intro
    for _, row in procedure.acts():
        yield from (row.title, row.article, *(way.title for way in getattr(row, "ways", ())))
        yield from (column.title for column in getattr(row, "columns", ()))
    yield from (place.title for place in (*procedure.stages, *procedure.endings))
    yield from (moved.because for moved in procedure.moved)
    yield from (closing.title + closing.article for closing in procedure.closings)
    if procedure.expiry:
        yield from (procedure.expiry.title, procedure.expiry.article)


@pytest.mark.parametrize("procedure", list(procedures()), ids=lambda procedure: str(procedure.code))
def test_no_text_of_a_table_repeats_a_number_of_a_rule(procedure: Procedure) -> None:
    found = {text for text in texts_of(procedure) if NUMBER.search(text)}

    assert found - HELD_BY_NO_RULE == set()


@pytest.mark.parametrize(
    ("text", "holds_one"),
    [
        ("细则：不少于八学时", True),
        ("入库，有效期一年", True),
        ("超过三分之二", True),
        ("满 28 周岁", True),
        ("第三十五条：三至六个月", True),
        ("第三十五条", False),
        ("实施细则（2017）", False),
        ("上一年度评议", False),
    ],
)
def test_a_number_is_told_from_an_article(text: str, holds_one: bool) -> None:
    assert bool(NUMBER.search(text)) is holds_one
