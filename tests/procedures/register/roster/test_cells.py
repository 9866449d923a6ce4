"""Every kind of wrong cell ends with the reason, at its cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.register.roster.plan import Options, Plan, plan_import
from tests.procedures.register.roster.sheets import TITLES, id_number, row, workbook

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
BORN = date(2003, 5, 20)


def planned(*rows: dict[str, Any], **options: Any) -> Plan:
    """Return what an import of the rows would do."""
    return plan_import(workbook(list(rows), **options), Options(), TODAY)


def found(plan: Plan) -> list[tuple[str, str, str]]:
    """Return cell, level and code of every problem of a row."""
    return [(one.cell, str(one.level), one.code) for one in plan.problems if one.row]


def test_a_good_row_is_imported_without_a_word() -> None:
    plan = planned(row())

    assert found(plan) == []
    assert plan.counts == {"rows": 1, "imported": 1, "warned": 0, "refused": 0, "unchanged": 0}


def test_an_unknown_region_is_said_once_for_the_file() -> None:
    plan = planned(row(1), row(2), row(3))

    assert [(one.row, one.cell) for one in plan.problems if one.code == "region_unknown"] == [(None, "")]


@pytest.mark.parametrize(
    ("changed", "cell", "code"),
    [
        ({"name": ""}, "A4", "name_missing"),
        ({"name": "张3"}, "A4", "name_bad"),
        ({"sex": "女"}, "B4", "sex_mismatch"),
        ({"id_number": ""}, "C4", "id_number_missing"),
        ({"id_number": 9.900002003052012e17}, "C4", "id_number_lost_digits"),
        ({"id_number": id_number(BORN, 1)[:-1]}, "C4", "id_number_length"),
        ({"id_number": "99000020030520ABCX"}, "C4", "id_number_bad"),
        ({"id_number": "990000200305200000"}, "C4", "id_number_check_digit"),
        ({"id_number": id_number(date(2003, 5, 21), 1), "born": BORN}, "D4", "birth_date_mismatch"),
        ({"politics": "群众"}, "E4", "politics_no_member"),
        ({"joined_on": date(2026, 11, 22), "number": "202665000001"}, "F4", "joined_in_future"),
        ({"joined_on": date(2014, 5, 19), "number": ""}, "F4", "joined_below_14"),
        ({"branch": ""}, "I4", "branch_missing"),
    ],
)
def test_a_wrong_cell_refuses_its_row_and_is_named(changed: dict[str, Any], cell: str, code: str) -> None:
    plan = planned(row(**changed))

    assert (cell, "error", code) in found(plan)
    assert plan.counts["refused"] == 1
    assert plan.accepted == ()


@pytest.mark.parametrize(
    ("changed", "cell", "code"),
    [
        ({"sex": "未知"}, "B4", "sex_bad"),
        ({"born": "五月二十日"}, "D4", "date_bad"),
        ({"politics": "某某党员"}, "E4", "politics_unknown"),
        ({"joined_on": ""}, "F4", "joined_on_missing"),
        ({"joined_on": "2019.13.04"}, "F4", "date_bad"),
        ({"joined_on": "2019.05"}, "F4", "day_unknown"),
        ({"joined_on": 43589}, "F4", "date_is_number"),
        ({"number": "20196500123"}, "G4", "number_bad_format"),
        ({"number": "201999000001"}, "G4", "number_bad_province"),
        ({"number": "202065000001"}, "G4", "number_year_mismatch"),
        ({"number": "201765000001"}, "G4", "number_year_mismatch"),
        ({"office": "团支部主席"}, "H4", "office_unknown"),
        ({"phone": "1390000"}, "L4", "phone_bad"),
        ({"wage": -1}, "M4", "wage_negative"),
        ({"wage": 2_000_000}, "M4", "wage_absurd"),
        ({"wage": "五千"}, "M4", "wage_bad"),
        ({"category": "其他"}, "N4", "category_unknown"),
    ],
)
def test_a_cell_that_says_nothing_stays_empty_and_its_person_is_entered(
    changed: dict[str, Any], cell: str, code: str
) -> None:
    plan = planned(row(**changed))

    assert (cell, "warning", code) in found(plan)
    assert plan.counts["imported"] == 1


@pytest.mark.parametrize("nothing", ["/", "／", "无", "—", "-", "N/A", " 无 "])
def test_a_stroke_and_its_like_stand_for_nothing(nothing: str) -> None:
    plan = planned(row(office=nothing, phone=nothing, wage=nothing, number=nothing, work=nothing))

    member = plan.accepted[0].member
    assert (member.office, member.phone, member.dues_base_fen, member.development_number, member.work) == (
        "", "", None, "", "",
    )  # fmt: skip
    assert {code for _cell, _level, code in found(plan)} == {"number_missing", "wage_missing"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2018-05-04 00:00:00", date(2018, 5, 4)), ("2018年05月04号", date(2018, 5, 4)), ("2018、5、4", date(2018, 5, 4)),
     ("2019年05月", date(2019, 5, 1)), ("2019.5", date(2019, 5, 1)), ("201905", date(2019, 5, 1))],
)  # fmt: skip
def test_a_day_is_read_as_offices_write_it_and_a_month_alone_is_said(text: str, meant: date) -> None:
    number = f"{meant.year}65000001"

    plan = planned(row(joined_on=text, number=number))

    assert plan.accepted[0].member.joined_on == meant
    assert ("day_unknown" in {one.code for one in plan.problems}) is (meant.day == 1)


def test_a_number_of_fifteen_digits_becomes_the_one_of_eighteen_with_a_warning() -> None:
    plan = planned(row(id_number="990000990520001", born="", joined_on=date(2014, 5, 4), number="", sex=""))

    number = plan.accepted[0].member.id_number
    assert (number[:17], len(number)) == ("99000019990520001", 18)
    assert "id_number_renewed" in {one.code for one in plan.problems}


@pytest.mark.parametrize("name", ["买买提･试", "阿依•试试", "古丽·试", "试⋅阿依", "试〇一", "Aygul Test"])
def test_names_of_all_peoples_are_names(name: str) -> None:
    plan = planned(row(name=name))

    assert plan.counts["imported"] == 1
    assert plan.accepted[0].member.name == name.translate({ord(dot): "·" for dot in "･•⋅"})


def test_whom_the_file_itself_says_to_have_left_is_not_entered() -> None:
    titles = {**TITLES, "status": "团籍状态", "remark": "备注"}
    rows = [
        row(1, status="正常", remark=""), row(2, status="自愿退团", remark=""), row(3, status="", remark="已转出"),
        row(4, status="在册", remark="7月结婚"),
    ]  # fmt: skip

    plan = planned(*rows, titles=titles)

    assert found(plan) == [("O5", "error", "status_not_on_roll"), ("P6", "error", "remark_left")]
    assert [one.row.number for one in plan.accepted] == [4, 7]


@pytest.mark.parametrize(
    ("changed", "cell", "code"),
    [
        ({"name": "甄\u3000好"}, "A4", "name_cleaned"),
        ({"id_number": f" {id_number(BORN, 1)}"}, "C4", "spaces_removed"),
        ({"joined_on": "2019.05.04"}, "F4", "date_as_text"),
        ({"joined_on": "2019年5月4日"}, "F4", "date_as_text"),
        ({"joined_on": 20190504}, "F4", "date_as_text"),
        ({"number": ""}, "G4", "number_missing"),
        ({"number": "201865000001"}, "G4", "number_year_before"),
        ({"born": date(1998, 11, 21), "joined_on": date(2013, 5, 4), "number": ""}, "D4", "over_age"),
        ({"joined_on": date(2016, 5, 19), "number": ""}, "F4", "joined_below_14"),
        ({"born": date(2004, 6, 1), "joined_on": date(2018, 5, 4), "number": "201865000001"}, "F4", "joined_at_13"),
        ({"born": date(2004, 1, 1), "joined_on": date(2016, 12, 31), "number": ""}, "F4", "joined_below_14"),
        ({"born": date(2003, 12, 31), "joined_on": date(2017, 1, 1), "number": "201765000001"}, "F4", "joined_at_13"),
        ({"born": date(2005, 1, 1), "joined_on": date(2018, 12, 31), "number": "201865000001"}, "F4", "joined_at_13"),
        (
            {"born": date(2009, 6, 1), "joined_on": date(2024, 5, 4), "number": "202465000001", "politics": "中共党员"},
            "E4",
            "party_below_18",
        ),
        ({"wage": "5,000.50"}, "M4", "number_as_text"),
        ({"wage": 150_000}, "M4", "wage_high"),
        ({"wage": ""}, "M4", "wage_missing"),
        ({"category": "学生"}, "M4", "wage_contradicts_category"),
    ],
)
def test_a_doubtful_cell_lets_its_row_in_with_a_warning(changed: dict[str, Any], cell: str, code: str) -> None:
    plan = planned(row(**changed))

    assert found(plan) == [(cell, "warning", code)]
    assert plan.counts == {"rows": 1, "imported": 1, "warned": 1, "refused": 0, "unchanged": 0}


def test_somebody_over_28_in_office_is_not_warned_of() -> None:
    born = date(1998, 11, 21)

    plan = planned(row(born=born, joined_on=date(2013, 5, 4), number="", office="团支部书记"))

    assert found(plan) == []


def test_a_joining_before_2017_needs_no_number() -> None:
    plan = planned(row(born=date(2001, 1, 1), joined_on=date(2016, 12, 31), number=""))

    assert found(plan) == []


def test_two_people_with_one_id_number_are_both_refused() -> None:
    first, second = row(1), row(2, id_number=id_number(BORN, 1))

    plan = planned(first, second)

    assert found(plan) == [("C4", "error", "id_number_repeated"), ("C5", "error", "id_number_repeated")]


def test_a_row_that_repeats_another_is_refused_and_the_first_stands() -> None:
    plan = planned(row(1), row(1))

    assert found(plan) == [("C5", "error", "row_repeated")]
    assert plan.counts["imported"] == 1


def test_two_people_with_one_development_number_are_both_refused() -> None:
    plan = planned(row(1), row(2, number="201965000001"))

    assert found(plan) == [("G4", "error", "number_repeated"), ("G5", "error", "number_repeated")]


def test_a_misspelt_branch_is_refused_with_the_nearest_name_and_not_created() -> None:
    rows = [row(serial) for serial in range(1, 7)]

    plan = planned(*rows, row(7, branch="新诚社区团支部"))

    assert found(plan) == [("I10", "error", "branch_unknown")]
    assert "最接近的名称是“新城社区团支部”" in plan.problems[-1].message
    assert plan.places.new == ("新城社区团支部",)


def test_a_small_branch_of_its_own_is_created() -> None:
    rows = [row(serial) for serial in range(1, 7)]

    plan = planned(*rows, row(7, branch="戈壁物流团支部", work="戈壁物流职员"))

    assert found(plan) == []
    assert plan.places.new == ("新城社区团支部", "戈壁物流团支部")


def test_a_row_of_another_committee_is_refused() -> None:
    plan = planned(row(1), row(2), row(3, committee="高新区团工委"))

    assert found(plan) == [("J6", "error", "committee_differs")]


def test_totals_that_differ_from_the_rows_are_said_once() -> None:
    plan = planned(row(1), totals={"团员数": 2})

    assert [one.message for one in plan.notes if one.code == "total_differs"] == [
        "统计表中团员数为 2，名册中实有 1，请核对。"
    ]
