"""At rest: no table shows a number in plain, the blind index finds, and the log cannot be changed unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings

from tests.two_committees import NOW, TwoCommittees, build
from workflows.models import Draft, Entry
from workflows.people.models import Person
from workflows.proof.log import first_broken

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoCommittees]:
    """Build the two committees once, and take them back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        built = build()
        connection.check_constraints()  # PostgreSQL alters no table while foreign keys are still to be checked
        yield built
        transaction.set_rollback(True)


def rows_of(table: str) -> list[tuple[object, ...]]:
    """Return what a table holds, past every field class."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a name the database gave
        return list(cursor.fetchall())


def tables() -> list[str]:
    """Return every table there is."""
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def plain(value: object) -> str:
    """Return the text of a cell."""
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def test_no_table_holds_a_personal_number_in_plain(world: TwoCommittees) -> None:
    found = {
        (table, secret)
        for table in tables()
        for text in ["\n".join(plain(cell) for row in rows_of(table) for cell in row)]
        for secret in world.secrets
        if secret in text
    }

    assert len(world.secrets) > 40
    assert "workflows_paper" in tables()
    assert found == set()


def test_a_whole_number_stands_on_the_paper_that_needs_it(world: TwoCommittees) -> None:
    number = str(world.people["member_a"].id_number)
    papers = world.admitted["a"].papers.all()

    assert any(number in str(paper.facts) for paper in papers)


def test_the_blind_index_finds_a_person_without_decrypting_anybody(world: TwoCommittees) -> None:
    wanted = world.people["applicant_b"]

    assert Person.objects.with_id_number(f" {wanted.id_number} ".lower()).get() == wanted
    assert not Person.objects.with_id_number("").exists()


def test_two_like_numbers_are_not_stored_alike(world: TwoCommittees) -> None:
    somebody = world.people["member_a"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM people_person WHERE id = %s", [somebody.pk])
        before = cursor.fetchone()
        somebody.save(update_fields=["id_number"])
        cursor.execute("SELECT id_number FROM people_person WHERE id = %s", [somebody.pk])

        assert cursor.fetchone() != before


REWRITES = {
    "UPDATE": "UPDATE workflows_entry SET reason = 'x'",
    "UPDATE of one": "UPDATE workflows_entry SET sequence = 999 WHERE id = (SELECT min(id) FROM workflows_entry)",
    "DELETE": "DELETE FROM workflows_entry",
}
if connection.vendor == "postgresql":
    REWRITES |= {
        "TRUNCATE": "TRUNCATE workflows_entry CASCADE",
        "ON CONFLICT": "INSERT INTO workflows_entry SELECT * FROM workflows_entry LIMIT 1 "
        "ON CONFLICT (id) DO UPDATE SET reason = 'x'",
        "replica mode": "SET LOCAL session_replication_role = replica; DELETE FROM workflows_entry",
    }
else:
    REWRITES |= {
        "REPLACE": "REPLACE INTO workflows_entry SELECT * FROM workflows_entry LIMIT 1",
        "INSERT OR REPLACE": "INSERT OR REPLACE INTO workflows_entry SELECT * FROM workflows_entry LIMIT 1",
        "UPSERT": "INSERT INTO workflows_entry SELECT * FROM workflows_entry WHERE true LIMIT 1 "
        "ON CONFLICT (id) DO UPDATE SET reason = 'x'",
    }


@pytest.mark.parametrize("statement", REWRITES.values(), ids=REWRITES.keys())
def test_the_database_refuses_to_rewrite_the_log(world: TwoCommittees, statement: str) -> None:
    before = rows_of("workflows_entry")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert rows_of("workflows_entry") == before


def test_the_database_refuses_to_put_an_entry_in_the_place_of_another_by_the_same_form(world: TwoCommittees) -> None:
    copied = ", ".join(f'"{one.column}"' for one in Entry._meta.concrete_fields if one.column not in OWN_OF_A_COPY)
    insert = f"INTO workflows_entry (id, chain, sequence, nonce, {copied}) SELECT %s, 'x', %s, 'n', {copied} "
    insert += "FROM workflows_entry WHERE id = (SELECT min(id) FROM workflows_entry)"
    again = "INSERT" if connection.vendor == "postgresql" else "INSERT OR REPLACE"

    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f"INSERT {insert}", [9001, 1])
        before = rows_of("workflows_entry")
        with pytest.raises(IntegrityError, match=r"append-only|entry_once_by_form"), transaction.atomic():
            cursor.execute(f"{again} {insert}", [9002, 2])

        assert rows_of("workflows_entry") == before
        transaction.set_rollback(True)


OWN_OF_A_COPY = ("id", "chain", "sequence", "nonce")
CHANGES: dict[str, object] = {
    "chain": "case/0",
    "sequence": 999,
    "root": "ZZZZ",
    "case_id": None,
    "procedure": "dues",
    "act": "forged",
    "title": "伪造",
    "subject_id": None,
    "actor_id": None,
    "actor_name": "冒名",
    "post_id": None,
    "post_title": "冒名岗位",
    "deputizing_for_id": 1,
    "deputizing_for_name": "冒名",
    "on": "2020-01-01",
    "recorded_at": "2020-01-01 00:00:00+00:00",
    "stage_from": "forged",
    "stage_to": "forged",
    "changes": '[{"forged": 1}]',
    "warnings": '[{"forged": 1}]',
    "reason": "伪造的理由",
    "digest": "0" * 64,
    "previous": "0" * 64,
    "hash": "0" * 64,
    "nonce": "0" * 32,
    "asked": "0" * 32,
}


def test_every_column_of_an_entry_is_tried() -> None:
    assert CHANGES.keys() == {field.column for field in Entry._meta.concrete_fields} - {"id"}


@pytest.mark.parametrize("column", CHANGES)
def test_a_column_changed_behind_the_triggers_is_named(world: TwoCommittees, column: str) -> None:
    entry = Entry.objects.filter(case=world.admitted["a"], post__isnull=False, subject__isnull=False).order_by("-id")[1]
    chain, sequence = entry.chain, entry.sequence
    assert first_broken(chain) is None

    with transaction.atomic():
        _write_past_the_triggers(column, entry.pk)
        broken = first_broken(chain)
        transaction.set_rollback(True)

    assert broken == sequence
    assert first_broken(chain) is None


def _write_past_the_triggers(column: str, pk: int) -> None:
    with connection.cursor() as cursor:
        for drop in _drops():
            cursor.execute(drop)
        cursor.execute(f'UPDATE workflows_entry SET "{column}" = %s WHERE id = %s', [CHANGES[column], pk])  # noqa: S608


def _drops() -> list[str]:
    if connection.vendor == "postgresql":
        return ["ALTER TABLE workflows_entry DISABLE TRIGGER workflows_entry_no_change"]
    return ["DROP TRIGGER workflows_entry_no_update"]


def test_a_draft_does_not_show_its_numbers(world: TwoCommittees) -> None:
    number = str(world.people["member_a"].id_number)
    Draft.objects.create(
        person=world.people["member_a"], procedure="joining", act="apply", answers={"cv": number}, saved_at=NOW
    )

    assert number not in str(rows_of("workflows_draft"))
