"""账随人: what the books of the procedures do when a membership, or a place in this system, ends or begins."""

from __future__ import annotations

from typing import Any

from workflows.table.act import Act
from workflows.table.registry import procedures


def keep(act: Act[Any]) -> None:
    """Let every procedure bring its books up to date, before the act is logged; most acts touch no membership."""
    comes_in = act.move is not None and act.move.before is None
    if act.left is None and not act.back and not comes_in:
        return
    for procedure in procedures():
        for effect in procedure.books:
            effect(act)
