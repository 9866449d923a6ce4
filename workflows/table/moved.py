"""随转: what a move of the person concerned does to an open case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.table.rows import Effect


class Fate(StrEnum):
    """What becomes of a case whose person moves."""

    FOLLOWS = "follows"
    WAITS = "waits"
    ENDS = "ends"
    STAYS = "stays"


class Whither(StrEnum):
    """Where a person may move, seen from where he was."""

    INSIDE = "inside"
    ELSEWHERE = "elsewhere"
    OUTSIDE = "outside"


IN_SYSTEM = (Whither.INSIDE, Whither.ELSEWHERE)  # both sides know the case, so that it can go along


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move does to the open cases of a procedure; the first row that fits a case says it.

    Attributes:
        because: why, with the text it stands on, in Chinese.
        stages: the stages it is said of; none for all.
        whither: the moves it is said of.
        to: the ending that the case is given, or the stage at which it goes on; empty for the one where it stands.
        does: what the case itself forgets or takes up, once it is in the new organization.
    """

    fate: Fate
    because: str
    stages: tuple[str, ...] = ()
    whither: tuple[Whither, ...] = tuple(Whither)
    to: str = ""
    does: tuple[Effect, ...] = ()

    def fits(self, stage: str, whither: Whither) -> bool:
        """Tell whether it is said of a case at a stage and of such a move."""
        return whither in self.whither and (not self.stages or stage in self.stages)
