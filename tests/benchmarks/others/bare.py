"""The same work in bare SQL: what the database itself costs, with no application at all."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import psycopg
from django.db import connection

from tests.benchmarks.measuring import PAGE, Measures, is_postgres, measure, numbered, run_sql, settle, timed

ACTS = ("apply", "talk", "first", "second", "vote", "approve", "file")
SCHEMA = (
    "CREATE TABLE bare_case (id {key}, stage text, title text, facts text)",
    "CREATE TABLE bare_task (id {key}, case_id bigint, post bigint, due date, title text, place text, done_at text)",
    "CREATE TABLE bare_entry (id {key}, case_id bigint, act text, actor bigint, body text, at text)",
    "CREATE TABLE bare_post (id bigint PRIMARY KEY, waiting bigint)",
    "CREATE INDEX bare_inbox ON bare_task (post, due, id) WHERE done_at IS NULL",
    "CREATE INDEX bare_of_case ON bare_task (case_id) WHERE done_at IS NULL",
    "CREATE INDEX bare_timeline ON bare_entry (case_id, id)",
)
STEP = """
WITH moved AS (UPDATE bare_case SET stage = %(act)s WHERE id = %(case)s RETURNING id),
     closed AS (UPDATE bare_task SET done_at = %(at)s WHERE case_id = %(case)s AND done_at IS NULL),
     noted AS (INSERT INTO bare_entry (case_id, act, actor, body, at) VALUES (%(case)s, %(act)s, 7, %(body)s, %(at)s))
INSERT INTO bare_task (case_id, post, due, title, place) VALUES (%(case)s, 1, '2026-12-31', '入团申请', '第一团支部')
"""
OPEN = "INSERT INTO bare_case (stage, title, facts) VALUES ('applied', '入团申请', {body}) RETURNING id"
BODY = json.dumps({f"field_{number}": "学习了团章，愿意进步" for number in range(12)}, ensure_ascii=False)
FAR = 5_000_000  # above the keys of the cases of the other benchmarks
AT = "2026-11-21T10:00:00+08:00"


def create() -> None:
    """Make the tables."""
    key = "bigserial PRIMARY KEY" if is_postgres() else "integer PRIMARY KEY"
    for statement in SCHEMA:
        run_sql(statement.format(key=key))


def joining(cases: int) -> Measures:
    """Walk cases through seven acts, each its own transaction."""
    walk = _walk_postgres if is_postgres() else _walk_sqlite
    link = _link()
    samples = [walk(link, act) for _ in range(cases) for act in ACTS]
    link.close()
    return [measure("act", [took for took, _ in samples], statements=1 if is_postgres() else 4)]


def _link() -> Any:
    known = connection.settings_dict
    if not is_postgres():
        link = sqlite3.connect(known["NAME"], isolation_level=None, timeout=20)
        link.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        return link
    return psycopg.connect(
        host=known["HOST"], port=known["PORT"], user=known["USER"], dbname=known["NAME"], autocommit=True,
        prepare_threshold=0,
    )  # fmt: skip


_open_case = {"pk": 0}


def _walk_postgres(link: Any, act: str) -> tuple[float, Any]:
    if act == "apply":
        took, row = timed(lambda: link.execute(OPEN.format(body="%s"), (BODY,)).fetchone())
        _open_case["pk"] = row[0]
        return took, row
    return timed(lambda: link.execute(STEP, {"act": act, "case": _open_case["pk"], "body": BODY, "at": AT}))


def _walk_sqlite(link: Any, act: str) -> tuple[float, Any]:
    def step() -> None:
        link.execute("BEGIN IMMEDIATE")
        if act == "apply":
            _open_case["pk"] = link.execute(OPEN.format(body="?"), (BODY,)).fetchone()[0]
        pk = _open_case["pk"]
        link.execute("UPDATE bare_case SET stage = ? WHERE id = ?", (act, pk))
        link.execute("UPDATE bare_task SET done_at = ? WHERE case_id = ? AND done_at IS NULL", (AT, pk))
        link.execute("INSERT INTO bare_entry (case_id, act, actor, body, at) VALUES (?, ?, 7, ?, ?)",
                     (pk, act, BODY, AT))  # fmt: skip
        link.execute("INSERT INTO bare_task (case_id, post, due, title, place) "
                     "VALUES (?, 1, '2026-12-31', '入团', '一')",
                     (pk,))  # fmt: skip
        link.execute("COMMIT")

    return timed(step)


def fill_inbox(have: int, size: int, desks: int) -> None:
    """Bring the open tasks to a number, spread evenly over the desks, with the counters kept."""
    run_sql(
        "INSERT INTO bare_task (case_id, post, due, title, place) SELECT 1000000 + i, 1000 + i % "
        f"{desks}, '2026-12-31', '入团申请', '第一团支部' FROM {numbered(have + 1, size)}"
    )
    run_sql("DELETE FROM bare_post")
    run_sql("INSERT INTO bare_post SELECT post, COUNT(*) FROM bare_task WHERE done_at IS NULL GROUP BY post")
    settle()


def inbox(pages: int) -> Measures:
    """Read the first page and the exact total by an index and a counter."""
    link, mark = _link(), "%s" if is_postgres() else "?"
    waiting = f"WHERE post = {mark} AND done_at IS NULL"
    page = f"SELECT id, title, place, due FROM bare_task {waiting} ORDER BY due, id LIMIT {PAGE}"
    total = f"SELECT waiting FROM bare_post WHERE id = {mark}"

    def read() -> None:
        link.execute(page, (1003,)).fetchall()
        link.execute(total, (1003,)).fetchone()

    samples = [timed(read)[0] for _ in range(pages)]
    link.close()
    return [measure("first page", samples, statements=2)]


def round_of(people: int) -> Measures:
    """Open a case, a task and an entry for each of many people in three statements, without hashes."""
    link = _link()

    def write() -> None:
        link.execute("BEGIN")
        source = numbered(1, people)
        link.execute(f"INSERT INTO bare_case (stage, title, facts) SELECT 'writing', '年度评议', '{{}}' FROM {source}")
        link.execute("INSERT INTO bare_task (case_id, post, due, title, place) "
                     f"SELECT i, i, '2026-12-31', '年度评议', '第一团支部' FROM {source}")  # fmt: skip
        link.execute("INSERT INTO bare_entry (case_id, act, actor, body, at) "
                     f"SELECT i, 'open', 7, '{{}}', '{AT}' FROM {source}")  # fmt: skip
        link.execute("COMMIT")

    took, _ = timed(write)
    link.close()
    return [measure("a case", [took / people])]


def fill_timeline(have: int, size: int) -> Measures:
    """Bring the entries to a number, twenty for each case."""
    run_sql("INSERT INTO bare_entry (case_id, act, actor, body, at) "
            f"SELECT {FAR} + i / 20, 'act', 7, '{{}}', '{AT}' FROM {numbered(have + 1, size)}")  # fmt: skip
    settle()
    return []


def timeline(times: int) -> Measures:
    """Read the twenty entries of one case among many."""
    link, mark = _link(), "%s" if is_postgres() else "?"
    sql = f"SELECT * FROM bare_entry WHERE case_id = {mark} ORDER BY id"
    samples = [timed(lambda: link.execute(sql, (FAR + 3,)).fetchall())[0] for _ in range(times)]
    link.close()
    return [measure("timeline", samples, statements=1)]
