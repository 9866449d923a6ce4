"""What the procedures add to the words of a story: things to look at, keys of a world; each in its `stories.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from procedures.folders import folders

Look = Callable[[Any, Mapping[str, Any]], dict[str, Any]]
Build = Callable[..., None]


@cache
def looks() -> Mapping[str, Look]:
    """Return what the procedures can be looked at by, by name."""
    return _gathered("LOOKS")


@cache
def world_keys() -> Mapping[str, Build]:
    """Return what the procedures build of a world, by the key it stands under."""
    return _gathered("WORLD")


def _gathered(name: str) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for folder in folders():
        if find_spec(f"{folder}.stories"):
            known |= getattr(import_module(f"{folder}.stories"), name, {})
    return known
