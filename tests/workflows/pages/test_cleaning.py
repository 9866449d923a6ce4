"""What nobody sees comes no further than the door, whatever brings it: an address, a query, a form, a cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.worlds import Place, hospital
from workflows.models import Draft

pytestmark = pytest.mark.django_db

TOLD = "看不见的字符"


@pytest.fixture
def here() -> Place:
    return hospital()


@pytest.fixture
def applicant(client: Client, here: Place) -> Client:
    client.force_login(here.person("wang"))
    return client


def saved(client: Client, **typed: Any) -> Any:
    """Save a draft of an application and return what is kept of it."""
    client.post("/drafts/joining/apply/", typed)
    return Draft.objects.get().answers


@pytest.mark.parametrize("address", ["/talent/?field=%00", "/talent/export/?position=a%00b", "/notices/%00/"])
def test_no_query_and_no_address_asks_the_database_for_what_it_cannot_look_for(
    client: Client, here: Place, address: str
) -> None:
    client.force_login(here.person("hosp"))

    assert client.get(address).status_code == (404 if "notices" in address else 200)


@pytest.mark.parametrize("odd", ["\0", "\x1b", "\u202e", "\u2066", "\u200b", "\u2060", "\u00ad", "\ufe0f", "\ufeff"])
def test_what_was_typed_is_kept_without_what_nobody_sees(applicant: Client, odd: str) -> None:
    assert saved(applicant, motive=f"愿{odd}奋斗") == {"motive": ["愿奋斗"]}


def test_who_typed_it_is_told(applicant: Client) -> None:
    assert TOLD in applicant.post("/drafts/joining/apply/", {"motive": "愿\u202e奋斗"}, follow=True).content.decode()


def test_who_typed_nothing_of_the_kind_is_told_nothing(applicant: Client) -> None:
    assert TOLD not in applicant.post("/drafts/joining/apply/", {"motive": "愿奋斗"}, follow=True).content.decode()


def test_lines_tabs_and_what_joins_letters_stay(applicant: Client) -> None:
    text = "一行\r\n二行\t甲 👩\u200d👧 ᠨᠠ\u200dᠮ"

    assert saved(applicant, motive=text) == {"motive": [text]}


def test_a_field_given_twice_is_still_given_twice(applicant: Client) -> None:
    assert saved(applicant, motive=["甲\0", "乙"]) == {"motive": ["甲", "乙"]}


def test_a_password_is_taken_as_it_was_typed(client: Client, here: Place) -> None:
    person = here.person("wang")
    person.set_password("correct\u200bhorse-battery")
    person.save()

    answer = client.post("/account/login/", {"login": person.username, "password": "correct\u200bhorse-battery"})

    assert answer.status_code == 302


@pytest.mark.parametrize("cookie", ['"\\000"', '"a\\000b"'])
def test_a_cookie_of_nobody_s_session_signs_nobody_in(client: Client, cookie: str) -> None:
    answer = client.get("/", headers={"cookie": f"tuanwu-sid={cookie}; messages={cookie}"})

    assert answer.status_code == 302


@pytest.mark.parametrize("back", ["9", "home", "a/b.c", "http://[", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_is_an_address_of_this_site_or_the_home_page(applicant: Client, back: str) -> None:
    assert applicant.post("/drafts/joining/apply/", {"draft_back": back})["Location"] == "/"
