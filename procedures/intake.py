"""Taking in what the folders hold: the table (check, register, compile), and what its pages add to the common ones."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from procedures.folders import folders, part_of
from procedures.register import handing, panels
from workflows.engine.lock import case_lock
from workflows.models import Case, Task
from workflows.pages import policy, shell
from workflows.store import flows
from workflows.table.check import check_table
from workflows.table.registry import register


def take_in() -> None:
    """Take in the `PROCEDURE` of every folder and the former editions it keeps, with what its pages add.

    Raises:
        BadTable: a table contradicts itself; the message names the row.
    """
    for folder in folders():
        procedure = import_module(f"{folder}.procedure").PROCEDURE
        former = tuple(_held(folder, "editions", "FORMER"))
        register(procedure, former)
        for table in (procedure, *former):
            check_table(table)
            flows.compile_flow(table, Case, Task, case_lock)
        policy.add_rows(_held(folder, "pages.policy", "ROWS"))
        shell.add_entries(_held(folder, "menu", "MENU"))
        panels.add_panels(_held(folder, "panels", "PANELS"))
        handing.add_books(_held(folder, "handed", "BOOKS"))


def _held(folder: str, part: str, name: str) -> Iterable[Any]:
    """Return what a module of the folder lists, nothing where there is no such module."""
    module = part_of(folder, part)
    return getattr(import_module(module), name) if module else ()
