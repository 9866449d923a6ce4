"""导入缴费表: shown first, posted once, and what is not certain is left alone."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from procedures.dues.models import Payment
from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from workflows import engine
from workflows.engine.request import Outcome
from workflows.models import Message
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 31)
WORLD = """
given: hospital
also:
  people:
    - {id: n1, name: 顾一, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: t1, name: 同名, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: t2, name: 同名, born: 2001-01-01, organisation: MED, status: active, joined_on: 2015-05-04,
       id_number: "420100200101010017"}
  dues_basis:
    - {person: n1, category: student, from_month: 2026-01}
    - {person: t1, category: student, from_month: 2026-01}
    - {person: t2, category: student, from_month: 2026-01}
acts: [{on: 2026-03-31, by: org_med, act: dues.open_months, with: {from_month: 2026-01, to_month: 2026-03}}]
"""
ROWS = [
    ["顾 一", 0.6, ""],
    ["同名", "0.20", ""],
    ["同名", 0.4, "420100200101010017"],
    ["外人", 0.2, ""],
    ["顾一", "两角", ""],
    ["", "", ""],
]


def sheet(rows: list[list[Any]], header: tuple[str, ...] = ("姓名", "金额（元）", "身份证号")) -> SimpleUploadedFile:
    """Return a workbook with a title above its header."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        for index, row in enumerate([["三月团费"], list(header), *rows]):
            page.write_row(index, 0, row)
    return SimpleUploadedFile("三月.xlsx", content.getvalue())


def request(runner: Runner, act: str, upload: SimpleUploadedFile | None = None) -> engine.Request:
    files = {"spreadsheet": upload} if upload else {}
    answers = {"method": "mobile"} if upload else {}
    return engine.Request(act, runner.world.person("org_med"), ON, noon(ON), answers, files=files)


def imported(runner: Runner, upload: SimpleUploadedFile) -> Outcome:
    return engine.start("dues", request(runner, "import_payments", upload))


def test_a_sheet_is_matched_by_number_then_by_name_and_nothing_is_posted_before_it_is_confirmed(play: Play) -> None:
    outcome = imported(play(WORLD), sheet(ROWS))

    states = [(row["number"], row["state"], row["months"]) for row in outcome.facts.rows]
    assert states == [
        (3, "matched", "2026年1月至3月"), (4, "ambiguous", ""), (5, "matched", "2026年1月至2月"), (6, "unknown", ""),
        (7, "bad_amount", ""),
    ]  # fmt: skip
    assert outcome.case.stage == "import_previewed"
    assert Payment.objects.count() == 0
    assert "4201002001" not in str(outcome.facts.rows)


def test_what_is_confirmed_is_posted_with_its_register(play: Play) -> None:
    runner = play(WORLD)
    case = imported(runner, sheet(ROWS)).case

    outcome = engine.act(case, request(runner, "confirm_import"))

    assert (outcome.case.stage, outcome.facts.posted, outcome.facts.fen) == ("imported", 2, 100)
    assert [paper.kind for paper in outcome.papers] == ["dues_register"]
    assert sorted(Payment.objects.values_list("person__username", "fen")) == [("n1", 60), ("t2", 40)]


def test_each_member_is_told_what_was_posted_of_him_and_nobody_else_is(play: Play) -> None:
    runner = play(WORLD)
    case = imported(runner, sheet(ROWS)).case
    Message.objects.all().delete()

    engine.act(case, request(runner, "confirm_import"))

    told = dict(Message.objects.filter(text__contains="已收到您").values_list("person__username", "text"))
    assert sorted(told) == ["n1", "t2"]
    assert ["团费 0.60 元" in told["n1"], "团费 0.40 元" in told["t2"]] == [True, True]


def test_the_same_file_posts_nothing_the_second_time(play: Play) -> None:
    runner, upload = play(WORLD), sheet(ROWS)
    first, again = imported(runner, upload).case, imported(runner, upload).case
    engine.act(first, request(runner, "confirm_import"))

    with pytest.raises(Refused) as refused:
        engine.act(again, request(runner, "confirm_import"))

    assert refused.value.code == "already_imported"
    assert Payment.objects.count() == 2


def test_more_than_is_owed_is_left_alone_and_a_sheet_without_a_match_ends_and_says_why(play: Play) -> None:
    runner = play(WORLD)

    outcome = imported(runner, sheet([["外人", 0.2, ""], ["顾一", 100, ""]]))

    assert (outcome.case.stage, outcome.case.is_open, outcome.tasks) == ("nothing_imported", False, ())
    said = [change["after"] for change in outcome.entry.changes]
    assert said == ["名册中没有此人", "多于应交"]
    with pytest.raises(Refused) as refused:
        engine.act(outcome.case, request(runner, "confirm_import"))
    assert refused.value.code == "case_closed"


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no book"), "损坏"),
        (SimpleUploadedFile("a.xlsx", b"name,amount"), "没有找到表头"),
        (sheet([["顾一", 1]], ("名字", "钱")), "没有找到表头"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_is_wrong(
    play: Play, upload: SimpleUploadedFile, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        imported(play(WORLD), upload)

    assert (refused.value.code, refused.value.finding.field) == ("field_invalid", "spreadsheet")
    assert words in refused.value.finding.sentence
