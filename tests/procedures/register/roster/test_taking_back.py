"""撤回导入: a list is taken back whole, with an entry, while nothing rests on anybody of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from procedures.register.models import (
    DevelopmentNumber,
    MembershipPeriod,
    OrganizationSpan,
    Standing,
    StatusSpan,
    YearRecord,
)
from procedures.register.roster.taking_back import imports_of
from tests.procedures.register.roster.sheets import row, workbook
from tests.procedures.register.roster.test_pages import officer, uploaded
from workflows.models import Entry
from workflows.people.models import Appointment, Kind, Organization, Person, Role
from workflows.proof.log import first_broken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.REQUIRE_SECOND_FACTOR = False
    return tmp_path


@pytest.fixture
def zone() -> Organization:
    zone: Organization = Organization.objects.add_root({"code": "ZONE", "name": "开发区团工委", "kind": Kind.COMMITTEE})
    return zone


def imported(client: Client, *rows: dict[str, object]) -> None:
    address = uploaded(client, workbook(list(rows)))["Location"]
    client.post(address)


def taken_back(client: Client, zone: Organization, number: int = 0, because: str = "传错了文件") -> str:
    entry = imports_of([zone])[number].entry
    return client.post(f"/import/list/{entry.pk}/back/", {"because": because}, follow=True).content.decode()


def register() -> list[int]:
    return [model._default_manager.count() for model in
            (Standing, StatusSpan, OrganizationSpan, MembershipPeriod, DevelopmentNumber)]  # fmt: skip


def test_the_list_of_imports_says_what_each_did_and_with_which_file(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    imported(client, row(1), row(2))

    text = client.get("/import/list/").content.decode()

    (done,) = imports_of([zone])
    assert (done.people, len(done.fingerprint)) == (2, 64)
    assert done.fingerprint[:12] in text
    assert "撤回 2 人" in text


def test_an_import_taken_back_leaves_the_register_as_it_was_and_the_log_whole(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    before = register()
    imported(client, row(1, office="团支部书记"), row(2))

    text = taken_back(client, zone)

    assert "已撤回 2 人的导入" in text
    assert register() == before
    assert not Appointment.objects.filter(person__username__startswith="m").exists()
    assert not Person.objects.filter(username__startswith="m").exclude(id_index=None, home=None).exists()
    assert first_broken(f"roster/{zone.pk}") is None
    assert Entry.objects.filter(act="take_back_import", reason="传错了文件").count() == 3


def test_the_same_people_can_be_imported_again(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    imported(client, row(1), row(2))
    taken_back(client, zone)

    imported(client, row(1), row(2), row(3))

    assert Standing.objects.filter(status="active").count() == 3
    assert imports_of([zone])[0].taken_back is None


def test_only_its_own_people_go_with_an_import(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    imported(client, row(1))
    imported(client, row(2), row(3))

    taken_back(client, zone, 1)

    assert sorted(Standing.objects.filter(status="active").values_list("person__name", flat=True)) == sorted(
        [str(row(2)["name"]), str(row(3)["name"])]
    )


@pytest.mark.parametrize("use", ["sign-in", "grade", "link"])
def test_an_import_on_which_something_rests_stays_and_its_people_are_named(zone: Organization, use: str) -> None:
    client = officer(zone, Role.REGISTRAR)
    imported(client, row(1), row(2))
    one = Person.objects.get(name=row(1)["name"])
    if use == "sign-in":
        Person.objects.filter(pk=one.pk).update(last_login=timezone.now())
    elif use == "grade":
        YearRecord.objects.create(person=one, organization=one.home, root=zone.root, year=2025, grade="qualified")
    else:
        client.post(f"/people/{one.pk}/link/")

    text = taken_back(client, zone)

    assert f"{one.name}已有事项、团费、证书、任职变动或登录" in text
    assert Standing.objects.filter(status="active").count() == 2


def test_an_import_is_taken_back_once_and_with_a_reason(zone: Organization) -> None:
    client = officer(zone, Role.REGISTRAR)
    imported(client, row(1))

    without = taken_back(client, zone, because=" ")
    assert "请填写撤回的原因" in without
    assert Standing.objects.count() == 1
    taken_back(client, zone)
    again = taken_back(client, zone)

    assert Entry.objects.filter(act="take_back_import", subject=None).count() == 1
    assert "撤回" in again


def test_nobody_takes_back_an_import_of_another_s_committee(zone: Organization) -> None:
    imported(officer(zone, Role.REGISTRAR), row(1))
    other = Organization.objects.add_root({"code": "OTHER", "name": "另一团委", "kind": Kind.COMMITTEE})
    stranger = officer(other, Role.REGISTRAR)

    answer = stranger.post(f"/import/list/{imports_of([zone])[0].entry.pk}/back/", {"because": "x"})

    assert answer.status_code == 404
    assert row(1)["name"] not in stranger.get("/import/list/").content.decode()
