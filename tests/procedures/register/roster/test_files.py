"""What is no roster is said to be none, before much of it is read."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from procedures.register.roster.plan import Options, Plan, plan_import
from tests.procedures.register.roster.sheets import TITLES, row, workbook
from workflows.exchange.unreadable import Unreadable

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
SHEET = "xl/worksheets/sheet1.xml"


def refusal(content: bytes) -> str:
    """Return why a file is not read."""
    with pytest.raises(Unreadable) as refused:
        plan_import(content, Options(), TODAY)
    return str(refused.value)


def repacked(content: bytes, part: str, data: bytes) -> bytes:
    """Return a spreadsheet with one of its parts replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one.filename, data if one.filename == part else old.read(one))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "不是电子表格"), (b"%PDF-1.7", "不是电子表格"), (b"name,id\n", "没有找到表头"),
     (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "无法按电子表格读取"), (b"a\0b", "无法按电子表格读取")],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_zip_of_something_else_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")

    assert "不是 .xlsx 电子表格" in refusal(out.getvalue())


def test_a_damaged_file_is_refused() -> None:
    assert "文件已损坏" in refusal(workbook([row()])[:-200])


def test_a_part_that_is_no_xml_is_refused() -> None:
    assert "无法按电子表格读取" in refusal(repacked(workbook([row()]), "xl/workbook.xml", b"<<<"))


def test_a_file_without_header_is_refused_with_what_it_needs() -> None:
    nameless = dict.fromkeys(TITLES, "x")

    assert "没有找到表头" in refusal(workbook([row()], nameless))


def test_a_missing_column_is_named_with_the_row_that_looks_like_the_header() -> None:
    titles = {code: title for code, title in TITLES.items() if code != "id_number"}

    assert "第 3 行像是表头，但缺少：身份证号" in refusal(workbook([row()], titles))


def test_a_column_given_twice_is_refused() -> None:
    titles = {**TITLES, "work": "姓 名"}

    assert "“姓名”有两栏（A、K）" in refusal(workbook([row()], titles))


def test_a_header_without_rows_is_refused() -> None:
    assert "只有表头，没有团员" in refusal(workbook([]))


def test_a_bomb_of_a_hundred_megabytes_is_not_unpacked() -> None:
    bomb = repacked(workbook([row()]), SHEET, b"<worksheet>" + b" " * (100 * 1024 * 1024))

    assert len(bomb) < 1024 * 1024
    assert "解压后超过 80 MB" in refusal(bomb)


def test_two_cells_in_opposite_corners_do_not_reserve_the_sheet_between() -> None:
    corners = (
        b'<sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )

    assert "1048576" in refusal(repacked(workbook([row()]), SHEET, corners))


def test_the_command_fails_with_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"no")

    with pytest.raises(CommandError, match="没有找到表头"):
        call_command("import_roster", str(path), stdout=StringIO())


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法读取文件"):
        call_command("import_roster", str(tmp_path / "none.xlsx"), stdout=StringIO())


def test_headings_with_blanks_stars_and_units_are_understood() -> None:
    titles: dict[str, Any] = {**TITLES, "name": "* 姓 名", "phone": "手机号码（必填）"}

    plan = plan_import(workbook([row()], titles), Options(), TODAY)

    assert plan.counts["imported"] == 1


def test_a_look_alone_on_the_last_row_of_a_sheet_is_no_content() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        for index, code in enumerate(TITLES):
            sheet.write(0, index, TITLES[code])
            sheet.write(1, index, str(row()[code]))
        sheet.write_blank(1_048_575, 3, None, book.add_format({"bold": True}))

    assert plan_import(out.getvalue(), Options(), TODAY).counts["rows"] == 1


