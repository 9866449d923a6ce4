"""Once a week the night tells keepers of the terms that run out and the posts that nobody holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import offices
from tests.worlds import Place, at, hospital
from workflows.models import Message, Parameter
from workflows.people.models import Appointment, Organization
from workflows.rounds import vacancies
from workflows.rounds.sweep import sweep

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 5, 25)


@pytest.fixture
def place() -> Place:
    made = hospital()
    Appointment.objects.filter(person=made.person("sec")).update(last_on=MONDAY + timedelta(days=60))
    return made


def told(on: date) -> list[str]:
    vacancies.tell_of_terms(Organization.objects.get(code="COUNTY"), on, at(on))
    return list(Message.objects.order_by("pk").values_list("person__username", "text"))


def test_a_keeper_is_told_once_a_week_in_one_message(place: Place) -> None:
    assert told(MONDAY) == [
        (
            "admin",
            "1个任期将满：第一团支部·支部书记（周敏，还有60天）；1个岗位空缺：第二团支部·支部书记。请在“任期与空岗”中办理。",
        )
    ]


@pytest.mark.parametrize("days", range(1, 7))
def test_on_no_other_day_of_the_week(place: Place, days: int) -> None:
    assert told(MONDAY + timedelta(days=days)) == []


def test_how_many_days_before_is_the_committees_to_say(place: Place) -> None:
    Parameter.objects.create(
        key="engine.term_days", organization=place.organization("COUNTY"), value=59, set_at=at(MONDAY), because="试"
    )

    (only,) = told(MONDAY)

    assert only[1].startswith("1个岗位空缺：")


def test_a_term_with_a_successor_and_a_post_that_is_filled_are_not_told_of(place: Place) -> None:
    last_on = MONDAY + timedelta(days=60)
    offices.appoint(place, "org", "branch_secretary", first_on=last_on + timedelta(days=1))
    offices.appoint(place, "dep", "branch_secretary", "MED")
    Message.objects.all().delete()

    assert told(MONDAY) == []


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (1, True)])
def test_a_post_of_an_organization_that_is_no_more_wants_nobody(place: Place, days: int, is_told: bool) -> None:
    Organization.objects.filter(code="MED").update(dissolved_on=MONDAY + timedelta(days=days))

    ((_, text),) = told(MONDAY)

    assert ("第二团支部" in text) is is_told


@pytest.mark.django_db(transaction=True)
def test_a_night_of_its_own_tells_as_many_keepers_as_there_are() -> None:
    place = hospital()
    keepers = ["wang", "org", "dep", "plant"]
    for who in keepers:
        offices.appoint(place, who, "registrar", "HOSP")
    Message.objects.all().delete()

    sweep(MONDAY, at(MONDAY))

    about = Message.objects.filter(text__contains="岗位空缺")
    assert sorted(about.values_list("person__username", flat=True)) == sorted(keepers)


def test_the_nearest_keeper_is_told_and_nobody_above(place: Place) -> None:
    offices.appoint(place, "wang", "registrar", "HOSP")
    Message.objects.all().delete()

    assert [who for who, _ in told(MONDAY)] == ["wang"]
