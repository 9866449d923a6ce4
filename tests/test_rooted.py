"""The guard of the roots refuses what asks a large table everywhere, and lets pass what says where."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, OuterRef, UniqueConstraint
from django.test import Client
from django.urls import reverse

from tests.rooted_statements import faults, large_tables, verdict
from tests.worlds import hospital
from workflows.engine.visibility import visible_to
from workflows.models import Case, Entry, Message, Paper, PublicNotice, Submission, Task
from workflows.people import reach
from workflows.people.models import Appointment, Organization, Post
from workflows.people.reach import parted
from workflows.rounds.sweep import sweep
from workflows.store import rooted, writing

ROOT = "0001"


@pytest.mark.parametrize(
    ("sql", "bad"),
    [
        ('SELECT "a"."id" FROM "workflows_case" "a" WHERE "a"."id" = %s', ("a",)),
        ('SELECT 1 FROM "workflows_case" WHERE "workflows_case"."root" = %s', ()),
        ('SELECT 1 FROM "workflows_case" WHERE "workflows_case"."root" IN (%s, %s)', ()),
        (
            'SELECT 1 FROM "workflows_task" INNER JOIN "workflows_case" ON ("workflows_task"."process_id" ='
            ' "workflows_case"."id") WHERE "workflows_task"."root" = %s',
            ("workflows_case",),
        ),
        (
            'SELECT 1 FROM "workflows_task" INNER JOIN "workflows_case" ON ("workflows_task"."process_id" ='
            ' "workflows_case"."id" AND ("workflows_case"."root" = ("workflows_task"."root")))'
            ' WHERE "workflows_task"."root" = %s',
            (),
        ),
        (
            'SELECT 1 FROM "workflows_task" INNER JOIN "workflows_case" ON'
            ' ("workflows_case"."root" = ("workflows_task"."root"))',
            ("workflows_task", "workflows_case"),
        ),
        (
            'SELECT 1 FROM "workflows_case" WHERE ("workflows_case"."root" = %s AND EXISTS(SELECT 1 FROM'
            ' "workflows_task" U0 WHERE U0."process_id" = ("workflows_case"."id")))',
            ("U0",),
        ),
        ('UPDATE "workflows_case" SET "title" = %s WHERE "id" = %s', ("workflows_case",)),
        ('UPDATE "workflows_case" SET "root" = %s WHERE "id" = %s', ("workflows_case",)),
        ('UPDATE "workflows_case" SET "root" = %s WHERE "id" = %s AND "root" = %s', ()),
        ('DELETE FROM "workflows_message" WHERE "workflows_message"."id" IN (%s)', ("workflows_message",)),
        ('INSERT INTO "workflows_message" ("text") VALUES (%s)', ("workflows_message",)),
        ('INSERT INTO "workflows_message" ("text", "root") VALUES (%s, %s)', ()),
        ('SELECT 1 FROM "people_person" WHERE "id" = %s', ()),
    ],
)
def test_a_statement_must_say_the_root_of_every_large_table(sql: str, bad: tuple[str, ...]) -> None:
    assert verdict(sql) == bad


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            'UPDATE "workflows_case" SET "title" = %s, "root" = %s WHERE "id" = %s AND "root" = %s',
            ("an UPDATE sets the root",),
        ),
        ('UPDATE "workflows_case" SET "title" = %s WHERE "id" = %s AND "root" = %s', ()),
        (
            'UPDATE "workflows_task" SET "done_at" = %s WHERE "workflows_task"."root" IN (%s, %s)',
            ("a write over several roots",),
        ),
        ('DELETE FROM "workflows_message" WHERE "workflows_message"."root" IN (%s)', ()),
        (
            'SELECT 1 FROM "workflows_case" WHERE "workflows_case"."root" IN (%s, %s) FOR UPDATE OF "workflows_case"',
            ("a lock over several roots",),
        ),
        (
            'SELECT 1 FROM "workflows_task" INNER JOIN "workflows_case" ON ("workflows_task"."process_id" ='
            ' "workflows_case"."id") WHERE "workflows_task"."root" IN (%s, %s) AND "workflows_case"."root" IN (%s, %s)',
            ("workflows_case is joined without the root of workflows_task",),
        ),
        (
            'SELECT 1 FROM "workflows_case" WHERE ("workflows_case"."root" = %s AND EXISTS(SELECT 1 FROM'
            ' "workflows_task" U0 WHERE U0."root" = %s AND U0."process_id" = ("workflows_case"."id")))',
            ("U0 hangs on workflows_case without its root",),
        ),
        (
            'SELECT 1 FROM "workflows_case" WHERE ("workflows_case"."root" = %s AND EXISTS(SELECT 1 FROM'
            ' "workflows_task" U0 WHERE U0."root" = ("workflows_case"."root") AND'
            ' U0."process_id" = ("workflows_case"."id")))',
            (),
        ),
        (
            'SELECT 1 FROM "people_person" WHERE EXISTS(SELECT 1 FROM "workflows_case" U0 WHERE U0."root" = %s AND'
            ' U0."subject_id" = ("people_person"."id"))',
            ("U0 hangs on people_person without its root",),
        ),
        (
            'SELECT 1 FROM "people_person" WHERE "people_person"."id" IN (SELECT U0."subject_id" FROM'
            ' "workflows_case" U0 WHERE U0."root" = %s)',
            (),
        ),
    ],
)
def test_what_a_database_spread_by_the_root_cannot_carry_out_is_named(sql: str, said: tuple[str, ...]) -> None:
    assert faults(sql) == said


def test_every_unique_constraint_of_a_large_table_names_the_root() -> None:
    without = [
        one.name
        for model in apps.get_models()
        if model._meta.db_table in large_tables()
        for one in model._meta.constraints
        if isinstance(one, UniqueConstraint) and "root" not in one.fields
    ]

    assert without == []


def test_a_query_looks_in_the_roots_under_way_and_joins_within_them() -> None:
    waiting = Task.objects.filter(process=OuterRef("pk"))
    with rooted.within(ROOT):
        queries = [
            Case.objects.filter(Exists(Task.objects.filter(process=OuterRef("pk")))),
            Paper.objects.filter(case__stage="x", entry__act="y", file=None),
            Task.objects.select_related("process__round"),
        ]

    assert [verdict(str(one.query.sql_with_params()[0])) for one in queries] == [(), (), ()]
    assert verdict(Case.objects.filter(Exists(waiting)).query.sql_with_params()[0]) == ("workflows_case", "U0")


def test_roots_end_with_their_block_and_everywhere_is_said_with_a_reason() -> None:
    with rooted.within("0002", ROOT):
        assert rooted.roots() == (ROOT, "0002")
        with rooted.everywhere("the code alone is known"):
            assert (rooted.roots(), rooted.asked_everywhere()) == ((), "the code alone is known")
            with rooted.within(ROOT):
                assert rooted.asked_everywhere() == ""
        rooted.enter(ROOT)
        assert rooted.roots() == (ROOT,)

    assert (rooted.roots(), rooted.asked_everywhere()) == ((), "")


@pytest.mark.django_db
def test_a_party_reviewer_looks_in_the_root_of_the_organization_that_his_own_leads() -> None:
    here = hospital(until="apply")
    party = Organization.objects.add_root(create_kwargs={"code": "DW", "name": "医院党委", "kind": "party_committee"})
    Organization.objects.filter(code="HOSP").update(led_by=party)
    post = Post.objects.create(role="party_reviewer", organization=party)
    Appointment.objects.create(person=here.person("hosp"), post=post, first_on=date(2020, 1, 1))

    sight = visible_to(here.person("hosp"), here.case.opened_on)

    assert {party.root, here.case.root} <= set(sight.roots)


@pytest.mark.django_db
def test_a_root_noted_at_another_is_looked_in_from_there_and_stands_there_once() -> None:
    here = hospital(until="apply")
    far = Organization.objects.add_root(create_kwargs={"code": "FAR", "name": "江南区团委", "kind": "committee"})

    for _ in range(2):
        reach.note(here.case.root, far.root)

    assert Organization.objects.get(path=here.case.root).reaches == f",{far.root}"
    assert far.root in visible_to(here.person("hosp"), here.case.opened_on).roots
    assert parted(Organization.objects.get(path=far.root).reaches) == {here.case.root}


@pytest.mark.django_db
def test_a_row_is_saved_and_read_again_in_its_own_root_alone() -> None:
    case = hospital(until="apply").case
    case.root = "9999"

    with pytest.raises(Case.DoesNotExist):
        case.refresh_from_db()
    with pytest.raises(DatabaseError):
        case.save(force_update=True)
    with pytest.raises(DatabaseError):
        writing.update(case, "title")


@pytest.mark.django_db
def test_no_row_is_written_without_its_root() -> None:
    hospital(until="approve")

    rows = [(model, one.root) for model in apps.get_models() if issubclass(model, rooted.Rooted)
            for one in model.objects.all()]  # fmt: skip

    assert {root for _, root in rows} == {Organization.objects.get(code="HOSP").root}
    assert {Case, Task, Entry, Submission, Paper, Message, PublicNotice} <= {model for model, _ in rows}


def test_rows_of_several_roots_are_written_root_by_root() -> None:
    first, second, third = Case(root="0002"), Case(root=ROOT), Case(root="0002")

    written = [(rooted.roots(), [id(one) for one in mine]) for mine in rooted.by_root([first, second, third])]

    assert written == [((ROOT,), [id(second)]), (("0002",), [id(first), id(third)])]
    assert rooted.roots() == ()


@pytest.mark.django_db
def test_a_night_of_a_root_that_deals_with_another_locks_and_writes_in_the_own_root_of_each_case() -> None:
    here = hospital(until="apply")
    far = Organization.objects.add_root(create_kwargs={"code": "FAR", "name": "江南区团委", "kind": "committee"})
    reach.note(here.case.root, far.root)
    task = Task.objects.get(process=here.case, finished=None)
    assert task.due is not None

    on = task.due
    reminded = sweep(on, datetime.combine(on, time(9), tzinfo=UTC)).reminded
    on += timedelta(days=1)
    escalated = sweep(on, datetime.combine(on, time(9), tzinfo=UTC)).escalated

    assert (reminded, escalated) == (1, 1)  # what a statement over both roots would be, the guard refuses


@pytest.mark.django_db
def test_whoever_looks_in_two_roots_marks_messages_as_read_in_each() -> None:
    here = hospital(until="apply")
    far = Organization.objects.add_root(create_kwargs={"code": "FAR", "name": "江南区团委", "kind": "committee"})
    reach.note(here.case.root, far.root)
    reader = here.person("hosp")
    for root in (here.case.root, far.root):
        Message.objects.create(person=reader, root=root, text="请办理。", sent_at=here.case.created)
    client = Client()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[-1])

    client.post(reverse("messages_read"))

    assert Message.objects.filter(person=reader, read_at=None).count() == 0
