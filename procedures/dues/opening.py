"""核定应交团费, as a round: whom it concerns, and one chunk of it in a few statements however many months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from procedures.dues import credit, ledger
from procedures.dues.charging import Member, open_charges, read_members
from procedures.dues.inserting import Fresh
from procedures.dues.ledger import Amount
from procedures.dues.models import Account, PostingKind
from procedures.register import arrears
from procedures.register.models import MembershipPeriod, OrganizationSpan, Standing
from procedures.register.months import last_day, months_between, zh_months
from workflows.people.models import Person
from workflows.store.keys import among
from workflows.table.act import Act
from workflows.table.rows import Skipped


def everybody(act: Act[Any]) -> QuerySet[Person]:
    """Return who was a member on a roll under the organization in any of the months."""
    first, last = act.answers["from_month"], last_day(act.answers["to_month"])
    spans = OrganizationSpan.objects.filter(
        _overlapping("first_on", "last_on", first, last),
        person=OuterRef("pk"),
        organization__path__startswith=act.organization.path,
    )
    memberships = MembershipPeriod.objects.accepted().filter(
        _overlapping("joined_on", "left_on", first, last), person=OuterRef("pk")
    )
    return Person.objects.filter(Exists(spans), Exists(memberships))


def _overlapping(begin: str, end: str, first: date, last: date) -> Q:
    starts = Q(**{begin: None}) | Q(**{f"{begin}__lte": last})
    return starts & (Q(**{end: None}) | Q(**{f"{end}__gte": first}))


def open_months(act: Act[Any], people: Sequence[Person]) -> Iterator[Skipped]:
    """Charge some people for the months, tell the ledger what was charged, and return who lacks a basis."""
    months = months_between(act.answers["from_month"], act.answers["to_month"])
    members = read_members([person.pk for person in people], act.law)
    opened = open_charges(members, months, act.law, on=act.on, under=act.organization.path)
    totals = opened.totals()
    if totals:
        amounts = [Amount(pk, Account.RECEIVABLE, Account.INCOME, fen) for pk, fen in totals.items()]
        ledger.post(act, PostingKind.CHARGE, amounts, reason=zh_months(months))
    paid = credit.use(act, members) if totals else set()
    _note_paid_to(paid | {one.person_id for one in opened.charges if not one.fen or _is_before(one, members)})
    by_pk = {person.pk: person for person in people}
    for pk, lacking in opened.without_basis.items():
        sentence = f"{zh_months(tuple(lacking))}没有团费基数，未核定，请先核定基数。"
        yield Skipped(by_pk[pk], "basis_missing", sentence)


def _is_before(charge: Fresh, members: Mapping[int, Member]) -> bool:
    """Tell whether a month to be paid lies before one paid in advance."""
    paid_to = members[charge.person_id].paid_to
    return paid_to is not None and charge.month <= paid_to


def _note_paid_to(people: set[int]) -> None:
    """Keep up to when those are settled whom the new months concern: charged nothing, or with a gap now."""
    if not people:
        return
    by_month: dict[date | None, list[int]] = defaultdict(list)
    for person, month in arrears.paid_to(people).items():
        by_month[month].append(person)
    for month, pks in by_month.items():
        Standing.objects.filter(among("person_id", pks)).update(dues_paid_to=month)


def period(act: Act[Any]) -> str:
    """Return the months as the round's period."""
    return f"{act.answers['from_month']:%Y-%m}/{act.answers['to_month']:%Y-%m}"
