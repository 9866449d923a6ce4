"""The guard of the roots refuses what asks a large table everywhere, and lets pass what says where."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, UniqueConstraint

from tests.rooted_statements import large_tables, verdict
from workflows import rooted
from workflows.models import Case, Paper, Task

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
def test_a_database_of_today_has_a_root_in_every_row_table() -> None:
    with connection.cursor() as cursor:
        tables = [
            one for one in large_tables()
            if "root" in {column.name for column in connection.introspection.get_table_description(cursor, one)}
        ]  # fmt: skip

    assert set(tables) == large_tables()
