"""One thing that one person does on one case on one date, as conditions and effects see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar

from django.db.models import Choices, Model
from django.utils import timezone

from workflows.days.dates import zh_date
from workflows.models import Case, Round, Task
from workflows.people.chain import Chain
from workflows.people.models import Appointment, Organization, Person
from workflows.store.facts import Facts
from workflows.table.procedure import Procedure
from workflows.table.refusals import Finding
from workflows.table.rows import Record
from workflows.table.rules import Law

F = TypeVar("F", bound=Facts)
A = TypeVar("A", bound="Act[Any]")
T = TypeVar("T")
Kept: TypeAlias = "dict[Once[Any, Any], Any]"  # each value of the type that its function returns


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an act changed: the field's name, its Chinese label, before and after as plain text."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an entry keeps of the form it came by: a digest of its nonce, and one of what was asked with it."""

    nonce: str
    asked: str


@dataclass(frozen=True, slots=True)
class Move:
    """That the person concerned went from one roll to another; None for no roll."""

    before: Organization | None
    after: Organization | None


@dataclass(frozen=True, slots=True)
class Resettled:
    """That people went from one roll to another because the organization was changed: no transfer of their own."""

    people: tuple[int, ...]
    move: Move


@dataclass(slots=True)
class Shared:
    """What the acts of one act on several cases have in common.

    Attributes:
        cover: the cover of the branch with which a case goes on.
        ends: the last days of periods that were reckoned already, by the day before which the period ends.
        kept: what was read once for all of them, by the function that reads it (`once_for_all`).
    """

    cover: Case | None = None
    ends: dict[date, date] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)


@dataclass(slots=True)
class Act(Generic[F]):
    """The act under way.

    Attributes:
        on, at: the day it happened (law is judged by it) and the moment it is recorded.
        answers: the form's cleaned values; empty while a page asks what could be done.
        capacity: the appointment it is done by, None for the person concerned.
        tasks: the tasks at which the case waits before it.
        asked: the tasks of those whose opinion is asked and not given yet.
        changes: what it changed in the register, for the log.
        move: the move that it made of the person concerned, as the register's verbs have noted it.
        resettled: those whom it placed on another roll together, as the register's verbs have noted it.
        left: the last day of the membership, or on a roll of the system, that it ended.
        back: it made somebody a member again.
        again: it answers a return.
        kept: what conditions have read and effects use again, by the function that reads it (`once`).
        shared: the same for all acts of one act on several cases.
        followers: the acts on the other cases, done before this one.
        left_out: the cases it could not be done on, each with the finding.
        round: the round under way, for a row that writes into books of its own.
        stamp: that of the form it came by, None where no form is good for one act alone.
    """

    procedure: Procedure
    row: Record
    case: Case
    by: Person | None
    on: date
    at: datetime
    law: Law
    chain: Chain
    facts: F
    answers: dict[str, Any] = field(default_factory=dict)
    capacity: Appointment | None = None
    tasks: tuple[Task, ...] = ()
    asked: tuple[Task, ...] = ()
    changes: list[Change] = field(default_factory=list)
    move: Move | None = None
    resettled: tuple[Resettled, ...] = ()
    left: date | None = None
    back: bool = False
    warnings: tuple[Finding, ...] = ()
    reason: str = ""
    again: bool = False
    kept: Kept = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)
    followers: tuple[Act[F], ...] = ()
    left_out: tuple[tuple[Case, Finding], ...] = ()
    round: Round | None = None
    stamp: Stamp | None = None

    @property
    def is_cover(self) -> bool:
        """Whether the case is the cover of a round at a branch, which concerns nobody in particular."""
        return self.case.is_cover

    @property
    def subject(self) -> Person:
        """The person concerned.

        Raises:
            LookupError: the case concerns an organization.
        """
        subject: Person | None = self.case.subject
        if subject is None:
            raise LookupError(f"case {self.case.pk} concerns no person")
        return subject

    @property
    def recorded_on(self) -> date:
        """The Shanghai calendar day on which the act is recorded."""
        return timezone.localdate(self.at)

    @property
    def organization(self) -> Organization:
        """The organization in which the case runs."""
        organization: Organization = self.case.organization
        return organization

    @property
    def context(self) -> dict[str, Any]:
        """What the act's form knows before it is filled in: day, organization, person concerned, period and facts."""
        case = self.case
        return {
            "on": self.on,
            "organization": case.organization,
            "subject": case.subject,
            "of_period": case.period,
            "facts": self.facts,
        }

    @property
    def appointments(self) -> tuple[Appointment, ...]:
        """The appointments around the case, at its second organization too where it has one."""
        pk = getattr(self.facts, self.procedure.other) if self.procedure.other else 0
        elsewhere = self.chain.from_(pk).appointments if pk else ()
        known = {one.pk for one in self.chain.appointments}
        return (*self.chain.appointments, *(one for one in elsewhere if one.pk not in known))

    def committee(self) -> Organization:
        """Return the committee of the case's branch.

        Raises:
            LookupError: the branch stands under no committee.
        """
        committee = self.chain.committee
        if committee is None:
            raise LookupError(f"{self.organization} stands under no committee")
        return committee

    def entitle(self) -> None:
        """Give the case the title of whom it concerns, and where it runs, by now."""
        case = self.case
        case.title = self.procedure.title_of(case.matter, case.period, case.subject, case.organization)

    def change(self, name: str, label: str, before: object, after: object) -> None:
        """Note for the log that a value changed; an equal value is no change."""
        if before != after:
            self.changes.append(Change(name, label, _text(before), _text(after)))


class Once(Generic[A, T]):
    """A function of an act that is asked once for it, or once for all cases of it: conditions and effects share it."""

    def __init__(self, read: Callable[[A], T], *, for_all: bool = False) -> None:
        self._read, self._for_all = read, for_all
        self.__doc__ = read.__doc__

    def __call__(self, act: A) -> T:
        """Return what was read, reading it the first time."""
        kept = self._kept(act)
        if self not in kept:
            kept[self] = self._read(act)
        known: T = kept[self]
        return known

    def known(self, act: A) -> T | None:
        """Return what was read or kept already, None where nothing was."""
        found: T | None = self._kept(act).get(self)
        return found

    def keep(self, act: A, value: T) -> None:
        """Put in place of what would be read what another function of the act has found or made."""
        self._kept(act)[self] = value

    def forget(self, act: A) -> None:
        """Read it again when it is asked for next."""
        self._kept(act).pop(self, None)

    def _kept(self, act: A) -> Kept:
        return act.shared.kept if self._for_all else act.kept


def once(read: Callable[[A], T]) -> Once[A, T]:
    """Make a function of an act one that is asked once for each act."""
    return Once(read)


def once_for_all(read: Callable[[A], T]) -> Once[A, T]:
    """Make a function of an act one that is asked once for all cases on which the act is done."""
    return Once(read, for_all=True)


def _text(value: object) -> str:
    """Return a value as the log says it to its readers.

    Raises:
        TypeError: it has no words; whoever notes the change says it in words.
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return zh_date(value)
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, (str, int, Model)) and not isinstance(value, (bool, Enum)):
        return str(value)
    raise TypeError(f"no words for {value!r}")
