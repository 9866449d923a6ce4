"""What an organization was on any day, and what becomes of one that is no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import Settings

from procedures.register import organizations
from procedures.register.organization_field import OrganizationField, OrganizationsField
from procedures.register.organizations import New
from tests.workflows.pages.test_bulk import browser
from tests.worlds import TODAY, Place, at, hospital
from workflows import engine
from workflows.people.models import Kind, Organization, PastOrganization
from workflows.table.act import Act
from workflows.table.refusals import Refused
from workflows.table.registry import procedure

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=False):
        yield hospital()


def act_at(place: Place, code: str, on: date = TODAY) -> Act[Any]:
    """Return an act of the register of organizations, of which only the verbs are tried."""
    table = procedure("organization")
    request = engine.Request("describe", place.person("admin"), on, at(TODAY), {"organisation": code})
    return engine.by_calendar(table, table.row("describe"), place.organization(code), request)


def named(code: str, day: date) -> str | None:
    found = organizations.lineage_of(Organization.objects.all()).get(code=code)
    state = organizations.state_on(organizations.states(found), day)
    return state.name if state else None


def test_each_name_stands_up_to_the_day_before_the_next(place: Place) -> None:
    first, second = TODAY - 10 * DAY, TODAY
    organizations.rename(act_at(place, "SURG", first), place.organization("SURG"), "甲", on=first)
    organizations.rename(act_at(place, "SURG", second), Organization.objects.get(code="SURG"), "乙", on=second)

    days = (first - DAY, first, second - DAY, second)

    assert [named("SURG", day) for day in days] == ["第一团支部", "甲", "甲", "乙"]
    assert organizations.name_on(Organization.objects.get(code="SURG"), first) == "甲"


def test_a_name_that_stood_on_no_day_leaves_no_trace_but_in_the_log(place: Place) -> None:
    act = act_at(place, "SURG")
    organizations.rename(act, place.organization("SURG"), "甲", on=TODAY)
    organizations.rename(act, place.organization("SURG"), "乙", on=TODAY)

    assert list(PastOrganization.objects.values_list("name", flat=True)) == ["第一团支部"]
    assert [change.after for change in act.changes] == ["甲", "乙"]


def test_nothing_is_changed_before_the_day_of_the_last_change(place: Place) -> None:
    organizations.rename(act_at(place, "SURG"), place.organization("SURG"), "甲", on=TODAY)

    with pytest.raises(Refused) as refused:
        organizations.rename(act_at(place, "SURG"), place.organization("SURG"), "乙", on=TODAY - DAY)

    assert (refused.value.code, refused.value.finding.earliest) == ("act_date_before_previous", TODAY)


@pytest.mark.parametrize(
    ("kind", "under", "fits"),
    [
        (Kind.BRANCH, "HOSP", True), (Kind.BRANCH, "SURG", False), (Kind.GROUP, "SURG", True),
        (Kind.COMMITTEE, "SURG", False), (Kind.BRANCH, "", False), (Kind.COMMITTEE, "", True),
    ],
)  # fmt: skip
def test_a_branch_stands_under_a_committee_and_a_committee_may_be_a_root(
    place: Place, kind: Kind, under: str, fits: bool
) -> None:
    parent = place.organization(under) if under else None

    assert organizations.kind_finding(kind, parent).met is fits


def test_two_organizations_never_share_a_code(place: Place) -> None:
    act, hosp = act_at(place, "HOSP"), place.organization("HOSP")
    made = [organizations.found(act, New(name, Kind.BRANCH), hosp).code for name in ("甲", "乙")]

    assert made == ["HOSP-03", "HOSP-04"]
    with pytest.raises(Refused, match="code_taken"):
        organizations.found(act, New("丙", Kind.BRANCH, "SURG"), hosp)


def test_what_is_dissolved_is_read_and_offered_nowhere(place: Place) -> None:
    surg = place.organization("SURG")
    organizations.dissolve(act_at(place, "SURG"), surg, on=TODAY)
    client = browser(place, "admin")

    page = client.get(f"/organizations/{surg.pk}/").content.decode()
    found = client.get("/organizations/search/", {"q": "第一"}).json()["found"]

    assert "已撤销" in page
    assert "保存任职" not in page
    assert found == []
    for field in (OrganizationField(label="x"), OrganizationsField(label="x")):
        assert surg not in field.queryset
    with pytest.raises(Refused, match="organization_dissolved"):
        engine.start(
            "dues",
            engine.Request("publish_account", place.person("org"), TODAY, at(TODAY), {"period": "2025-H2"}),
        )
    with pytest.raises(Refused, match="already_done"):
        organizations.dissolve(act_at(place, "HOSP"), surg, on=TODAY)


def test_the_page_shows_what_it_was_on_the_day_that_is_asked_for(place: Place) -> None:
    surg = place.organization("SURG")
    organizations.rename(act_at(place, "SURG"), surg, "外科系统团支部", on=TODAY)
    client = browser(place, "admin")

    then = client.get(f"/organizations/{surg.pk}/", {"day": (TODAY - DAY).isoformat()})
    odd = client.get(f"/organizations/{surg.pk}/", {"day": "0001-13-99"})

    assert then.context["then"].name == "第一团支部"
    assert odd.context["then"].name == "外科系统团支部"
