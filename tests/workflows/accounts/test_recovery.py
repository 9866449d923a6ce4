"""找回账号: a link opens an account with all its posts, so that it follows them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from tests.worlds import TODAY, Place, at, hospital
from workflows.accounts.recovery import links, recovery_of
from workflows.models import Entry, Message
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_day() -> Any:
    with time_machine.travel(at(TODAY), tick=False) as clock:
        yield clock


def give(place: Place, name: str, role: str, code: str) -> Person:
    person = place.person(name)
    post, _ = Post.objects.get_or_create(role=role, organization=Organization.objects.get(code=code), person=None)
    Appointment.objects.create(person=person, post=post, first_on=TODAY - timedelta(30))
    return person


def with_password(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(password="pbkdf2_sha256$1$a$b")
    person.refresh_from_db()
    return person


def refusal(place: Place, person: str, by: str) -> str:
    with pytest.raises(Refused) as refused:
        recovery_of(place.person(person), by=place.person(by), on=TODAY)
    return refused.value.code


def ask(by: Person, person: Person) -> str:
    client = Client()
    client.force_login(by)
    return client.post(f"/people/{person.pk}/link/", follow=True).content.decode()


def test_a_committee_secretary_recovers_no_account_of_the_level_below_or_above_his_own() -> None:
    place = hospital()
    give(place, "hosp", "committee_secretary", "HOSP")
    give(place, "county", "committee_secretary", "COUNTY")

    assert refusal(place, "sec", by="hosp") == "account_next_level"
    assert refusal(place, "hosp", by="county") == "account_next_level"
    assert "/welcome/" not in ask(place.person("hosp"), place.person("sec"))
    assert not Entry.objects.filter(act__in=("ask_link", "give_link")).exists()


def test_recovery_follows_the_highest_post_and_never_the_home() -> None:
    place = hospital()
    give(place, "wang", "registrar", "HOSP")
    give(place, "dep", "committee_reviewer", "COUNTY")

    assert refusal(place, "dep", by="wang") == "account_above"
    assert recovery_of(place.person("dep"), by=place.person("admin"), on=TODAY).place == place.organization("COUNTY")


def test_a_post_that_begins_later_counts_as_one_that_is_held() -> None:
    place = hospital()
    give(place, "wang", "registrar", "HOSP")
    post = Post.objects.get(role="committee_reviewer", organization=place.organization("ZONE"))
    Appointment.objects.create(person=place.person("young"), post=post, first_on=TODAY + timedelta(9))

    assert refusal(place, "young", by="wang") == "account_above"


def test_a_party_organization_is_recovered_from_above_what_it_leads() -> None:
    place = hospital()
    party = Organization.objects.add_root(create_kwargs={"code": "P", "name": "医院党委", "kind": "party_committee"})
    Organization.objects.filter(code="HOSP").update(led_by=party)
    give(place, "wang", "registrar", "HOSP")
    give(place, "young", "party_reviewer", "P")

    assert refusal(place, "young", by="wang") == "account_above"
    assert recovery_of(place.person("young"), by=place.person("admin"), on=TODAY).place == party


def test_a_registrar_who_also_decides_recovers_nobody_of_the_next_level() -> None:
    place = hospital()
    give(place, "hosp", "registrar", "HOSP")

    assert refusal(place, "sec", by="hosp") == "account_next_level"


def test_an_account_with_a_password_is_recovered_by_two_keepers_and_all_concerned_are_told(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.MAIL = "smtp://here"
    place = hospital()
    first, second = give(place, "wang", "registrar", "HOSP"), place.person("admin")
    sec = with_password(place.person("sec"))
    Person.objects.filter(pk=sec.pk).update(email="sec@example.cn")
    Authenticator.objects.create(user=sec, type="totp", data={"secret": "kept"})

    with django_capture_on_commit_callbacks(execute=True):
        alone = ask(first, sec)
        again = ask(first, sec)
        shown = ask(second, sec)

    assert "/welcome/" not in alone + again
    assert "同一人不能既申请又确认" in again
    assert re.search(r"/welcome/[^<\s]+", shown)
    book = Entry.objects.filter(chain=f"organization/{place.organization('SURG').pk}", subject=sec).order_by("sequence")
    assert [(one.act, one.actor_id) for one in book] == [("ask_link", first.pk), ("give_link", second.pk)]
    assert Message.objects.filter(person=sec, text__contains="登录链接").count() == 2
    assert Authenticator.objects.get(user=sec).data == {"secret": "kept"}
    assert [one.to for one in mail.outbox] == [["sec@example.cn"]] * 2


def test_who_keeps_the_organization_above_is_told_that_a_link_is_asked_for() -> None:
    place = hospital()
    first = give(place, "wang", "registrar", "HOSP")
    above = give(place, "zone", "registrar", "HOSP")

    ask(first, with_password(place.person("sec")))

    assert Message.objects.filter(person=above, text__contains="申请发放周敏的登录链接").count() == 1
    assert not Message.objects.filter(person=place.person("admin")).exists()


@pytest.mark.parametrize("how", ["days", "sign-in"])
def test_a_request_lapses_after_three_days_and_once_the_person_has_signed_in(may_day: Any, how: str) -> None:
    place = hospital()
    first, second = give(place, "wang", "registrar", "HOSP"), place.person("admin")
    sec = with_password(place.person("sec"))
    ask(first, sec)

    may_day.shift(timedelta(days=4) if how == "days" else timedelta(minutes=5))
    if how == "sign-in":
        Client().force_login(sec)

    assert "/welcome/" not in ask(second, sec)


def test_an_account_without_a_password_gets_its_first_link_from_one_keeper() -> None:
    place = hospital()

    assert "/welcome/" in ask(place.person("admin"), place.person("wang"))


def test_a_link_dies_when_the_posts_of_its_person_change() -> None:
    place = hospital()
    token = links.make_token(place.person("wang"))
    assert links.check_token(place.person("wang"), token)

    give(place, "wang", "committee_reviewer", "HOSP")

    assert not links.check_token(place.person("wang"), token)
