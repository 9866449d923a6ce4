"""Everybody reads what the League knows of him on one page; it costs the same however much that is."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from procedures.register import panels, years
from procedures.register.models import Standing
from procedures.register.panels import Panel
from tests.worlds import TODAY, Place, at, hospital

pytestmark = pytest.mark.django_db


def page(place: Place, who: str) -> tuple[str, int]:
    """Return the page as somebody sees it today, and how many statements it cost."""
    client = Client()
    client.force_login(place.person(who))
    client.get("/messages/")
    with time_machine.travel(at(TODAY), tick=False), CaptureQueriesContext(connection) as captured:
        text = client.get("/me/").content.decode()
    return text, len(captured)


def graded(place: Place, who: str, *grades: tuple[int, str]) -> None:
    home = place.organization("SURG")
    rows = [years.Graded(place.person(who), home, year, grade, date(year, 12, 20)) for year, grade in grades]
    years.record_grades(rows)


def test_a_member_reads_standing_dues_offices_grades_and_organizations() -> None:
    place = hospital()
    graded(place, "sec", (2025, "excellent"))
    Standing.objects.filter(person=place.person("sec")).update(
        dues_paid_to=date(2026, 4, 1), development_number="202642000999"
    )

    text, _ = page(place, "sec")

    for told in ("2015年5月4日", "202642000999", "2026年4月", "支部书记", ">2025</td>", "优秀", "第一团支部"):
        assert told in text, told


def test_numbers_are_masked_on_the_own_page_too() -> None:
    place = hospital()

    text, _ = page(place, "wang")

    assert "990000200002299866" not in text
    assert "9866" in text


def test_somebody_who_is_no_member_is_shown_no_dues() -> None:
    text, _ = page(hospital(), "wang")

    assert "团费交至" not in text


def test_a_panel_without_facts_is_not_shown_and_one_with_facts_is(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [
        Panel("空栏目", "work/files.html", lambda known: {}),
        Panel("有栏目", "work/files.html", lambda known: {"of": known.person.name, "on": known.on}),
    ]
    monkeypatch.setattr(panels, "_panels", kept)

    text, _ = page(hospital(), "sec")

    assert ("空栏目" in text, "有栏目" in text) == (False, True)


def test_the_page_costs_the_same_with_one_year_and_with_three() -> None:
    place = hospital()
    graded(place, "sec", (2025, "excellent"))
    _, one = page(place, "sec")
    graded(place, "sec", (2024, "qualified"), (2023, "basic"))

    text, three = page(place, "sec")

    assert ">2023</td>" in text
    assert one == three
