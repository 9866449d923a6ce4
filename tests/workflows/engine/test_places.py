"""Where an opening act is done: the pages ask it of the post one acts by, and of nobody's home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Round
from workflows.people.models import Appointment, Organization, Person, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=False):
        yield hospital()


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    return client


def officer(place: Place, *codes: str) -> Person:
    """Return somebody on a branch's roll who reviews for some committees."""
    person = Person.objects.create_user(
        "off", None, name="于兼", born=date(1999, 1, 1), home=place.organization("SURG")
    )
    for code in codes:
        post, _ = Post.objects.get_or_create(role="committee_reviewer", organization=place.organization(code))
        Appointment.objects.create(person=person, post=post, first_on=date(2024, 1, 1))
    return person


def test_the_officer_on_a_branch_s_roll_opens_the_round_of_his_committee(place: Place) -> None:
    client = browser(officer(place, "HOSP"))

    page = client.get("/rounds/start/assessment/open_round/")
    answer = client.post("/rounds/start/assessment/open_round/", {"year": 2026, "do": "start", "despite": "略"})

    assert (page.status_code, answer.status_code) == (200, 302)
    assert Round.objects.get().organization == place.organization("HOSP")


def test_with_two_committees_he_is_asked_for_which(place: Place) -> None:
    client, zone = browser(officer(place, "HOSP", "ZONE")), place.organization("ZONE")
    given = {"year": 2026, "do": "start", "despite": "略"}

    page = client.get("/rounds/start/assessment/open_round/")
    asked = client.post("/rounds/start/assessment/open_round/", given)
    chosen = client.post("/rounds/start/assessment/open_round/", {**given, "organisation": zone.pk})

    assert (page.status_code, asked.status_code, chosen.status_code) == (200, 422, 302)
    assert "请选择为哪个组织办理" in asked.content.decode()
    assert Round.objects.get().organization == zone


def test_for_another_s_committee_he_is_refused(place: Place) -> None:
    client, zone = browser(officer(place, "HOSP")), place.organization("ZONE")

    answer = client.post(
        "/rounds/start/assessment/open_round/", {"year": 2026, "do": "start", "despite": "略", "organisation": zone.pk}
    )

    assert answer.status_code == 422
    assert not Round.objects.exists()


@pytest.mark.parametrize("path", ["talent/", "dues/declare_basis/", "transfer/", "joining/", "exit/", "withdrawal/"])
def test_who_stands_with_the_party_gets_a_page_and_a_sentence_and_no_error(place: Place, path: str) -> None:
    party = Organization.objects.add_root({"code": "P", "name": "院党委", "kind": "party_committee"})
    client = browser(Person.objects.create_user("p", None, name="党员", born=date(1999, 1, 1), home=party))

    page, answer = client.get(f"/start/{path}"), client.post(f"/start/{path}", {"field": "护理"})

    assert (page.status_code, answer.status_code) == (200, 422)


def test_a_remittance_by_who_keeps_two_branches_accounts_is_asked_for_which(place: Place) -> None:
    person = Person.objects.create_user(
        "org2", None, name="双职", born=date(1999, 1, 1), home=place.organization("MED")
    )
    for code in ("SURG", "MED"):
        post, _ = Post.objects.get_or_create(role="org_commissioner", organization=place.organization(code))
        Appointment.objects.create(person=person, post=post, first_on=date(2024, 1, 1))
    client = browser(person)

    page = client.get("/start/dues/publish_account/")
    answer = client.post("/start/dues/publish_account/", {"period": "2026-H1"})

    assert (page.status_code, answer.status_code) == (200, 422)
    assert "请选择为哪个组织办理" in answer.content.decode()
