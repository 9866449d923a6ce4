"""草稿 in two windows: the stale one erases nothing, both versions are shown, and whoever fills in decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from tests.workflows.pages.test_bulk import browser
from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Case, Draft

pytestmark = pytest.mark.django_db
PAGE, SAVE, HTMX = "/start/joining/", "/drafts/joining/apply/", {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def in_may(settings: Settings) -> Iterator[None]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=True):
        yield


@pytest.fixture
def place() -> Place:
    return hospital()


class Window:
    """A window in which the form is filled in; with scripts each answer tells it which draft it has seen."""

    def __init__(self, place: Place) -> None:
        self.client: Client = browser(place, "wang")
        self.seen = version(self.client.get(PAGE).content.decode())

    def keep(self, motive: str, **more: Any) -> Any:
        answer = self.client.post(SAVE, {"motive": motive, "draft_seen": self.seen, **more}, headers=HTMX)
        self.seen = version(answer.content.decode()) if answer.status_code == 200 else self.seen
        return answer


def version(page: str) -> str:
    (found,) = re.findall(r'name="draft_seen" id="draft_seen" value="([^"]*)"', page)
    return str(found)


def motive() -> list[str]:
    answers: list[str] = Draft.objects.get().answers["motive"]
    return answers


def test_one_window_keeps_its_draft_again_and_again(place: Place) -> None:
    window = Window(place)

    statuses = [window.keep(text).status_code for text in ("一", "一二", "一二三")]

    assert statuses == [200, 200, 200]
    assert motive() == ["一二三"]


def test_a_window_opened_before_another_has_kept_the_draft_shows_both_and_erases_nothing(place: Place) -> None:
    first, second = Window(place), Window(place)
    first.keep("为青年服务")

    answer = second.keep("愿意奉献")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "另一个窗口已在 5月20日 12:00:0" in page
    assert "另一个窗口填的是“为青年服务”" in page
    assert motive() == ["为青年服务"]


def test_a_stale_window_is_told_each_time_until_it_stands_by_its_own(place: Place) -> None:
    first, second = Window(place), Window(place)
    first.keep("一")
    second.keep("二")
    first.keep("一一")

    late = second.keep("二二")
    over = re.findall(r'name="draft_over" value="([^"]*)"', late.content.decode())
    second.keep("二二", draft_over=over[0])

    assert late.status_code == 409
    assert motive() == ["二二"]
    assert second.keep("二二二").status_code == 200
    assert first.keep("一一一").status_code == 409


def test_what_both_windows_say_is_no_conflict(place: Place) -> None:
    first, second = Window(place), Window(place)
    first.keep("一")

    assert second.keep("一").status_code == 200


def test_a_draft_that_was_handed_in_elsewhere_does_not_come_back_by_itself(place: Place) -> None:
    first, second = Window(place), Window(place)
    first.keep("一")
    second.seen = first.seen
    Draft.objects.all().delete()

    answer = second.keep("一一")

    assert "这份表单已在另一个窗口提交" in answer.content.decode()
    assert not Draft.objects.exists()
    assert second.keep("一一", draft_over="").status_code == 200


def test_without_scripts_the_page_holds_all_that_was_typed(place: Place) -> None:
    first, second = Window(place), Window(place)
    first.keep("一")

    typed = {"motive": "二", "cv-0-where": "医学院", "draft_seen": second.seen, "draft_back": PAGE}
    answer = second.client.post(SAVE, typed)
    page = answer.content.decode()
    held = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("<main", 1)[1]))
    over = re.findall(r'name="draft_over" value="([^"]*)"', page)[0]
    after = second.client.post(SAVE, {**held, "draft_over": over})

    assert answer.status_code == 409
    assert (held["motive"], held["cv-0-where"]) == ("二", "医学院")
    assert after.headers["Location"] == PAGE
    assert motive() == ["二"]


def test_a_window_from_before_the_update_keeps_its_draft_as_ever(place: Place) -> None:
    window = Window(place)
    window.keep("一")

    answer = window.client.post(SAVE, {"motive": "二"}, headers=HTMX)

    assert answer.status_code == 200
    assert motive() == ["二"]


def test_a_form_that_was_refused_has_seen_the_draft_it_was_filled_in_with(place: Place) -> None:
    window = Window(place)
    window.keep("一")

    page = window.client.post(PAGE, {"motive": "一", "draft_seen": window.seen}).content.decode()

    assert version(page) == window.seen


def test_a_first_save_that_comes_late_does_not_bring_back_what_was_handed_in(place: Place) -> None:
    window = Window(place)
    page = window.client.get(PAGE).content.decode()
    (nonce,) = re.findall(r'name="nonce" value="([^"]+)"', page)
    letter = {
        "organisation": place.organization("SURG").pk,
        "knowledge": "团章",
        "motive": "一",
        "self_assessment": "实",
    }
    window.client.post(PAGE, {**letter, "nonce": nonce})

    late = window.keep("一", nonce=nonce)

    assert Case.objects.count() == 1
    assert late.status_code == 409
    assert not Draft.objects.exists()


def test_a_late_save_of_an_act_does_not_bring_it_back() -> None:
    place = hospital(until="apply")
    case = place.case
    client, talk = browser(place, "sec"), f"/cases/{case.pk}/talk/"
    told = {"talker": place.person("sec").pk, "summary": "动机端正", "suitable": "true", "seen": case.sequence}
    client.post(talk, told)

    late = client.post(f"/drafts/joining/talk/{case.pk}/", {**told, "draft_seen": ""}, headers=HTMX)

    assert Case.objects.get(pk=case.pk).stage == "interviewed"
    assert late.status_code == 409
    assert not Draft.objects.exists()


def test_a_page_whose_answer_was_lost_on_the_way_is_no_other_window(place: Place) -> None:
    window = Window(place)
    window.keep("一", draft_window="abc.1")
    window.seen = ""

    answer = window.keep("一二", draft_window="abc.2")

    assert answer.status_code == 200
    assert motive() == ["一二"]


def test_what_a_page_sent_earlier_does_not_replace_what_it_sent_later(place: Place) -> None:
    window = Window(place)
    window.keep("一二", draft_window="abc.2")

    window.keep("一", draft_window="abc.1")

    assert motive() == ["一二"]


def test_a_draft_keeps_the_day_of_a_paper_act() -> None:
    place = hospital(until="apply")
    case = place.case
    client, talk = browser(place, "sec"), f"/cases/{case.pk}/talk/"

    client.post(f"/drafts/joining/talk/{case.pk}/", {"on": "2026-03-01", "summary": "谈", "seen": case.sequence})

    assert 'value="2026-03-01"' in client.get(talk).content.decode()


def test_a_draft_of_before_a_return_is_offered_and_not_filled_in() -> None:
    place = hospital(until="propose_activist")
    case = place.case
    reviewer, at_case = browser(place, "hosp"), f"/cases/{case.pk}"
    reviewer.post(f"/drafts/joining/approve_activist/{case.pk}/", {"opinion": "退回前写的意见", "seen": case.sequence})
    before = reviewer.get(f"{at_case}/approve_activist/").content.decode()
    reviewer.post(f"{at_case}/return/", {"to": "propose_activist", "reason": "请写明依据"})
    browser(place, "org").post(f"{at_case}/propose_activist/", {"basis": "member_recommendation", "opinion": "同意"})

    page = reviewer.get(f"{at_case}/approve_activist/").content.decode()
    filled = reviewer.get(f"{at_case}/approve_activist/?former=1").content.decode()
    reviewer.post(
        f"/drafts/joining/approve_activist/{case.pk}/",
        {"opinion": "新写的意见", "seen": Case.objects.get(pk=case.pk).sequence},
    )
    anew = reviewer.get(f"{at_case}/approve_activist/").content.decode()

    assert "退回前写的意见" in before
    assert "退回前写的意见" not in page
    assert "填入以前的草稿" in page
    assert "退回前写的意见" in filled
    assert "新写的意见" in anew
    assert "填入以前的草稿" in anew
