"""Sending a request and judging its answer: no 5xx, nothing written by what was refused, every record whole.

What a request wrote is taken back, so that each meets the same state and may be sent again.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.request import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from tests.fuzz.asking import Ask
from workflows.days import clock
from workflows.models import Case, Entry
from workflows.pages.policy import POLICIES
from workflows.people.models import Person
from workflows.proof.log import first_broken
from workflows.store import rooted

ROOT = Path(__file__).parents[2]
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
# What a request may leave though it was refused: a file that was chosen for a form is kept with its draft.
VOLATILE = ("django_session", "axes_", "django_migrations", "sqlite_", "workflows_draft")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer; two of one key are the same fault."""

    key: str
    told: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    page: str
    fault: Fault | None


@dataclass(slots=True)
class Writes:
    """The tables into which statements wrote."""

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Note the table of a statement and let it pass."""
        found = WRITES.match(sql) if isinstance(sql, str) else None
        if found and not found[1].startswith(VOLATILE):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


class Judge:
    """The people of a world, signed in, and its state before any request."""

    def __init__(self, people: Mapping[str, Person | None]) -> None:
        self.clients: dict[str, tuple[Client, Client]] = {}
        for name, person in people.items():
            pair = (Client(raise_request_exception=False), Client(False, raise_request_exception=False))
            pair[1].handler.enforce_csrf_checks = True
            for client in pair if person else ():
                client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
            self.clients[name] = pair
        self.before: dict[str, str] = {}

    def put(self, ask: Ask) -> Answer:
        """Send a request, judge what came back, and take back what it wrote."""
        cache.clear()
        client = self.clients[ask.who][ask.strict]
        cookies, writes = client.cookies.copy(), Writes()
        with rooted.within(), transaction.atomic():
            with connection.execute_wrapper(writes):
                response, error = _sent(client, ask)
            fault = self._fault(ask, response, error, writes.tables)
            transaction.set_rollback(True)
        client.cookies = cookies
        if settings.DEMO:
            clock.move_on(0)
        page = response.content.decode("utf-8", "replace") if _is_page(response) else ""
        return Answer(response.status_code, str(response.get("Location", "")), page, fault)

    def _fault(self, ask: Ask, response: HttpResponse, error: BaseException | None, tables: set[str]) -> Fault | None:
        if error is not None:
            return Fault(_place(error), "".join(traceback.format_exception(error)))
        if response.status_code >= 500 and not _is_meant(ask, response.status_code):
            return Fault(f"{response.status_code} {ask.path}", f"answered {response.status_code} without an exception")
        if not tables or connection.needs_rollback:
            return None
        if response.status_code >= 400:
            lasting = [name for name in sorted(tables) if not name.startswith(VOLATILE)]
            left = [name for name in lasting if _digest(name) != self.before.get(name)]
            return (
                Fault(f"written by what was refused: {left}", f"{response.status_code}, yet {left} changed")
                if left
                else None
            )
        broken = [case.pk for case in Case.objects.all() if not _is_whole(case)]
        return Fault("a record is not whole", f"cases {broken}") if broken else None

    def remember(self) -> None:
        """Keep the state that every request meets."""
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
        self.before = {name: _digest(name) for name in names if not name.startswith(VOLATILE)}


@contextmanager
def listening() -> Iterator[set[str]]:
    """Note by what names parameters and fields are asked for meanwhile."""
    heard: set[str] = set()
    kept = {name: getattr(QueryDict, name) for name in ("__getitem__", "__contains__", "get", "getlist")}

    def heard_by(method: Any) -> Any:
        def ask(self: QueryDict, key: Any, *rest: Any, **more: Any) -> Any:
            if isinstance(key, str):
                heard.add(key)
            return method(self, key, *rest, **more)

        return ask

    for name, method in kept.items():
        setattr(QueryDict, name, heard_by(method))
    try:
        yield heard
    finally:
        for name in kept:
            delattr(QueryDict, name)
        QueryDict.__getitem__ = kept["__getitem__"]


def _sent(client: Client, ask: Ask) -> tuple[HttpResponse, BaseException | None]:
    kind, content = ask.content
    extra = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(content)), **ask.environment}
    if "HTTP_COOKIE" in extra:
        own = "; ".join(f"{one.key}={one.coded_value}" for one in client.cookies.values())
        extra["HTTP_COOKIE"] = f"{own}; {extra['HTTP_COOKIE']}"
    response, error = HttpResponse(status=500), None
    try:
        response = client.generic(ask.method, ask.address, content, kind, **extra)
        if response.streaming:
            list(response.streaming_content)
        error = response.exc_info[1] if response.exc_info else None
    except Exception as broken:  # noqa: BLE001 -- outside of every handler, or in an answer that has begun
        error = broken
    return response, error


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and str(response.get("Content-Type", "")).startswith("text/html")


def _is_meant(ask: Ask, status: int) -> bool:
    """Tell whether the table of the addresses says that this may be the answer: papers that are switched off."""
    try:
        name = resolve(ask.path).url_name or ""
    except Resolver404:
        return False
    return name in POLICIES and status in POLICIES[name].shows


def _is_whole(case: Case) -> bool:
    chain = f"case/{case.pk}"
    return Entry.objects.filter(chain=chain).count() == case.sequence and first_broken(chain) is None


def _place(error: BaseException) -> str:
    """Return the kind of an exception and the last place of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(ROOT) and ".venv" not in one.filename]
    at = next((one for one in reversed(ours) if not one.filename.startswith(str(ROOT / "tests"))), frames[-1])
    return f"{type(error).__name__} at {at.filename.removeprefix(f'{ROOT}/')}:{at.lineno}"


def _digest(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 -- a name the database gave
        rows = sorted(
            repr([bytes(one) if isinstance(one, memoryview) else one for one in row]) for row in cursor.fetchall()
        )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
