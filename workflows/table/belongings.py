"""家底: what the books of a procedure keep of an organization, and how it goes along when another takes its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workflows.table.acting import AnyAct

if TYPE_CHECKING:
    from workflows.people.models import Organization


@dataclass(frozen=True, slots=True)
class Succession:
    """Who takes the place of an organization that is no more, or of a part of it.

    Attributes:
        heir: the one that takes what belongs to nobody in particular (a balance); None where nothing is given away.
        people: the new organization of each who went, by the person's key.
    """

    before: Organization
    heir: Organization | None
    people: Mapping[int, Organization]


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a procedure's books keep of organizations.

    Attributes:
        held: what there is on a day, each in a line of words for the hand-over list; nothing where there is nothing.
        needs_heir: whether something belongs to nobody in particular, so that an heir has to be named.
        stands: what has to be finished before the organization can be changed, in one sentence; empty for nothing.
        passes: enters in the books, within the act, that others take its place.
    """

    title: str
    held: Callable[[Organization, date], Sequence[str]]
    needs_heir: Callable[[Organization], bool]
    stands: Callable[[Organization], str]
    passes: Callable[[AnyAct, Succession], None]
