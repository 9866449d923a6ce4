"""收取团费之前: choose the member, see his months, the sum, the credit and the receipt, and only then press."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from procedures.dues.models import Payment
from procedures.register.models import Charge
from procedures.scenarios.runner import Runner
from tests.conftest import Play
from tests.procedures.dues.test_pages import client_of
from workflows.models import Case, Paper

pytestmark = pytest.mark.django_db

WORLD = """
given: hospital
also:
  people:
    - {id: n1, name: 顾一, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: n2, name: 顾二, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: n3, name: 顾三, born: 2000-01-01, organisation: SURG, status: active, joined_on: 2015-05-04}
    - {id: out, name: 顾外, born: 2000-01-01, organisation: MED}
  dues_basis:
    - {person: n1, category: wage, base: 420000, from_month: 2026-01}
    - {person: n2, category: wage, base: 450000, from_month: 2026-01}
    - {person: n3, category: student, from_month: 2026-01}
acts:
  - {on: 2026-03-31, by: hosp, act: dues.open_months,
     with: {organisation: HOSP, from_month: 2026-01, to_month: 2026-03}}
  - {on: 2026-04-01, by: org_med, act: dues.pay, with: {member: n1, months: [2026-01], method: cash}}
  - {on: 2026-04-01, by: org_med, act: dues.pay, with: {member: n2, months: [2026-01, 2026-02, 2026-03], method: cash}}
  - {on: 2026-04-02, by: org_med, act: dues.set_basis, with: {member: n2, category: student, from_month: 2026-03}}
