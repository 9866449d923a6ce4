"""Which folders hold a procedure, and what else they hold; read by the settings before any application is loaded."""

from __future__ import annotations

from pathlib import Path


def folders() -> tuple[str, ...]:
    """Return the dotted names of the folders that have a `procedure.py`."""
    here = Path(__file__).parent
    return tuple(f"procedures.{path.parent.name}" for path in sorted(here.glob("*/procedure.py")))


def part_of(folder: str, name: str) -> str:
    """Return the dotted name of a module of a procedure's folder (`pages.urls`), empty where it has none."""
    path = Path(__file__).parent.joinpath(folder.rpartition(".")[2], *name.split(".")).with_suffix(".py")
    return f"{folder}.{name}" if path.exists() else ""
