"""What is asked of the engine, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from workflows.models import Case, Entry, Paper, Task
from workflows.people.models import Person
from workflows.store.facts import Facts
from workflows.table.refusals import Finding


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks of the engine.

    Attributes:
        by: None for a visitor without an account, who may only object to a public notice.
        on, at: the day it happened, None for the usual one (`act_day.usual_day`), and the moment it is recorded.
        with_: the form's raw values.
        reason: why to go on although there are warnings.
        as_deputy_of: whom the actor stands in for, where he says so.
        seen: the sequence of the case on the page that the act comes from.
        nonce: what the form, or a caller elsewhere, is known by: it is good for one act. Empty: for any number.
        insist: go on over warnings without a reason (past acts being entered, scenarios).
    """

    act: str
    by: Person | None
    on: date | None
    at: datetime
    with_: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] | None = None
    reason: str = ""
    as_deputy_of: Person | None = None
    seen: int | None = None
    nonce: str = ""
    insist: bool = False

    @property
    def day(self) -> date:
        """The day given, that of the record where none is."""
        return self.on or timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act.

    Attributes:
        again: the same form did it before, and nothing was written now.
        followers, left_out: the other cases that it was done on as well, and those it could not be done on, and why.
    """

    case: Case
    entry: Entry
    facts: Facts
    warnings: tuple[Finding, ...]
    tasks: tuple[Task, ...]
    papers: tuple[Paper, ...] = ()
    changed: tuple[str, ...] = ()
    followers: tuple[Case, ...] = ()
    left_out: tuple[tuple[Case, Finding], ...] = ()
    again: bool = False
