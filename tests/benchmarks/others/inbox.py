"""The inbox's first page with its total, by the pages of stock Viewflow and of the handwritten application."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from viewflow.workflow.models import Task

from tests.benchmarks.browser import Browser
from tests.benchmarks.measuring import Measures, counted, measure, numbered, run_sql
from tests.benchmarks.others import bare
from tests.benchmarks.others.handwritten.models import Application
from tests.benchmarks.others.handwritten.models import Task as Todo
from tests.benchmarks.others.joining import LETTER, As, worker
from tests.benchmarks.others.stock.flows import JoiningFlow
from tests.benchmarks.others.stock.models import Joining

FIRST = 100_000_000  # above every key that the engines give
DESK = 3  # the reviewer whose page is read


def fill(have: int, size: int, desks: int) -> Measures:
    """Bring the open tasks of each application to a number, in bulk, copied from one made by its own engine."""
    if have == 0:
        _pattern()
    first = User.objects.get(username="reviewer0").pk
    stock = Joining.objects.filter(name="样").earliest("pk")
    task = Task.objects.get(process=stock, flow_task_type="HUMAN", finished=None)
    source = numbered(have + 1, size)
    _copied("viewflow_process", "id", stock.pk, {"id": f"{FIRST} + i"}, source)
    _copied("stock_joining", "process_ptr_id", stock.pk, {"process_ptr_id": f"{FIRST} + i"}, source)
    owner = f"{first} + i % {desks}"
    _copied("viewflow_task", "id", task.pk, {"id": f"{FIRST} + i", "process_id": f"{FIRST} + i", "owner_id": owner},
            source)  # fmt: skip
    pattern = Todo.objects.get(application__name="样", pk__lt=FIRST)
    _copied("handwritten_application", "id", pattern.application_id, {"id": f"{FIRST} + i"}, source)
    keys = {"id": f"{FIRST} + i", "application_id": f"{FIRST} + i"}
    _copied("handwritten_task", "id", pattern.pk, {**keys, "owner_id": owner}, source)
    bare.fill_inbox(have, size, desks)
    return []


def stock(pages: int) -> Measures:
    """Read the first page of stock Viewflow's own inbox."""
    return _read(JoiningFlow.parent.reverse("inbox") if JoiningFlow.parent else "/stock/joining/inbox/", pages)


def handwritten(pages: int) -> Measures:
    """Read the first page of the handwritten list."""
    return _read(reverse("inbox"), pages)


def _read(address: str, pages: int) -> Measures:
    client = Client()
    client.force_login(User.objects.get(username=f"reviewer{DESK}"))
    browser = Browser(client)
    browser.page(address)
    with counted() as statements:
        browser.page(address)
    return [measure("first page", [browser.page(address)[0] for _ in range(pages)], statements=statements[0])]


def _pattern() -> None:
    """Make one case of each that waits for approval, for the others to be copied from."""
    node = JoiningFlow.start
    activation = node.activation_class.create(node, None, None)
    for name, value in {**LETTER, "name": "样"}.items():
        setattr(activation.process, name, value)
    activation.start(As(worker()))
    activation.execute()
    task = Task.objects.get(process=activation.process, flow_task_type="HUMAN", finished=None)
    owner = User.objects.get(username="reviewer0")
    task.flow_task.activation_class(task).assign(owner)
    application = Application.objects.create(**{**LETTER, "name": "样"})
    Application.objects.filter(pk=application.pk).update(stage="voted")
    Todo.objects.create(application=application, act="approve", owner=owner, due=date(2026, 12, 31))


def _copied(table: str, key: str, pk: int, changed: dict[str, str], source: str) -> None:
    """Copy a row many times with some columns computed from the number of the copy."""
    with connection.cursor() as cursor:
        names = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    values = [changed.get(name, f'"{name}"') for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    run_sql(f'INSERT INTO {table} ({columns}) SELECT {", ".join(values)} FROM {table}, {source} WHERE "{key}" = {pk}')
