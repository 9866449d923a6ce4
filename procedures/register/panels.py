"""人员页栏目: what a procedure shows of one person, on his own page and on the page of the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from procedures.register.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of a person's page.

    Attributes:
        template: what the section holds; it finds `person`, `on`, and `facts`.
        facts: what there is to show out of the dossier, and out of a book of the procedure's own in one statement;
            empty where there is nothing.
    """

    title: str | Promise
    template: str
    facts: Callable[[Dossier], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with what it knows of one person."""

    panel: Panel
    facts: Mapping[str, Any]


_panels: list[Panel] = []


def add_panels(panels: Iterable[Panel]) -> None:
    """Have some panels shown on every person's page, after those that are there."""
    _panels.extend(one for one in panels if one not in _panels)


def panels_of(known: Dossier) -> list[Shown]:
    """Return the panels that have something to show of a person."""
    shown = [Shown(panel, panel.facts(known)) for panel in _panels]
    return [one for one in shown if one.facts]


def count() -> int:
    """Return how many panels there are."""
    return len(_panels)
