"""告知: what one person is told of one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.models import Case


@dataclass(frozen=True, slots=True)
class Word:
    """What one person is told.

    Attributes:
        about: the case's title, where `what` is the same for several cases; empty where `what` says all.
    """

    person: int
    root: str
    case: Case | None
    what: str
    at: datetime
    about: str = ""
