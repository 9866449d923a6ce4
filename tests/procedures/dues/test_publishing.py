"""公布收支: opening, in, out and closing as the ledger has them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from procedures.dues.ledger import Amount, balances, post
from procedures.dues.models import Account, PostingKind
from procedures.dues.periods import parse
from procedures.dues.publishing import TITLES, figures_of
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, back, came, charged, doing, member
from workflows.people.models import Organization
from workflows.table.rules import Law

LAW = Law(date(2026, 6, 30))
Q1 = parse("2026-Q1")
BEFORE, AFTER = Q1.first - timedelta(days=1), Q1.last + timedelta(days=1)
NOTHING = dict.fromkeys(("charged", "paid", "months", "unpaid", *list(TITLES)[2:]), 0)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def sent(where: Organization, on: date, fen: int, *, received: bool = False) -> None:
    pk = where.pk
    post(doing("remit", where, on), PostingKind.REMITTANCE, [Amount(pk, Account.IN_TRANSIT, Account.CASH, fen)])
    if received:
        taken = [Amount(pk, Account.REMITTED, Account.IN_TRANSIT, fen)]
        post(doing("receive_remittance", where, on), PostingKind.RECEIPT, taken)


def test_of_nothing_an_account_says_nothing(places: Places) -> None:
    assert figures_of(places.med, Q1, LAW, sends_up=True) == NOTHING
    assert "owing" not in figures_of(places.county, Q1, LAW, sends_up=False)


def test_what_is_there_at_the_end_is_what_was_there_and_came_in_less_what_went_out(places: Places) -> None:
    undone = came(places.hosp, BEFORE, 100)
    came(places.hosp, BEFORE, 1000)
    sent(places.hosp, BEFORE, 90)
    for day in (Q1.first, Q1.last):
        came(places.hosp, day, 30)
        came(places.hosp, day, 7, Account.VOLUNTARY)
        came(places.hosp, day, 400, Account.RECEIVED)
        sent(places.hosp, day, 5)
        sent(places.hosp, day, 6, received=True)
    back(undone, Q1.last)
    came(places.hosp, AFTER, 9999)
    sent(places.hosp, AFTER, 8)
    came(places.med, Q1.first, 77)

    found = figures_of(places.hosp, Q1, LAW, sends_up=True)

    assert found == {
        **NOTHING, "opening": 1010, "collected": 60 - 100, "voluntary": 14, "received": 800, "remitted": 22,
        "cash": 1762, "owing": (1000 + 60 + 800) // 2 - 90 - 22,
    }  # fmt: skip
    more = sum(found[name] for name in ("opening", "collected", "voluntary", "received"))
    assert more - found["remitted"] == found["cash"] == balances([places.hosp.pk], None, Q1.last)["cash"]


def test_what_went_up_too_much_is_shown_below_nothing(places: Places) -> None:
    undone = came(places.med, BEFORE, 300)
    sent(places.med, BEFORE, 300, received=True)
    back(undone, Q1.first)

    found = figures_of(places.med, Q1, LAW, sends_up=True)

    assert (found["opening"], found["collected"], found["cash"], found["owing"]) == (0, -300, -300, -300)


def test_the_months_are_those_of_everybody_under_the_organization(places: Places) -> None:
    one, two, far = member(places.med), member(places.surg), member(places.far)
    for number, day in enumerate((BEFORE.replace(day=1), Q1.first, Q1.last.replace(day=1), AFTER)):
        charged(one, places.med, day, fen=300, paid=300 - number)
        charged(two, places.surg, day, fen=300, paid=300)
        charged(far, places.far, day)

    def months(where: Organization) -> list[int]:
        found = figures_of(where, Q1, LAW, sends_up=True)
        return [found[name] for name in ("months", "charged", "paid", "unpaid")]

    assert months(places.med) == [2, 600, 597, 2]
    assert months(places.hosp) == months(places.county) == [4, 1200, 1197, 2]
    assert months(places.surg) == [2, 600, 600, 0]
