"""A signed-in browser: gets the form for its token, then posts it; only the post is timed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from tests.benchmarks.measuring import timed

FILES, PLAIN = b'enctype="multipart/form-data"', "application/x-www-form-urlencoded"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


class Browser:
    """Django's test client with CSRF enforced: the whole stack of middleware, no network."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.form_times: list[float] = []

    def submit(self, address: str, answers: Mapping[str, Any]) -> float:
        """Open a form, submit it, and return the milliseconds of the post.

        Raises:
            AssertionError: the form was not opened or not taken.
        """
        took, page = timed(lambda: self.client.get(address), tallied=False)
        self.form_times.append(took)
        if page.status_code != 200:
            raise AssertionError(f"GET {address}: {page.status_code}")
        token = TOKEN.search(page.content)
        posted = {**answers, "csrfmiddlewaretoken": token[1].decode() if token else ""}
        data = {"data": posted} if FILES in page.content else {"data": urlencode(posted), "content_type": PLAIN}
        took, answer = timed(lambda: self.client.post(address, **data))
        if answer.status_code != 302:
            raise AssertionError(f"POST {address}: {answer.status_code} {answer.content.decode()[:3000]}")
        return took

    def page(self, address: str) -> tuple[float, str]:
        """Return the milliseconds of a page and its text.

        Raises:
            AssertionError: no page was given.
        """
        took, answer = timed(lambda: self.client.get(address))
        if answer.status_code != 200:
            raise AssertionError(f"GET {address}: {answer.status_code}")
        return took, answer.content.decode()