def sheets(**looks: Any) -> bytes:
    """Return a workbook of two rosters, the first of which looks as a test says."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        struck = book.add_format({"font_strikeout": True})
        for number, name in enumerate(("一", "二")):
            sheet = book.add_worksheet(name)
            for index, (code, title) in enumerate(TITLES.items()):
                sheet.write(0, index, title)
                for line in range(3):
                    look = struck if number == 0 and line in looks.get("struck", ()) else None
                    sheet.write(line + 1, index, str(row(number * 3 + line)[code]), look)
            if number == 0:
                for line in looks.get("hidden", ()):
                    sheet.set_row(line + 1, None, None, {"hidden": True})
                if looks.get("sheet_hidden"):
                    sheet.hide()
            else:
                sheet.activate()
    return out.getvalue()


def said(plan: Plan) -> set[str]:
    return {one.code for one in plan.notes}


def test_one_sheet_is_read_and_the_other_is_named() -> None:
    plan = plan_import(sheets(), Options(), TODAY)

    assert plan.sheet.name == "一"
    assert [one.message for one in plan.notes if one.code == "sheet_unread"] == [
        "文件中另有一张名册“二”，没有读取；一次读一张，请另行导入。"
    ]


def test_a_hidden_sheet_is_not_read_before_one_that_is_seen() -> None:
    plan = plan_import(sheets(sheet_hidden=True), Options(), TODAY)

    assert plan.sheet.name == "二"
    assert "“一”（隐藏的表）" in "".join(one.message for one in plan.notes)


@pytest.mark.parametrize(("look", "code"), [("hidden", "rows_hidden"), ("struck", "rows_struck")])
def test_rows_hidden_or_struck_through_are_said_and_read_only_when_chosen(look: str, code: str) -> None:
    content = sheets(**{look: (1,)})

    plan = plan_import(content, Options(), TODAY)
    chosen = plan_import(content, Options(layout=replace(plan.sheet.layout, **{look: True})), TODAY)

    assert code in said(plan)
    assert [one.row.number for one in plan.rows] == [2, 4]
    assert code not in said(chosen)
    assert [one.row.number for one in chosen.rows] == [2, 3, 4]


def test_totals_and_notes_below_the_roster_are_no_people() -> None:
    total = dict.fromkeys(TITLES, "") | {"name": "合计 1 人"}
    note = dict.fromkeys(TITLES, "") | {"name": "注：以上为在册团员"}

    plan = plan_import(workbook([row(), total, note]), Options(), TODAY)

    assert plan.counts["rows"] == 1
    assert "第 5、6 行不是人员" in "".join(one.message for one in plan.notes)


def test_a_branch_written_once_beside_its_members_holds_for_each_of_them() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        for index, (code, title) in enumerate(TITLES.items()):
            sheet.write(0, index, title)
            for line in range(3):
                if code != "branch":
                    sheet.write(line + 1, index, str(row(line)[code]))
        sheet.merge_range(1, 8, 3, 8, "新城社区团支部")

    plan = plan_import(out.getvalue(), Options(), TODAY)

    assert [one.member.branch for one in plan.accepted] == ["新城社区团支部"] * 3


def test_a_header_of_two_rows_is_one_header() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        for index, (code, title) in enumerate(TITLES.items()):
            if code in ("politics", "joined_on"):
                sheet.write(1, index, title)
            else:
                sheet.merge_range(0, index, 1, index, title)
            sheet.write(2, index, str(row()[code]))
        sheet.merge_range(0, 4, 0, 5, "政治情况")

    plan = plan_import(out.getvalue(), Options(), TODAY)

    assert plan.sheet.layout.header == (1, 2)
    assert plan.accepted[0].member.joined_on == date(2019, 5, 4)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("parting", [",", "\t", ";"])
def test_a_text_with_commas_or_tabs_is_read_in_either_code(code: str, parting: str) -> None:
    lines = [list(TITLES.values()), [str(row()[name]) for name in TITLES]]
    content = "\r\n".join(parting.join(f'"{cell}"' for cell in line) for line in lines).encode(code)

    plan = plan_import(content, Options(), TODAY)

    assert plan.counts["imported"] == 1
    assert plan.accepted[0].member.name == row()["name"]
