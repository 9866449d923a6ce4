"""填写的内容不会丢失: the session ends, the token is stale, the network fails, the tab is closed, a file is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser import Visitor, chromium
from tests.worlds import Place, at, hospital
from workflows.models import Attachment, Case, Draft
from workflows.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct-horse-battery"
FORM = "/start/joining/"
MOTIVE = "愿意为青年服务"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def here(transactional_db: None, live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> Iterator[Place]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(at(date(2026, 1, 20))):
        place = hospital()
        for name in ("wang", "sec"):
            person = place.person(name)
            person.set_password(PASSWORD)
            person.save()
        yield place


Open = Callable[..., Visitor]


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer, here: Place) -> Open:
    """Return what opens the application of 王晓梅, who has signed in at the sign-in page."""

    def visit(*, scripts: bool = True) -> Visitor:
        visitor = Visitor(browser, live_server.url, None, scripts=scripts)
        sign_in(visitor.page, live_server.url, here.person("wang"))
        visitor.open(FORM)
        visitor.fill(organisation=here.organization("SURG").pk, knowledge="学习了团章", motive=MOTIVE)
        return visitor

    return visit


def sign_in(page: Page, address: str, person: Person) -> None:
    page.goto(f"{address}/account/login/")
    fill_sign_in(page, person)


def fill_sign_in(page: Page, person: Person) -> None:
    page.locator("[name=login]").fill(person.username)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("form[method=post] button[type=submit]").filter(has_text="登录").first.click()


def drafted(text: str) -> None:
    """Wait until the draft holds a motive."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        if any(one.answers.get("motive") == [text] for one in Draft.objects.all()):
            return
        time.sleep(0.05)
    raise AssertionError(f"no draft holds {text!r}: {[one.answers for one in Draft.objects.all()]}")


def press_submit(visitor: Visitor) -> None:
    visitor.page.locator("#start-form button.btn-red").click()


def test_the_page_stays_when_the_session_ends_and_goes_on_saving_after_signing_in_elsewhere(
    opened: Open, here: Place, live_server: LiveServer
) -> None:
    visitor = opened()
    drafted(MOTIVE)
    Session.objects.all().delete()

    visitor.fill(motive="登录结束以后写的")
    trouble = visitor.page.locator("[data-draft-trouble]")
    expect(trouble).to_contain_text("登录已结束")
    with visitor.context.expect_page() as elsewhere:
        trouble.get_by_role("link", name="在新窗口登录").click()
    fill_sign_in(elsewhere.value, here.person("wang"))
    elsewhere.value.close()
    visitor.page.evaluate("window.dispatchEvent(new Event('focus'))")
    drafted("登录结束以后写的")
    expect(trouble).to_be_hidden()
    visitor.fill(self_assessment="踏实")
    visitor.submit()

    assert visitor.page.url.endswith(f"/cases/{Case.objects.get().pk}/")
    assert not Draft.objects.exists()


def test_handing_in_after_the_session_has_ended_leaves_the_page_as_it_is(opened: Open) -> None:
    visitor = opened()
    Session.objects.all().delete()

    press_submit(visitor)

    expect(visitor.page.locator("[data-draft-trouble]")).to_contain_text("登录已结束")
    assert visitor.page.url.endswith(FORM)
    assert visitor.page.locator("[name=motive]").input_value() == MOTIVE
    assert not Case.objects.exists()


def test_without_scripts_what_was_handed_in_after_the_session_is_filled_in_after_signing_in(
    opened: Open, here: Place
) -> None:
    visitor = opened(scripts=False)
    Session.objects.all().delete()

    visitor.submit()
    said = visitor.page.locator("body").inner_text()
    fill_sign_in(visitor.page, here.person("wang"))

    assert "您填写的内容已暂存" in said
    assert visitor.page.url.endswith(FORM)
    assert "您先前填写的内容已填回" in visitor.page.locator("main").inner_text()
    assert visitor.page.locator("[name=motive]").input_value() == MOTIVE
    assert not Case.objects.exists()
    visitor.fill(self_assessment="踏实")
    visitor.submit()
    assert Case.objects.get().stage == "applied"


def test_nobody_else_finds_what_was_handed_in_after_the_session(opened: Open, here: Place) -> None:
    visitor = opened(scripts=False)
    Session.objects.all().delete()

    visitor.submit()
    fill_sign_in(visitor.page, here.person("sec"))

    assert MOTIVE not in visitor.page.content()


