"""Everybody asks for every address: the table of policy.py is the expected answer.

The world is that of `two_committees`; the people of side A look at the things of both sides, and so do three of B.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import urlsafe_base64_encode

from tests.two_committees import NOW, TwoCommittees, build
from workflows.accounts.recovery import links
from workflows.pages.policy import POLICIES, ROWS, Audience, Policy

pytestmark = pytest.mark.django_db
NOBODY = "anonymous"
CAST = {
    "applicant": "member_a",
    "other applicant": "other_a",
    "secretary": "secretary_a",
    "secretary of another branch": "neighbor_a",
    "reviewer": "reviewer_a",
    "foreign reviewer": "reviewer_b",
    "superior reviewer": "superior",
    "auditor": "auditor_a",
    "foreign auditor": "auditor_b",
    "registrar": "registrar_a",
    "foreign registrar": "registrar_b",
    "Party reviewer": "party_a",
}
SIGNED_IN = frozenset(CAST)
EVERYBODY = SIGNED_IN | {NOBODY}
ABOVE = frozenset({"reviewer", "superior reviewer", "auditor"})
ABOVE_FOREIGN = frozenset({"foreign reviewer", "superior reviewer", "foreign auditor"})
OWN: Mapping[Audience, frozenset[str]] = {
    Audience.EVERYBODY: EVERYBODY,
    Audience.SIGNED_IN: SIGNED_IN,
    Audience.OFFICERS: SIGNED_IN - {"applicant", "other applicant", "Party reviewer"},
    Audience.CASE_READERS: ABOVE | {"applicant", "secretary"},
    Audience.CASE_INSIDERS: ABOVE | {"secretary"},
    Audience.PERSON_READERS: ABOVE | {"applicant", "secretary", "registrar"},
    Audience.CASE_OFFICERS: SIGNED_IN
    - {"applicant", "other applicant", "Party reviewer", "registrar", "foreign registrar"},
    Audience.ROUND_STARTERS: frozenset({"reviewer", "foreign reviewer", "superior reviewer"}),
    Audience.ROUND_READERS: ABOVE,
    Audience.KEEPERS: frozenset({"registrar"}),
    Audience.IMPORTERS: frozenset({"registrar", "reviewer", "superior reviewer"}),
    Audience.COMMITTEES: ABOVE,
    Audience.DEMO: frozenset(),
}
FOREIGN: Mapping[Audience, frozenset[str]] = {
    **OWN,
    Audience.CASE_READERS: ABOVE_FOREIGN,
    Audience.CASE_INSIDERS: ABOVE_FOREIGN,
    Audience.PERSON_READERS: ABOVE_FOREIGN | {"foreign registrar"},
    Audience.COMMITTEES: ABOVE_FOREIGN,
    Audience.ROUND_READERS: ABOVE_FOREIGN,
    Audience.KEEPERS: frozenset({"foreign registrar"}),
    Audience.IMPORTERS: frozenset({"foreign registrar", "foreign reviewer", "superior reviewer"}),
}
ANYWHERE = {audience: OWN[audience] | FOREIGN[audience] for audience in Audience}
OPEN_TO_ALL = frozenset(
    {"", "procedure", "opening", "round_act", "notice", "welcome", "passkey", "upload", "token", "roster_import"}
)  # nobody's, or a bearer's
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'",
}  # fmt: skip
VOLATILE = ("django_session", "axes_", "django_migrations", "sqlite_", "workflows_count")


@dataclass(frozen=True, slots=True)
class Target:
    """An address with arguments, and who may ask for it."""

    address: str
    allowed: frozenset[str]
    exists: bool = True


class Walk:
    """The world with a signed-in client for each of the cast."""

    def __init__(self, world: TwoCommittees) -> None:
        self.world = world
        self.clients = {NOBODY: Client(raise_request_exception=True)}
        self.strict = {NOBODY: Client(enforce_csrf_checks=True)}
        for role, name in CAST.items():
            for clients, client in ((self.clients, Client()), (self.strict, Client(enforce_csrf_checks=True))):
                client.force_login(world.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
                clients[role] = client

        self.tables = _fingerprint()

    def changed_tables(self) -> list[str]:
        """Return the tables that are not as they were when this was last asked."""
        before, self.tables = self.tables, _fingerprint()
        return [name for name, digest in self.tables.items() if before[name] != digest]

    def targets(self, policy: Policy) -> list[Target]:
        """Return the own, the foreign and the unknown address of a row."""
        arguments = self.arguments(policy.of)
        allowed = (OWN, FOREIGN) if policy.of not in OPEN_TO_ALL else (ANYWHERE, ANYWHERE)
        found = [
            Target(reverse(policy.name, kwargs=given), who[policy.who])
            for given, who in zip(arguments[:2], allowed, strict=True)
        ]
        if len(arguments) > 2:
            found.append(Target(reverse(policy.name, kwargs=arguments[2]), frozenset(), exists=False))
        return found[:1] if not policy.of else found

    def arguments(self, of: str) -> list[Mapping[str, object]]:
        """Return the arguments of the own, the foreign and (where 404 is the answer) the unknown thing."""
        world, unknown = self.world, 987_654
        case = [world.admitted["a"].pk, world.admitted["b"].pk, unknown]
        rounds = [world.round("a").pk, world.round("b").pk]
        member = [world.people["member_a"].pk, world.people["member_b"].pk, unknown]
        numbers: dict[str, list[int]] = {
            "case": case,
            "paper": [world.paper("a").pk, world.paper("b").pk, unknown],
            "person": member,
            "organization": [world.organization("A").pk, world.organization("B").pk, unknown],
            "round": [world.round("a").pk, world.round("b").pk, unknown],
            "attachment": [world.attachments["a"].pk, world.attachments["b"].pk, unknown],
            "appointment": [world.appointment("a").pk, world.appointment("b").pk, unknown],
        }
        if of in numbers:
            return [{"pk": number} for number in numbers[of]]
        named: dict[str, list[Mapping[str, object]]] = {
            "": [{}, {}],
            "procedure": [{"procedure": "joining"}] * 2 + [{"procedure": "nothing"}],
            "opening": [{"procedure": "joining", "act": "apply"}] * 2 + [{"procedure": "joining", "act": "nothing"}],
            "case_act": [{"procedure": "joining", "act": "approve", "case": number} for number in case],
            "act": [{"pk": number, "code": "comment"} for number in case],
            "round_act": [{"procedure": "exit", "act": "scan"}] * 2 + [{"procedure": "exit", "act": "nothing"}],
            "bundle": [{"of": "round", "pk": number} for number in (*rounds, unknown)],
            "bundle_kind": [
                {"of": "round", "pk": number, "kind": "membership_certificate"} for number in (*rounds, unknown)
            ],
            "notice": [{"token": token} for token in (world.notice("a").token, world.notice("b").token, "0" * 32)],
            "welcome": [self._welcome("member_a"), self._welcome("member_b")],
            "passkey": [{"pk": unknown}, {"pk": unknown}],
            "demo": [{}, {}, {}],
            "demo_person": [{"pk": number} for number in member],
            "upload": [{"token": "0" * 32}] * 2,
            "token": [{"token": "0" * 32}] * 2,
            "roster_import": [{"pk": unknown}] * 2,
            "roster": [{"token": "0" * 32, "code": code} for code in ("A", "B", "nothing")],
            "roster_problems": [{"token": "0" * 32, "code": code} for code in ("A", "B", "nothing")],
        }
        return named[of] if of in named else targets_of_procedures()[of](world)

    def _welcome(self, name: str) -> Mapping[str, object]:
        person = self.world.people[name]
        key = urlsafe_base64_encode(str(person.pk).encode())
        return {"uidb64": key, "token": links.make_token(person)}

    def ask(self, role: str, method: str, address: str, *, strict: bool = False) -> HttpResponse:
        """Ask, and take back whatever came of it except what a GET did."""
        cache.clear()
        client = (self.strict if strict else self.clients)[role]
        cookies = client.cookies.copy()
        with transaction.atomic():
            answer = getattr(client, method.lower())(address)
            if method not in ("GET", "HEAD"):
                transaction.set_rollback(True)
        client.cookies = cookies
        if answer.streaming:
            list(answer.streaming_content)  # read to its end, a file closes
        return answer


@pytest.fixture(scope="module")
def walk(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walk]:
    """Build the world once for the whole table, and take it back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield Walk(build())
        transaction.set_rollback(True)


