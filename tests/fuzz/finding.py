"""What there is to ask: every address of the URLconf, every form and link of the pages that people get there."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.fuzz.asking import Ask
from tests.fuzz.judging import Answer, Fault, Judge, listening
from tests.fuzz.pages import Control, Form, Page
from workflows.table.registry import procedures

ANYBODY = "anonymous"
GUESSES = 2
SHOWN = (200, 405, 409, 422)
SITE = "http://testserver"


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the URLconf: its name, pattern and the names of its arguments."""

    name: str
    pattern: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A form that somebody can send, or an address with the names that are asked for behind it (`heard`)."""

    who: str
    path: str
    form: Form
    route: str
    heard: tuple[str, ...] = ()


@dataclass(slots=True)
class Found:
    """What was found, and what was wrong already with what nobody had spoiled."""

    targets: list[Target] = field(default_factory=list)
    routes: set[str] = field(default_factory=set)
    arguments: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    faults: list[tuple[Ask, Fault]] = field(default_factory=list)


def routes() -> list[Route]:
    """Return every address."""
    return list(_routes(get_resolver().url_patterns, "", ()))


def _routes(patterns: list[URLPattern | URLResolver], before: str, given: tuple[str, ...]) -> Iterator[Route]:
    for one in patterns:
        here = (*given, *one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, before + str(one.pattern), here)
        else:
            yield Route(one.name or "", before + str(one.pattern), here)


class Finder:
    """Goes from page to page and keeps the forms: of each kind of page one, with `each` one for everybody."""

    def __init__(self, judge: Judge, leads: Iterable[tuple[str, str]], *, each: bool) -> None:
        self.judge, self.leads, self.each, self.found = judge, leads, each, Found()
        self._waiting: deque[tuple[str, str]] = deque()
        self._seen: set[object] = set()
        self._kept: set[object] = set()

    def find(self) -> Found:
        """Walk everywhere, then to the addresses to which nothing leads."""
        for who in self.judge.clients:
            self._waiting += [(who, reverse(one.name)) for one in routes() if not one.arguments and one.name]
        self.walk()
        self._guess()
        return self.found

    def walk(self) -> None:
        """Go from the pages that wait, and from those that were named, wherever they lead."""
        self._waiting += self.leads
        self.leads = ()
        while self._waiting:
            who, address = self._waiting.popleft()
            parts = urlsplit(address)
            key = self._key(who, parts.path)
            if key is None or key in self._seen or (who, key) in self._seen:
                continue
            shown = self._open(who, parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True)))
            self._seen.add(key if shown else (who, key))

    def _key(self, who: str, path: str) -> object:
        """Return by what a page is known; None where the address is none of ours."""
        match = _resolved(path)
        if match is None:
            return None
        for name, value in match.kwargs.items():
            self.found.arguments[name].add(str(value))
        return match.url_name, _words(path), who if self.each else ""

    def _open(self, who: str, path: str, query: tuple[tuple[str, str], ...]) -> bool:
        """Ask for a page and keep what it leads to; return whether there was one to be shown."""
        ask = Ask(who, "GET", path, query)
        answer, heard = self._listen(ask)
        name = resolve(path).url_name or ""
        if answer.location:
            self._waiting.append((who, self._within(path, answer.location)))
        if answer.status == 405:  # told by its route, for it shows no form
            self._post(who, path, name)
        heard |= {key for key, _ in query}
        self._keep(Target(who, path, _asking("GET", path, heard), name))
        self._read(who, path, Page(answer.page, path), heard)
        shown = answer.status in SHOWN or (answer.status == 302 and who != ANYBODY)
        if shown:
            self.found.routes.add(name)
        return shown

    def _read(self, who: str, path: str, page: Page, heard: set[str]) -> None:
        self._waiting += [(who, self._within(path, link)) for link in page.links]
        for form in page.forms:
            action = self._within(path, form.action or path)
            form.action = urlsplit(action).path
            match = _resolved(form.action)
            if match is None:
                continue
            self._keep(Target(who, form.action, form, match.url_name or "", tuple(sorted(heard))))
            if form.method == "GET":
                self._waiting.append((who, form.action))

    def _post(self, who: str, path: str, name: str) -> None:
        _, heard = self._listen(Ask(who, "POST", path))
        self._keep(Target(who, path, _asking("POST", path, heard), name))

    def _listen(self, ask: Ask) -> tuple[Answer, set[str]]:
        with listening() as heard:
            answer = self.judge.put(ask)
        if answer.fault:
            self.found.faults.append((ask, answer.fault))
        return answer, heard

    def _keep(self, target: Target) -> None:
        key = (
            target.route,
            _words(target.path),
            target.form.method,
            target.form.names,
            target.who if self.each else "",
        )
        if key not in self._kept:
            self._kept.add(key)
            self.found.targets.append(target)

    def _within(self, path: str, link: str) -> str:
        """Return the address on this site to which a link leads, empty for another site."""
        try:
            whole = urlsplit(urljoin(f"{SITE}{path}", link))
        except ValueError:
            return ""
        ours = f"{whole.scheme}://{whole.netloc}" == SITE
        return (f"{whole.path}?{whole.query}" if whole.query else whole.path) if ours else ""

    def _guess(self) -> None:
        """Ask for what nothing led to, with arguments that were met elsewhere or that the tables name."""
        known: dict[str, set[str]] = self.found.arguments
        known["procedure"] |= {one.code for one in procedures()}
        known["act"] |= {row.code for one in procedures() for row in (*one.opens, *one.rounds)}
        for route in routes():
            if route.arguments and route.name not in self.found.routes:
                self._try(route, known)

    def _try(self, route: Route, known: Mapping[str, set[str]]) -> None:
        for path in _guesses(route, known):
            self._waiting += [(who, path) for who in self.judge.clients]
            self.walk()
            if route.name in self.found.routes:
                return


def _guesses(route: Route, known: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield a few addresses: the first of what is known of each argument, and some more of the last."""
    given: dict[str, Any] = {name: min(known[name], default="1") for name in route.arguments}
    last = route.arguments[-1]
    for word in sorted(known[last])[:GUESSES] or ["1"]:
        yield reverse(route.name, kwargs={**given, last: word})


@cache
def _resolved(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


@cache
def _words(path: str) -> tuple[str, ...]:
    """Return the arguments of an address that are no keys."""
    return tuple(str(value) for value in resolve(path).kwargs.values() if not isinstance(value, int))


def _asking(method: str, path: str, names: set[str]) -> Form:
    return Form(path, method, False, [Control(name, "text") for name in sorted(names)])
