"""A signed-in browser over a kept connection: gets pages, submits forms, and notes how long each answer took."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SEEN = re.compile(r'name="seen" value="(\d+)"')
COOKIE = re.compile(r"^([^=]+)=([^;]*)")
IDLE = 15.0  # seconds, after which a browser opens a new connection


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer: to which kind of request, when it was asked, how long it took; status 0 where none came."""

    kind: str
    at: float
    seconds: float
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, or where it leads."""

    status: int
    text: str
    location: str = ""


class Browser:
    """One session; not for two threads at once."""

    def __init__(self, port: int, session: str, note: Callable[[Sample], None]) -> None:
        self._port, self._note = port, note
        self._cookies = {"tuanwu-sid": session}
        self._connection: HTTPConnection | None = None
        self._used = 0.0

    def get(self, kind: str, address: str) -> Answer:
        """Open a page."""
        return self._ask(kind, "GET", address, "")

    def post(self, kind: str, address: str, page: Answer, answers: Mapping[str, str]) -> Answer:
        """Submit the form of a page."""
        token, seen = TOKEN.search(page.text), SEEN.search(page.text)
        given = {"csrfmiddlewaretoken": token[1] if token else "", **({"seen": seen[1]} if seen else {}), **answers}
        return self._ask(kind, "POST", address, urlencode(given))

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def twin(self) -> Browser:
        """Return another connection of the same session: a second click before the first was answered."""
        other = Browser(self._port, "", self._note)
        other._cookies = self._cookies
        return other

    def _ask(self, kind: str, method: str, address: str, body: str) -> Answer:
        at = time.monotonic()
        try:
            answer = self._answer(method, address, body)
        except (OSError, HTTPException):
            self.close()
            answer = Answer(0, "")
        self._used = time.monotonic()
        self._note(Sample(kind, at, self._used - at, answer.status))
        return answer

    def _answer(self, method: str, address: str, body: str) -> Answer:
        if time.monotonic() - self._used > IDLE:
            self.close()
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body.encode() or None, headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        self._keep_cookies(response)
        return Answer(response.status, text, response.headers.get("Location", ""))

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or ():
            found = COOKIE.match(line)
            if found:
                self._cookies[found[1]] = found[2]
