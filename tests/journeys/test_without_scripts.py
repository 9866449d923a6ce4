"""The main path in a browser that runs no scripts: an application, its way to the inbox, and the talk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Browser

from tests.journeys.browser import Visitor, chromium
from tests.worlds import Place, at, hospital
from workflows.models import Case
from workflows.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct-horse-battery"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def test_an_application_reaches_the_talk_without_scripts(browser, live_server):
    with time_machine.travel(at(date(2026, 1, 20))):
        here = hospital()
        applied = _apply(_signed_in(browser, live_server.url, here, "wang"), here)
        secretary = _signed_in(browser, live_server.url, here, "sec")

        _talk(secretary, here, applied)

    talked = Case.objects.get()
    assert (applied.stage, applied.subject) == ("applied", here.person("wang"))
    assert talked.stage == "interviewed", secretary.page.locator("main").inner_text()


def _apply(applicant: Visitor, here: Place) -> Case:
    """Find the way from the home page to the application, and hand it in."""
    applicant.press("main a[href^='/start/joining/']")
    applicant.fill(
        organisation=here.organization("SURG").pk, knowledge="学习了团章", motive="进步", self_assessment="踏实"
    )
    _press(applicant, "提交")
    return Case.objects.get()


def _talk(secretary: Visitor, here: Place, case: Case) -> None:
    """Find the way from the home page through the inbox to the talk, and record it."""
    secretary.press("a[href='/inbox/']:visible")
    secretary.press(f"main a[href='/cases/{case.pk}/']")
    secretary.press("main a[href$='/talk/']")
    secretary.fill(talker=here.person("sec").pk, summary="动机端正", suitable="true")
    _press(secretary, "提交")


def _signed_in(browser: Browser, address: str, here: Place, name: str) -> Visitor:
    """Sign somebody in at the sign-in page."""
    person: Person = here.person(name)
    person.set_password(PASSWORD)
    person.save()
    visitor = Visitor(browser, address, None, scripts=False)
    visitor.open("/")
    visitor.page.locator("[name=login]").fill(person.username)
    visitor.page.locator("[name=password]").fill(PASSWORD)
    visitor.press(visitor.page.locator("form[method=post] button[type=submit]").filter(has_text="登录").first)
    return visitor


def _press(visitor: Visitor, words: str) -> None:
    """Press the button that hands in the form."""
    visitor.press(visitor.page.locator("main form[method=post] button.btn-red").filter(has_text=words).first)
