"""账随人: what the books of the procedures do when an act, of whichever procedure, ends or begins a membership."""

from __future__ import annotations

from typing import Any

from workflows.table.act import Act
from workflows.table.registry import procedures


def keep(act: Act[Any]) -> None:
    """Let every procedure bring its books up to date, before the act is logged; most acts touch no membership."""
    if act.left is None and not act.back:
        return
    for procedure in procedures():
        for effect in procedure.books:
            effect(act)
