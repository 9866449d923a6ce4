"""记账: entries that balance by themselves, and what they say of an organization."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from procedures.dues.ledger import Amount, Flow, balances, came_in, post
from procedures.dues.models import Account, PostingKind
from tests.acting import acting
from tests.procedures.dues import rows
from tests.procedures.dues.rows import DAY, Places, back, books, came, doing, values

LATER = DAY + timedelta(days=1)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def test_an_entry_keeps_what_the_act_moves_and_leaves_out_amounts_of_nothing(places: Places) -> None:
    act, pk = doing("pay", places.med), places.med.pk
    amounts = [
        Amount(pk, "cash", "receivable", 300),
        Amount(pk, "cash", "voluntary", 0),
        Amount(pk, "cash", "income", 1),
    ]

    posting = post(act, PostingKind.PAYMENT, iter(amounts), "理" * 301)

    assert values(posting, "kind", "on", "at", "root", "case", "round", "reverses", "reason") == (
        "payment", DAY, act.at, places.med.root, act.case, None, None, "理" * 300,
    )  # fmt: skip
    assert list(posting.lines.order_by("pk").values_list("organization", "debit", "credit", "fen", "root")) == [
        (pk, "cash", "receivable", 300, places.med.root), (pk, "cash", "income", 1, places.med.root),
    ]  # fmt: skip


def test_an_entry_of_a_round_has_no_case(places: Places) -> None:
    act = acting("dues.pay", DAY)
    act.case.root = places.med.root

    posting = post(act, PostingKind.CHARGE, [])

    assert values(posting, "case", "reason") == (None, "")
    assert not posting.lines.exists()


def test_an_entry_is_reversed_once(places: Places) -> None:
    posting = came(places.med, DAY, 300)

    assert back(posting, DAY).reverses == posting
    with pytest.raises(IntegrityError), transaction.atomic():
        back(posting, DAY)


def test_the_balance_of_an_account_is_debits_above_credits_of_the_days_asked_for(places: Places) -> None:
    for day, fen in ((DAY - timedelta(days=1), 1), (DAY, 10), (LATER, 100)):
        came(places.med, day, fen)
        came(places.surg, day, fen * 7)
    even = dict.fromkeys(Account.values, 0)

    def cash(*days: date | None) -> int:
        found = balances([places.med.pk], *days)
        assert found == {**even, "cash": found["cash"], "receivable": -found["cash"]}
        return found["cash"]

    assert (cash(), cash(None, DAY), cash(DAY), cash(DAY, DAY), cash(LATER + timedelta(days=1))) == (
        111,
        11,
        110,
        10,
        0,
    )
    assert balances(iter([places.med.pk, places.surg.pk]))["cash"] == 111 * 8
    back(came(places.med, DAY, 5), LATER)
    came(places.med, LATER, 3, Account.VOLUNTARY)
    assert books(places.med) == {"cash": 114, "receivable": -111, "voluntary": -3}


def test_what_came_in_for_sharing_is_dues_and_what_those_below_sent_and_their_return(places: Places) -> None:
    later = came(places.med, DAY, 300)
    came(places.med, DAY, 20)
    came(places.med, LATER, 7, Account.RECEIVED)
    came(places.med, DAY, 1000, Account.VOLUNTARY)
    came(places.surg, DAY, 5)
    pk = places.med.pk
    post(
        doing("remit", places.med),
        PostingKind.REMITTANCE,
        [Amount(pk, Account.IN_TRANSIT, Account.CASH, 50), Amount(pk, Account.RECEIVABLE, Account.INCOME, 60)],
    )
    credited = came(places.med, DAY, 9)
    back(later, LATER)
    back(credited, LATER, Account.CREDIT)

    assert sorted(came_in(pk), key=lambda one: (one.on, one.since)) == [
        Flow(DAY, DAY, 329), Flow(LATER, DAY, -309), Flow(LATER, LATER, 7)
    ]  # fmt: skip
    assert came_in(places.hosp.pk) == []
