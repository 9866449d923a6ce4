"""交纳以前: which months a payment would settle, found before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from procedures.dues.charging import Due, Member, Reckoning, read_members
from procedures.dues.models import Credit
from procedures.register.models import Charge, Less
from procedures.register.months import month_of, months_between
from workflows.days.dates import add_months
from workflows.people.models import Person
from workflows.table.act import Act
from workflows.table.rules import Law

LOOK_AHEAD = 120  # months; an amount that would reach further is a mistake of typing


@dataclass(frozen=True, slots=True)
class Part:
    """What a payment pays of one month, in fen.

    Attributes:
        due: what it comes to, where the month is not opened yet.
        credited: what the member's credit pays of it besides.
    """

    month: date
    fen: int
    charge: Charge | None
    due: Due | None = None
    credited: int = 0

    @property
    def why_nothing(self) -> str:
        """Why there is nothing to pay of it: in the words of what charges it less, else it is settled."""
        source = self.charge or self.due
        return Less(source.less).label if source and source.less and not source.fen else "已交清"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a payment would settle.

    Attributes:
        parts: oldest first; none where nothing is owed for what was asked.
        asked: the months asked for, or those that the amount reaches.
        rest: what is left of the amount, in fen.
        outside: months in which the person is no member.
        without_basis: months that cannot be reckoned.
        earlier: months before that stay unpaid.
        not_owed: months asked for of which nothing is owed, each with the reason.
    """

    parts: tuple[Part, ...]
    asked: tuple[date, ...]
    rest: int = 0
    outside: tuple[date, ...] = ()
    without_basis: tuple[date, ...] = ()
    earlier: tuple[date, ...] = ()
    not_owed: tuple[tuple[date, str], ...] = ()

    @property
    def fen(self) -> int:
        """What is to be paid, in fen."""
        return sum(part.fen for part in self.parts)

    @property
    def credited(self) -> int:
        """What the member's credit pays, in fen."""
        return sum(part.credited for part in self.parts)

    @property
    def months(self) -> tuple[date, ...]:
        """The months settled, in whole or in part."""
        return tuple(part.month for part in self.parts)


@dataclass(frozen=True, slots=True)
class Given:
    """A payment as it is handed in: months, an amount in fen, or both."""

    months: tuple[date, ...] = ()
    amount: int | None = None
    voluntary: int = 0
    method: str = ""
    paid_by: str = ""


def charges_of(people: Iterable[Person]) -> QuerySet[Charge]:
    """Return all months of people, the cancelled ones too, each with its member's credit in its root, in fen."""
    own = Credit.objects.filter(person=OuterRef("person"), root=OuterRef("root")).order_by().values("person")
    credit_ = Subquery(own.annotate(left=Sum("fen")).values("left"))
    return Charge.every.filter(person__in=list(people)).annotate(credit=credit_)


def credit_among(charges: Iterable[Charge]) -> int:
    """Return the credit that the months of one person, as `charges_of` reads them, tell of, in fen."""
    return sum({one.root: getattr(one, "credit", None) or 0 for one in charges}.values())


class Accounts:
    """One member's charges and credit, and what is known of him, read when first asked for."""

    def __init__(self, law: Law, person: Person, charges: Iterable[Charge] | None = None) -> None:
        rows = list(charges_of([person]) if charges is None else charges)
        self.charges = {charge.month: charge for charge in rows if charge.less != Less.LEFT}
        self.cancelled = {charge.month: charge for charge in rows if charge.less == Less.LEFT}
        self.credit: int = credit_among(rows)
        self._law, self._person = law, person
        self._member: Member | None = None
        self._reckoning = Reckoning(law)

    @property
    def member(self) -> Member:
        """What the register knows."""
        if self._member is None:
            self._member = read_members([self._person.pk], self._law, hold=False)[self._person.pk]
        return self._member

    def owed(self, upto: date) -> list[date]:
        """Return the months opened and not settled, oldest first, up to one."""
        return sorted(month for month, charge in self.charges.items() if charge.open_fen and month <= upto)

    def first(self, now: date) -> date:
        """Return from which month on an amount is spread: the oldest known, else the one after the last paid to."""
        known = [*self.charges, *self.cancelled]
        if known:
            return min(known)
        return add_months(self.member.paid_to, 1) if self.member.paid_to else now

    def is_of_membership(self, month: date) -> bool:
        """Tell whether a month is charged, or could be."""
        return month in self.charges or self.member.is_member(month)

    def part(self, month: date) -> Part | None:
        """Return a month with what is open of it; None where it cannot be reckoned."""
        charge = self.charges.get(month) or self.cancelled.get(month)
        if charge:
            return Part(month, charge.open_fen, charge)
        due = self._reckoning.due(self.member, month)
        return Part(month, due.fen, None, due) if due else None


def plan_for(act: Act[Any], given: Given, accounts: Accounts) -> Plan:
    """Return what a payment would settle."""
    if given.months:
        return _of_months(given, accounts)
    if given.amount is None:
        return Plan((), ())
    return _of_amount(given.amount, accounts, month_of(act.on))


def months_ahead(plan: Plan, on: date) -> int:
    """Return how many months after that of a day the last one asked for comes; nothing where none comes later."""
    now = month_of(on)
    return max((len(months_between(now, month)) - 1 for month in plan.asked if month > now), default=0)


def _of_months(given: Given, accounts: Accounts) -> Plan:
    outside = tuple(month for month in given.months if not accounts.is_of_membership(month))
    found = [(month, accounts.part(month)) for month in given.months if month not in outside]
    open_parts = [part for _, part in found if part and part.fen]
    parts, rest = _spread(open_parts, given.amount, accounts.credit)
    before = [month for month in accounts.owed(min(given.months)) if month not in given.months]
    return Plan(
        tuple(parts),
        given.months,
        rest,
        outside,
        tuple(month for month, part in found if part is None),
        tuple(before),
        tuple((part.month, part.why_nothing) for _, part in found if part and not part.fen),
    )


def _of_amount(amount: int, accounts: Accounts, now: date) -> Plan:
    """Settle month after month from the oldest that is not settled, opened or not, as far as the amount reaches."""
    wanted: list[Part] = []
    lacking: list[date] = []
    left, month, last = amount + accounts.credit, accounts.first(now), add_months(now, LOOK_AHEAD)
    while left > 0 and month < last and not lacking:
        part = accounts.part(month) if accounts.is_of_membership(month) else Part(month, 0, None)
        if part is None:
            lacking.append(month)
        elif part.fen:
            wanted.append(part)
            left -= part.fen
        month = add_months(month, 1)
    parts, rest = _spread(wanted, amount, accounts.credit)
    asked = tuple(part.month for part in parts)
    return Plan(tuple(parts), asked, rest, without_basis=tuple(lacking))


def _spread(wanted: Sequence[Part], amount: int | None, credit_: int) -> tuple[list[Part], int]:
    """Return the parts that credit and then an amount cover, the last perhaps not whole, and what is left of it."""
    parts, left = [], amount
    for part in wanted:
        credited = min(part.fen, credit_)
        fen = part.fen - credited if left is None else min(part.fen - credited, left)
        credit_ -= credited
        if fen or credited:
            parts.append(replace(part, fen=fen, credited=credited))
            left = None if left is None else left - fen
    return parts, left or 0
