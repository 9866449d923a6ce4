"""Every main page before axe (WCAG 2.2 AA), on a desk and on a telephone; nothing scrolls sideways at 390 pixels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from playwright.sync_api import Browser

from tests.journeys.browser import DESKTOP, PHONE, Visitor, chromium
from tests.worlds import Place, at, hospital
from workflows import engine
from workflows.models import PublicNotice
from workflows.people.models import Appointment, Post

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIZES = {"desk": DESKTOP, "phone": PHONE}
OPINION = {"opinion": "愿意介绍"}
SHOTS = os.environ.get("TUANWU_SHOTS", "")  # a folder in which to keep a picture of each page


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to look at: its name, who looks ("" for nobody signed in), and its address."""

    name: str
    who: str
    path: str


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def _early(here: Place) -> list[Stop]:
    """Return the pages that want a case at its beginning."""
    case = here.case.pk
    return [
        Stop("talk", "sec", f"/cases/{case}/talk/"),
        Stop("inbox", "sec", "/inbox/"),
        Stop("inbox_claimable", "sec", "/inbox/claimable/"),
        Stop("home_running", "wang", "/"),
        Stop("start", "young", "/start/joining/"),
    ]


def _late(here: Place) -> list[Stop]:
    """Return the pages that want a case before its meeting."""
    case, wang, branch = here.case.pk, here.person("wang").pk, here.organization("HOSP").pk
    return [
        Stop("hold_meeting", "sec", f"/cases/{case}/hold_meeting/"),
        Stop("case", "hosp", f"/cases/{case}/"),
        Stop("case_own", "wang", f"/cases/{case}/"),
        Stop("inbox_done", "sec", "/inbox/done/"),
        Stop("messages", "wang", "/messages/"),
        Stop("home", "sec", "/"),
        Stop("me", "wang", "/me/"),
        Stop("rounds", "hosp", "/rounds/"),
        Stop("round_start", "hosp", "/rounds/start/exit/scan/"),
        Stop("papers", "wang", "/papers/"),
        Stop("notices", "wang", "/notices/"),
        Stop("check", "", "/check/"),
        Stop("rules", "", "/rules/"),
        Stop("audit", "aud", "/audit/"),
        Stop("audit_case", "aud", f"/audit/cases/{case}/"),
        Stop("person", "hosp", f"/people/{wang}/"),
        Stop("organizations", "admin", "/organizations/"),
        Stop("organization", "admin", f"/organizations/{branch}/"),
        Stop("appoint", "admin", f"/start/office/appoint/?organisation={branch}&role=registrar"),
        Stop("hand_over", "sec", "/start/office/hand_over/"),
        Stop("powers", "sec", "/office/powers/"),
        Stop("posts_watch", "admin", "/office/watch/"),
        Stop("import", "admin", "/import/"),
        Stop("sign_in", "", "/account/login/"),
    ]


def _on_notice(here: Place) -> list[Stop]:
    return [Stop("notice", "", f"/notices/{PublicNotice.objects.get().token}/")]


def test_the_application_can_be_used_by_everybody(browser, live_server):
    with time_machine.travel(at(date(2026, 1, 5))):
        here = hospital()

        wrong = _walk(browser, live_server.url, here, [Stop("application", "wang", "/start/joining/")])

    assert wrong == []


def test_pages_of_a_case_at_its_beginning_can_be_used_by_everybody(browser, live_server):
    with time_machine.travel(at(date(2026, 1, 20))):
        here = hospital(until="apply")
        _share(here)

        wrong = _walk(browser, live_server.url, here, _early(here))

    assert wrong == []


def test_the_public_notice_can_be_used_by_everybody(browser, live_server):
    with time_machine.travel(at(date(2026, 5, 20))):
        here = hospital(until="post_notice")

        wrong = _walk(browser, live_server.url, here, _on_notice(here))

    assert wrong == []


def test_pages_of_a_case_before_its_meeting_can_be_used_by_everybody(browser, live_server):
    with time_machine.travel(at(date(2026, 5, 28))):
        here = hospital(until="introduce")
        opinion = engine.Request("introduce", here.person("org"), date(2026, 5, 27), at(date(2026, 5, 27)), OPINION)
        engine.act(here.case, opinion)

        wrong = _walk(browser, live_server.url, here, _late(here))

    assert wrong == []


def test_the_demo_can_be_used_by_everybody(browser, live_server, settings: LazySettings, tmp_path: Path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    with time_machine.travel(at(date(2026, 5, 28))):
        here = hospital(until="talk")

        wrong = _walk(browser, live_server.url, here, [Stop("demo", "", "/demo/"), Stop("demo_bar", "sec", "/")])

    assert wrong == []


def _share(here: Place) -> None:
    """Let the deputy hold the secretary's post beside him, so that there is something to claim."""
    post = Post.objects.get(role="branch_secretary", organization=here.organization("SURG"))
    Appointment.objects.create(person=here.person("dep"), post=post, first_on=date(2022, 1, 1))


def _walk(browser: Browser, address: str, here: Place, stops: list[Stop]) -> list[str]:
    """Return what is wrong on the pages in each size, each fault with the page's name."""
    visitors: dict[str, Visitor] = {}
    wrong = []
    for stop in stops:
        if stop.who not in visitors:
            visitors[stop.who] = Visitor(browser, address, here.person(stop.who) if stop.who else None)
        for size in SIZES:
            wrong += [f"{stop.name} ({size}): {fault}" for fault in _faults(visitors[stop.who], stop, size)]
    return wrong


def _faults(visitor: Visitor, stop: Stop, size: str) -> Iterator[str]:
    visitor.page.set_viewport_size(SIZES[size])
    answer = visitor.page.goto(visitor.address + stop.path)
    if SHOTS:
        visitor.page.screenshot(path=f"{SHOTS}/{stop.name}_{size}.png", full_page=True)
    if answer is None or answer.status != 200:
        yield f"answers {answer and answer.status}"
    wide, seen = visitor.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > seen:
        yield f"scrolls sideways: {wide} of {seen} pixels"
    yield from visitor.breaks_of_access()