def test_a_token_of_an_earlier_session_leads_back_to_the_form_with_what_was_typed(
    opened: Open, here: Place, live_server: LiveServer
) -> None:
    visitor = opened(scripts=False)
    visitor.context.clear_cookies()
    sign_in(visitor.context.new_page(), live_server.url, here.person("wang"))

    visitor.submit()

    assert visitor.page.url.endswith(FORM)
    assert "您先前填写的内容已填回" in visitor.page.locator("main").inner_text()
    assert visitor.page.locator("[name=motive]").input_value() == MOTIVE


def test_a_page_of_somebody_else_is_refused_in_words_and_keeps_what_was_typed_for_its_own_reader(
    opened: Open, here: Place, live_server: LiveServer
) -> None:
    visitor = opened(scripts=False)
    visitor.context.clear_cookies()
    other = visitor.context.new_page()
    sign_in(other, live_server.url, here.person("sec"))

    visitor.submit()
    said = visitor.page.locator("main").inner_text()
    visitor.press(visitor.page.get_by_role("button", name="再次提交"))
    once_more = visitor.page.locator("main").inner_text()
    visitor.context.clear_cookies()
    sign_in(other, live_server.url, here.person("wang"))
    visitor.press(visitor.page.get_by_role("button", name="再次提交"))

    assert "另一个账号打开的" in said
    assert "现在登录的是周敏" in said
    assert once_more == said
    assert not Case.objects.exists()
    assert visitor.page.locator("[name=motive]").input_value() == MOTIVE


def test_with_scripts_a_page_of_somebody_else_says_so_and_stays(
    opened: Open, here: Place, live_server: LiveServer
) -> None:
    visitor = opened()
    visitor.context.clear_cookies()
    sign_in(visitor.context.new_page(), live_server.url, here.person("sec"))

    press_submit(visitor)

    expect(visitor.page.locator("[data-draft-trouble]")).to_contain_text("现在登录的是周敏")
    assert visitor.page.locator("[name=motive]").input_value() == MOTIVE
    assert not Draft.objects.filter(person=here.person("sec")).exists()


@pytest.mark.parametrize("failure", ["network", "503"])
def test_what_cannot_be_handed_in_stays_on_the_page_until_it_can(opened: Open, failure: str) -> None:
    visitor = opened()
    visitor.fill(self_assessment="踏实")
    visitor.page.route(
        "**/*", lambda one: one.abort() if failure == "network" else one.fulfill(status=503, body="busy")
    )

    press_submit(visitor)
    expect(visitor.page.locator("[data-draft-trouble]")).to_contain_text("没有提交：网络或系统暂时不通")
    assert visitor.page.locator("[name=motive]").input_value() == MOTIVE
    visitor.page.unroute("**/*")
    visitor.submit()

    assert Case.objects.get().stage == "applied"


def test_the_last_words_are_kept_when_the_page_is_left(opened: Open) -> None:
    visitor = opened()
    drafted(MOTIVE)

    visitor.page.evaluate(
        """() => {
            const field = document.querySelector("[name=motive]");
            field.value = "最后一句";
            field.dispatchEvent(new Event("input", {bubbles: true}));
            location.href = "/rules/";
        }"""
    )

    drafted("最后一句")


def test_whoever_types_on_without_a_pause_is_saved_meanwhile(opened: Open) -> None:
    visitor = opened()
    drafted(MOTIVE)

    visitor.page.locator("[name=motive]").press_sequentially("一二三四五六七八九十" * 2, delay=300)

    assert len(Draft.objects.get().answers["motive"][0]) > len(MOTIVE) + 5


def test_a_refused_form_keeps_its_file_which_can_be_taken_away(opened: Open) -> None:
    visitor = opened(scripts=False)
    pdf = {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 one"}
    visitor.page.set_input_files("[name=attachment]", pdf)

    visitor.submit()
    named = visitor.page.locator("#field-attachment").inner_text()
    visitor.fill(self_assessment="踏实")
    visitor.submit()

    assert "已随草稿保存的文件：申请书.pdf" in named
    kept = Attachment.objects.get()
    with kept.file.open() as stored:
        assert (kept.name, stored.read()) == ("申请书.pdf", b"%PDF-1.7 one")
    assert not Draft.objects.exists()


def test_a_file_that_was_chosen_is_kept_while_the_rest_is_typed(opened: Open) -> None:
    visitor = opened()
    pdf = {"name": "申请书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 one"}
    visitor.page.set_input_files("[name=attachment]", pdf)
    expect(visitor.page.locator("[data-draft-status]")).to_contain_text("含文件“申请书.pdf”")

    visitor.open(FORM)

    assert "已随草稿保存的文件：申请书.pdf" in visitor.page.locator("#field-attachment").inner_text()
    visitor.page.locator("[name=attachment-clear]").check()
    visitor.fill(self_assessment="踏实")
    visitor.submit()
    assert Case.objects.get().stage == "applied"
    assert not Attachment.objects.exists()
