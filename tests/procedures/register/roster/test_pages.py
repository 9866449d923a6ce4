"""The import page: upload, preview, confirm, delete; for officers of the committee, and only into their own."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from procedures.register.roster import uploads
from tests.procedures.register.roster.sheets import row, workbook
from workflows.models import Entry
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: LazySettings, tmp_path: Path) -> Path:
    """Keep uploads in a folder of the test."""
    settings.DATA_DIR = tmp_path
    settings.REQUIRE_SECOND_FACTOR = False
    return tmp_path


@pytest.fixture
def zone() -> Organization:
    """Return the committee of the sheets."""
    return Organization.objects.add_root({"code": "ZONE", "name": "开发区团工委", "kind": Kind.COMMITTEE})


def officer(organization: Organization, role: Role) -> Client:
    """Return a client signed in as somebody in office."""
    person = Person.objects.create_user(f"{role}-{organization.code}", name="金一")
    post = Post.objects.create(role=role, organization=organization)
    Appointment.objects.create(person=person, post=post, first_on=date(2020, 1, 1))
    client = Client()
    client.force_login(person)
    return client


def uploaded(client: Client, content: bytes, name: str = "名册.xlsx", organization: str = "") -> HttpResponse:
    """Upload a file."""
    return client.post("/import/", {"file": SimpleUploadedFile(name, content), "organization": organization})


def test_a_registrar_uploads_previews_and_confirms(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)

    address = uploaded(client, workbook([row(1), row(2, name="")]))["Location"]
    preview = client.get(address).content.decode()
    before = Person.objects.exclude(home=None).count()
    client.post(address)

    assert "确认导入 1 人" in preview
    assert "没有填写姓名" in preview
    assert "A5" in preview
    assert (before, Person.objects.exclude(home=None).count()) == (0, 1)


def test_confirming_twice_imports_once(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row(1)]))["Location"]

    client.post(address)
    client.post(address)

    assert Person.objects.exclude(home=None).count() == 1
    assert "未变" in client.get(address).content.decode()


def test_problems_can_be_filtered_by_column_and_outcome(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row(1, phone="123"), row(2, name="")]))["Location"]

    page = client.get(address, {"about": "姓名·未导入"}).content.decode()

    assert "没有填写姓名" in page
    assert "电话号码有" not in page


def test_problems_come_as_a_spreadsheet_whose_texts_are_no_formulas(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row(1, politics="=1+1")]))["Location"]

    response = client.get(f"{address}problems.xlsx")

    lines = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert lines[0][:4] == ["行", "单元格", "栏", "结果"]
    assert [line[:4] for line in lines if line[5] == "politics_unknown"] == [["4", "E4", "政治面貌", "提示"]]
    assert b"<f>" not in response.content


def test_an_upload_is_encrypted_and_gone_when_finished(zone: Organization, data_folder: Path) -> None:
    client = officer(zone, Role.REGISTRAR)
    content = workbook([row(1)])
    token = uploaded(client, content)["Location"].split("/")[2]

    kept = list((data_folder / "uploads").iterdir())
    client.post(f"/import/{token}/forget/")

    assert len(kept) == 1
    assert content[:4] == b"PK\x03\x04"
    assert list((data_folder / "uploads").iterdir()) == []


def test_an_upload_is_the_uploaders_own(zone: Organization) -> None:
    address = uploaded(officer(zone, Role.REGISTRAR), workbook([row(1)]))["Location"]

    response = officer(zone, Role.COMMITTEE_REVIEWER).get(address)

    assert (response.status_code, response["Location"]) == (302, "/import/")


def test_a_token_is_no_path(zone: Organization) -> None:
    person = Person.objects.create_user("p", name="某人")

    with pytest.raises(ValueError, match="已删除"):
        uploads.load("../../etc/passwd", person)


@pytest.mark.parametrize("role", [Role.BRANCH_SECRETARY, Role.AUDITOR, Role.PARTY_REVIEWER])
def test_who_imports_nothing_finds_no_page(zone: Organization, role: Role) -> None:
    assert officer(zone, role).get("/import/").status_code == 404


def test_nobody_imports_into_another_committee_by_its_code_or_by_the_sheet(zone: Organization) -> None:
    other = Organization.objects.add_root({"code": "HOSP", "name": "医院团委", "kind": Kind.COMMITTEE})
    client = officer(other, Role.COMMITTEE_REVIEWER)
    address = uploaded(client, workbook([row(1)]))["Location"]

    by_sheet = client.get(address)
    by_code = client.get(address.replace("/-/", "/ZONE/"))

    assert (by_sheet.status_code, by_sheet["Location"]) == (302, "/import/")
    assert by_code.status_code == 404


@pytest.mark.parametrize(("content", "name"), [(b"no", "名册.xlsx"), (b"", "名册.xlsx"), (b"PK", "名册.ods")])
def test_what_is_no_roster_is_refused_with_a_sentence(zone: Organization, content: bytes, name: str) -> None:
    client = officer(zone, Role.REGISTRAR)

    response = uploaded(client, content, name)
    if response.status_code == 302:
        response = client.get(response["Location"], follow=True)

    text = response.content.decode()
    assert "请先选择哪一栏是" in text or "不是电子表格" in text or "errorlist" in text or "invalid" in text
    assert Person.objects.exclude(home=None).count() == 0


def test_an_import_confirmed_twice_by_one_page_says_what_the_first_did(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row(1), row(2, name="")]))["Location"]
    nonce = client.get(address).context["nonce"]

    first, again = (client.post(address, {"nonce": nonce}, follow=True).content.decode() for _ in range(2))

    assert "已导入 1 人，其中 0 人有提示；1 行未导入。" in first
    assert "此页先前已经提交，没有重复办理；当时的结果是：已导入 1 人，其中 0 人有提示；1 行未导入。" in again
    assert Entry.objects.filter(act="import_roster").count() == 2  # one of the file, one of the person


def test_a_page_that_has_imported_one_file_imports_no_other(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    first, other = (uploaded(client, workbook([row(number)]))["Location"] for number in (1, 2))
    nonce = client.get(first).context["nonce"]

    client.post(first, {"nonce": nonce})
    page = client.post(other, {"nonce": nonce}, follow=True).content.decode()

    assert "用的就是此页；这次所填与当时不同，没有办理" in page
    assert "确认导入 1 人" in page
