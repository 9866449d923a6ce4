"""Raising an edition under running cases, as a new release does: the process of before knows nothing of it any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from viewflow.workflow import fields

from workflows.engine.lock import case_lock
from workflows.models import Case, Task
from workflows.store import flows
from workflows.table import Procedure, registry


def release(table: Procedure, former: tuple[Procedure, ...] = ()) -> None:
    """Install a table as the present one, and only the former ones that it keeps."""
    for known in [one for one in registry.tables() if one.code == table.code]:
        delattr(flows, flows.flow_of(known).__name__)
    for key in [key for key in registry._former if key[0] == table.code]:
        del registry._former[key]
    del registry._procedures[table.code]
    registry.register(table, former)
    for one in (table, *former):
        flows.compile_flow(one, Case, Task, case_lock)
    fields.import_flow_by_ref.cache_clear()
    fields.import_task_by_ref.cache_clear()


def raised(table: Procedure) -> Procedure:
    """Return the next edition of a table, which says the same."""
    return replace(table, edition=table.edition + 1)


@contextmanager
def releases() -> Iterator[None]:
    """Put back what was installed."""
    before = {table: former_of(table) for table in registry.procedures()}
    try:
        yield
    finally:
        for table, former in before.items():
            release(table, former)


def former_of(table: Procedure) -> tuple[Procedure, ...]:
    """Return the former editions of a table that are kept beside it."""
    return tuple(one for one in registry.tables() if one.code == table.code and one is not table)
