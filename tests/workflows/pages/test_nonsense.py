"""What no database can look for breaks no page."""

from __future__ import annotations

import pytest

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


def test_the_auditor_s_search_answers_it(client, here):
    client.force_login(here.person("aud"))

    assert client.post("/audit/", {"q": "a\0"}).status_code == 200
