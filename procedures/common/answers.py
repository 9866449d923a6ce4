"""答复: tests of what was answered on a form, for the ways of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows.table.act import Act


def answered(name: str, value: object) -> Callable[[Act[Any]], bool]:
    """Return the test whether a form's field was answered so."""
    return lambda act: bool(act.answers[name] == value)
