"""介绍信台账, and what the pages say of a transfer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from workflows.models import Case, Paper

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 3)
NAMES = ("mo", "bo", "cy")
PEOPLE = "\n".join(
    f"    - {{id: {name}, name: {title}, born: 2001-06-01, organisation: SURG, status: active, joined_on: 2016-05-04}}"
    for name, title in zip(NAMES, ("莫凡", "薄云", "岑岭"), strict=True)
)
HEAD = f"given: hospital\nalso:\n  people:\n{PEOPLE}\nacts:\n"


def road(name: str, place: str = "outside_name: 外省某大学团委") -> str:
    """Return the road of one member to a letter."""
    return f"""
  - {{on: 2026-03-02, by: {name}, act: transfer.start, as: {name}, with: {{{place}, kind: study}}}}
  - {{on: 2026-03-03, by: sec_surg, act: transfer.release_branch, case: {name}}}
  - {{on: 2026-03-04, by: hosp, act: transfer.release_committee, case: {name}, with: {{letter: true}}}}
"""


RECEIPT = "  - {on: 2026-04-01, by: hosp, act: transfer.return_receipt, case: bo}\n"
VOID = "  - {on: 2026-04-01, by: hosp, act: transfer.void_letter, case: cy, with: {reason: 未被录取}}\n"


@pytest.fixture(autouse=True)
def the_day(settings: Settings) -> Iterator[None]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(noon(TODAY), tick=False):
        yield


def at(runner: Runner, name: str) -> Client:
    client = Client()
    client.force_login(runner.world.person(name), backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    client.get("/messages/")
    return client


def test_the_ledger_says_what_became_of_each_letter(play: Play) -> None:
    runner = play(HEAD + road("mo") + road("bo") + road("cy") + RECEIPT + VOID)

    page = at(runner, "hosp").get("/transfer/letters/").content.decode()

    for words in ("已逾期", "2026-04-01收到回执", "已作废：未被录取", "〔2026〕3号", "转往系统外：外省某大学团委"):
        assert words in page


def test_the_ledger_can_show_what_is_not_settled(play: Play) -> None:
    runner = play(HEAD + road("mo") + road("bo") + road("cy") + RECEIPT + VOID)

    page = at(runner, "hosp").get("/transfer/letters/?show=unsettled").content.decode()

    assert ("莫凡" in page, "薄云" in page, "岑岭" in page) == (True, False, False)


def test_the_receiving_side_sees_the_letter_and_a_third_does_not(play: Play) -> None:
    runner = play(HEAD + road("mo", "to_organisation: PLANT"))

    assert "莫凡" in at(runner, "zone").get("/transfer/letters/").content.decode()
    assert "莫凡" not in at(runner, "sec_med").get("/transfer/letters/").content.decode()
    assert "莫凡" not in at(runner, "admin").get("/transfer/letters/").content.decode()
    assert at(runner, "mo").get("/transfer/letters/").status_code == 404


def test_the_ledger_costs_the_same_for_one_letter_and_for_three(play: Play) -> None:
    runner = play(HEAD + road("mo") + road("bo") + road("cy"))
    client = at(runner, "hosp")

    with CaptureQueriesContext(connection) as three:
        client.get("/transfer/letters/")
    Paper.objects.exclude(case__subject=runner.world.person("mo")).update(kind="other")
    with CaptureQueriesContext(connection) as one:
        client.get("/transfer/letters/")

    assert len(three) == len(one) <= 10


def test_the_ledger_pages_on(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procedures.transfer.pages.letters.PAGE", 2)
    runner = play(HEAD + road("mo") + road("bo") + road("cy"))
    client = at(runner, "hosp")

    first = client.get("/transfer/letters/")
    second = client.get(f"/transfer/letters/?before={first.context['before']}")

    assert [line.paper.case.subject.name for line in first.context["lines"]] == ["岑岭", "薄云"]
    assert [line.paper.case.subject.name for line in second.context["lines"]] == ["莫凡"]


def test_the_pages_of_a_transfer_are_english_where_english_is_chosen(play: Play) -> None:
    runner = play(HEAD + road("mo"))
    client = at(runner, "hosp")
    client.post("/language/", {"language": "en", "next": "/"})
    case = Case.objects.get()

    ledger = client.get("/transfer/letters/").content.decode()
    page = client.get(f"/cases/{case.pk}/").content.decode()

    assert "Ledger of letters" in ledger
    assert "Expired" in ledger
    assert "Record the letter&#x27;s receipt" in page


def test_a_member_reads_on_his_own_page_where_the_transfer_waits(play: Play) -> None:
    runner = play(HEAD + road("mo"))

    page = at(runner, "mo").get("/me/").content.decode()

    assert "组织关系转接中" in page
    assert "等待江北市人民医院团委·团委审核人" in page
    assert "介绍信有效期至2026年6月2日" in page


def test_a_form_shows_what_the_register_knows(play: Play) -> None:
    runner = play(
        HEAD + "  - {on: 2026-03-02, by: mo, act: transfer.start, with: {to_organisation: PLANT, kind: study}}\n"
    )
    client, case = at(runner, "sec_surg"), Case.objects.get()

    page = client.get(f"/cases/{case.pk}/release_branch/").content.decode()

    assert 'name="dues_paid_to"' in page
    assert client.get(f"/cases/{case.pk}/accept_branch/").status_code == 409
