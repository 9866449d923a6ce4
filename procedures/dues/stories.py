"""What scenarios may ask of dues: the bases of a world, and somebody's charges, payments and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from procedures.dues import credit, ledger
from procedures.dues.models import DuesBasis, Payment
from procedures.register import arrears
from procedures.register.models import Charge, Standing
from procedures.register.months import parse_month

Row = Mapping[str, Any]


def _charges(world: Any, row: Row) -> dict[str, Any]:
    """Return what each month of a person came to, in fen."""
    charges = Charge.objects.filter(person=world.person(row["of"])).order_by("month")
    return {f"{charge.month:%Y-%m}": charge.fen for charge in charges}


def _payments(world: Any, row: Row) -> dict[str, Any]:
    """Return what each month of a person has been paid, in fen, and up to when dues are settled."""
    person = world.person(row["of"])
    charges = Charge.objects.filter(person=person, paid_fen__gt=0).order_by("month")
    standing = Standing.objects.get(person=person)
    settled = standing.dues_paid_to
    return {
        **{f"{charge.month:%Y-%m}": charge.paid_fen for charge in charges},
        "paid_to": f"{settled:%Y-%m}" if settled else None,
        "count": Payment.objects.filter(person=person, posting__reversed_by=None).count(),
    }


def _credit(world: Any, row: Row) -> dict[str, Any]:
    """Return what a person has paid, in fen, and owes no more."""
    person = world.person(row["of"])
    return {"fen": credit.credit_of([person.pk]).get(person.pk, 0)}


def _account(world: Any, row: Row) -> dict[str, Any]:
    """Return the balance of every account of an organization, in fen."""
    return dict(ledger.balances([world.organization(row["organisation"]).pk], None, row["on"]))


def _unpaid_runs(world: Any, row: Row) -> dict[str, Any]:
    """Return how many months each run of unpaid ones has, oldest first."""
    person = world.person(row["of"])
    return {"runs": [run.months for run in arrears.unpaid_runs([person.pk], row["on"]).get(person.pk, ())]}


def build_bases(world: Any, rows: Sequence[Row], first_day: date) -> None:
    """Enter the bases of a world."""
    for row in rows:
        person = world.person(row["person"])
        DuesBasis.objects.create(
            person=person,
            root=person.home.root if person.home else "",
            category=row["category"],
            base_fen=row.get("base"),
            from_month=parse_month(str(row["from_month"])),
            confirmed_on=first_day,
        )


LOOKS = {
    "charges": _charges,
    "payments": _payments,
    "credit": _credit,
    "account": _account,
    "unpaid_runs": _unpaid_runs,
}
WORLD = {"dues_basis": build_bases}
