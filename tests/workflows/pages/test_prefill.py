"""What an address fills in of a form that opens something: what its chooser would offer the reader, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import Settings

from tests.workflows.pages.test_bulk import browser
from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Draft
from workflows.people.models import Appointment

pytestmark = pytest.mark.django_db
APPOINT, END = "/start/office/appoint/", "/start/office/end_appointment/"


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=False):
        made = hospital()
        Appointment.objects.create(  # who keeps the hospital alone
            person=made.person("hosp"),
            post=made.organization("HOSP").posts.create(role="registrar"),
            first_on=TODAY,
        )
        yield made


def shown(place: Place, address: str, who: str = "hosp", **given: object) -> dict[str, Any]:
    """Return what stands in the fields of a form."""
    form = browser(place, who).get(address, given).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_an_address_fills_in_whom_and_where_and_which_post(place: Place) -> None:
    surg, wang = place.organization("SURG").pk, place.person("wang").pk

    found = shown(place, APPOINT, organisation=surg, member=wang, role="branch_deputy", first_on="2026-06-01")

    assert (found["organisation"], found["member"], found["role"]) == (surg, wang, "branch_deputy")
    assert f"{found['first_on']}" == "2026-06-01"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("member", "plant"), ("organisation", "PLANT"), ("organisation", "COUNTY"), ("role", "self"), ("role", "<b>"),
        ("member", "²"), ("member", "9" * 30), ("member", ""), ("organisation", "\0"), ("first_on", "2026-13-45"),
        ("first_on", "x"),
    ],
)  # fmt: skip
def test_what_the_chooser_does_not_offer_the_reader_is_not_filled_in(place: Place, name: str, value: str) -> None:
    known = {**place.runner.world.people, **place.runner.world.organizations}

    found = shown(place, APPOINT, **{name: known[value].pk if value in known else value})

    assert not found[name]
    assert place.person("plant").name not in browser(place, "hosp").get(APPOINT, {name: value}).content.decode()


def test_of_a_text_nothing_is_filled_in(place: Place) -> None:
    held = Appointment.objects.get(person=place.person("sec"))

    assert not shown(place, END, appointment=held.pk, because="请尽快同意")["because"]


def test_an_appointment_that_the_reader_does_not_keep_is_not_shown(place: Place) -> None:
    own, foreign = (Appointment.objects.get(person=place.person(name)) for name in ("sec", "plant"))

    assert shown(place, END, appointment=own.pk)["appointment"] == own.pk
    assert "appointment" not in {name for name, value in shown(place, END, appointment=foreign.pk).items() if value}


def test_a_form_offers_its_keeper_what_he_keeps(place: Place) -> None:
    form = browser(place, "hosp").get(APPOINT).context["form"]

    offered = [str(one.data["label"]) for one in form["organisation"].subwidgets if one.data["value"]]

    assert offered == ["江北市人民医院团委", "江北市人民医院团委·第一团支部", "江北市人民医院团委·第二团支部"]
    assert form["organisation"].value() is None


def test_a_draft_about_somebody_else_does_not_mix_with_the_address(place: Place) -> None:
    wang, dep = place.person("wang").pk, place.person("dep").pk
    answers = {"member": [str(dep)], "last_on": ["2027-01-01"]}
    Draft.objects.create(
        person=place.person("hosp"), procedure="office", act="appoint", answers=answers, saved_at=at(TODAY)
    )

    other, same = (shown(place, APPOINT, member=one) for one in (wang, dep))

    assert (other["member"], other["last_on"]) == (wang, None)
    assert (same["member"], same["last_on"]) == (dep, "2027-01-01")


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)", "organizations"])
def test_a_page_leads_back_nowhere_but_within_the_site(place: Place, back: str) -> None:
    page = browser(place, "hosp").get(APPOINT, {"back": back})

    assert page.context["back"] == ""


def test_a_page_filled_in_costs_no_more_than_its_budget(place: Place, django_assert_max_num_queries: Any) -> None:
    given = {
        "organisation": place.organization("SURG").pk, "member": place.person("wang").pk, "role": "branch_secretary",
        "deputizing_for": place.person("sec").pk, "back": f"/organizations/{place.organization('SURG').pk}/",
    }  # fmt: skip
    client = browser(place, "hosp")

    with django_assert_max_num_queries(10):
        client.get(APPOINT, given)
    with django_assert_max_num_queries(10):
        client.get(END, {"appointment": Appointment.objects.get(person=place.person("sec")).pk})
