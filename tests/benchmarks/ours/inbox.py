"""The first page of a reviewer's inbox with its exact total, however many tasks are open."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.benchmarks.browser import Browser
from tests.benchmarks.measuring import Measures, counted, measure, numbered, run_sql, settle
from tests.benchmarks.ours import world
from tests.benchmarks.ours.joining import _waiting_for_introducers
from workflows.models import Task
from workflows.people.models import Kind, Organization, Post, Role

DESK = 3  # the reviewer whose page is read
FIRST = 100_000_000  # above every key that the engine gives
_base: dict[str, int] = {}


def fill(have: int, size: int) -> Measures:
    """Bring the open tasks to a number, spread evenly over the committees, with the counters kept.

    They are copies of one case and task that the engine made, so that every column is as it writes them.
    """
    posts = [post.pk for post in _desks()]
    if have == 0:
        branch = world.branches()[0]
        _base["case"] = _waiting_for_introducers(branch, 900_000, world.officers(branch)[1:]).pk
        _base["task"] = Task.objects.filter(process=_base["case"]).order_by("pk")[0].pk
    source = numbered(have + 1, size)
    same = {"id": f"{FIRST} + i", "matter": "'b' || i", "number": "'2026-' || i"}
    _copied("workflows_case", _base["case"], same, source)
    spread = f"CASE i % {len(posts)} {' '.join(f'WHEN {place} THEN {pk}' for place, pk in enumerate(posts))} END"
    _copied("workflows_task", _base["task"], {"id": f"{FIRST} + i", "process_id": f"{FIRST} + i", "post_id": spread},
            source)  # fmt: skip
    waiting = "SELECT COUNT(*) FROM workflows_task t WHERE t.post_id = people_post.id AND t.finished IS NULL"
    listed = ", ".join(map(str, posts))
    run_sql(f"UPDATE people_post SET open_tasks = ({waiting}) WHERE id IN ({listed})")
    settle()
    return []


def pages(pages: int) -> Measures:
    """Read the page as the reviewer's browser asks for it."""
    post = _desks()[DESK]
    person = world.reviewer(post.organization)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    browser = Browser(client)
    address = reverse("inbox")
    browser.page(address)
    with counted() as statements:
        _, text = browser.page(address)
    _check_total(text, Task.objects.filter(post=post, finished=None).count())
    samples = [browser.page(address)[0] for _ in range(pages)]
    return [measure("first page", samples, statements=statements[0])]


def _desks() -> list[Post]:
    units = Organization.objects.filter(kind=Kind.COMMITTEE)
    return list(Post.objects.filter(organization__in=units, role=Role.COMMITTEE_REVIEWER).order_by("pk"))


def _check_total(text: str, total: int) -> None:
    """Compare the total on the page with the tasks counted one by one."""
    shown = {number.replace(",", "") for number in re.findall(r">\s*([\d,]+)\s*<", text)}
    if str(total) not in shown:
        raise AssertionError(f"the page does not show the total {total}, but {sorted(shown)[:20]}")


def _copied(table: str, pk: int, changed: dict[str, str], source: str) -> None:
    """Copy a row many times with some columns computed from the number of the copy."""
    with connection.cursor() as cursor:
        names = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    run_sql(f'INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, {source} WHERE "id" = {pk}')
