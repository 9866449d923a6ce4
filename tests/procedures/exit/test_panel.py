"""What a person's page says of the exit to come."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from procedures.exit.panels import coming_exit
from procedures.exit.side_panel import known
from procedures.register.models import Standing
from procedures.scenarios.runner import noon
from procedures.scenarios.world import World
from tests.conftest import Play
from tests.dossiers import own_dossier
from workflows import engine
from workflows.models import Case

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
    facts = coming_exit(own_dossier(world.person(name), on))
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


def test_the_panel_asks_nothing_that_the_page_has_read(world: World) -> None:
    known = own_dossier(world.person("kept"), date(2026, 11, 20))
    assert (known.standing.is_member, len(known.history.posts)) == (True, 1)

    with CaptureQueriesContext(connection) as captured:
        coming_exit(known)

    assert len(captured) == 0


def test_the_panel_speaks_english_too(world: World) -> None:
    with translation.override("en"):
        assert "until 30 June 2027" in said(world, "kept", date(2026, 3, 1))


def test_branch_and_committee_see_what_the_register_knows(play: Play) -> None:
    world = play(WORLD.replace("2025-11-20, look: exits, month: 2026-11", "2027-07-01, tick: true")).world
    case = Case.objects.get(procedure="exit", subject=world.person("kept"))
    on = date(2027, 7, 2)
    act = engine.prospect(case, world.person("sec_med"), on=on, at=noon(on))

    facts = known(act)

    text = " ".join(render_to_string("exit/register.html", dict(facts)).split())
    assert "<dd>2026年11月20日</dd>" in text
    assert "<dt>任职终止，应办理之日</dt> <dd>2027年7月1日</dd>" in text
    assert "<dt>团内职务</dt> <dd>没有任职</dd>" in text


def test_the_register_beside_the_form_says_party_transfer_and_lateness() -> None:
    standing = Standing(party_stage="full", transferring=True, dues_paid_to=date(2026, 5, 1))
    facts = {"standing": standing, "in_party": True, "late": True, "held": True, "until": date(2027, 6, 30)}

    text = render_to_string("exit/register.html", facts)

    assert "交纳党费" in text
    assert "转接中" in text
    assert "任职至2027年6月30日" in text
    assert "属于补办" in text
