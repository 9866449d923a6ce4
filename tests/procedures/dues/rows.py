"""Rows for tests of the books: a county, a committee with two branches, and entries in their ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures.dues.ledger import Amount, balances, post
from procedures.dues.models import Account, Posting, PostingKind
from procedures.register.models import Charge, MembershipPeriod, OrganizationSpan, Standing, Status
from tests.acting import acting, stored
from workflows.models import Entry, Paper
from workflows.people.models import Organization, Person
from workflows.table.act import Act

DAY = date(2026, 3, 31)


@dataclass(frozen=True)
class Places:
    """A county, the committee of its hospital, two branches of that, and a branch of another tree."""

    county: Organization
    hosp: Organization
    med: Organization
    surg: Organization
    far: Organization


def places() -> Places:
    """Return them, stored."""
    county = organization("COUNTY", "superior_committee")
    hosp = organization("HOSP", "committee", county)
    med, surg = (organization(code, "branch", hosp) for code in ("MED", "SURG"))
    return Places(county, hosp, med, surg, organization("FAR", "branch"))


def organization(code: str, kind: str, above: Organization | None = None) -> Organization:
    """Return an organization, stored."""
    facts = {"code": code, "name": f"{code}团组织", "kind": kind}
    if above is None:
        return Organization.objects.add_root(facts)
    return Organization.objects.add_child(Organization.objects.get(pk=above.pk), facts)


def member(where: Organization, name: str = "护士", **standing: Any) -> Person:
    """Return a member on a roll since 2020."""
    person = Person.objects.create_user(f"{name}{Person.objects.count()}", name=name, home=where)
    began = date(2020, 1, 1)
    Standing.objects.create(person=person, root=where.root, status=Status.ACTIVE, **standing)
    MembershipPeriod.objects.create(person=person, joined_on=began, approved_on=began)
    OrganizationSpan.objects.create(person=person, organization=where, first_on=began)
    return person


def doing(row: str, where: Organization, on: date = DAY, *, who: Person | None = None, **built: Any) -> Act[Any]:
    """Return an act on a case of dues that is stored."""
    act = acting(f"dues.{row}", on, **built)
    act.case.decided_on = on  # of a person there may be several cases that are decided
    return stored(act, where, who)


def came(where: Organization, on: date, fen: int, source: str = Account.RECEIVABLE) -> Posting:
    """Enter what came in at an organization on a day."""
    return post(doing("pay", where, on), PostingKind.PAYMENT, [Amount(where.pk, Account.CASH, source, fen)])


def back(posting: Posting, on: date, source: str = Account.RECEIVABLE) -> Posting:
    """Give back on a day what came in."""
    line = posting.lines.get()
    act = doing("reverse", line.organization, on)
    amount = Amount(line.organization_id, source, Account.CASH, line.fen)
    return post(act, PostingKind.REVERSAL, [amount], "记错", reverses=posting)


def charged(person: Person, where: Organization, month: date, fen: int = 300, paid: int = 0, **more: Any) -> Charge:
    """Return a month of a member."""
    known = {"category": "student", "opened_on": month, **more}
    return Charge.every.create(
        person=person, organization=where, root=where.root, month=month, fen=fen, paid_fen=paid, **known
    )


def books(where: Organization) -> Mapping[str, int]:
    """Return the accounts of an organization that are not even, in fen."""
    return {str(account): fen for account, fen in balances([where.pk]).items() if fen}


def paper(act: Act[Any], number: str, kind: str = "dues_receipt") -> Paper:
    """Return a paper of a case, with the entry of the log that gave it."""
    case, count = act.case, Entry.objects.count() + 1
    entry = Entry.objects.create(
        chain=f"case/{case.pk}", sequence=count, case=case, root=case.root, procedure="dues", act="pay", on=act.on,
        recorded_at=act.at,
    )  # fmt: skip
    return Paper.objects.create(
        case=case, root=case.root, entry=entry, organization=case.organization, kind=kind, number=number,
        title="团费收据", issued_on=act.on, issued_at=act.at, facts={}, code=number,
    )  # fmt: skip


def values(row: Any, *names: str) -> tuple[Any, ...]:
    """Return some values of a row."""
    return tuple(getattr(row, name) for name in names)
