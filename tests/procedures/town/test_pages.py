"""The demo's pages: not there without DEMO; one click signs in; the day moves only forward, by its buttons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.worlds import hospital
from workflows.days import clock
from workflows.people.models import Appointment, Kind, Organization, Person, Post, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: LazySettings, tmp_path: Path) -> None:
    """Switch the demo on, with a clock of its own."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.LOGIN_URL = "demo"


def reviewer() -> Person:
    """Return somebody in office."""
    hospital = Organization.objects.add_root({"code": "RMYY", "name": "人民医院团委", "kind": Kind.COMMITTEE})
    person = Person.objects.create_user("rmyy", name="高原")
    post = Post.objects.create(role=Role.COMMITTEE_REVIEWER, organization=hospital)
    Appointment.objects.create(person=person, post=post, first_on=date(2020, 1, 1))
    return person


@pytest.mark.parametrize(
    ("method", "address"), [("get", "/demo/"), ("post", "/demo/as/1/"), ("post", "/demo/move/"), ("get", "/demo/move/")]
)
def test_outside_the_demo_nothing_of_it_is_there(client: Client, method: str, address: str) -> None:
    assert getattr(client, method)(address, {"days": "1"}).status_code == 404


def test_outside_the_demo_nobody_is_signed_in_by_a_click(client: Client) -> None:
    person = reviewer()

    client.post(f"/demo/as/{person.pk}/")

    assert "_auth_user_id" not in client.session


def test_the_cast_offers_each_office_with_what_waits(client: Client, demo: None) -> None:
    reviewer()

    page = client.get("/demo/").content.decode()

    assert "高原" in page
    assert "团委审核人" in page
    assert "没有待办" in page


def test_who_is_not_signed_in_is_offered_the_people_concerned_one_for_each_stage(client: Client, demo: None) -> None:
    place = hospital(until="talk")

    page = client.get("/demo/").content.decode()

    concerned = page[page.rindex("当事人") :]
    assert f"/demo/as/{place.person('wang').pk}/" in concerned
    assert concerned.count("<form") == 1


def test_one_click_signs_in(client: Client, demo: None) -> None:
    person = reviewer()

    response = client.post(f"/demo/as/{person.pk}/")

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_who_chose_a_role_comes_to_the_page_that_asked_for_it(client: Client, demo: None) -> None:
    person = reviewer()

    asked = client.get("/inbox/", follow=True)
    chosen = client.post(f"/demo/as/{person.pk}/", {"next": "/inbox/"})
    abroad = client.post(f"/demo/as/{person.pk}/", {"next": "https://evil.example/"})

    assert asked.redirect_chain == [("/demo/?next=/inbox/", 302)]
    assert '<input type="hidden" name="next" value="/inbox/">' in asked.content.decode()
    assert (chosen["Location"], abroad["Location"]) == ("/inbox/", "/")


def test_somebody_without_a_part_cannot_be_played(client: Client, demo: None) -> None:
    keeper = Person.objects.create_superuser("root", "a long pass phrase 1")

    assert client.post(f"/demo/as/{keeper.pk}/").status_code == 404


def test_a_part_is_played_by_post_only(client: Client, demo: None) -> None:
    assert client.get(f"/demo/as/{reviewer().pk}/").status_code == 405


def test_the_day_moves_by_its_buttons_only(client: Client, demo: None) -> None:
    before = clock.today()

    assert client.post("/demo/move/", {"days": "7"}).status_code == 302
    assert (clock.today() - before).days == 7
    assert client.post("/demo/move/", {"days": "-7"}).status_code == 404
    assert client.post("/demo/move/", {"days": "3650"}).status_code == 404


def test_moving_the_day_leads_back_within_this_site(client: Client, demo: None) -> None:
    assert client.post("/demo/move/", {"days": "1", "next": "https://evil.example/"})["Location"] == "/demo/"
    assert client.post("/demo/move/", {"days": "1", "next": "/messages/"})["Location"] == "/messages/"
