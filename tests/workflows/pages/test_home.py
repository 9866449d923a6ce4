"""首页."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.worlds import TODAY, at, hospital
from workflows.models import Case, Message, Paper, Task
from workflows.pages.public.offers import Openings, own_openings
from workflows.pages.reader import Reader
from workflows.people.models import Person
from workflows.table.refusals import Finding
from workflows.table.registry import procedure

pytestmark = pytest.mark.django_db
Counting = Callable[[int], AbstractContextManager[Any]]


def page(client: Client, person: Person, address: str = "/") -> str:
    client.force_login(person)
    with time_machine.travel(at(TODAY)):
        response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_home_offers_joining_to_who_may_join(client: Client) -> None:
    place = hospital()

    text = page(client, place.person("wang"))

    assert "/start/joining/apply/" in text
    assert "未满足" not in text


def test_the_page_of_a_step_says_why_not_yet_with_article_and_earliest_day(client: Client) -> None:
    place = hospital()

    text = page(client, place.person("young"), "/start/joining/apply/")

    assert "2027年8月1日" in text
    assert "团章" in text or "章程" in text


@pytest.mark.parametrize(
    ("who", "offered", "barred", "why"),
    [
        ("young", set(), {"joining/apply", "withdrawal/request", "exit/request"}, "最早可办理日期：2027年8月1日"),
        ("wang", {"joining/apply"}, {"withdrawal/request", "exit/request", "dues/declare_basis"}, "没有团籍可退"),
        ("sec", {"withdrawal/request", "dues/declare_basis", "transfer/start"}, {"joining/apply", "exit/request"},
         "已是团员"),
    ],
)  # fmt: skip
def test_home_offers_what_one_may_begin_and_says_why_not_of_the_rest(
    client: Client, who: str, offered: set[str], barred: set[str], why: str
) -> None:
    place = hospital()

    text = page(client, place.person(who))

    buttons, rest = text.split("暂不能发起")
    assert {one for one in offered | barred if f'class="btn" href="/start/{one}/"' in buttons} == offered
    assert {one for one in offered | barred if f'href="/start/{one}/"' in rest.split("</details>")[0]} == barred
    assert why in rest


def test_home_says_so_where_all_that_one_might_begin_is_barred() -> None:
    table = procedure("joining")
    barred = Openings(table, (), ((table.opens[0], Finding("age", "未满 14 周岁。")),))

    text = render_to_string("public/openings.html", {"openings": [barred], "offered": False, "barred": True})

    assert "目前没有您可以发起的事项。" in text.split("暂不能发起")[0]
    assert "未满 14 周岁。" in text.split("暂不能发起")[1]


def test_home_asks_for_law_and_standing_once_for_all_that_one_might_begin(client: Client) -> None:
    place = hospital()
    who = Reader(place.person("sec"), at(TODAY), TODAY)
    assert who.sight.appointments

    with CaptureQueriesContext(connection) as asked:
        own_openings(who)

    assert len(asked) == 2


def test_home_says_who_has_my_case_now(client: Client) -> None:
    place = hospital(until="apply")

    text = page(client, place.person("wang"))

    assert "第一团支部·支部书记" in text
    assert "待派人谈话" in text


def test_home_leads_a_reviewer_to_the_inbox_and_lets_him_start(client: Client) -> None:
    place = hospital(until="post_notice")

    text = page(client, place.person("sec"))

    assert "待办 1 件" in text
    assert "可以办理" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_with_one_case_and_with_three(
    client: Client, rows: int, django_assert_max_num_queries: Counting
) -> None:
    place = hospital(until="apply")
    for number in range(1, rows):
        copy_case(place.case, number)
    client.force_login(place.person("wang"))

    with time_machine.travel(at(TODAY)), django_assert_max_num_queries(24):
        response = client.get("/")

    assert response.content.decode().count('class="running"') == rows


def copy_case(case: Case, number: int) -> None:
    """Put another open case, decided on already, beside one."""
    tasks = list(Task.objects.filter(process=case))
    case.pk, case.number, case.decided_on = None, f"2026-9{number:05}", TODAY
    case._state.adding = True
    case.save(force_insert=True)
    for task in tasks:
        task.pk, task.process = None, case
        task._state.adding = True
        task.save(force_insert=True)


def test_home_shows_messages_not_read_and_own_papers(client: Client) -> None:
    place = hospital(until="approve")
    message = Message.objects.filter(person=place.person("wang")).latest("pk")

    text = page(client, place.person("wang"))

    assert message.text in text
    assert Paper.objects.get(kind="membership_certificate").title in text
