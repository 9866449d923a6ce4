"""A prepared statement answers as the query that it was written from, and rows written in bulk are like any others."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from tests.worlds import hospital
from workflows.models import Message
from workflows.people.models import Appointment, Organization, Person
from workflows.store import bulk
from workflows.store.prepared import Prepared

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 20)


def test_it_answers_like_the_query_for_other_values_too() -> None:
    place = hospital()
    held = Prepared(lambda day, pk: Appointment.objects.on(day).filter(person=pk).select_related("post__organization"))

    found = [held(DAY, place.person(name).pk) for name in ("sec", "hosp", "wang")]

    assert [[one.post.organization.code for one in row if one.post.organization] for row in found] == [
        ["SURG"], ["HOSP"], [],
    ]  # fmt: skip
    assert found[0] == list(Appointment.objects.on(DAY).filter(person=place.person("sec")))


def test_what_is_joined_costs_no_statement() -> None:
    place = hospital()
    at = Prepared(lambda code: Organization.objects.filter(code=code).select_related("led_by"))
    people = Prepared(lambda pk: Person.objects.filter(pk=pk).select_related("home"))

    with CaptureQueriesContext(connection) as captured:
        assert [one.led_by for one in at("SURG")] == [None]
        assert [one.home.name for one in people(place.person("wang").pk) if one.home] == ["第一团支部"]

    assert len(captured) == 2


def test_postgresql_keeps_a_plan_of_it_and_nothing_of_what_django_sends_with_its_values() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no plans for a connection")
    held = Prepared(lambda pk: Person.objects.filter(pk=pk))

    held(1)
    Person.objects.filter(name="只在这里出现").first()
    held(2)

    kept = connection.connection._prepared  # psycopg tells it nowhere else
    assert [text for text, _ in kept._names if b'"people_person"."id" = $1' in text]
    assert not [text for text, _ in [*kept._names, *kept._counts] if "只在这里出现".encode() in text]


def test_a_value_that_the_query_changes_on_the_way_is_refused() -> None:
    changed = Prepared(lambda text: Person.objects.filter(name__icontains=text))

    with pytest.raises(LookupError, match="reaches the database"):
        changed("王")


def test_rows_in_bulk_have_keys_and_values_like_any_others() -> None:
    person = hospital().person("wang")
    first = Message.objects.create(root="0001", person=person, text="甲", sent_at="2026-05-20T08:00Z")
    rows = [Message(root="0001", person=person, text=f"乙\t{number}\n\\", sent_at=first.sent_at) for number in range(3)]

    bulk.insert(rows)
    last = Message.objects.create(root="0001", person=person, text="丙", sent_at=first.sent_at)

    assert [one.text for one in Message.objects.order_by("pk")] == ["甲", *(row.text for row in rows), "丙"]
    assert first.pk < rows[0].pk < rows[-1].pk < last.pk


def test_a_constraint_refuses_them_all() -> None:
    person = Person.objects.create(username="wang", name="王")

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert([Person(username=name, name="王", joined_at=person.joined_at) for name in ("li", "wang")])

    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_keys_are_given_only_within_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        bulk.give_keys([Message(text="甲")])
