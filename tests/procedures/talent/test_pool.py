"""The talent register: who reads it, what a filter shows, and an export in which nothing is a formula."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from python_calamine import CalamineWorkbook

from procedures.scenarios.runner import noon
from procedures.talent.models import Talent
from tests.worlds import TODAY, Place, hospital
from workflows.rounds import adoption

pytestmark = pytest.mark.django_db

EVIL = '=HYPERLINK("http://example.invalid","点我")'
FACTS = {"achievements": "略", "reason": "略"}


@pytest.fixture
def place() -> Place:
    made = hospital()
    for who, at, field, position, on in (
        ("dep", "SURG", "护理", "手术室护士", date(2026, 4, 1)),
        ("org", "SURG", EVIL, "医师", date(2025, 4, 1)),
        ("plant", "PLANT", "机械", "技术员", date(2026, 4, 1)),
    ):
        adoption.adopt(
            "talent", stage="in_pool", facts={**FACTS, "field": field, "position": position},
            subject=made.person(who), organization=made.organization(at), on=on, at=noon(on),
        )  # fmt: skip
    return made


def get(place: Place, who: str, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(place.person(who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    with time_machine.travel(noon(TODAY), tick=False):
        answer = client.get(address)
    return answer.status_code, answer.content.decode("utf-8", "replace")


def names(place: Place, who: str, query: str = "") -> list[str]:
    _, page = get(place, who, f"/talent/{query}")
    return [name for name in ("何立", "陈静", "吴昊") if f">{name}</a>" in page]


@pytest.mark.parametrize("who", ["wang", "sec", "dep", "admin"])
def test_only_committees_and_auditors_read_the_register(place: Place, who: str) -> None:
    assert [get(place, who, address)[0] for address in ("/talent/", "/talent/export/")] == [404, 404]


def test_a_committee_sees_its_own_branches_and_the_county_all_of_them(place: Place) -> None:
    assert names(place, "hosp") == ["何立"]
    assert names(place, "zone") == ["吴昊"]
    assert names(place, "county") == names(place, "aud") == ["何立", "吴昊"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=all", ["何立", "陈静", "吴昊"]),
        ("?state=lapsed", ["陈静"]),
        ("?state=placed", []),
        ("?field=护理", ["何立"]),
        ("?position=技术", ["吴昊"]),
        ("?position=nothing", []),
        ("?state=odd&page=x", ["何立", "吴昊"]),
        ("?page=2", []),
    ],
)
def test_a_filter_shows_what_it_says(place: Place, query: str, found: list[str]) -> None:
    assert names(place, "county", query) == found


def test_a_row_says_what_it_is_by_the_day_alone(place: Place) -> None:
    row = Talent.objects.get(person=place.person("dep"))

    assert [row.state_on(day) for day in (date(2027, 4, 1), date(2027, 4, 2))] == ["在库", "已过期"]


def test_a_csv_file_holds_texts_and_no_formula(place: Place) -> None:
    _, text = get(place, "county", "/talent/export/?state=all&format=csv")
    rows = {row[0]: row for row in csv.reader(StringIO(text.removeprefix("\ufeff")))}

    assert rows.keys() == {"姓名", "陈静", "吴昊", "何立"}
    assert (rows["陈静"][3], rows["陈静"][13], rows["何立"][13]) == ("'" + EVIL, "已过期", "在库")


def test_a_workbook_holds_texts_and_no_formula(place: Place) -> None:
    client = Client()
    client.force_login(place.person("county"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    with time_machine.travel(noon(TODAY), tick=False):
        content = client.get("/talent/export/?state=all").content
    rows = {row[0]: row for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()}

    assert rows.keys() == {"姓名", "陈静", "吴昊", "何立"}
    assert rows["陈静"][3] == EVIL
