"""对应栏目: what a list calls its columns and its branches is said once by its reader, and remembered."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import LazySettings
from django.test import Client

from procedures.register.models import RememberedColumns
from tests.procedures.register.roster.sheets import TITLES, row, workbook
from tests.procedures.register.roster.test_pages import officer, uploaded
from workflows.people.models import Kind, Organization, Person, Role

pytestmark = pytest.mark.django_db
OWN = {**TITLES, "name": "职工", "id_number": "证号", "joined_on": "入团"}


@pytest.fixture(autouse=True)
def data_folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.REQUIRE_SECOND_FACTOR = False
    return tmp_path


@pytest.fixture
def zone() -> Organization:
    zone: Organization = Organization.objects.add_root({"code": "ZONE", "name": "开发区团工委", "kind": Kind.COMMITTEE})
    Organization.objects.add_child(zone, {"code": "Z1", "name": "新城社区团支部", "kind": Kind.BRANCH})
    return zone


def chosen(titles: dict[str, str] = OWN, **changed: Any) -> dict[str, Any]:
    """Return the form as the page shows it for a workbook of the tests, with what a test changes."""
    codes = {"number": "development_number", "category": "category", "wage": "wage"}
    columns = {f"column_{index}": codes.get(code, code) for index, code in enumerate(titles)}
    return {"sheet": "团员名册", "header": "3", **columns, **changed}


def people() -> list[str]:
    return list(Person.objects.filter(username__startswith="m").order_by("pk").values_list("name", flat=True))


def test_a_list_with_headings_of_its_own_leads_to_the_columns_and_then_to_the_preview(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)

    address = uploaded(client, workbook([row()], OWN), organization=str(zone.pk))["Location"]
    page = client.get(address).content.decode()
    onward = client.post(address, chosen(go="1"))
    client.post(onward["Location"])

    assert address.endswith("/columns/")
    assert "请先选择哪一栏是：姓名、身份证号" in page
    assert people() == [row()["name"]]


def test_a_list_that_leaves_nothing_open_leads_to_its_preview_at_once(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)

    address = uploaded(client, workbook([row()]))["Location"]

    assert not address.endswith("/columns/")


def test_what_the_headings_mean_is_remembered_for_the_next_list_of_the_committee(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    first = uploaded(client, workbook([row()], OWN))["Location"]
    client.post(first, chosen(go="1", remember="on"))

    again = uploaded(client, workbook([row(2)], OWN))["Location"]
    page = client.get(again).content.decode()

    assert RememberedColumns.objects.get().headings["职工"] == "name"
    assert "按上次" in page
    assert "请先选择" not in page


def test_one_column_for_two_is_refused_and_what_was_chosen_stays(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row()], OWN))["Location"]

    page = client.post(address, chosen(column_1="name", go="1"))

    assert page.status_code == 422
    assert "“姓名”选了 A、B 几列" in page.content.decode()
    assert people() == []


def test_samples_show_no_number_of_a_person(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row()], OWN))["Location"]

    page = client.get(address).content.decode()

    assert str(row()["id_number"]) not in page
    assert str(row()["phone"]) not in page
    assert str(row()["id_number"])[-4:] in page


def test_a_list_without_a_column_of_branches_goes_into_the_branch_that_is_chosen(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    titles = {code: title for code, title in TITLES.items() if code not in ("branch", "committee")}
    address = uploaded(client, workbook([row()], titles))["Location"]

    asked = client.get(address).content.decode()
    onward = client.post(address, chosen(titles, branch="Z1", go="1"))["Location"]
    client.post(onward)

    assert "请在“对应栏目”中选择这些团员所在的团支部" in asked
    assert Person.objects.get(username__startswith="m").home == Organization.objects.get(code="Z1")


@pytest.mark.parametrize(
    ("becomes", "home"), [("new", "新成社区支部"), ("Z1", "新城社区团支部"), ("skip", None), ("", None)]
)
def test_an_unknown_branch_is_founded_mapped_or_left_out_as_its_reader_says(
    zone: Organization, becomes: str, home: str | None
) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row(branch="新成社区支部")]))["Location"]

    client.post(f"{address}columns/", chosen(TITLES, place="新成社区支部", becomes=becomes, go="1"))
    client.post(address)

    found = Person.objects.filter(username__startswith="m").first()
    assert (found.home.name if found and found.home else None) == home


def test_another_sheet_is_read_when_it_is_chosen(zone: Organization) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for number, name in enumerate(("一", "二")):
            sheet = book.add_worksheet(name)
            for index, (code, title) in enumerate(TITLES.items()):
                sheet.write(0, index, title)
                sheet.write(1, index, str(row(number)[code]))
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, out.getvalue())["Location"]

    client.post(address, {"sheet": "二", "header": "1", "anew": "1", "go": "1"})
    client.post(address.removesuffix("columns/"))

    assert people() == [row(1)["name"]]


@pytest.mark.parametrize(
    "given", [{"sheet": "没有"}, {"header": "99999"}, {"header": "x"}, {"column_0": "no_such"}, {"sheet": "\0"}]
)
def test_nonsense_is_answered_with_the_page_and_nothing_is_written(zone: Organization, given: dict[str, str]) -> None:
    client = officer(zone, Role.REGISTRAR)
    address = uploaded(client, workbook([row()], OWN))["Location"]

    page = client.post(address, {**chosen(), **given})

    assert page.status_code in (200, 422)
    assert people() == []


def test_the_columns_of_a_file_of_another_are_not_shown(zone: Organization) -> None:
    address = uploaded(officer(zone, Role.REGISTRAR), workbook([row()], OWN))["Location"]

    other = officer(zone, Role.COMMITTEE_REVIEWER).get(address)

    assert other.status_code == 302
    assert Client().get(address).status_code == 302


def test_offices_that_would_begin_are_shown_and_one_that_is_held_does_not_begin(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    first = uploaded(client, workbook([row(1, office="团支部书记")]))["Location"]
    client.post(first)

    second = uploaded(client, workbook([row(2, office="团支部书记"), row(3, office="组织委员")]))["Location"]
    page = client.get(second).content.decode()
    client.post(second)

    assert f"在任：{row(1)['name']}" in page
    assert "不开始" in page
    held = Person.objects.filter(appointments__post__organization__code="Z1").order_by("pk")
    assert [one.name for one in held] == [row(1)["name"], row(3)["name"]]
