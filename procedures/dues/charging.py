"""核定应交团费: what everybody of some people owes for some months, asked of the database once for all of them.

A month is charged once: `Charge` is unique by person and month, and whoever opens months holds the standings of the
people meanwhile, so that the ledger is told of exactly what was inserted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from procedures.dues import rules
from procedures.dues.inserting import Fresh, insert_charges
from procedures.dues.models import DuesBasis, Relief, ReliefKind
from procedures.dues.scale import Scale
from procedures.register.models import (
    Charge,
    DuesCategory,
    Less,
    MembershipPeriod,
    OrganizationSpan,
    PartyStage,
    Standing,
    Status,
    StatusSpan,
)
from procedures.register.months import last_day, month_of
from workflows.engine.law import on_another_day
from workflows.people.models import Organization, Person
from workflows.store import rooted
from workflows.store.keys import among
from workflows.table.rules import Law

IN_PARTY = (PartyStage.PROBATIONARY, PartyStage.FULL)
LONG_AGO, NEVER = date(1900, 1, 1), date(9999, 12, 1)


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis from a month on."""

    from_month: date
    category: str
    base_fen: int | None


@dataclass(slots=True)
class Member:
    """What the register and the books know of one person, as far as dues ask.

    Attributes:
        periods: first and last month of each membership.
        places: first and last day on each roll, with the key of the organization.
        suspended: first and last day of each 停止团籍.
        bases: oldest first.
        party_from: the first month as a Party member.
        paid_to: the last month up to which dues are settled without a gap.
    """

    person: int
    periods: list[tuple[date, date]] = field(default_factory=list)
    places: list[tuple[date, date, int]] = field(default_factory=list)
    suspended: list[tuple[date, date]] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    reliefs: list[Relief] = field(default_factory=list)
    party_from: date = NEVER
    paid_to: date | None = None

    def is_member(self, month: date) -> bool:
        """Tell whether the month belongs to a membership that is not suspended throughout it."""
        if not any(first <= month <= last for first, last in self.periods):
            return False
        return not any(first <= month and last_day(month) <= last for first, last in self.suspended)

    def place(self, month: date) -> int | None:
        """Return the organization of a month: where the member is at its end, else the last one in it."""
        end = last_day(month)
        there = [(last, pk) for first, last, pk in self.places if first <= end and month <= last]
        return max(there)[1] if there else None

    def basis(self, month: date) -> Basis | None:
        """Return the basis of a month."""
        return next((one for one in reversed(self.bases) if one.from_month <= month), None)

    def relief(self, month: date) -> Relief | None:
        """Return the relief of a month, the latest granted."""
        return next((one for one in reversed(self.reliefs) if one.from_month <= month <= one.to_month), None)


@dataclass(frozen=True, slots=True)
class Due:
    """What a month comes to, in fen, and why less than the scale says."""

    fen: int
    less: str
    basis: Basis


class Reckoning:
    """Reckons months, each under the law of its first day, read once: what a committee has set since is not of it."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._months: dict[date, tuple[Scale, bool]] = {}

    def due(self, member: Member, month: date) -> Due | None:
        """Return what a member owes for a month, None where there is no basis."""
        basis = member.basis(month)
        scale, party_exempt = self._of(month)
        if party_exempt and member.party_from <= month:
            return Due(0, Less.PARTY_MEMBER, basis or Basis(month, DuesCategory.PARTY_MEMBER, None))
        if basis is None:
            return None
        if basis.category == DuesCategory.PARTY_MEMBER:
            return Due(0, Less.PARTY_MEMBER, basis)
        fen = scale.monthly(basis.category, basis.base_fen)
        relief = member.relief(month)
        if relief is None or (relief.kind == ReliefKind.REDUCTION and relief.fen >= fen):
            return Due(fen, "", basis)
        return Due(relief.fen, relief.kind, basis)

    def _of(self, month: date) -> tuple[Scale, bool]:
        """Return the scale of a month, and whether Party members pay nothing in it."""
        if month not in self._months:
            law = on_another_day(self._law, month)
            self._months[month] = Scale.of(law), bool(law[rules.PARTY])
        return self._months[month]


def read_members(people: Iterable[int], law: Law, *, hold: bool = True) -> dict[int, Member]:
    """Return what is known of people, one statement for each table; `hold` keeps their standings until commit."""
    wanted = list(people)
    members = {pk: Member(pk) for pk in wanted}
    _read_standings(members, hold=hold)
    _read_periods(members, by_meeting=law[rules.START_BASIS] == "meeting")
    for person, organization, first, last in OrganizationSpan.objects.filter(among("person_id", wanted)).values_list(
        "person_id", "organization_id", "first_on", "last_on"
    ):
        members[person].places.append((first or LONG_AGO, last or NEVER, organization))
    for person, first, last in StatusSpan.objects.filter(
        among("person_id", wanted), status=Status.SUSPENDED
    ).values_list("person_id", "first_on", "last_on"):
        members[person].suspended.append((first or LONG_AGO, last or NEVER))
    _read_bases(members)
    for relief in Relief.objects.filter(among("person_id", wanted)).order_by("id"):
        members[relief.person_id].reliefs.append(relief)
    return members


def hold(person: Person) -> None:
    """Keep a person's standing until commit, before months are opened: a round does the same, in this order."""
    Standing.objects.select_for_update().values_list("pk", flat=True).get(person=person)


