"""Sign-in and sessions: nobody else's session, no hint of who has an account, an end to guessing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from workflows.pages.accounts import client_address
from workflows.people.models import Appointment, Organization, Person, Post, Role

PASSWORD = "correct-horse-battery"
NOON = datetime(2026, 5, 28, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> Iterator[None]:
    """Forget earlier failures, and hash cheaply: what counts here is how often."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


def person(name: str = "wangxm", **facts: object) -> Person:
    """Return a person who can sign in."""
    return Person.objects.create_user(name, PASSWORD, name="王晓梅", **facts)


def holder(role: Role) -> Person:
    """Return the holder of a post at a committee."""
    somebody = person(role)
    committee = Organization.objects.add_root(create_kwargs={"code": role, "name": "医院团委", "kind": "committee"})
    post = Post.objects.create(role=role, organization=committee)
    Appointment.objects.create(person=somebody, post=post, first_on=date(2020, 1, 1))
    return somebody


def sign_in(client: Client, name: str = "wangxm", password: str = PASSWORD) -> HttpResponse:
    """Fill the sign-in page."""
    return client.post("/account/login/", {"login": name, "password": password})


def is_signed_in(client: Client) -> bool:
    """Ask for a page that only the signed-in see."""
    return client.get("/account/password/change/").status_code == 200


def test_signing_in_gives_a_new_session_key(client: Client) -> None:
    person()
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["tuanwu-sid"] = before

    sign_in(client)

    assert is_signed_in(client)
    assert client.cookies["tuanwu-sid"].value != before


def test_unknown_names_and_wrong_passwords_look_the_same() -> None:
    person()

    wrong = sign_in(Client(), password="not-the-password").content.decode()
    unknown = sign_in(Client(), name="nobody1", password="not-the-password").content.decode()

    assert "登录名或密码不正确" in wrong
    assert _without_tokens(wrong) == _without_tokens(unknown.replace("nobody1", "wangxm"))


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line.lower()]


@pytest.mark.parametrize("name", ["wangxm", "nobody1"])
def test_each_try_costs_one_hash_whether_the_name_is_known_or_not(name: str) -> None:
    person()
    counted = _Counted()

    with patch.object(MD5PasswordHasher, "encode", counted.encode):
        sign_in(Client(), name=name, password="not-the-password")

    assert counted.times == 1


class _Counted:
    """Counts how often a password is hashed."""

    def __init__(self) -> None:
        self.times = 0
        self.real = MD5PasswordHasher.encode

    def encode(self, *args: object, **kwargs: object) -> str:
        self.times += 1
        return self.real(MD5PasswordHasher(), *args, **kwargs)


def test_nobody_opens_an_account_by_himself(client: Client) -> None:
    assert client.get("/account/signup/").status_code in (302, 404)
    assert "signup" not in client.get("/account/login/").content.decode()


def test_a_hundred_tries_compute_at_most_twenty_hashes_and_the_page_says_until_when(client: Client) -> None:
    person()
    counted = _Counted()

    with patch.object(MD5PasswordHasher, "encode", counted.encode):
        answers = [_try_at(client, NOON + timedelta(seconds=5 * number)) for number in range(100)]

    assert counted.times <= 20
    assert answers[-1].status_code == 429
    assert "暂停 15 分钟" in answers[-1].content.decode()
    assert "2026年5月28日 12:1" in answers[-1].content.decode()


def _try_at(client: Client, moment: datetime, password: str = "") -> HttpResponse:
    with time_machine.travel(moment, tick=False):
        return sign_in(client, password=password or "guess")


def test_a_locked_account_opens_at_the_moment_that_the_page_names(client: Client) -> None:
    person()
    for number in range(20):
        _try_at(client, NOON + timedelta(seconds=5 * number))
    last = NOON + timedelta(seconds=95)

    during = _try_at(client, last + timedelta(minutes=14), PASSWORD)
    after = _try_at(client, last + timedelta(minutes=15, seconds=1), PASSWORD)

    assert during.status_code == 429
    assert after.status_code == 302


def test_a_lock_holds_for_one_account_at_one_address_whatever_the_capitals() -> None:
    person()
    person("lisi")
    for number in range(20):
        _try_at(Client(), NOON + timedelta(seconds=5 * number))
    soon = NOON + timedelta(minutes=3)

    with time_machine.travel(soon, tick=False):
        same = sign_in(Client(), name=" WangXM ")
        other = sign_in(Client(), name="lisi")
        elsewhere = sign_in(Client(REMOTE_ADDR="10.0.0.9"))

    assert (same.status_code, other.status_code, elsewhere.status_code) == (429, 302, 302)


def test_the_table_of_failures_holds_no_name_that_was_typed(client: Client) -> None:
    sign_in(client, name="990000199901019866", password="guess-guess")

    rows = _raw("axes_accessattempt")

    assert rows
    assert "990000199901019866" not in str(rows)
    assert "guess-guess" not in str(rows)


def _raw(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- a name of ours
        return list(cursor.fetchall())


def test_a_session_is_dead_after_signing_out(client: Client) -> None:
    person()
    sign_in(client)
    stolen = client.cookies["tuanwu-sid"].value

    answer = client.post("/account/logout/")

    thief = Client()
    thief.cookies["tuanwu-sid"] = stolen
    assert not is_signed_in(thief)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_asking_for_the_sign_out_page_signs_nobody_out(client: Client) -> None:
    person()
    sign_in(client)

    client.get("/account/logout/")

    assert is_signed_in(client)


def test_a_disabled_account_is_out_at_once(client: Client) -> None:
    somebody = person()
    sign_in(client)

    Person.objects.filter(pk=somebody.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_a_new_password_ends_the_sessions_elsewhere(client: Client) -> None:
    person()
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)

    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "k7vq-92mz-x4tp-88rd", "password2": "k7vq-92mz-x4tp-88rd"},
    )

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_an_idle_session_ends_after_half_an_hour(client: Client) -> None:
    person()
    with time_machine.travel(NOON, tick=False):
        sign_in(client)
        assert is_signed_in(client)

    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        assert not is_signed_in(client)


