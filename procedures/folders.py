"""Which folders hold a procedure; read by the settings before any application is loaded."""

from __future__ import annotations

from pathlib import Path


def folders() -> tuple[str, ...]:
    """Return the dotted names of the folders that have a `procedure.py`."""
    here = Path(__file__).parent
    return tuple(f"procedures.{path.parent.name}" for path in sorted(here.glob("*/procedure.py")))
