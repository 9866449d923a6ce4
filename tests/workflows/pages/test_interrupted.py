"""中断: without a session, with a stale token, in a failure: nothing is done, and what was typed is not lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from tests.workflows.pages.test_bulk import browser
from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Attachment, Case, Draft, DraftFile
from workflows.pages import interrupted, parcels

pytestmark = pytest.mark.django_db
PAGE, SAVE, HTMX, HERE = "/start/joining/", "/drafts/joining/apply/", {"HX-Request": "true"}, "http://testserver"
MOTIVE = "愿意为青年服务的一段话"


@pytest.fixture
def place(settings: LazySettings, tmp_path: Any) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(at(TODAY), tick=True):
        yield hospital()


def marked(place: Place, who: str = "wang") -> dict[str, str]:
    """Return what the page of the application sends, shown to somebody."""
    return {
        "motive": MOTIVE,
        "draft_seen": "",
        "draft_back": PAGE,
        "draft_of": parcels.mark_of(place.person(who), "joining", "apply"),
    }


def scan(name: str = "申请书.pdf", content: bytes = b"%PDF-1.7 one") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_save_without_a_session_says_so_and_leads_nowhere(place: Place) -> None:
    answer = Client().post(SAVE, marked(place), headers=HTMX)

    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert "登录已结束" in answer.content.decode()


def test_a_part_of_another_page_still_leads_to_the_sign_in_page(place: Place) -> None:
    assert Client().post("/inbox/claim/", headers=HTMX).headers["HX-Redirect"] == "/account/login/"


def test_what_was_sent_without_a_session_is_kept_sealed(place: Place) -> None:
    client = Client()

    answer = client.post(PAGE, marked(place))

    assert answer.headers["Location"] == "/account/login/?next=/start/joining/"
    kept = Session.objects.get().get_decoded()
    assert kept[parcels.IN_SESSION]
    assert MOTIVE not in str(kept)


@pytest.mark.parametrize("mark", ["", "1/joining/apply/", "1/joining/apply/:forged"])
def test_whoever_invents_a_mark_leaves_nothing(place: Place, mark: str) -> None:
    Client().post(PAGE, {**marked(place), "draft_of": mark})

    assert not Session.objects.exists()


def test_a_parcel_is_filled_in_for_its_own_reader_alone(place: Place) -> None:
    client = Client()
    client.post(PAGE, marked(place))
    client.force_login(place.person("young"))
    others = client.get(PAGE).content.decode()

    mine = Client()
    mine.post(PAGE, marked(place))
    mine.force_login(place.person("wang"))

    assert MOTIVE not in others
    assert MOTIVE in mine.get(PAGE).content.decode()
    assert Draft.objects.get().person == place.person("wang")


def test_a_parcel_does_not_replace_what_another_window_has_kept_since(place: Place) -> None:
    client = Client()
    client.post(PAGE, marked(place))
    browser(place, "wang").post(SAVE, {"motive": "另一个窗口写的", "draft_seen": ""}, headers=HTMX)
    client.force_login(place.person("wang"))

    page = client.get(PAGE).content.decode()

    assert "另一个窗口写的" in page
    assert MOTIVE in page
    assert Draft.objects.get().answers["motive"] == ["另一个窗口写的"]


def test_a_save_with_the_token_of_an_earlier_session_is_told_the_present_one(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.person("wang"))
    client.get(PAGE)

    stale = client.post(SAVE, {**marked(place), "csrfmiddlewaretoken": "x" * 64}, headers=HTMX)
    fresh = client.post(SAVE, {**marked(place), "csrfmiddlewaretoken": stale.headers["X-Fresh-Token"]}, headers=HTMX)

    assert (stale.status_code, fresh.status_code) == (403, 200)


def test_a_save_of_somebody_else_s_page_is_told_no_token(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.person("sec"))

    answer = client.post(SAVE, marked(place), headers=HTMX)

    assert answer.status_code == 403
    assert "X-Fresh-Token" not in answer.headers
    assert "现在登录的是周敏" in answer.content.decode()


def test_nobody_hands_in_a_page_of_somebody_else_even_with_a_good_token(place: Place) -> None:
    case_before = Case.objects.count()
    letter = {"organisation": place.organization("SURG").pk, "knowledge": "团章", "self_assessment": "实"}

    answer = browser(place, "young").post(PAGE, {**marked(place), **letter})

    assert answer.status_code == 403
    assert Case.objects.count() == case_before
    assert not Draft.objects.exists()


def test_a_form_without_a_draft_holds_what_was_typed_on_a_page_in_words(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.person("sec"))
    sent = {"q": "写了很长的一段话在这里", "password": "secret-words"}

    page = client.post("/check/", sent, headers={"Origin": HERE}).content.decode()
    other_site = client.post("/check/", sent, headers={"Origin": "https://elsewhere.example"}).content.decode()

    assert "没有提交" in page
    assert 'value="写了很长的一段话在这里"' in page
    assert "secret-words" not in page
    assert "没有提交" in other_site
    assert "写了很长的一段话在这里" not in other_site


def test_a_failure_leaves_what_was_typed_on_its_page() -> None:
    request = RequestFactory().post(
        "/cases/1/talk/", {"summary": "谈了很多内容", "password": "secret-words"}, headers={"Origin": HERE}
    )

    page = interrupted.failed(request)

    text = page.content.decode()
    assert page.status_code == 500
    assert re.search(r'action="/cases/1/talk/"', text)
    assert 'name="summary" value="谈了很多内容"' in text
    assert "secret-words" not in text


def test_a_file_of_a_draft_lies_encrypted_and_goes_in_with_the_form_once(place: Place) -> None:
    client = browser(place, "wang")
    letter = {"organisation": place.organization("SURG").pk, "knowledge": "团章", "motive": "一", "nonce": "a" * 32}
    refused = client.post(PAGE, {**letter, "attachment": scan()}).content.decode()
    kept = bytes(DraftFile.objects.get().content)

    client.post(PAGE, {**letter, "self_assessment": "实"})
    again = client.post(PAGE, {**letter, "self_assessment": "实"})

    assert "已随草稿保存的文件" in refused
    assert b"PDF" not in kept
    assert Attachment.objects.get().name == "申请书.pdf"
    assert again.headers["Location"] == f"/cases/{Case.objects.get().pk}/"
    assert not DraftFile.objects.exists()


def test_a_file_that_the_form_does_not_take_is_not_kept(place: Place) -> None:
    browser(place, "wang").post(PAGE, {"motive": "一", "attachment": scan("程序.exe")})

    assert not DraftFile.objects.exists()
    assert Draft.objects.get().answers["motive"] == ["一"]


def test_a_file_too_large_for_any_form_is_not_kept_and_is_said(place: Place) -> None:
    large = scan(content=b"%PDF-1.7" + b"0" * (20 * 1024 * 1024))

    answer = browser(place, "wang").post(SAVE, {"motive": "一", "attachment": large}, headers=HTMX)

    assert "不能随草稿保存" in answer.content.decode()
    assert not DraftFile.objects.exists()


def test_a_returned_form_says_which_file_it_has_and_keeps_it(place: Place) -> None:
    applicant, secretary = browser(place, "wang"), browser(place, "sec")
    letter = {
        "organisation": place.organization("SURG").pk,
        "knowledge": "团章",
        "motive": "一",
        "self_assessment": "实",
    }
    applicant.post(PAGE, {**letter, "attachment": scan()})
    case = Case.objects.get()
    talk = {"talker": place.person("sec").pk, "summary": "动机端正", "suitable": "true"}
    secretary.post(f"/cases/{case.pk}/talk/", talk)
    secretary.post(f"/cases/{case.pk}/return/", {"to": "apply", "reason": "请补充动机"})

    page = applicant.get(f"/cases/{case.pk}/apply/").content.decode()
    applicant.post(f"/cases/{case.pk}/apply/", {**letter, "motive": "二"})

    assert "上次提交的文件：" in page
    assert "申请书.pdf" in page
    assert Case.objects.get().entries.filter(act="apply").count() == 2
    last = Case.objects.get().history.order_by("-sequence").first()
    assert last is not None
    assert last.submission.answers["attachment"] == "申请书.pdf"
    assert Attachment.objects.count() == 1