def test_a_used_session_rolls_on_and_ends_after_twelve_hours(client: Client) -> None:
    person()
    with time_machine.travel(NOON, tick=False):
        sign_in(client)
    seen = []

    for minutes in range(0, 12 * 60 + 26, 25):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            seen.append((minutes, is_signed_in(client)))

    assert all(signed_in for minutes, signed_in in seen if minutes <= 720)
    assert seen[-1] == (725, False)


def test_pages_read_within_a_minute_write_no_session(client: Client) -> None:
    person()
    with time_machine.travel(NOON, tick=False):
        sign_in(client)
        is_signed_in(client)
        before = _raw("django_session")
    with time_machine.travel(NOON + timedelta(seconds=30), tick=False):
        is_signed_in(client)

    assert _raw("django_session") == before


def test_a_part_of_a_page_asked_for_after_the_end_leads_to_the_sign_in_page(client: Client) -> None:
    answer = client.get("/account/password/change/", HTTP_HX_REQUEST="true")

    assert answer["HX-Redirect"] == "/account/login/"


@pytest.mark.parametrize("role", [Role.COMMITTEE_REVIEWER, Role.COMMITTEE_SECRETARY, Role.REGISTRAR, Role.AUDITOR])
def test_who_decides_or_keeps_the_books_needs_a_second_factor(client: Client, settings: Settings, role: Role) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(holder(role))

    answer = client.get("/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert client.get("/account/2fa/").status_code == 200


def test_a_branch_secretary_needs_none(client: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(holder(Role.BRANCH_SECRETARY))

    assert client.get("/").get("Location") != "/account/2fa/"


def test_the_second_factor_is_asked_for_and_a_code_counts_once(client: Client) -> None:
    somebody = person()
    secret = generate_totp_secret()
    TOTP.activate(somebody, secret)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    first = sign_in(client)
    before = is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code})
    after = is_signed_in(client)
    again = Client()
    sign_in(again)
    again.post("/account/2fa/authenticate/", {"code": code})

    assert first["Location"] == "/account/2fa/authenticate/"
    assert (before, after, is_signed_in(again)) == (False, True, False)


def test_the_secret_of_the_second_factor_is_not_stored_in_plain(client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person(), secret)

    assert secret not in str(Authenticator.objects.get().data)


def test_addresses_given_by_the_client_count_only_behind_a_proxy(rf: RequestFactory, settings: Settings) -> None:
    request = rf.get("/", HTTP_X_FORWARDED_FOR="1.2.3.4, 10.0.0.7", REMOTE_ADDR="127.0.0.1")

    settings.BEHIND_PROXY = False
    assert client_address(request) == "127.0.0.1"

    settings.BEHIND_PROXY = True
    assert client_address(request) == "10.0.0.7"


def other_process(program: str) -> str:
    """Run a program on the tests' database in a process of its own, and return what it printed."""
    database = connection.settings_dict
    address = f"sqlite:///{database['NAME']}" if connection.vendor == "sqlite" else _address(database)
    told = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings", "TUANWU_DEBUG": "1"}
    lines = f"import django; django.setup()\n{program}"
    done = subprocess.run([sys.executable, "-c", lines], env=told, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _address(database: dict[str, object]) -> str:
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


@pytest.mark.django_db(transaction=True)
def test_tries_and_used_codes_count_for_all_processes_together() -> None:
    cache.set("tries", 4, 60)

    said = other_process(
        "from django.core.cache import cache\n"
        "print(cache.incr('tries'), cache.add('code', 1, 60), cache.add('code', 1, 60))"
    )

    assert said == "5 True False"
    assert (cache.get("tries"), cache.add("code", 1, 60)) == (5, False)


def test_a_code_does_not_sign_in_again_while_a_phones_clock_may_be_off(client: Client) -> None:
    somebody = person()
    secret = generate_totp_secret()
    with time_machine.travel(NOON, tick=False) as clock:
        TOTP.activate(somebody, secret)
        code = format_hotp_value(hotp_value(secret, int(NOON.timestamp()) // 30))
        sign_in(client)
        client.post("/account/2fa/authenticate/", {"code": code})
        clock.shift(timedelta(seconds=45))
        again = Client()
        sign_in(again)
        again.post("/account/2fa/authenticate/", {"code": code})

        assert is_signed_in(client)
        assert not is_signed_in(again)


def test_a_count_ends_with_its_window_and_begins_anew() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert cache.add("window", 0, 20)
        assert (cache.incr("window"), cache.incr("window")) == (1, 2)
        clock.shift(timedelta(seconds=21))

        assert cache.get("window") is None
        with pytest.raises(ValueError, match="window"):
            cache.incr("window")
        assert cache.add("window", 0, 20)


def test_strangers_behind_a_proxy_do_not_share_a_limit(client: Client, settings: Settings) -> None:
    settings.BEHIND_PROXY = True

    def asked(address: str) -> int:
        return client.post(
            "/check/", {}, HTTP_X_FORWARDED_FOR=f"9.9.9.9, {address}", REMOTE_ADDR="10.0.0.1"
        ).status_code

    with time_machine.travel(NOON, tick=False):
        first = [asked("1.1.1.1") for _ in range(31)]

        assert first[-1] == 429
        assert 429 not in first[:-1]
        assert asked("2.2.2.2") != 429
