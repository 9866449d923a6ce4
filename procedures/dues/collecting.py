"""收取团费之前: which months the form offers, what they come to, and what the receipt will say; nothing is booked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.money import capital, yuan
from procedures.dues import rules
from procedures.dues.conditions import Dues
from procedures.dues.models import Method
from procedures.dues.planning import Accounts, Given, Part, plan_for
from procedures.register.months import month_of, months_between, zh_month, zh_months
from workflows.days.dates import add_months
from workflows.engine.law import law_for
from workflows.people.models import Organization, Person
from workflows.table import SidePanel
from workflows.table.act import once

LATE, NOW, AHEAD = "欠交", "本月", "预交"


@dataclass(frozen=True, slots=True)
class Offered:
    """A month that may be paid, what is open of it in fen, and whether it is owed by now."""

    month: date
    fen: int
    kind: str

    @property
    def owed(self) -> bool:
        """Whether it is due by now."""
        return self.kind != AHEAD

    @property
    def label(self) -> str:
        """The month with its sum and how it stands."""
        return f"{zh_month(self.month)} {yuan(self.fen)} 元（{self.kind}）"


def offered_to(person: Person, organization: Organization, on: date) -> tuple[Offered, ...]:
    """Return the months that somebody can pay on a day: those owed, and as far ahead as may be prepaid."""
    law = law_for(organization, on)
    return tuple(_offered(Accounts(law, person), on, law.number(rules.PREPAY)))


def _offered(accounts: Accounts, on: date, ahead: int) -> Iterator[Offered]:
    now = month_of(on)
    for month in months_between(min(accounts.first(now), now), add_months(now, ahead)):
        part = accounts.part(month) if accounts.is_of_membership(month) else None
        if part and part.fen:
            yield Offered(month, part.fen, LATE if month < now else NOW if month == now else AHEAD)


@once
def _accounts(act: Dues) -> Accounts:
    return Accounts(act.law, act.subject)


def beside(act: Dues) -> Mapping[str, Any]:
    """Return what stands beside the form of a payment: what is owed, the sum of what is chosen, and the receipt."""
    answers, accounts = dict(act.answers), _accounts(act)
    offered = tuple(_offered(accounts, act.on, act.law.number(rules.PREPAY)))
    owed = [one for one in offered if one.owed]
    given = Given(
        tuple(answers.get("months") or ()) if answers else tuple(one.month for one in owed),
        answers.get("amount"),
        answers.get("voluntary") or 0,
    )
    found = plan_for(act, given, accounts)
    whole = found.fen + given.voluntary
    return {
        "payer": act.subject,
        "branch": act.organization,
        "owed": zh_months(tuple(one.month for one in owed)),
        "owed_fen": yuan(sum(one.fen for one in owed)) if owed else "",
        "credit": yuan(accounts.credit) if accounts.credit else "",
        "parts": [_line(part) for part in found.parts],
        "credited": yuan(found.credited) if found.credited else "",
        "voluntary": yuan(given.voluntary) if given.voluntary else "",
        "rest": yuan(found.rest) if found.rest else "",
        "total": yuan(whole),
        "receipt": _receipt(answers, found.months, whole) if whole else {},
    }


def _line(part: Part) -> tuple[str, str]:
    return zh_month(part.month), yuan(part.fen + part.credited)


def _receipt(answers: Mapping[str, Any], months: tuple[date, ...], whole: int) -> dict[str, str]:
    """Return what the receipt will say, in its own words."""
    method = answers.get("method")
    return {
        "months": zh_months(months) or "自愿多交",
        "amount": yuan(whole),
        "capital": capital(whole),
        "method": Method(method).label if method else "",
        "paid_by": str(answers.get("paid_by") or ""),
    }


BESIDE = SidePanel("dues/collecting.html", beside)
