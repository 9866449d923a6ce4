"""The account of a branch and of a committee, what is published, and a member's own months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from procedures.dues.panels import own_dues
from procedures.scenarios.runner import Runner
from tests.conftest import Play
from tests.dossiers import own_dossier
from workflows.days import clock

pytestmark = pytest.mark.django_db

WORLD = """
given: hospital
also:
  people:
    - {id: n1, name: 顾一, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: n2, name: 顾二, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: n3, name: 顾三, born: 2000-01-01, organisation: SURG, status: active, joined_on: 2015-05-04}
  dues_basis:
    - {person: n1, category: wage, base: 420000, from_month: 2026-01}
    - {person: n2, category: student, from_month: 2026-01}
    - {person: n3, category: student, from_month: 2026-01}
acts:
  - {on: 2026-03-31, by: hosp, act: dues.open_months,
     with: {organisation: HOSP, from_month: 2026-01, to_month: 2026-03}}
  - {on: 2026-04-01, by: org_med, act: dues.pay, with: {member: n1, months: [2026-01], method: cash}}
  - {on: 2026-04-02, by: org_med, act: dues.publish_account, with: {period: 2026-Q1}}
"""


@pytest.fixture
def runner(play: Play) -> Iterator[Runner]:
    with time_machine.travel(datetime(2026, 4, 10, 2, 0, tzinfo=UTC), tick=False):
        yield play(WORLD)


def page(runner: Runner, who: str, address: str) -> str:
    answer = client_of(runner, who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def client_of(runner: Runner, who: str) -> Client:
    client = Client()
    client.force_login(runner.world.person(who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_a_branch_sees_its_months_and_a_text_of_who_has_not_paid(runner: Runner) -> None:
    text = page(runner, "org_med", "/dues/")

    assert "顾一：2026年2月至3月，共 16.00 元" in text
    assert "顾二：2026年1月至3月，共 0.60 元" in text
    assert "顾三" not in text


def test_a_committee_sees_sums_without_names_and_may_look_into_a_branch(runner: Runner) -> None:
    whole = page(runner, "hosp", "/dues/")
    branch = page(runner, "hosp", f"/dues/?at={runner.world.organization('SURG').pk}")

    assert "24.60" in whole
    assert "顾一" not in whole
    assert "顾三" in branch


@pytest.mark.parametrize(("who", "code"), [("org_med", "SURG"), ("n1", "MED"), ("zone", "MED")])
def test_nobody_sees_the_account_of_others(runner: Runner, who: str, code: str) -> None:
    answer = client_of(runner, who).get(f"/dues/?at={runner.world.organization(code).pk}")

    assert answer.status_code == 404


def test_a_member_without_office_has_no_account_but_sees_what_is_published(runner: Runner) -> None:
    assert client_of(runner, "n1").get("/dues/").status_code == 404
    text = page(runner, "n2", "/dues/published/")

    assert "2026年第1季度" in text
    assert "8.00" in text
    assert "顾一" not in text


def test_a_wrong_period_is_not_found(runner: Runner) -> None:
    assert client_of(runner, "org_med").get("/dues/?period=2026-Q9").status_code == 404


def test_a_members_own_page_shows_the_months_and_the_receipt(runner: Runner) -> None:
    known = own_dossier(runner.world.person("n1"), clock.today())

    with CaptureQueriesContext(connection) as captured:
        facts = own_dues(known)

    assert [cell.state for _, cell in facts["months"]] == ["paid", "unpaid", "unpaid"]
    assert (facts["owed"], facts["owed_months"], len(facts["receipts"])) == ("16.00", 2, 1)
    assert len(captured) == 2
    assert own_dues(own_dossier(runner.world.person("hosp"), clock.today())) == {}


@pytest.mark.parametrize("who", ["org_med", "hosp", "n1"])
def test_a_page_keeps_its_budget(runner: Runner, who: str) -> None:
    client = client_of(runner, who)
    address = "/dues/published/" if who == "n1" else "/dues/"

    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) <= 11, [query["sql"][:90] for query in captured]
