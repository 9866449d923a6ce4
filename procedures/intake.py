"""Taking in the tables: check, register, compile."""

from __future__ import annotations

from importlib import import_module

from procedures.folders import folders
from workflows import flows
from workflows.lock import case_lock
from workflows.models import Case, Task
from workflows.registry import register
from workflows.tablecheck import check_table


def take_in() -> None:
    """Take in the `PROCEDURE` of every folder.

    Raises:
        BadTable: a table contradicts itself; the message names the row.
    """
    for folder in folders():
        procedure = import_module(f"{folder}.procedure").PROCEDURE
        check_table(procedure)
        register(procedure)
        flows.compile_flow(procedure, Case, Task, case_lock)
