"""发起与草稿."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Attachment, Case, Draft

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a letter"


@pytest.fixture(autouse=True)
def may_day() -> Any:
    with time_machine.travel(at(TODAY)):
        yield


def letter(place: Place, **other: Any) -> dict[str, Any]:
    return {
        "organisation": place.organization("SURG").pk,
        "knowledge": "认真学习了团章",
        "motive": "愿为青年服务",
        "self_assessment": "踏实",
        "cv-0-from": "2018-09",
        "cv-0-where": "医学院",
        **other,
    }


def signed_in(client: Client, place: Place, name: str = "wang") -> Client:
    client.force_login(place.person(name))
    return client


def test_start_shows_conditions_and_what_the_register_knows(client: Client) -> None:
    place = hospital()

    text = signed_in(client, place).get("/start/joining/").content.decode()

    assert "年满十四周岁" in text
    assert "王晓梅" in text
    assert "990000********9866" in text
    assert "990000200002299866" not in text


def test_start_offers_no_form_where_a_condition_is_not_met(client: Client) -> None:
    place = hospital()

    text = signed_in(client, place, "young").get("/start/joining/").content.decode()

    assert "最早可办理日期" in text
    assert 'name="motive"' not in text


def test_start_opens_the_case_and_keeps_the_attachment(client: Client) -> None:
    place = hospital()
    upload = SimpleUploadedFile("申请书.pdf", PDF, "application/pdf")

    response = signed_in(client, place).post("/start/joining/", letter(place, attachment=upload))

    case = Case.objects.get()
    assert response.status_code == 302
    assert case.stage == "applied"
    assert Attachment.objects.get(case=case).name == "申请书.pdf"


def test_start_refused_keeps_everything_that_was_typed(client: Client) -> None:
    place = hospital()

    response = signed_in(client, place).post("/start/joining/", letter(place, self_assessment=""))

    text = response.content.decode()
    assert response.status_code == 422
    assert "愿为青年服务" in text
    assert 'value="医学院"' in text
    assert not Case.objects.exists()


def test_start_refused_by_a_condition_says_so_and_keeps_what_was_typed(client: Client) -> None:
    place = hospital()

    response = signed_in(client, place, "young").post("/start/joining/", letter(place))

    text = response.content.decode()
    assert response.status_code == 422
    assert "未满 14 周岁" in text
    assert "愿为青年服务" in text


def test_a_procedure_that_is_not_installed_is_not_found(client: Client) -> None:
    place = hospital()

    assert signed_in(client, place).get("/start/nothing/").status_code == 404


def test_a_draft_survives_and_is_shown_with_its_time(client: Client) -> None:
    place = hospital()
    browser = signed_in(client, place)

    saved = browser.post("/drafts/joining/apply/", letter(place, self_assessment=""), headers={"HX-Request": "true"})
    text = browser.get("/start/joining/").content.decode()

    assert "草稿已保存（5月20日 12:00" in saved.content.decode()
    assert "愿为青年服务" in text
    assert 'value="医学院"' in text
    assert "5月20日 12:00" in text


def test_a_draft_keeps_a_reason_that_the_form_itself_asks_for(client: Client) -> None:
    place = hospital()
    browser = signed_in(client, place, "dep")
    page = browser.get("/start/dues/request_relief/").content.decode()

    browser.post("/drafts/dues/request_relief/", {"reason": "家中有人长期住院"}, headers={"HX-Request": "true"})

    assert "hx-params" not in page  # what scripts send is what stands in the form
    assert "家中有人长期住院" in browser.get("/start/dues/request_relief/").content.decode()


def test_a_draft_keeps_the_name_that_was_typed_beside_a_list(client: Client) -> None:
    place = hospital()
    browser = signed_in(client, place)

    browser.post("/drafts/joining/apply/", letter(place, organisation="", organisation_named="江北第九支部"))

    assert 'value="江北第九支部"' in browser.get("/start/joining/").content.decode()


def test_a_draft_is_saved_without_scripts_and_leads_back(client: Client) -> None:
    place = hospital()

    response = signed_in(client, place).post(
        "/drafts/joining/apply/", letter(place, draft_back="/start/joining/"), follow=False
    )

    assert response.headers["Location"] == "/start/joining/"
    assert Draft.objects.get().answers["motive"] == ["愿为青年服务"]


def test_a_draft_leads_back_to_no_other_site(client: Client) -> None:
    place = hospital()

    response = signed_in(client, place).post("/drafts/joining/apply/", {"draft_back": "https://example.com/"})

    assert response.headers["Location"] == "/"


def test_a_draft_is_gone_once_the_form_was_handed_in(client: Client) -> None:
    place = hospital()
    browser = signed_in(client, place)
    browser.post("/drafts/joining/apply/", letter(place))

    browser.post("/start/joining/", letter(place))

    assert not Draft.objects.exists()


def test_a_draft_is_its_writers_alone(client: Client) -> None:
    place = hospital()
    signed_in(client, place).post("/drafts/joining/apply/", letter(place, motive="只给自己看"))

    text = signed_in(client, place, "sec").get("/start/joining/").content.decode()

    assert "只给自己看" not in text


def test_a_draft_of_a_foreign_case_is_not_found(client: Client) -> None:
    place = hospital(until="apply")

    response = signed_in(client, place, "zone").post(f"/drafts/joining/talk/{place.case.pk}/", {"summary": "x"})

    assert response.status_code == 404
    assert not Draft.objects.exists()


def test_a_draft_of_an_act_is_shown_again_and_gone_once_it_is_done(client: Client) -> None:
    place = hospital(until="apply")
    browser, address = signed_in(client, place, "sec"), f"/cases/{place.case.pk}/talk/"
    browser.post(f"/drafts/joining/talk/{place.case.pk}/", {"summary": "谈到一半"}, headers={"HX-Request": "true"})

    shown = browser.get(address).content.decode()
    answers = {"talker": place.person("sec").pk, "summary": "谈完了", "suitable": "true", "on": "2026-05-20"}
    browser.post(address, answers)

    assert "谈到一半" in shown
    assert place.case.stage == "interviewed"
    assert not Draft.objects.exists()