def targets_of_procedures() -> dict[str, Callable[[TwoCommittees], list[Mapping[str, object]]]]:
    """Return what the `of` of a procedure's own policy rows names: from `tests/procedures/<name>/targets.py`.

    Its `TARGETS` give for each the arguments of a thing of side A, one of side B, and one that does not exist.
    """
    found = {}
    for path in sorted((Path(__file__).parents[2] / "procedures").glob("*/targets.py")):
        found.update(import_module(f"tests.procedures.{path.parent.name}.targets").TARGETS)
    return found


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _addresses(one.url_patterns, before + str(one.pattern))
        else:
            yield one.name or "", before + str(one.pattern)


ADDRESSES = dict(_addresses(get_resolver().url_patterns))
WALKED = [row for row in ROWS if row.name in ADDRESSES]
every_row = pytest.mark.parametrize("policy", WALKED, ids=lambda policy: policy.name)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    missing = [
        f'    Policy("{name}", _A.…),  # /{pattern}' for name, pattern in ADDRESSES.items() if name not in POLICIES
    ]

    assert not missing, "Add to ROWS of workflows/pages/policy.py:\n" + "\n".join(missing)
    assert not POLICIES.keys() - ADDRESSES.keys(), "rows without an address"
    assert len(POLICIES) == len(ROWS), "a name stands twice"


