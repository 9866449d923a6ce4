"""公示与异议."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.worlds import TODAY, at, hospital
from workflows.models import CalendarDay, PublicNotice, Task

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_day() -> Any:
    cache.clear()
    with time_machine.travel(at(TODAY)):
        yield


def address() -> str:
    return f"/notices/{PublicNotice.objects.get().token}/"


def test_a_notice_shows_its_working_days_to_everybody(client: Client) -> None:
    hospital(until="post_notice")

    text = client.get(address()).content.decode()

    assert "5 个工作日" in text
    assert "5月19日（周二）" in text
    assert "5月23日" not in text  # a Saturday
    assert "<b>4</b> 个工作日" in text
    assert "门诊楼公示栏" in text


def test_an_objection_reaches_the_committees_inbox(client: Client) -> None:
    place = hospital(until="post_notice")

    response = client.post(address(), {"name": "赵六", "content": "情况与事实不符"})

    waiting = Task.objects.get(process=place.case, finished=None)
    assert "异议已收到" in response.content.decode()
    assert waiting.post.title == "江北市人民医院团委·团委审核人"
    assert place.case.facts["objections"][0]["content"] == "情况与事实不符"


def test_an_objection_without_a_word_is_refused_and_keeps_the_name(client: Client) -> None:
    place = hospital(until="post_notice")

    response = client.post(address(), {"name": "赵六", "content": ""})

    assert response.status_code == 422
    assert 'value="赵六"' in response.content.decode()
    assert place.case.facts["objections"] == []


def test_a_program_that_fills_the_trap_writes_nothing(client: Client) -> None:
    place = hospital(until="post_notice")

    response = client.post(address(), {"name": "x", "content": "spam", "website": "http://x"})

    assert "异议已收到" in response.content.decode()
    assert place.case.facts["objections"] == []


def test_objections_are_throttled(client: Client) -> None:
    hospital(until="post_notice")

    answers = [client.post(address(), {"content": ""}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_after_its_end_a_notice_says_only_that_it_is_over(client: Client) -> None:
    place = hospital(until="post_notice")

    with time_machine.travel(at(date(2026, 5, 26))):
        shown = client.get(address()).content.decode()
        objected = client.post(address(), {"content": "晚了"}).content.decode()

    assert "公示已结束" in shown
    assert "王晓梅" not in shown
    assert "公示已结束" in objected
    assert place.case.facts["objections"] == []


def test_an_unknown_notice_is_not_found(client: Client) -> None:
    assert client.get("/notices/unknown/").status_code == 404


def test_notices_are_listed_under_the_own_committee_only(client: Client) -> None:
    place = hospital(until="post_notice")

    client.force_login(place.person("young"))
    here = client.get("/notices/").content.decode()
    client.force_login(place.person("plant"))
    elsewhere = client.get("/notices/").content.decode()

    assert address() in here
    assert address() not in elsewhere


def test_a_notice_goes_on_showing_the_days_it_promised(client: Client) -> None:
    hospital(until="post_notice")
    CalendarDay.objects.create(day=date(2026, 5, 21), working=False)

    text = client.get(address()).content.decode()

    assert "5 个工作日" in text
    assert "2026年5月25日止" in text
    assert "《中国共产主义青年团发展团员工作细则》（中青发〔2023〕13号）" in text


def test_a_notice_on_paper_is_shown_as_such(client: Client) -> None:
    hospital(until="post_notice")
    PublicNotice.objects.update(witness="何立")

    assert "见证人：何立" in client.get(address()).content.decode()
