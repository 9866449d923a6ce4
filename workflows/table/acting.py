"""What the vocabulary needs to know of the act under way; `workflows.table.act` itself stands above it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias

from workflows.models import Case
from workflows.people.models import Person
from workflows.store.facts import Facts
from workflows.table.rules import Law


class Acting(Protocol):
    """An act under way, as a condition may ask it; whoever has these can be judged."""

    @property
    def case(self) -> Case:
        """The case, not yet saved where the act opens it."""

    @property
    def by(self) -> Person | None:
        """Who acts; None for a visitor and for the calendar."""

    @property
    def on(self) -> date:
        """The act day: law is judged by it."""

    @property
    def at(self) -> datetime:
        """The moment at which it is recorded."""

    @property
    def law(self) -> Law:
        """The rules as they stand there on the act day."""

    @property
    def facts(self) -> Facts:
        """What the case knows of itself."""

    @property
    def answers(self) -> Mapping[str, Any]:
        """The form's cleaned values; empty while a page asks what could be done."""


# The functions of a row take `Act` of their own procedure's facts; a field that holds those of every procedure can
# name none of these types.
AnyAct: TypeAlias = Any
