"""The demo's list of roles for a reader who is nobody yet: officers, and people concerned in a bounded number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from procedures.town import roles
from tests.conftest import Play
from workflows.people.models import Person

pytestmark = pytest.mark.django_db
ANSWERS = "knowledge: 略, motive: 略, self_assessment: 略"


@pytest.fixture
def demo(settings: LazySettings, tmp_path: Path) -> None:
    """Switch the demo on, with a clock of its own."""
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    settings.LOGIN_URL = "demo"


def applied(play: Play, number: int) -> None:
    """Let so many people apply: the last of them is talked with."""
    people = [f"{{id: p{one}, name: 申请人{one}, born: 2004-04-04, organisation: SURG}}" for one in range(number)]
    acts = [
        f"{{on: 2026-01-05, by: p{one}, act: joining.apply, as: c{one}, with: {{organisation: SURG, {ANSWERS}}}}}"
        for one in range(number)
    ]
    talk = (
        f"{{on: 2026-01-20, by: sec_surg, act: joining.talk, case: c{number - 1}, "
        "with: {talker: sec_surg, summary: 略, suitable: true}}"
    )
    acts.append(talk)
    lines = "".join(f"\n  - {one}" for one in acts)
    play(f"title: 申请\ngiven: hospital\nalso: {{people: [{', '.join(people)}]}}\nacts:{lines}\n")


def test_signed_out_the_list_ends_with_people_concerned(client: Client, demo: None, play: Play) -> None:
    applied(play, 2)

    page = client.get("/demo/").content.decode()
    concerned = page.split(f"{roles.APPLICANTS}</h2>")[1]

    assert "申请人0" in concerned
    assert "申请人1" in concerned


def test_of_each_state_one_is_shown(play: Play) -> None:
    applied(play, 4)

    *_, concerned = roles.groups(date(2026, 1, 20))

    assert [one.name for one in concerned.parts] == ["申请人3", "申请人2"]


def test_signed_out_a_click_signs_in_as_somebody_concerned(client: Client, demo: None, play: Play) -> None:
    applied(play, 2)
    person = Person.objects.get(name="申请人0")

    client.post(f"/demo/as/{person.pk}/")

    assert client.session["_auth_user_id"] == str(person.pk)


def test_those_with_something_to_do_come_first(play: Play) -> None:
    applied(play, 2)

    for group in roles.groups(date(2026, 1, 20)):
        busy = [bool(one.waiting) for one in group.parts]
        assert busy == sorted(busy, reverse=True)
