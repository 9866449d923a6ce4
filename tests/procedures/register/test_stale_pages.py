"""Two tabs, two officers: what a page has not seen yet it does not erase, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from tests.workflows.pages.test_bulk import browser
from tests.worlds import TODAY, Place, at, hospital
from workflows.models import Parameter
from workflows.people.models import Appointment, Organization

pytestmark = pytest.mark.django_db
OVERTAKEN = "您所填的还没有保存，请与上述内容核对；仍要改的，再提交一次。"


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=False):
        made = hospital()
        post = Appointment.objects.get(person=made.person("admin")).post
        Appointment.objects.create(person=made.person("plant"), post=post, first_on=TODAY)
        yield made


def tabs(place: Place, code: str = "HOSP") -> tuple[Tab, Tab]:
    """Return the page of an organization as two officers have it open."""
    return Tab(place, code), Tab(place, code, who="plant")


class Tab:
    """A tab in which the page of an organization was opened."""

    def __init__(self, place: Place, code: str = "HOSP", who: str = "admin") -> None:
        self.client: Client = browser(place, who)
        self.address = f"/organizations/{place.organization(code).pk}/"
        self.seen = self.client.get(self.address).context["seen"]

    def send(self, form: str, to: str = "", **typed: Any) -> Any:
        given = {f"{form}-{name}": value for name, value in typed.items()}
        answer = self.client.post(urljoin(self.address, to or f"{form}/"), {**given, "seen": self.seen})
        self.seen = answer.context["seen"] if answer.context and "seen" in answer.context else self.seen
        return answer


def test_a_stale_page_erases_no_telephone_and_shows_both(place: Place) -> None:
    first, second = tabs(place)
    first.send("describe", contact="0713-1111")

    answer = second.send("describe", contact="0713-2222", has_committee="true")
    page = answer.content.decode()
    assert (answer.status_code, Organization.objects.get(code="HOSP").contact) == (422, "0713-1111")
    assert "办理“修改组织信息”（联系电话：" in page
    assert " → 0713-1111）。" + OVERTAKEN in page
    assert 'value="0713-2222"' in page

    assert second.send("describe", contact="0713-2222", has_committee="true").status_code == 302
    assert Organization.objects.get(code="HOSP").contact == "0713-2222"


def test_two_tabs_of_one_person_show_both_as_well(place: Place) -> None:
    first, second = Tab(place), Tab(place)
    first.send("describe", contact="0713-1111")

    page = second.send("describe", contact="0713-2222").content.decode()

    assert " → 0713-1111），用的就是此页；这次所填与当时不同，没有办理" in page
    assert 'value="0713-2222"' in page
    assert second.send("describe", contact="0713-2222").status_code == 302


def test_a_form_with_a_fault_stays_as_stale_as_it_was(place: Place) -> None:
    first, second = tabs(place)
    first.send("describe", contact="0713-1111")

    second.send("describe", contact="9" * 41)
    second.send("describe", contact="0713-2222")

    assert Organization.objects.get(code="HOSP").contact == "0713-1111"


def test_what_is_saved_already_is_no_conflict(place: Place) -> None:
    first, second = tabs(place)
    first.send("describe", contact="0713-1111")

    assert second.send("describe", contact="0713-1111").status_code == 302


def test_a_stale_page_ends_no_appointment_on_another_day_and_may_end_that_of_another(place: Place) -> None:
    held, other = (Appointment.objects.get(person=place.person(name)) for name in ("sec", "org"))
    Appointment.objects.create(
        person=place.person("hosp"), post=Appointment.objects.get(person=place.person("admin")).post, first_on=TODAY
    )
    (first, late), free = (Ending(place, held), Ending(place, held, "plant")), Ending(place, other, "hosp")
    first.send(TODAY + timedelta(days=9))

    page = late.send(TODAY + timedelta(days=1))
    done = free.send(TODAY + timedelta(days=9))

    assert OVERTAKEN in page.content.decode()
    assert "改为2026年5月29日" in page.content.decode()
    assert done.status_code == 302
    assert Appointment.objects.get(pk=held.pk).last_on == TODAY + timedelta(days=9)
    assert late.send(TODAY + timedelta(days=1)).status_code == 302  # it has been shown now
    assert Appointment.objects.get(pk=held.pk).last_on == TODAY + timedelta(days=1)


class Ending:
    """The page on which an appointment is ended, as somebody has it open."""

    def __init__(self, place: Place, held: Appointment, who: str = "admin") -> None:
        self.client: Client = browser(place, who)
        answer = self.client.get("/start/office/end_appointment/", {"appointment": held.pk})
        self.given = {name: answer.context["form"][name].value() for name in ("appointment", "was")}
        self.given["nonce"] = answer.context["nonce"]

    def send(self, last_on: date) -> Any:
        answer = self.client.post(
            "/start/office/end_appointment/", {**self.given, "last_on": last_on.isoformat(), "because": "届满"}
        )
        if answer.context:
            self.given |= {"was": answer.context["form"]["was"].value(), "nonce": answer.context["nonce"]}
        return answer


def test_a_stale_page_replaces_no_value_of_the_same_rule(place: Place) -> None:
    (first, second), third = tabs(place), Tab(place, who="plant")
    first.send("parameter", "parameters/", **values("join.notice_working_days", 7))

    assert (
        OVERTAKEN in second.send("parameter", "parameters/", **values("join.notice_working_days", 9)).content.decode()
    )
    assert third.send("parameter", "parameters/", **values("join.observe_months", 6)).status_code == 302
    assert Parameter.objects.get(key="join.notice_working_days").value == 7


def test_a_stale_page_replaces_no_seal(place: Place) -> None:
    first, second = tabs(place)

    answers = [tab.send("seal", seal=picture(color)) for tab, color in ((first, "red"), (second, "blue"))]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert OVERTAKEN in answers[1].content.decode()


def values(key: str, value: int) -> dict[str, Any]:
    return {"key": key, "value": value, "first_on": TODAY.isoformat(), "because": "团发〔2026〕1 号"}


def picture(color: str) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 40), color).save(content, "PNG")
    return SimpleUploadedFile("seal.png", content.getvalue())
