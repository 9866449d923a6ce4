"""A committee previews a round, starts it and reads it; a secretary acts on several; a member reads his own record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Browser

from tests.journeys.browser import DESKTOP, PHONE, Visitor, chromium
from tests.journeys.test_access import SHOTS, Stop, _faults
from tests.workflows.pages.test_bulk import applied
from tests.workflows.trial import DAY, installed
from tests.worlds import Place, at, hospital
from workflows.models import Round

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIZES = {"desk": DESKTOP, "phone": PHONE}


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def looked_at(visitor: Visitor, name: str) -> list[str]:
    """Return what is wrong on the page as it stands, on a desk and on a telephone."""
    wrong = []
    for size, viewport in SIZES.items():
        visitor.page.set_viewport_size(viewport)
        if SHOTS:
            visitor.page.screenshot(path=f"{SHOTS}/{name}_{size}.png", full_page=True)
        wide, seen = visitor.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        wrong += [f"{name} {size} scrolls sideways: {wide} of {seen} pixels"] if wide > seen else []
        wrong += [f"{name} {size}: {fault}" for fault in visitor.breaks_of_access()]
    visitor.page.set_viewport_size(DESKTOP)
    return wrong


def test_a_round_is_previewed_started_and_read(browser: Browser, live_server: object) -> None:
    with time_machine.travel(at(DAY)), installed():
        here = hospital()
        committee = Visitor(browser, str(live_server), here.person("hosp"))

        wrong = _through_the_round(committee, here)
        cover = Round.objects.get().cases.get(subject=None)
        for stop in (
            Stop("cover", "sec", f"/cases/{cover.pk}/"),
            Stop("me", "sec", "/me/"),
            Stop("bundle", "sec", f"/bundles/cover/{cover.pk}/"),
        ):
            secretary = Visitor(browser, str(live_server), here.person(stop.who))
            wrong += [f"{stop.name}: {fault}" for size in SIZES for fault in _faults(secretary, stop, size)]

    assert wrong == []
    assert Round.objects.get().opened == 12


def _through_the_round(visitor: Visitor, here: Place) -> list[str]:
    page = visitor.open("/rounds/")
    wrong = looked_at(visitor, "rounds_empty")
    visitor.press("a[href='/rounds/start/trial/open/']")
    wrong += looked_at(visitor, "round_start")
    visitor.fill(branches=[here.organization("SURG").pk])
    visitor.press("button[value=preview]")
    wrong += looked_at(visitor, "round_preview")
    visitor.press("button[value=start]")
    page.wait_for_selector("#round-bar")
    wrong += looked_at(visitor, "round")
    visitor.open("/rounds/")
    return wrong + looked_at(visitor, "rounds")


def test_a_round_is_started_without_scripts(browser: Browser, live_server: object) -> None:
    with time_machine.travel(at(DAY)), installed():
        here = hospital()
        visitor = Visitor(browser, str(live_server), here.person("hosp"), scripts=False)
        page = visitor.open("/rounds/start/trial/open/")
        page.select_option("select[name=branches]", str(here.organization("SURG").pk))
        visitor.press("button[value=preview]")
        visitor.press("button[value=start]")
        page.wait_for_selector("#round-bar")

        assert "已处理 14 / 14 人" in page.inner_text("#round-bar")


def test_several_tasks_are_done_with_one_form(browser: Browser, live_server: object) -> None:
    with time_machine.travel(at(DAY)):
        here = hospital()
        cases = [applied(here, name) for name in ("a", "b", "c")]
        visitor = Visitor(browser, str(live_server), here.person("sec"))
        page = visitor.open("/inbox/")
        wrong = looked_at(visitor, "inbox_mine")
        page.check("thead input[type=checkbox]")
        visitor.press("form[action='/inbox/bulk/'] button[type=submit]")
        wrong += looked_at(visitor, "bulk_choose")
        visitor.press("button[value=talk]")
        visitor.fill(talker=here.person("sec").pk, summary="动机端正", suitable="true")
        wrong += looked_at(visitor, "bulk")
        visitor.submit()
        wrong += looked_at(visitor, "bulk_result")

        assert "办理 3 件" in page.inner_text("main")
    assert wrong == []
    assert {type(case).objects.get(pk=case.pk).stage for case in cases} == {"interviewed"}
