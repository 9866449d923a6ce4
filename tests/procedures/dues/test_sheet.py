"""缴费表: whom a row means, however the name and the number were typed; an amount that is none settles nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from procedures.dues.fields import MonthsField
from procedures.dues.sheet import Line, match, read, read_pasted
from tests.workflows.exchange.test_workbooks import workbook
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import Value
from workflows.people.models import Person
from workflows.people.secrets import blind_index

WANG, LI = "990000200002299866", "990000200103010036"


def person(name: str, number: str = "") -> Person:
    return Person(pk=sum(map(ord, name + number)), name=name, id_index=blind_index(number), born=date(2000, 2, 29))


PEOPLE = (
    person("王晓梅", WANG),
    person("李一", LI),
    person("阿依古丽·买买提"),
    person("Anna Li"),
    person("同名"),
    person("同名", "1"),
)


def meant(*rows: list[Value], titles: tuple[str, ...] = ("姓名", "身份证号", "金额")) -> list[tuple[str, str]]:
    """Return for each row of a sheet the name of whom it means, or nothing, and what became of it."""
    found = match(read(workbook(a=[list(titles), *rows])), PEOPLE)
    return [(one.name if one else "", state) for _, one, state in found]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-inf", "1e999999", "1E+300", "0.001", "-8", "9" * 400, "5,50"])
def test_a_row_whose_amount_is_none_settles_nothing(amount: str) -> None:
    assert [line.fen for line in read_pasted(f"王晓梅 {amount}")] == [None]


@pytest.mark.parametrize("months", ["9999-12", "9999-01至9999-12", "0000-05", "0001-01"])
def test_no_months_are_paid_of_a_year_that_nobody_means(months: str) -> None:
    with pytest.raises(ValidationError, match="不是年月"):
        MonthsField().clean(months)


@pytest.mark.parametrize(
    ("line", "name", "fen"),
    [
        ("王晓梅 12", "王晓梅", 1200),
        ("1. 王晓梅 12", "王晓梅", 1200),
        ("12、王晓梅　12.5元", "王晓梅", 1250),
        ("（3）王晓梅：12元", "王晓梅", 1200),
        ("王晓梅:１２", "王晓梅", 1200),
        ("何 国栋：26元", "何国栋", 2600),
        ("何 国栋 26", "何国栋", 2600),
        ("王 晓梅 1,200", "王晓梅", 120_000),
        ("Anna Li 12", "AnnaLi", 1200),
        ("\u202a王晓梅\u2060 12\u202c", "王晓梅", 1200),
        ("王晓梅", "王晓梅", None),
        ("12", "12", None),
    ],
)
def test_a_list_of_a_chat_is_understood(line: str, name: str, fen: int | None) -> None:
    assert [(one.name, one.fen) for one in read_pasted(line)] == [(name, fen)]


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("王晓梅", WANG, ("王晓梅", "matched")),
        ("王 晓梅", f" {WANG[:6]} {WANG[6:]}", ("王晓梅", "matched")),
        ("王晓梅", WANG.translate({ord("0") + n: ord("０") + n for n in range(10)}), ("王晓梅", "matched")),
        ("", WANG, ("王晓梅", "matched")),
        ("王晓梅", LI, ("", "name_differs")),
        ("无此人", WANG, ("", "name_differs")),
        ("王晓梅", "990000200002290000", ("", "unknown")),
        ("王晓梅", "9900********9866", ("王晓梅", "matched")),
        ("王晓梅", 990000200002299904.0, ("王晓梅", "matched")),
        ("王晓梅", "", ("王晓梅", "matched")),
        ("阿依古丽•买买提", "", ("阿依古丽·买买提", "matched")),
        ("阿依古丽．买买提", "", ("阿依古丽·买买提", "matched")),
        ("ANNA LI", "", ("Anna Li", "matched")),
        ("同名", "", ("", "ambiguous")),
        ("同名", "1", ("同名", "matched")),
        ("某某", "", ("", "unknown")),
    ],
)
def test_a_row_means_whom_name_and_number_mean_together(name: str, number: Value, expected: tuple[str, str]) -> None:
    assert meant([name, number, 12]) == [expected]


@pytest.mark.parametrize(
    ("titles", "said"),
    [(("姓名", "金额", "实收"), "“金额”和“实收”"), (("付款人", "姓名", "金额"), "“付款人”和“姓名”")],
)
def test_of_two_columns_for_one_thing_none_is_guessed(titles: tuple[str, ...], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(workbook(a=[list(titles), ["王晓梅", 12, 6]]))


def test_a_heading_is_known_in_wide_characters_too() -> None:
    assert meant(["王晓梅", "", 12], titles=("姓 名", "证件号码", "金额（元）")) == [("王晓梅", "matched")]


def test_what_is_no_amount_is_shown_as_it_was_typed() -> None:
    (pasted,), (read_in,) = read_pasted("乔松：5,50"), read(workbook(a=[["姓名", "金额"], ["乔松", "五元"]]))

    assert (pasted.fen, pasted.typed, read_in.fen, read_in.typed) == (None, "5,50", None, "五元")


def test_a_row_of_nobody_is_none() -> None:
    assert read(workbook(a=[["姓名", "金额"], ["", 12], ["王晓梅", 8]])) == [Line(3, "王晓梅", 800, "")]
