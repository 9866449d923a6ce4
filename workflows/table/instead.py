"""改用的办法: what mends an answer that cannot be put right by itself, where it is open."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.table.condition import Condition


@dataclass(frozen=True, slots=True)
class Instead:
    """What mends a record once its case can go back no more.

    Attributes:
        words: what is to be done, in a Chinese sentence without its stop; after the act where one is named.
        act: the act of the same table by which it is mended; it is named only where it is open on the case.
        needs: what must be so for it to be of any use.
    """

    words: str
    act: str = ""
    needs: tuple[Condition, ...] = ()
