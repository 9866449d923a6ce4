"""启用: an empty installation becomes a committee at work in the browser, once, and says what it still lacks."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from procedures.register.first_day.missing import lacks_of
from procedures.register.models import NumberBlock, Standing
from workflows.models import Entry
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.proof.log import first_broken

pytestmark = pytest.mark.django_db
PASSWORD = "lantern-orbit-velvet-42"
GIVEN: dict[str, Any] = {
    "called": "江北市人民医院团委", "kind": "committee", "code": "RMYY", "document_word": "江医团", "province": "42",
    "party": "江北市人民医院党委", "branches": "第一团支部（手术科室）\n第二团支部（内科）\n", "name": "金一",
    "username": "jinyi", "password": PASSWORD, "again": PASSWORD,
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_second_factor(settings: LazySettings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


def address() -> str:
    out = StringIO()
    call_command("first_day", stdout=out)
    return out.getvalue().strip()


def moved_in(client: Client, **changed: Any) -> Any:
    return client.post(address(), {**GIVEN, **changed})


def test_the_first_address_leads_from_nothing_to_a_committee_with_its_registrar_signed_in(client: Client) -> None:
    page = client.get(address())
    answer = moved_in(client)

    assert page.status_code == 200
    assert (answer.status_code, answer["Location"]) == (302, "/missing/")
    place = Organization.objects.get(code="RMYY")
    assert (place.name, place.document_word, place.province) == ("江北市人民医院团委", "江医团", "42")
    assert place.led_by == Organization.objects.get(name="江北市人民医院党委")
    below = Organization.objects.filter(path__startswith=place.path).exclude(pk=place.pk)
    assert [one.name for one in below.order_by("path")] == ["第一团支部（手术科室）", "第二团支部（内科）"]
    held = Appointment.objects.get()
    assert (held.person.name, held.post.role, held.post.organization) == ("金一", "registrar", place)
    assert client.get("/missing/").status_code == 200


def test_moving_in_is_one_entry_that_names_all_that_was_made(client: Client) -> None:
    moved_in(client)

    entry = Entry.objects.get()
    place = Organization.objects.get(code="RMYY")
    assert (entry.act, entry.actor_name, entry.chain) == ("move_in", "金一", f"organization/{place.pk}")
    assert len(entry.changes) == 5
    assert first_broken(entry.chain) is None


def test_the_address_is_dead_once_it_was_used(client: Client) -> None:
    first = address()
    moved_in(client)

    assert address() == ""
    assert Client().get(first)["Location"].endswith("/account/login/")
    assert Client().post(first, {**GIVEN, "code": "ANDERE"}).status_code == 302
    assert Organization.objects.filter(depth=1).count() == 2


def test_an_address_that_nobody_gave_opens_nothing(client: Client) -> None:
    assert client.get("/begin/abc/").status_code == 404
    assert client.get("/begin/").status_code in (302, 404)


def test_an_address_is_good_for_a_day(client: Client) -> None:
    with time_machine.travel(timezone.now()) as clock:
        late = address()
        clock.shift(24 * 60 * 60 + 60)

        assert client.get(late).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "人民医院"}, "组织代码只用"),
        ({"province": "99"}, "不是省级代码"),
        ({"branches": "一支部\n一 支部"}, "写了两次"),
        ({"branches": "很" * 121}, "太长"),
        ({"again": "other-words-here-7"}, "两次输入的密码不一样"),
        ({"password": "tuanwei2026", "again": "tuanwei2026"}, "密码"),
        ({"username": "a b"}, "登录名"),
        ({"called": ""}, "必填"),
        ({"document_word": "abc"}, "机关代字"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_made(client: Client, changed: dict[str, str], said: str) -> None:
    answer = moved_in(client, **changed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "第二团支部（内科）" in text or "branches" in changed
    assert not Organization.objects.exists()
    assert not Person.objects.filter(is_superuser=False).exists()


def test_two_who_move_in_at_once_make_one_committee(client: Client) -> None:
    one, two = address(), address()

    client.post(one, GIVEN)
    Client().post(two, {**GIVEN, "username": "other"})

    assert Organization.objects.filter(code="RMYY").count() == 1
    assert not Person.objects.filter(username="other").exists()


def test_who_was_made_on_the_server_moves_in_as_himself(client: Client) -> None:
    keeper = Person.objects.create_superuser("root", PASSWORD, name="金一")
    client.force_login(keeper)

    page = client.get("/begin/")
    client.post("/begin/", {name: value for name, value in GIVEN.items() if name not in ("name", "username")})

    assert page.status_code == 200
    assert Appointment.objects.get().person == keeper
    assert client.get("/begin/").status_code == 404


def test_what_is_missing_is_listed_with_where_it_is_done_and_goes_once_it_is_there(client: Client) -> None:
    moved_in(client)
    place, on = Organization.objects.get(code="RMYY"), timezone.localdate()
    before = [one.words for one in lacks_of(place, on)]

    for role in ("committee_reviewer", "committee_secretary", "auditor"):
        post = Post.objects.get_or_create(role=role, organization=place)[0]
        Appointment.objects.create(person=Person.objects.create_user(role, name=role), post=post, first_on=on)
    for number, branch in enumerate(Organization.objects.filter(kind="branch")):
        post = Post.objects.get_or_create(role="branch_secretary", organization=branch)[0]
        who = Person.objects.create_user(f"sec{number}", name="书记", home=branch)
        Standing.objects.create(person=who, root=branch.root, status="active", joined_on=date(2020, 5, 4))
        Appointment.objects.create(person=who, post=post, first_on=on)
    NumberBlock.objects.create(organization=place, year=on.year, first=f"{on.year}42000101", last=f"{on.year}42000140")

    assert before == [
        "没有团委审核人", "没有团委书记", "没有监督审计员", "2 个团支部没有书记",
        f"没有{on.year}年度的发展团员编号段", "名册中还没有团员",
    ]  # fmt: skip
    assert lacks_of(place, on) == []
    assert "需要的都已齐备" in client.get("/missing/").content.decode()


def test_every_lack_leads_to_a_page_that_its_reader_may_open(client: Client) -> None:
    moved_in(client)
    place = Organization.objects.get(code="RMYY")

    answers = {one.address: client.get(one.address).status_code for one in lacks_of(place, timezone.localdate())}

    assert set(answers.values()) == {200}


def test_who_keeps_no_committee_has_no_list_of_what_is_missing(client: Client) -> None:
    moved_in(client)
    client.force_login(Person.objects.create_user("wang", name="王"))

    assert client.get("/missing/").status_code == 404
