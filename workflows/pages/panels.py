"""人员页栏目: what a procedure shows of one person, on his own page and on the page of the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from workflows.people.models import Person


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of a person's page.

    Attributes:
        template: what the section holds; it finds `person`, `on`, and `facts`.
        facts: what is known of the person on a day, in at most two statements; empty where there is nothing to show.
    """

    title: str | Promise
    template: str
    facts: Callable[[Person, date], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with what it knows of one person."""

    panel: Panel
    facts: Mapping[str, Any]


_panels: list[Panel] = []


def add_panels(panels: Iterable[Panel]) -> None:
    """Have some panels shown on every person's page, after those that are there."""
    _panels.extend(one for one in panels if one not in _panels)


def panels_of(person: Person, on: date) -> list[Shown]:
    """Return the panels that have something to show of a person."""
    shown = [Shown(panel, panel.facts(person, on)) for panel in _panels]
    return [one for one in shown if one.facts]


def count() -> int:
    """Return how many panels there are."""
    return len(_panels)
