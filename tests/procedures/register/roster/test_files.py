"""What is no roster is said to be none, before much of it is read."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from procedures.register.roster.plan import Options, plan_import
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


@pytest.mark.parametrize("content", [b"", b"name,id\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"%PDF-1.7"])
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    assert "不是 .xlsx 电子表格" in refusal(content)


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
    titles = {code: title for code, title in TITLES.items() if code != "joined_on"}

    assert "第 3 行像是表头，但缺少：入团时间" in refusal(workbook([row()], titles))


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
    corners = b'<sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row></sheetData>'

    assert "1048576" in refusal(repacked(workbook([row()]), SHEET, corners))


def test_the_command_fails_with_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"no")

    with pytest.raises(CommandError, match=r"不是 \.xlsx 电子表格"):
        call_command("import_roster", str(path), stdout=StringIO())


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法读取文件"):
        call_command("import_roster", str(tmp_path / "none.xlsx"), stdout=StringIO())


def test_headings_with_blanks_stars_and_units_are_understood() -> None:
    titles: dict[str, Any] = {**TITLES, "name": "* 姓 名", "phone": "手机号码（必填）"}

    plan = plan_import(workbook([row()], titles), Options(), TODAY)

    assert plan.counts["imported"] == 1