def _read_standings(members: Mapping[int, Member], *, hold: bool) -> None:
    """Read Party facts and the basis that came with a roster, which stands until another is confirmed."""
    standings = Standing.objects.select_for_update() if hold else Standing.objects.all()
    rows = standings.filter(among("person_id", members)).order_by("person")
    for person, stage, since, category, base, paid_to in rows.values_list(
        "person_id", "party_stage", "party_since", "dues_category", "dues_base_fen", "dues_paid_to"
    ):
        member = members[person]
        member.paid_to = paid_to
        if stage in IN_PARTY and since:
            member.party_from = month_of(since)
        if category and (base is not None or category not in (DuesCategory.WAGE, DuesCategory.IRREGULAR_INCOME)):
            member.bases.append(Basis(LONG_AGO, category, base))


def _read_periods(members: Mapping[int, Member], *, by_meeting: bool) -> None:
    rows = MembershipPeriod.objects.accepted().filter(among("person_id", members))
    for person, joined, approved, left in rows.values_list("person_id", "joined_on", "approved_on", "left_on"):
        began = joined if by_meeting else approved or joined
        members[person].periods.append((month_of(began) if began else LONG_AGO, month_of(left) if left else NEVER))


def _read_bases(members: Mapping[int, Member]) -> None:
    rows = DuesBasis.objects.filter(among("person_id", members)).order_by("from_month", "id")
    for person, from_month, category, base in rows.values_list("person_id", "from_month", "category", "base_fen"):
        members[person].bases.append(Basis(from_month, category, base))


@dataclass(slots=True)
class Opened:
    """What opening some months came to: the charges inserted, and the months that lack a basis, by person."""

    charges: list[Fresh] = field(default_factory=list)
    without_basis: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))

    def totals(self) -> dict[int, int]:
        """Return what was charged in fen, by organization."""
        found: dict[int, int] = defaultdict(int)
        for charge in self.charges:
            found[charge.organization_id] += charge.fen
        return {pk: fen for pk, fen in found.items() if fen}


def open_charges(
    members: Mapping[int, Member], months: Sequence[date], law: Law, *, on: date, under: str = ""
) -> Opened:
    """Insert the charges of months that are not charged yet, for who is on a roll under a path; the rest is kept."""
    known = set(Charge.every.filter(among("person_id", members), month__in=months).values_list("person_id", "month"))
    reckoning, opened = Reckoning(law), Opened()
    places = _places(members, under)
    for member in members.values():
        for month in months:
            where = member.place(month) if (member.person, month) not in known and member.is_member(month) else None
            if where is None or where not in places:
                continue
            due = reckoning.due(member, month)
            if due is None:
                opened.without_basis[member.person].append(month)
            else:
                opened.charges.append(_charge(member.person, where, places[where], month, due, on))
    insert_charges(opened.charges)
    return opened


def _places(members: Mapping[int, Member], under: str) -> dict[int, str]:
    """Return the root of each organization that the charges may be of."""
    wanted = {pk for member in members.values() for _, _, pk in member.places}
    found = Organization.objects.filter(among("id", wanted), Q(path__startswith=under))
    return {one.pk: one.root for one in found.only("path")}


def _charge(person: int, organization: int, root: str, month: date, due: Due, on: date) -> Fresh:
    category = str(due.basis.category)
    return Fresh(person, organization, root, month, due.fen, 0, str(due.less), category, due.basis.base_fen, on)


@dataclass(frozen=True, slots=True)
class Changed:
    """A month that comes to another amount now, not saved yet, with what was charged and paid of it before, in fen."""

    charge: Charge
    fen: int
    paid_fen: int

    @property
    def open_more(self) -> int:
        """How much more of it is open now; below nothing, how much less."""
        return self.charge.open_fen - (self.fen - self.paid_fen)

    @property
    def freed(self) -> int:
        """What was paid of it beyond what it comes to now."""
        return self.paid_fen - self.charge.paid_fen


def reckon_again(person: Person, months_from: date, months_to: date | None, law: Law) -> list[Changed]:
    """Return a member's charges of months as they come to now; nothing is saved.

    What was paid beyond what a month comes to by now is not of it any more.
    """
    member = read_members([person.pk], law)[person.pk]
    reckoning = Reckoning(law)
    span: dict[str, date] = {"month__gte": months_from} | ({"month__lte": months_to} if months_to else {})
    charges = rooted.in_each(lambda: Charge.objects.select_for_update().filter(person=person, **span))
    changed: list[Changed] = []
    for charge in sorted(charges, key=lambda one: one.month):
        due = reckoning.due(member, charge.month)
        if due is None:
            continue
        changed.append(Changed(charge, charge.fen, charge.paid_fen))
        charge.fen, charge.less = due.fen, due.less
        charge.paid_fen = min(charge.paid_fen, due.fen)
        charge.category, charge.base_fen = due.basis.category, due.basis.base_fen
    return changed


def paid_to(charges: dict[date, Charge]) -> date | None:
    """Return the last month up to which nothing is open."""
    settled = None
    for month in sorted(charges):
        if charges[month].open_fen:
            break
        settled = month
    return settled
