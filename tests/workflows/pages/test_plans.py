"""The plans of what the busiest pages and acts ask: by an index each, however large the tables grow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.measuring import numbered, run_sql
from workflows.desks.inbox import open_tasks
from workflows.models import Case, Task
from workflows.people.models import Person

LARGE = "workflows_(?:case|task|entry|submission|paper|attachment|message)"
INBOX = re.compile(r'FROM "workflows_task".*ORDER BY', re.DOTALL)


def plans_of(work: Callable[[], object], *more: str) -> Iterator[tuple[str, str]]:
    """Do something, then yield each query of a large table, or of one more, with the plan of the database for it.

    PostgreSQL is told that reading a whole table costs very much: a plan that does so all the same has no index.
    """
    with CaptureQueriesContext(connection) as captured:
        work()
    asked = [
        query["sql"]
        for query in captured
        if re.search(f'^SELECT.*FROM "(?:{"|".join((LARGE, *more))})"', query["sql"], re.DOTALL)
    ]
    assert asked
    for sql in dict.fromkeys(asked):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("EXPLAIN " + sql.replace("%", "%%"), ())
            else:
                cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"), ())
            yield sql, "\n".join(str(row[-1]) for row in cursor.fetchall())


def looks_through(plan: str) -> list[str]:
    """Return the lines of a plan that read a large table from end to end."""
    whole = re.compile(rf"(?:Seq Scan on|^SCAN) {LARGE}(?! USING)")
    return [line for line in plan.splitlines() if whole.search(line.strip())]


def reads_all(plan: str) -> list[str]:
    """Return the lines of a plan that read all cases or all people, be it in the order of an index."""
    whole = re.compile(r"Scan .*\bon (?:workflows_case|people_person)\b|^SCAN (?:workflows|people)")
    lines = [line.strip() for line in plan.splitlines()]
    return [line for line, then in pairwise([*lines, ""]) if whole.search(line) and "Cond: " not in then]


@pytest.mark.parametrize(
    ("who", "address"),
    [("sec_surg", "/inbox/"), ("hosp", "/inbox/claimable/"), ("sec_surg", "/"), ("wang", "/"), ("wang", "/messages/")],
)
def test_a_page_of_ones_own_looks_through_no_large_table(hospital, the_day, who, address):
    browser = hospital(5).at(who)

    found = [(sql, looks_through(plan)) for sql, plan in plans_of(lambda: browser.get(address))]

    assert [(sql, lines) for sql, lines in found if lines] == []


@pytest.mark.parametrize("who", ["sec_surg", "hosp", "wang"])
def test_the_page_of_a_case_looks_through_no_large_table(hospital, the_day, who):
    here = hospital(5)
    browser, address = here.at(who), f"/cases/{here.case().pk}/"

    found = [(sql, looks_through(plan)) for sql, plan in plans_of(lambda: browser.get(address))]

    assert [(sql, lines) for sql, lines in found if lines] == []


@pytest.mark.parametrize("asked", ["王晓", "wangx", "2026-000001", "990000200002299866", "手术"])
def test_the_search_reads_neither_all_cases_nor_all_people(hospital, the_day, asked):
    here = hospital(5)
    _many_people_and_cases_like(here.case())
    browser = here.at("aud")

    found = [
        (sql, reads_all(plan)) for sql, plan in plans_of(lambda: browser.post("/audit/", {"q": asked}), "people_person")
    ]

    assert len(found) > 1
    assert [(sql, lines) for sql, lines in found if lines] == []


def test_an_act_looks_through_no_large_table(hospital, the_day):
    here = hospital(1)
    browser, case = here.at("sec_surg"), here.case()
    talked = {
        "talker": here.person("sec_surg").pk,
        "summary": "端正",
        "suitable": "true",
        "warned": "1",
        "despite": "略",
    }

    found = [
        (sql, looks_through(plan))
        for sql, plan in plans_of(lambda: browser.post(f"/cases/{case.pk}/talk/", {**talked, "on": str(the_day)}))
    ]

    assert here.case().stage == "interviewed"
    assert [(sql, lines) for sql, lines in found if lines] == []


def test_the_first_page_of_the_inbox_is_read_in_the_order_of_its_index(hospital, the_day):
    browser = hospital(5).at("sec_surg")

    plans = [plan for sql, plan in plans_of(lambda: browser.get("/inbox/")) if INBOX.search(sql)]

    assert plans
    assert any("task_inbox" in plan for plan in plans)


def test_the_open_tasks_of_a_case_are_found_by_its_own_index_right_after_a_round(hospital, the_day):
    case = hospital(5).case()
    _many_open_tasks_like(case.task_set.get(finished=None))

    plans = [plan for _, plan in plans_of(lambda: open_tasks(case))]

    assert any("task_case" in plan for plan in plans)
    assert [plan for plan in plans if "task_inbox" in plan] == []  # which knows all that are open in the province


def _many_open_tasks_like(task: Task) -> None:
    """Insert them behind the back of the database's statistics, as a round does: they are of before.

    Before, there were others already: of five rows among what rolled-back tests left on the disk, no statistics can
    tell anything, and any plan was as good.
    """
    _insert_like(task, 5_000, {"id": "1000000 + i", "process_id": "1000000 + i"})
    if connection.vendor == "postgresql":
        run_sql("ANALYZE workflows_task")
    _insert_like(task, 20_000, {"id": "2000000 + i", "process_id": "2000000 + i"})


def _insert_like(row: Model, times: int, changed: dict[str, str]) -> None:
    """Insert a row again and again, with other values in some columns; `i` counts them."""
    table, columns = row._meta.db_table, [field.column for field in row._meta.concrete_fields]
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    source = f"{table}, {numbered(1, times)} WHERE id = {row.pk}"
    run_sql(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}")  # noqa: S608 -- names of the model


def _many_people_and_cases_like(case: Case) -> None:
    """Let there be so many, each with a case, that no database reads them all for one; PostgreSQL knows of it."""
    Person.objects.bulk_create(Person(pk=1_000_000 + n, username=f"many{n}", name=f"赵{n}") for n in range(1, 3001))
    changed = {"id": "1000000 + i", "subject_id": "1000000 + i", "title": "'赵·入团'", "number": "'2020-' || i"}
    _insert_like(case, 3_000, changed)
    if connection.vendor == "postgresql":
        run_sql("ANALYZE")