"""
PAY = "/start/dues/pay/"


@pytest.fixture
def runner(play: Play) -> Iterator[Runner]:
    with time_machine.travel(datetime(2026, 4, 10, 2, 0, tzinfo=UTC), tick=False):
        yield play(WORLD)


@pytest.fixture
def officer(runner: Runner) -> Client:
    return client_of(runner, "org_med")


def shown(officer: Client, **given: object) -> str:
    answer = officer.get(PAY, given)
    assert answer.status_code == 200
    return answer.content.decode()


def boxes(page: str) -> dict[str, bool]:
    """Return the months that a page offers, and whether each is ticked."""
    rows = [one for one in page.split("<input") if 'type="checkbox"' in one and 'name="months"' in one]
    return {one.partition('value="')[2][:7]: "checked" in one.partition(">")[0] for one in rows}


def test_the_member_is_chosen_first_among_those_on_the_roll(runner: Runner, officer: Client) -> None:
    page = shown(officer)

    assert "下一步" in page
    assert "顾一" in page
    assert "顾三" not in page
    assert 'method="get"' in page
    assert boxes(page) == {}


@pytest.mark.parametrize("who", ["n3", "out", "hosp", "none", "text"])
def test_a_number_of_nobody_on_the_roll_tells_nothing(runner: Runner, officer: Client, who: str) -> None:
    number = {"none": 10**9, "text": "x1"}.get(who) or runner.world.person(who).pk

    assert told(shown(officer, member=number)) == told(shown(officer))


def told(page: str) -> str:
    """Return what a page says between its heading and its end, without what differs from one request to the next."""
    return page.partition("<main")[2].partition("</main>")[0]


def test_the_months_owed_stand_there_with_their_sums_and_are_ticked(runner: Runner, officer: Client) -> None:
    page = shown(officer, member=runner.world.person("n1").pk)

    assert boxes(page) == {
        "2026-02": True, "2026-03": True, "2026-04": True, "2026-05": False, "2026-06": False, "2026-07": False,
        "2026-08": False, "2026-09": False, "2026-10": False,
    }  # fmt: skip
    for words in ("2026年2月 8.00 元（欠交）", "2026年4月 8.00 元（本月）", "2026年10月 8.00 元（预交）"):
        assert words in page
    assert "到本月应交未交：2026年2月至4月，共 24.00 元" in page
    assert "贰拾肆元整（24.00 元）" in page
    assert "顾一" in page
    assert not Case.objects.filter(opened_on__gte=date(2026, 4, 10)).exists()


def test_what_is_typed_is_reckoned_again_before_anything_is_booked(runner: Runner, officer: Client) -> None:
    member = runner.world.person("n1").pk
    typed = {"member": member, "months": ["2026-02", "2026-05", ""], "method": "mobile", "voluntary": "1.50",
             "paid_by": "顾父", "look": "1"}  # fmt: skip

    answer = officer.post(f"{PAY}?member={member}", typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert [month for month, ticked in boxes(page).items() if ticked] == ["2026-02", "2026-05"]
    assert "壹拾柒元伍角整（17.50 元）" in page
    assert "顾父代交" in page
    assert "此前" not in page.partition("收据将写明")[0]
    assert (Payment.objects.count(), Charge.objects.filter(person=member).count()) == (2, 3)

    part = officer.post(PAY, typed, headers={"hx-request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="beside"')
    assert "17.50" in part


def test_what_stands_against_the_choice_is_said_before_it_is_pressed(runner: Runner, officer: Client) -> None:
    member = runner.world.person("n1").pk
    typed = {"member": member, "months": "2026-04", "amount": "9.00", "look": "1"}

    page = officer.post(PAY, typed, headers={"hx-request": "true"}).content.decode()

    assert "金额多出 1.00 元" in page
    assert "此前2026年2月至3月尚未交清" in page


def test_a_foreign_member_posted_to_be_reckoned_tells_nothing(runner: Runner, officer: Client) -> None:
    typed = {"member": runner.world.person("n3").pk, "months": "2026-04", "look": "1"}

    part = officer.post(PAY, typed, headers={"hx-request": "true"}).content.decode()

    assert "顾三" not in part
    assert "0.20" not in part


def test_a_foreign_member_posted_to_be_paid_for_is_not_named_among_those_to_choose(
    runner: Runner, officer: Client
) -> None:
    answer = officer.post(PAY, {"member": runner.world.person("n3").pk, "months": "2026-04", "method": "cash"})

    assert answer.status_code == 422
    assert "顾三" not in answer.content.decode()


def test_credit_is_shown_taken_off_and_named_on_the_receipt(runner: Runner, officer: Client) -> None:
    member = runner.world.person("n2").pk
    months = ["2026-04", "2026-05"]
    page = shown(officer, member=member)
    assert "团费结余 8.80 元，先行抵交" in page
    assert "团费结余 8.80 元" in client_of(runner, "n2").get("/me/").content.decode()
    Charge.every.filter(person=member, month=date(2026, 3, 1)).update(category="student")

    refused = officer.post(PAY, {"member": member, "months": months, "method": "cash"})
    assert "可以全部由团费结余抵交" in refused.content.decode()
    officer.post(
        "/start/dues/set_basis/", {"member": member, "category": "wage", "base": "5000", "from_month": "2026-04"}
    )
    part = officer.post(PAY, {"member": member, "months": months, "look": "1"}, headers={"hx-request": "true"})
    assert "−8.80" in part.content.decode()
    assert "11.20" in part.content.decode()
    officer.post(PAY, {"member": member, "months": months, "method": "cash"})

    paper = Paper.objects.filter(kind="dues_receipt").latest("id")
    assert (paper.facts["amount"], paper.facts["credited"]) == ("11.20", "8.80")
    assert Payment.objects.latest("pk").fen == 1120


def test_what_is_shown_is_what_is_booked(runner: Runner, officer: Client) -> None:
    member = runner.world.person("n1").pk
    page = shown(officer, member=member)
    ticked = [month for month, one in boxes(page).items() if one]

    answer = officer.post(f"{PAY}?member={member}", {"member": member, "months": [*ticked, ""], "method": "cash"})

    assert answer.status_code == 302
    paper = Paper.objects.filter(kind="dues_receipt").latest("id")
    assert paper.facts["months"] in page
    assert f"{paper.facts['capital']}（{paper.facts['amount']} 元）" in page
    assert boxes(shown(officer, member=member))["2026-05"] is False
    assert "到本月没有应交未交的团费" in shown(officer, member=member)


def test_a_refused_payment_keeps_the_member_and_what_was_ticked(runner: Runner, officer: Client) -> None:
    member = runner.world.person("n1").pk

    answer = officer.post(f"{PAY}?member={member}", {"member": member, "months": ["2026-03", ""], "method": "cash"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [month for month, one in boxes(page).items() if one] == ["2026-03"]
    assert "仍要提交的理由" in page


def test_the_table_of_a_branch_leads_from_each_row_to_its_payment(runner: Runner, officer: Client) -> None:
    own, committee = officer.get("/dues/").content.decode(), client_of(runner, "hosp")
    branch = runner.world.organization("MED").pk

    assert f"{PAY}?member={runner.world.person('n1').pk}" in own
    assert f"/start/dues/refund/?member={runner.world.person('n2').pk}" in own
    assert "8.80" in own
    assert PAY not in committee.get(f"/dues/?at={branch}").content.decode()


@pytest.mark.parametrize(("member", "most"), [("", 8), ("n1", 24)])
def test_the_page_of_a_payment_keeps_its_budget(runner: Runner, officer: Client, member: str, most: int) -> None:
    given = {"member": runner.world.person(member).pk} if member else {}

    with CaptureQueriesContext(connection) as captured:
        shown(officer, **given)

    assert len(captured) <= most, [query["sql"][:120] for query in captured]


def test_the_form_of_a_refund_shows_the_credit_and_what_is_left_of_it(runner: Runner, officer: Client) -> None:
    member, place = runner.world.person("n2").pk, runner.world.organization("MED").pk
    page = officer.get("/start/dues/refund/", {"member": member}).content.decode()
    assert "顾二的团费结余" in page
    assert page.count("8.80") == 2
    typed = {"member": member, "amount": "3", "method": "cash", "organisation": place}

    part = officer.post("/start/dues/refund/", {**typed, "look": "1"}, headers={"hx-request": "true"}).content.decode()
    assert "退还后结余 5.80 元" in part
    assert officer.post("/start/dues/refund/", typed).status_code == 302
    assert "团费结余 5.80 元" in client_of(runner, "n2").get("/me/").content.decode()
    nobody = officer.get("/start/dues/refund/", {"member": runner.world.person("n1").pk}).content.decode()
    assert "顾一" not in nobody
