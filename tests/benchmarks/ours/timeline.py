"""The history of one case among many entries: by the query of the page, and by the page itself."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.benchmarks.browser import Browser
from tests.benchmarks.measuring import Measures, counted, measure, numbered, run_sql, settle, timed
from tests.benchmarks.ours import joining, world
from workflows import engine
from workflows.days import clock
from workflows.engine.visibility import visible_to
from workflows.models import Case, Entry

_case: dict[str, int] = {}


def fill(have: int, size: int) -> Measures:
    """Bring the entries to a number: twenty for each of many cases, copied from one that the engine wrote."""
    if have == 0:
        _case["pk"], _case["commented"] = _case_with_a_history(), _case_with_a_history()
    pattern = Entry.objects.filter(chain=f"case/{_case['pk']}").order_by("pk")[0].pk
    with connection.cursor() as cursor:
        names = [one.name for one in connection.introspection.get_table_description(cursor, Entry._meta.db_table)]
    # SQLite shows its trigger -1 for a key not given yet
    changed = {"id": "-1 - i", "chain": "'case/' || (-i / 20)", "case_id": "NULL", "sequence": "i % 20 + 1"}
    names_listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    table = Entry._meta.db_table
    run_sql(f"INSERT INTO {table} ({names_listed}) SELECT {values} FROM {table}, {numbered(have + 1, size)} "
            f"WHERE id = {pattern}")  # fmt: skip
    settle()
    return []


def of_one_case(times: int) -> Measures:
    """Read the entries with what was submitted, then the whole page of the case, then do an act on another one.

    Careful: on the case that is read, each act would make the next reading longer.
    """
    case, other = Case.objects.get(pk=_case["pk"]), Case.objects.get(pk=_case["commented"])
    person = world.officers(case.organization)[0]
    sight = visible_to(person, clock.today())
    query = [timed(lambda: list(sight.entries(case, insider=True)))[0] for _ in range(times)]
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    browser, address = Browser(client), reverse("case", args=[case.pk])
    browser.page(address)
    with counted() as statements:
        browser.page(address)
    page = [browser.page(address)[0] for _ in range(times)]
    return [
        measure("timeline", query, statements=1),
        measure("case page", page, statements=statements[0]),
        measure("comment", [timed(lambda: _comment(other))[0] for _ in range(5)]),
    ]


def _comment(case: Case) -> None:
    by = world.officers(case.organization)[0]
    engine.act(case, engine.Request("comment", by, clock.today(), clock.now(), {"text": "阅"}))


def _case_with_a_history() -> int:
    steps = list(_first_acts())
    pk = steps[-1].case.pk if steps[-1].case else 0
    for _ in range(15):
        _comment(Case.objects.get(pk=pk))
    return pk


def _first_acts() -> list[joining.Step]:
    """Walk a case through its seven acts and return them."""
    done = []
    for step in joining._steps():
        joining._by_engine(step)
        done.append(step)
    return done
