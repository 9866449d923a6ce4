"""A real browser for journeys: Debian's Chromium through Playwright, one fresh profile a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from workflows.people.models import Person

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 844}
PATIENCE = 120_000  # milliseconds: a paper is drawn while the browser waits, and a busy machine draws slowly
AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser; Playwright runs an event loop, beside which Django must allow plain queries."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()  # inside the loop a test has connections of its own, which nobody else would close


class Visitor:
    """One person at a browser, signed in."""

    def __init__(self, browser: Browser, address: str, person: Person | None, *, scripts: bool = True) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(
            viewport=DESKTOP, java_script_enabled=scripts, accept_downloads=True, locale="zh-CN"
        )
        self.context.set_default_timeout(PATIENCE)
        if person is not None:
            self.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _session(person), "url": address}]
            )
        self.page: Page = self.context.new_page()

    def open(self, path: str) -> Page:
        """Go to a page."""
        self.page.goto(self.address + path)
        return self.page

    def fill(self, **answers: object) -> None:
        """Fill a form by the names of its fields; people are chosen, days are typed."""
        for name, answer in answers.items():
            self._fill(name, answer)

    def find(self, name: str, text: str) -> None:
        """Type into the search of a list, and take the first of what is found."""
        self.page.fill(f"#id_{name}_search", text)
        self.page.locator(f"#field-{name} .suggestions button").first.click()

    def press(self, target: str | Locator) -> None:
        """Press what leads to another page, and wait until that stands: a click alone waits for nothing."""
        with self.page.expect_navigation():
            (self.page.locator(target).first if isinstance(target, str) else target).click()

    def submit(self) -> None:
        """Send the main form."""
        self.press(self.page.locator("main form[method=post] button.btn-red:visible").last)

    def go_on(self) -> None:
        """Give a reason where the page warns and asks for one."""
        if self.page.locator("main .returned [name=despite]:visible").count():
            self.fill(despite="按纸质材料补录")
            self.submit()

    def breaks_of_access(self) -> list[str]:
        """Return what axe finds against WCAG 2.2 AA on the page."""
        self.page.evaluate(AXE.read_text("utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found["violations"]]

    def _fill(self, name: str, answer: object) -> None:
        fields = self.page.locator(f"main [name='{name}']")
        kind = fields.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            chosen = self.page.locator(f"main [name='{name}'][value='{answer}']")
            chosen.evaluate("field => field.checked || field.click()")  # its label may cover it
        elif kind in ("select-one", "select-multiple"):
            values = [str(one) for one in answer] if isinstance(answer, (list, tuple)) else [str(answer)]
            fields.first.select_option(values, force=True)
        elif isinstance(answer, date):
            fields.first.fill(answer.isoformat())
        else:
            fields.first.fill(str(answer))


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
