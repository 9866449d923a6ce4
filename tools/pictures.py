"""Take the pictures of the README from a running demo: `tools/pictures.py http://127.0.0.1:8000`.

Run it with the demo's settings (`TUANWU_DEMO=1` and its `DATABASE_URL`): it opens a session for whoever sits at the
fullest desk of the demo, looks, and ends it.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 -- the path must be set first

django.setup()

from django.conf import settings  # noqa: E402 -- after the set-up
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- as above
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 -- as above
from django.urls import reverse  # noqa: E402 -- as above
from playwright.sync_api import Browser, sync_playwright  # noqa: E402 -- as above

from workflows.days import clock  # noqa: E402 -- as above
from workflows.people.models import Appointment, Person  # noqa: E402 -- as above

PICTURES = {"inbox.png": (1280, 800, 1.5), "inbox_phone.png": (390, 844, 2)}


def main(address: str) -> None:
    """Take every picture."""
    if not settings.DEMO:
        sys.exit("Pictures are taken of the demo only: set TUANWU_DEMO=1 and the demo's DATABASE_URL.")
    session = _session(_busiest())
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
            )
            for name, (width, height, scale) in PICTURES.items():
                _take(browser, address, session, ROOT / "docs" / "pictures" / name, (width, height, scale))
            browser.close()
    finally:
        session.flush()


def _busiest() -> Person:
    """Return who alone holds the post with the most open tasks; those of a shared post have to be claimed first."""
    held = Appointment.objects.on(clock.today()).order_by("-post__open_tasks", "pk").select_related("person")
    holders = Counter(held.values_list("post_id", flat=True))
    for appointment in held:
        if holders[appointment.post_id] == 1:
            return appointment.person
    sys.exit("Nobody holds a post in the demo: build the town first.")


def _session(person: Person) -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session


def _take(browser: Browser, address: str, session: SessionStore, to: Path, view: tuple[int, int, float]) -> None:
    width, height, scale = view
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, locale="zh-CN"
    )
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": address}],
    )
    page = context.new_page()
    answer = page.goto(address + reverse("inbox"))
    if answer is None or not answer.ok or page.url != address + reverse("inbox"):
        sys.exit(f"{address}{reverse('inbox')} did not answer with the inbox but with {page.url}.")
    page.screenshot(path=to)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
