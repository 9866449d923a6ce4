"""A round by its pages: previewed before anything is written, watched, resumed, read branch by branch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import python_calamine
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tests.workflows.trial import DAY, answers, installed
from tests.worlds import Place, at, hospital
from workflows import engine, rounds
from workflows.models import Case, Round, Skip
from workflows.rounds import running
from workflows.store import rooted

pytestmark = pytest.mark.django_db
START = "/rounds/start/trial/open/"


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    with installed(), time_machine.travel(at(DAY), tick=False):
        yield hospital()


def browser(place: Place, who: str) -> Client:
    client = Client()
    client.force_login(place.person(who), backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    client.get("/messages/")
    return client


def given(place: Place, do: str, **more: object) -> dict[str, object]:
    return {**answers(place.organization("SURG")), "on": DAY.isoformat(), "do": do, **more}


def begun(place: Place) -> Round:
    asked = engine.Request("open", place.person("hosp"), DAY, at(DAY), answers(place.organization("SURG")), insist=True)
    return rounds.start("trial", asked).round


def test_the_form_is_offered_to_whoever_may_start_the_round(place: Place) -> None:
    assert "发起" in browser(place, "hosp").get("/rounds/").content.decode()
    assert browser(place, "hosp").get(START).status_code == 200
    assert browser(place, "sec").get(START).status_code == 404
    assert browser(place, "wang").get("/rounds/").status_code == 404
    assert browser(place, "hosp").get("/rounds/start/trial/nothing/").status_code == 404


def test_what_i_did_has_one_row_for_a_round_however_many_it_reached(place: Place) -> None:
    found = begun(place)

    page = browser(place, "hosp").get("/inbox/done/")
    deeds = page.context["deeds"]

    assert [(deed.title, deed.address) for deed in deeds] == [(found.title, f"/rounds/{found.pk}/")]
    assert found.opened == 12
    assert found.title in page.content.decode()


@pytest.mark.parametrize(("text", "rows"), [("", 1), ("外科", 1), ("没有此轮", 0)])
def test_a_round_is_found_among_what_i_did_by_its_title(place: Place, text: str, rows: int) -> None:
    found = begun(place)
    Round.objects.filter(pk=found.pk).update(title="外科·年度")

    deeds = browser(place, "hosp").get("/inbox/done/", {"q": text}).context["deeds"]

    assert [deed.title for deed in deeds] == ["外科·年度"] * rows


def test_a_preview_says_who_and_who_not_and_why_and_writes_nothing(place: Place) -> None:
    page = browser(place, "hosp").post(START, given(place, "preview")).content.decode()

    assert "涉及 <b>14</b> 人" in page
    assert page.count("将发起") == 12
    assert page.count("不是团员。") == 2
    assert not Round.objects.exists()


def test_a_preview_goes_on_after_the_last_person_of_the_page(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.pages.work.rounds.PREVIEWED", 10)
    client = browser(place, "hosp")
    first = client.post(START, given(place, "preview")).content.decode()
    after = re.search(r'name="after" value="(\d+)"', first)
    assert after

    second = client.post(START, given(place, "preview", after=after[1])).content.decode()

    assert (first.count("main-cell"), second.count("main-cell")) == (10, 4)
    assert 'name="after"' not in second


def test_starting_opens_the_cases_and_leads_to_the_result(place: Place) -> None:
    answer = browser(place, "hosp").post(START, given(place, "start"), follow=True)
    page = answer.content.decode()

    found = Round.objects.get()
    assert answer.redirect_chain == [(f"/rounds/{found.pk}/", 302)]
    assert "已处理 <b>14</b> / 14 人，发起 <b>12</b> 件，未发起 <b>2</b> 人" in page
    assert "总结" in page
    assert "不是团员。" in page
    assert f"/cases/{found.cases.get(subject=None).pk}/" in page


def test_going_back_to_the_form_keeps_what_was_typed(place: Place) -> None:
    page = browser(place, "hosp").post(START, given(place, "edit")).content.decode()

    assert f'value="{place.organization("SURG").pk}" selected' in page
    assert not Round.objects.exists()


def test_a_day_in_the_future_is_refused_before_anything_is_written(place: Place) -> None:
    later = (DAY + timedelta(days=1)).isoformat()

    answer = browser(place, "hosp").post(START, {**given(place, "start"), "on": later})

    assert answer.status_code == 422
    assert not Round.objects.exists()


@pytest.mark.parametrize("who", ["zone", "plant", "sec", "wang", "admin"])
def test_another_office_does_not_find_the_round(place: Place, who: str) -> None:
    pk = begun(place).pk
    client = browser(place, who)

    for address in (f"/rounds/{pk}/", f"/rounds/{pk}/progress/", f"/rounds/{pk}/left-out.xlsx"):
        assert client.get(address).status_code == 404, address
    assert client.get(f"/bundles/round/{pk}/").status_code == 404
    assert client.post(f"/rounds/{pk}/resume/").status_code == 404


@pytest.mark.parametrize("who", ["hosp", "county", "aud"])
def test_the_committee_and_those_above_it_read_the_round(place: Place, who: str) -> None:
    assert browser(place, who).get(f"/rounds/{begun(place).pk}/").status_code == 200


def test_a_running_round_is_polled_and_a_finished_one_asks_for_the_whole_page(place: Place) -> None:
    pk = begun(place).pk
    client = browser(place, "hosp")
    done = client.get(f"/rounds/{pk}/progress/")
    Round.objects.filter(pk=pk).update(status="running")

    running = client.get(f"/rounds/{pk}/progress/")

    assert (done["HX-Refresh"], "every 2s" in done.content.decode()) == ("true", False)
    assert ("HX-Refresh" in running, "every 2s" in running.content.decode()) == (False, True)


def test_a_round_that_stands_still_is_resumed_and_reaches_nobody_twice(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("workflows.rounds.running.AT_ONCE", 0)
        patched.setattr("workflows.rounds.running.CHUNK", 5)
        found = begun(place)
        pk = found.pk
        with rooted.within(found.root):
            running._step(pk, {})
    client = browser(place, "hosp")
    early = client.post(f"/rounds/{pk}/resume/", follow=True).content.decode()
    assert Round.objects.get(pk=pk).done == 5
    Round.objects.filter(pk=pk).update(moved_at=at(DAY) - timedelta(minutes=5))

    page = client.get(f"/rounds/{pk}/").content.decode()
    client.post(f"/rounds/{pk}/resume/")

    assert "没有停顿" in early
    assert "接着办" in page
    assert Round.objects.get(pk=pk).status == "done"
    assert Case.objects.filter(procedure="trial", subject__isnull=False).count() == 12


def test_an_auditor_reads_that_it_stands_still_and_cannot_resume_it(place: Place) -> None:
    pk = begun(place).pk
    Round.objects.filter(pk=pk).update(status="running", moved_at=at(DAY) - timedelta(minutes=5))
    client = browser(place, "aud")

    page = client.get(f"/rounds/{pk}/").content.decode()

    assert "中途停了" in page
    assert "接着办" not in page.replace("可以接着办", "")
    client.post(f"/rounds/{pk}/resume/")
    assert Round.objects.get(pk=pk).status == "running"


def test_those_left_out_are_downloaded_without_numbers_and_without_formulas(place: Place) -> None:
    found = begun(place)
    Skip.objects.filter(round=found, person=place.person("wang")).update(sentence="=1+1")

    answer = browser(place, "hosp").get(f"/rounds/{found.pk}/left-out.xlsx")

    sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["姓名", "所在组织", "原因"]
    assert sorted(row[2] for row in sheet[1:]) == ["=1+1", "不是团员。"]
    assert not re.search(r"\d{11,}", answer["Content-Disposition"])


def test_the_cover_shows_its_members_and_a_member_finds_no_way_to_it(place: Place) -> None:
    found = begun(place)
    cover, own = found.cases.get(subject=None), found.cases.get(subject=place.person("org"))
    engine.act(own, engine.Request("write", place.person("org"), DAY, at(DAY), {"said": "踏实肯干"}))

    page = browser(place, "sec").get(f"/cases/{cover.pk}/").content.decode()

    assert page.count('data-label="总结"') == 12
    assert "踏实肯干" in page
    assert "所属支部事项" in browser(place, "sec").get(f"/cases/{own.pk}/").content.decode()


def test_a_member_without_office_is_shown_no_way_to_the_cover(place: Place) -> None:
    found = begun(place)
    own = found.cases.exclude(subject=None).exclude(subject__in=[place.person(one) for one in ("sec", "dep", "org")])
    case = own[0]
    client = Client()
    client.force_login(case.subject, backend=django_settings.AUTHENTICATION_BACKENDS[-1])

    assert "所属支部事项" not in client.get(f"/cases/{case.pk}/").content.decode()
    assert client.get(f"/cases/{found.cases.get(subject=None).pk}/").status_code == 404


def test_the_pages_of_a_round_cost_the_same_for_one_person_and_for_many(place: Place) -> None:
    found = begun(place)
    cover = found.cases.get(subject=None)
    addresses = ["/rounds/", f"/rounds/{found.pk}/", f"/cases/{cover.pk}/", f"/bundles/round/{found.pk}/"]
    client = browser(place, "hosp")
    many = [cost(client, address) for address in addresses]
    kept = found.cases.exclude(subject=None).first()
    Skip.objects.filter(round=found, person=place.person("wang")).delete()
    Case.objects.filter(round=found, subject__isnull=False).exclude(pk=kept.pk).update(round=None, period="other")

    few = [cost(client, address) for address in addresses]

    assert few == many
    assert max(many) <= 16


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)
