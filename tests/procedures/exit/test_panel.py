"""What a person's page says of the exit to come."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from procedures.exit.panels import coming_exit
from procedures.scenarios.world import World
from tests.conftest import Play

pytestmark = pytest.mark.django_db

WORLD = """
given: hospital
also:
  people:
    - {id: plain, name: 甲, born: 1998-11-20, organisation: MED, status: active, joined_on: 2013-05-04}
    - {id: kept, name: 乙, born: 1998-11-20, organisation: MED, status: active, joined_on: 2013-05-04}
    - {id: open, name: 丙, born: 1998-11-20, organisation: MED, status: active, joined_on: 2013-05-04}
    - {id: gone, name: 丁, born: 1998-11-20, organisation: MED, status: exited_age}
  posts:
    - {person: kept, post: branch_deputy, organisation: MED, from: 2024-07-01, to: 2027-06-30}
    - {person: open, post: branch_deputy, organisation: MED, from: 2024-07-01}
acts:
  - {on: 2025-11-20, look: exits, month: 2026-11}
"""


@pytest.fixture
def world(play: Play) -> World:
    return play(WORLD).world


def said(world: World, name: str, on: date) -> str:
    """Return the panel's text for somebody on a day, empty where it has nothing to show."""
    facts = coming_exit(world.person(name), on)
    text = render_to_string("exit/panel.html", {"facts": facts}) if facts else ""
    return " ".join(text.replace("<p>", "").replace("</p>", "").replace('<p class="muted">', "").split())


def test_a_member_reads_a_year_ahead_when_the_birthday_comes(world: World) -> None:
    assert said(world, "plain", date(2025, 11, 19)) == ""
    assert said(world, "plain", date(2025, 11, 20)).startswith("2026年11月20日满 28 周岁，还有 365 天。")


def test_a_member_of_age_reads_that_the_exit_is_due(world: World) -> None:
    assert said(world, "plain", date(2026, 11, 20)).startswith("2026年11月20日已满 28 周岁。 没有担任团内职务的")


def test_an_officer_reads_until_when_the_office_keeps_him(world: World) -> None:
    assert "任职至2027年6月30日" in said(world, "kept", date(2026, 3, 1))
    assert "届时担任团内职务；" in said(world, "open", date(2026, 12, 1))
    assert "没有担任团内职务的" in said(world, "kept", date(2027, 7, 1))


def test_who_has_left_or_never_joined_reads_nothing(world: World) -> None:
    assert said(world, "gone", date(2026, 11, 20)) == ""
    assert said(world, "hosp", date(2026, 11, 20)) == ""


def test_the_panel_asks_at_most_twice(world: World) -> None:
    with CaptureQueriesContext(connection) as captured:
        coming_exit(world.person("kept"), date(2026, 11, 20))

    assert len(captured) <= 2


def test_the_panel_speaks_english_too(world: World) -> None:
    with translation.override("en"):
        assert "until 30 June 2027" in said(world, "kept", date(2026, 3, 1))
