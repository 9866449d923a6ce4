"""可选名单: a form takes only whom it offers, and its refusals tell of nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from forms.fields import PeopleField, PersonField
from tests.two_committees import NOW, TwoCommittees, build
from workflows.models import Case, Draft
from workflows.people.models import Person
from workflows.table import Step
from workflows.table.registry import procedures

pytestmark = pytest.mark.django_db
ROLES = ("member_a", "other_a", "secretary_a", "neighbor_a", "reviewer_a", "auditor_a", "registrar_a", "party_a")


@pytest.fixture
def world() -> Iterator[TwoCommittees]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield build()


def choosers() -> list[tuple[str, Step, str]]:
    """Return each field of each opening form by which people are named."""
    return [
        (table.code, step, name)
        for table in procedures()
        for step in table.opens
        if step.asks
        for name, field in step.asks.base_fields.items()
        if isinstance(field, (PersonField, PeopleField))
    ]


def test_no_chooser_of_an_opening_form_tells_anything_of_somebody_whom_it_does_not_offer(world: TwoCommittees) -> None:
    foreign = world.people["other_b"]
    Person.objects.filter(pk=foreign.pk).update(name="欧阳未央")
    known = ("欧阳未央", *(number for number in world.secrets if number))
    before, opened, leaks = Case.objects.count(), [], []

    for role in ROLES:
        client = Client()
        client.force_login(world.people[role], backend=settings.AUTHENTICATION_BACKENDS[-1])
        for code, step, name in choosers():
            for more in ({}, {"look": "1"}):
                address = f"/start/{code}/{step.code}/"
                answer = client.post(address, {name: str(foreign.pk), "organisation": foreign.home_id, **more})
                if any(text in answer.content.decode() for text in known):
                    leaks.append((role, address, name, more))
                if answer.status_code not in (200, 404, 422):
                    opened.append((role, address, name, answer.status_code))

    assert (leaks, opened, Case.objects.count()) == ([], [], before)
    assert choosers()


def test_a_chooser_says_that_somebody_is_not_offered_as_it_says_of_nobody_at_all(world: TwoCommittees) -> None:
    client = Client()
    client.force_login(world.people["member_a"], backend=settings.AUTHENTICATION_BACKENDS[-1])

    pages = [
        client.post("/start/transfer/", {"member": str(key)}).content.decode()
        for key in (world.people["other_b"].pk, 999_999)
    ]

    assert ["不在可选名单中" in page for page in pages] == [True, True]


def test_a_draft_keeps_nobody_whom_its_form_does_not_offer(world: TwoCommittees) -> None:
    foreign = world.people["other_b"]
    Person.objects.filter(pk=foreign.pk).update(name="欧阳未央")
    client = Client()
    client.force_login(world.people["secretary_a"], backend=settings.AUTHENTICATION_BACKENDS[-1])

    for code, step, name in choosers():
        client.post(f"/drafts/{code}/{step.code}/", {name: str(foreign.pk)})
        page = client.get(f"/start/{code}/{step.code}/").content.decode()

        assert "欧阳未央" not in page, (code, step.code, name)
    assert Draft.objects.exists()
