"""A robot: one person in one sitting, who reads pages and sends forms as a browser without scripts does."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.fuzz.asking import Ask
from tests.fuzz.pages import Form, Page
from tests.year.answering import Mind
from tests.year.history import Break, Deed, Diary
from workflows.people.models import Person

AGAIN = 3  # times that a refused form is sent with other answers
ERRORS = re.compile(r'id="(?:error_)?id_([\w-]+?)_?error"')
SAID = re.compile(r'role="alert"[^>]*>(.*?)</div>', re.DOTALL)
LEAVES = ("/account/", "/language/", "/demo/", "/static/", "/media/")


class Seen(Page):
    """A page with its text."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__(text, address)
        self.text = text


@dataclass(slots=True)
class Robot:
    """A signed-in person, or a visitor, with what he noticed."""

    person: Person | None
    mind: Mind
    diary: Diary
    times: dict[str, list[float]]
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False, HTTP_HOST="127.0.0.1"))

    def __post_init__(self) -> None:
        if self.person is not None:
            self.client.force_login(self.person, backend=settings.AUTHENTICATION_BACKENDS[-1])

    @property
    def name(self) -> str:
        """Who it is, as the diary says it."""
        return self.person.username if self.person else "visitor"

    def sit(self) -> None:
        """Do one of the things that people come for."""
        turns: Mapping[Callable[[], None], int] = {
            self._clear: 10, self._start: 3, self._together: 1, self._manage: 1, self._look: 2,
        }  # fmt: skip
        if self.person is None:
            self._look()
            return
        self.mind.chance.choices(list(turns), list(turns.values()))[0]()

    def _clear(self) -> None:
        """Take a task and do one of the acts that its page offers."""
        cases = self._links(self._get("/inbox/"), r"^/cases/\d+/$")
        if not cases:
            self._start()
            return
        page = self._get(self.mind.chance.choice(cases))
        acts = self._links(page, r"^/cases/\d+/[a-z_]+/$")
        if acts:
            self._send_form_of(self._likely(acts))

    def _likely(self, acts: list[str]) -> str:
        """Choose the first act of a page mostly: it is the one that leads on."""
        return acts[0] if self.mind.chance.random() < 0.6 else self.mind.chance.choice(acts)

    def _start(self) -> None:
        found = self._links(self._get("/"), r"^/(start/\w+/\w*|rounds/start/\w+/\w+|start/\w+)/?$")
        found = [one for one in found if "rounds" not in one or self.mind.chance.random() < 0.3]
        if found:
            self._send_form_of(self.mind.chance.choice(found))

    def _together(self) -> None:
        """Mark some tasks and deal with them at once."""
        page = self._get("/inbox/")
        forms = [one for one in page.forms if "bulk" in one.action]
        for form in forms[:1]:
            self._send(form.action, form, page.text, times=AGAIN)

    def _manage(self) -> None:
        """Look after an organization: whoever may not is shown no form."""
        places = self._links(self._get("/organizations/"), r"^/organizations/\d+/$")
        if places:
            page = self._get(self.mind.chance.choice(places))
            forms = [one for one in page.forms if one.method == "POST" and not one.action.startswith(LEAVES)]
            if forms:
                form = self.mind.chance.choice(forms)
                self._send(form.action or page.address, form, page.text, times=1)

    def _look(self) -> None:
        """Follow some links from the first page."""
        page = self._get("/" if self.person else "/notices/")
        for _ in range(3):
            links = self._links(page, r"^/[\w/.-]*$")
            if not links:
                return
            page = self._get(self.mind.chance.choice(links))

    def _send_form_of(self, address: str) -> None:
        page = self._get(address)
        form = next((one for one in page.forms if urlsplit(one.action or address).path == address), None)
        if form is not None and form.method == "POST":
            self._send(address, form, page.text, times=AGAIN)

    def _send(self, address: str, form: Form, text: str, times: int) -> None:
        """Send a form; where it comes back, answer what was found wrong and give a reason where one is wanted."""
        errors: frozenset[str] = frozenset()
        for _ in range(times):
            fields = tuple(self.mind.fill(form, text, errors))
            ask = Ask(self.name, "POST", address, fields=fields, multipart=form.multipart)
            answer = self._ask(address, lambda ask=ask: self._post(ask))
            page = Seen(_text(answer), address)
            shown = tuple((name, value if isinstance(value, str) else "…") for name, value in fields)
            deed = Deed(self.mind.on, self.name, address, shown, answer.status_code, answer.headers.get("Location", ""),
                        _said(page))  # fmt: skip
            self.diary.deeds.append(deed)
            if answer.status_code != 422:
                return
            errors = frozenset(ERRORS.findall(page.text))
            form = next((one for one in page.forms if one.method == "POST" and one.names == form.names), None) or next(
                (one for one in page.forms if one.method == "POST" and set(form.names) <= set(one.names)), form
            )
            text = page.text

    def _post(self, ask: Ask) -> Any:
        kind, body = ask.content
        return self.client.generic("POST", ask.address, body, kind)

    def _get(self, address: str) -> Seen:
        answer = self._ask(address, lambda: self.client.get(address))
        if answer.status_code == 302:
            address = urljoin(address, answer.headers["Location"])
            answer = self._ask(address, lambda: self.client.get(address))
        return Seen(_text(answer), address)

    def _ask(self, address: str, ask: Callable[[], Any]) -> Any:
        begun = time.process_time()
        answer = ask()
        self.times.setdefault(re.sub(r"\d+", "N", address), []).append(time.process_time() - begun)
        self.diary.pages += 1
        if answer.status_code >= 500:
            self.diary.note(Break("no page fails", f"{answer.status_code} {self.name} {address}"))
        return answer

    def _links(self, page: Seen, wanted: str) -> list[str]:
        links = (urlsplit(urljoin(page.address, one)).path for one in page.links if "://" not in one)
        return [one for one in dict.fromkeys(links) if re.match(wanted, one) and not one.startswith(LEAVES)]


def _text(answer: HttpResponse) -> str:
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    return answer.content.decode("utf-8", "replace")


def _said(page: Seen) -> str:
    found = " ".join(re.sub(r"<[^>]+>|\s+", " ", one) for one in SAID.findall(page.text))
    return re.sub(r"\s+", " ", found).strip()