@every_row
def test_who_may_see_sees_and_nothing_else_is_shown_or_changed(walk: Walk, policy: Policy) -> None:
    wrong = []
    for target in walk.targets(policy):
        for role in (NOBODY, *CAST):
            answer = walk.ask(role, "GET", target.address)
            expected = _expected_of_get(policy, target, role)
            if answer.status_code not in expected:
                wrong.append(f"{role} GET {target.address}: {answer.status_code}, expected {sorted(expected)}")
            wrong += [f"{role} GET {target.address}: {what}" for what in _undressed(answer, role)]
            wrong += [f"{role} GET {target.address}: shows {one}" for one in _shown(answer, walk.world)]
        wrong += [f"HEAD {target.address}" for role in CAST if role == "reviewer" and _head_differs(walk, role, target)]

    assert not wrong, "\n".join(wrong)
    assert walk.changed_tables() == []


def _head_differs(walk: Walk, role: str, target: Target) -> bool:
    get, head = (walk.ask(role, method, target.address) for method in ("GET", "HEAD"))
    return head.status_code != get.status_code or not (head.streaming or head.content == b"")


def _expected_of_get(policy: Policy, target: Target, role: str) -> frozenset[int]:
    if policy.who is Audience.DEMO:
        return frozenset({404})
    public = policy.who is Audience.EVERYBODY
    if policy.who is Audience.DEMO:
        return frozenset({404})
    if role == NOBODY and not public:
        return frozenset({302})
    if not target.exists:
        return frozenset({404, 405}) if "GET" not in policy.methods else frozenset({404})
    if "GET" not in policy.methods:
        return frozenset({405})
    return policy.shows if role in target.allowed else frozenset({404})


@every_row
def test_nobody_posts_what_is_not_his_and_nobody_without_the_token(walk: Walk, policy: Policy) -> None:
    wrong = []
    for target in walk.targets(policy):
        for role in (NOBODY, *CAST):
            answer = walk.ask(role, "POST", target.address)
            if not _is_right_answer_to_post(policy, target, role, answer):
                wrong.append(f"{role} POST {target.address}: {answer.status_code}")
            forged = walk.ask(role, "POST", target.address, strict=True)
            if forged.status_code != 403:
                wrong.append(f"{role} POST {target.address} without the token: {forged.status_code}")

    assert not wrong, "\n".join(wrong)


def _is_right_answer_to_post(policy: Policy, target: Target, role: str, answer: HttpResponse) -> bool:
    code = answer.status_code
    if policy.who is Audience.DEMO:
        return code == 404
    if role == NOBODY and policy.who is not Audience.EVERYBODY:
        return code == 302 and answer["Location"].startswith("/account/login/")
    if "POST" not in policy.methods:
        return code == 405 or (code == 404 and 404 in policy.shows)
    if not target.exists or role not in target.allowed:
        return code == 404
    return code in (200, 302, 400, 409, 422) or code in policy.shows


@every_row
def test_methods_that_are_not_offered_are_refused(walk: Walk, policy: Policy) -> None:
    target = walk.targets(policy)[0]
    wrong = []
    for role in sorted(target.allowed)[:2]:
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            answer = walk.ask(role, method, target.address)
            if answer.status_code not in _refusals(policy, method):
                wrong.append(f"{role} {method} {target.address}: {answer.status_code}")

    assert not wrong, "\n".join(wrong)


def _refusals(policy: Policy, method: str) -> set[int]:
    """Return what counts as refusing a method; Django's own form views take PUT for POST, with the token."""
    put = method == "PUT" and policy.name.startswith(("account_", "mfa_", "first_"))
    return {405} | (set(policy.shows) if put or method == "OPTIONS" else set(policy.shows) - {200})


def _undressed(answer: HttpResponse, role: str) -> Iterator[str]:
    for name, value in HEADERS.items():
        if answer.get(name) != value:
            yield f"{name}: {answer.get(name)}"
    policy = {part.strip() for part in str(answer.get("Content-Security-Policy")).split(";")}
    if not (policy >= CSP or policy == {"default-src 'none'", "sandbox"}):
        yield f"Content-Security-Policy lacks {CSP - policy}"
    if role != NOBODY and "no-store" not in str(answer.get("Cache-Control")):
        yield f"Cache-Control: {answer.get('Cache-Control')}"


def _shown(answer: HttpResponse, world: TwoCommittees) -> set[str]:
    if not answer.get("Content-Type", "").startswith(("text/", "application/json")):
        return set()
    text = answer.content.decode()
    return {secret for secret in world.secrets if secret in text}


def _fingerprint() -> dict[str, str]:
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if not name.startswith(VOLATILE)]
        return {name: _digest(cursor, name) for name in names}


def _digest(cursor: object, table: str) -> str:
    cursor.execute(f'SELECT * FROM "{table}"')  # type: ignore[attr-defined]  # noqa: S608 -- a name the database gave
    rows = sorted(
        repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]) for row in cursor.fetchall()
    )  # type: ignore[attr-defined]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
