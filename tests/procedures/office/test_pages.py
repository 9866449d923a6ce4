"""我的职权, 任期与空岗: what they show, to whom, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import Settings

from tests import offices
from tests.workflows.pages.test_bulk import browser
from tests.worlds import TODAY, Place, at, hospital
from workflows.people.models import Appointment, Organization

pytestmark = pytest.mark.django_db
WATCH, POWERS = 7, 4  # statements


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=False):
        yield hospital()


def powers(place: Place, who: str) -> Any:
    return browser(place, who).get("/office/powers/").context


def titles(place: Place, who: str) -> set[str]:
    return {act.title for post in powers(place, who)["posts"] for _, acts in post.acts for act in acts}


def test_my_powers_name_the_post_its_days_and_each_act_with_its_article(place: Place) -> None:
    Appointment.objects.filter(person=place.person("sec")).update(last_on=date(2027, 1, 31))
    page = browser(place, "sec").get("/office/powers/").content.decode()

    assert "第一团支部 · 支部书记" in page
    assert "2027年1月31日" in page
    assert "支部大会" in page


def test_a_post_may_what_its_actor_may_and_nothing_else(place: Place) -> None:
    assert "派人谈话" in titles(place, "sec")
    assert "审批" not in titles(place, "sec")
    assert {"任职", "结束任职", "交接", "同意交接"} <= titles(place, "admin")
    assert "派人谈话" not in titles(place, "admin")
    assert "任职" not in titles(place, "hosp")


def test_what_is_not_allowed_is_said_with_its_rule(place: Place) -> None:
    said = {
        who: "".join(f"{bar.words}{bar.rule}" for bar in powers(place, who)["bars"]) for who in ("sec", "aud", "admin")
    }

    assert "同一事项相邻两级不能由同一人决定" in said["sec"]
    assert "CASE-TWO-LEVELS" in said["sec"]
    assert "OFFICE-AUDIT" in said["aud"]
    assert "OFFICE-OWN" in said["admin"]


def test_whoever_holds_no_post_is_told_so_and_a_deputy_for_whom(place: Place) -> None:
    sec = place.person("sec").pk
    offices.appoint(place, "dep", "branch_secretary", last_on=date(2026, 6, 1), deputizing_for=sec)

    assert "您没有任职" in browser(place, "wang").get("/office/powers/").content.decode()
    assert "代 周敏" in browser(place, "dep").get("/office/powers/").content.decode()


def test_ones_own_page_leads_to_ones_powers(place: Place) -> None:
    assert 'href="/office/powers/"' in browser(place, "wang").get("/me/").content.decode()


def test_terms_that_run_out_vacancies_and_single_holders_stand_with_the_act_that_helps(place: Place) -> None:
    Appointment.objects.filter(person=place.person("sec")).update(last_on=TODAY + timedelta(days=60))
    Appointment.objects.filter(person=place.person("org")).update(last_on=TODAY + timedelta(days=61))

    page = browser(place, "admin").get("/office/watch/")
    context, text = page.context, page.content.decode()

    held = Appointment.objects.get(person=place.person("sec")).pk
    assert [(line.person, line.ending.days) for line in context["terms"]] == [("周敏", 60)]
    assert [line.place.code for line in context["vacant"]] == ["MED"]
    assert [line.place.code for line in context["alone"]] == ["COUNTY", "HOSP", "ZONE", "PLANT"]
    assert f"/start/office/hand_over/?appointment={held}&amp;back=%2Foffice%2Fwatch%2F" in text
    assert "role=branch_secretary" in text
    assert "role=branch_deputy" in text


@pytest.mark.parametrize("who", ["sec", "wang", "aud", "hosp"])
def test_only_keepers_watch_posts(place: Place, who: str) -> None:
    assert browser(place, who).get("/office/watch/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_both_pages_cost_the_same_with_one_row_and_with_three(
    place: Place, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        branch = Organization.objects.add_child(
            Organization.objects.get(code="HOSP"),
            create_kwargs={"code": f"N{number}", "name": f"新支部{number}", "kind": "branch"},
        )
        post = branch.posts.create(role="branch_secretary")
        Appointment.objects.create(
            person=place.person("sec"), post=post, first_on=TODAY, last_on=TODAY + timedelta(days=9)
        )
    admin, sec = browser(place, "admin"), browser(place, "sec")

    with django_assert_num_queries(WATCH):
        admin.get("/office/watch/")
    with django_assert_num_queries(POWERS):
        sec.get("/office/powers/")
