"""What no database can look for breaks no page."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from tests.worlds import Place, hospital

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Place:
    return hospital()


@pytest.mark.parametrize(
    "wrong", ["%00", "a%00b", "%C2%B2", "9" * 5000]
)  # NUL, a digit that is no number, one too long to read
@pytest.mark.parametrize(
    "address",
    [
        "/inbox/?q=",
        "/inbox/done/?q=",
        "/inbox/?after=",
        "/inbox/?procedure=",
        "/organizations/?q=",
        "/inbox/done/?after=",
        "/messages/?before=",
        "/transfer/letters/?before=",
    ],
)
def test_a_page_answers_a_search_for_it(client, here, address, wrong):
    client.force_login(here.person("admin"))

    assert client.get(address + wrong).status_code == 200


@pytest.mark.parametrize("address", ["cases", "audit/cases", "people", "organizations", "papers", "rounds"])
@pytest.mark.parametrize("digits", [18, 19, 400, 5000])
def test_an_address_of_no_row_is_not_found_however_long_its_number_is(client, here, address, digits):
    client.force_login(here.person("aud" if address == "audit/cases" else "admin"))

    assert client.get(f"/{address}/{'9' * digits}/").status_code == 404


def test_no_address_takes_a_number_that_no_key_can_be():
    routes = [str(one.pattern) for part in get_resolver().url_patterns for one in getattr(part, "url_patterns", [part])]
    assert [route for route in routes if "<int:" in route] == []
    assert len([route for route in routes if "<key:" in route]) > 20


def test_the_auditor_s_search_answers_it(client, here):
    client.force_login(here.person("aud"))

    assert client.post("/audit/", {"q": "a\0"}).status_code == 200
