"""The tables of the account: members by months, branches by sums, who still owes, and the text to send them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, Q, QuerySet, Sum

from forms.money import yuan
from procedures.dues.periods import Period
from procedures.register.models import Charge
from procedures.register.months import months_between, zh_months
from workflows.days.dates import zh_date
from workflows.people.models import Organization, Person


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one member: `state` is `paid`, `part`, `unpaid`, `free`, or empty where nothing is charged."""

    state: str = ""
    amount: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One member with the months of the period, what is open of them, and the credit, in yuan or empty."""

    person: Person
    cells: tuple[Cell, ...]
    open: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Who still owes what for which months."""

    person: int
    name: str
    months: str
    fen: int

    @property
    def amount(self) -> str:
        """What is owed in yuan."""
        return yuan(self.fen)


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch under a committee with its sums, in yuan."""

    organization: Organization
    charged: str
    paid: str
    open: str


def cell_of(charge: Charge | None) -> Cell:
    """Return how a month stands."""
    if charge is None:
        return Cell()
    if not charge.fen:
        return Cell("free", "0", charge.get_less_display())
    if not charge.paid_fen:
        return Cell("unpaid", yuan(charge.fen), charge.get_less_display())
    state = "part" if charge.open_fen else "paid"
    return Cell(state, yuan(charge.paid_fen), charge.get_less_display())


def rows_of(
    people: Sequence[Person], charges: QuerySet[Charge], period: Period, credit: Mapping[int, int] | None = None
) -> list[Row]:
    """Return the months of some members, asked once; `credit` is theirs, in fen."""
    held = credit or {}
    found: dict[int, dict[date, Charge]] = defaultdict(dict)
    for charge in charges.filter(person__in=people):
        found[charge.person_id][charge.month] = charge
    months = months_between(period.first, period.last)
    return [
        Row(
            person,
            tuple(cell_of(found[person.pk].get(month)) for month in months),
            yuan(sum(one.open_fen for one in found[person.pk].values())),
            yuan(held[person.pk]) if person.pk in held else "",
        )
        for person in people
    ]


def unpaid_of(here: Organization, upto: date) -> list[Unpaid]:
    """Return who of a branch owes for months up to one, by name: no order of how much."""
    charges = Charge.objects.filter(organization=here, paid_fen__lt=F("fen"), month__lte=upto)
    rows = charges.select_related("person").order_by("person__pinyin", "person__name", "person_id", "month")
    return [
        Unpaid(person.pk, person.name, zh_months(tuple(one.month for one in some)), sum(one.open_fen for one in some))
        for person, group in groupby(rows, key=lambda charge: charge.person)
        for some in [list(group)]
    ]


def unpaid_text(here: Organization, unpaid: Sequence[Unpaid], on: date) -> str:
    """Return the text that the branch may paste into its own chat group."""
    if not unpaid:
        return ""
    lines = [f"{one.name}：{one.months}，共 {one.amount} 元" for one in unpaid]
    return "\n".join(
        (
            f"【{here.name}】团费提醒（截至{zh_date(on)}）",
            "以下团员尚有团费未交，请在方便时向组织委员交纳；已交的请与组织委员核对，有困难的可以申请减免。",
            *lines,
        )
    )


def branches_of(here: Organization, period: Period, upto: date) -> list[Branch]:
    """Return the sums of every branch under a committee, in the order of the tree."""
    charges = Charge.objects.filter(
        organization__path__startswith=here.path, month__gte=period.first, month__lte=period.last
    )
    sums = charges.order_by().values("organization").annotate(
        charged=Sum("fen"), paid=Sum("paid_fen"), open=Sum(F("fen") - F("paid_fen"), filter=Q(month__lte=upto))
    )  # fmt: skip
    found = {row["organization"]: row for row in sums}
    organizations = Organization.objects.filter(pk__in=found).order_by("path")
    return [
        Branch(one, yuan(found[one.pk]["charged"]), yuan(found[one.pk]["paid"]), yuan(found[one.pk]["open"] or 0))
        for one in organizations
    ]
