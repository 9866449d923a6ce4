"""团费的后果: what each act writes into the books and into what the case knows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.dues import effects
from procedures.dues.models import DuesBasis, Payment, Posting, Relief, Remittance
from procedures.register.models import Charge, Standing
from tests.acting import acting
from tests.procedures.dues import rows
from tests.procedures.dues.rows import DAY, Places, books, came, charged, doing, member, paper, values
from workflows.models import Paper
from workflows.people.models import Person
from workflows.table.act import Act, Change

JAN, FEB, MAR, APR = (date(2026, number, 1) for number in range(1, 5))
DECLARED = {"category": "wage", "base": 420_000, "from_month": FEB}


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


@pytest.fixture
def who(places: Places) -> Person:
    return member(places.med, dues_category="student")


def months(who: Person) -> list[tuple[int, int, str]]:
    return [(one.fen, one.paid_fen, one.less) for one in Charge.objects.filter(person=who).order_by("month")]


def test_a_declaration_is_kept_and_sets_nothing() -> None:
    act = acting("dues.declare_basis", DAY, answers=DECLARED)

    effects.declare(act)

    assert values(act.facts, "category", "base", "from_month", "confirmed_on") == ("wage", 420_000, FEB, None)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ("wage", 420_000, FEB)),
        ({"category": "", "base": None, "from_month": None}, ("wage", 420_000, FEB)),
        ({"base": 500_000}, ("wage", 500_000, FEB)),
        ({"base": 0}, ("wage", 0, FEB)),
        ({"from_month": MAR}, ("wage", 420_000, MAR)),
        ({"category": "student", "base": None}, ("student", None, FEB)),
        ({"category": "irregular_income", "base": 7}, ("irregular_income", 7, FEB)),
    ],
)
def test_a_basis_is_confirmed_as_declared_or_as_the_branch_found_it(
    places: Places, who: Person, answers: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    act = doing("confirm_basis", places.med, who=who, facts=DECLARED, answers=answers)

    effects.confirm(act)

    basis = DuesBasis.objects.get()
    assert values(basis, "category", "base_fen", "from_month") == expected
    assert values(basis, "person", "root", "confirmed_on", "case") == (who, places.med.root, DAY, act.case)
    assert values(act.facts, "category", "base", "from_month", "confirmed_on") == (*expected, DAY)
    assert [one.field for one in act.changes] == ["dues_category"]


def test_a_basis_without_a_month_is_a_mistake_of_the_program(places: Places, who: Person) -> None:
    with pytest.raises(LookupError):
        effects.set_basis(doing("set_basis", places.med, who=who, answers={**DECLARED, "from_month": None}))


def test_a_basis_set_brings_the_months_charged_from_then_on_to_what_they_come_to(places: Places, who: Person) -> None:
    for month, fen, paid in ((JAN, 20, 20), (FEB, 20, 20), (MAR, 900, 20), (APR, 799, 0)):
        charged(who, places.med, month, fen=fen, paid=paid)
    act = doing("set_basis", places.med, who=who, answers=DECLARED)

    effects.set_basis(act)

    assert months(who) == [(20, 20, ""), (800, 20, ""), (800, 20, ""), (800, 0, "")]
    assert values(Charge.objects.get(month=FEB), "category", "base_fen") == ("wage", 420_000)
    assert act.changes == [Change("dues_category", "团费类别", "", "工资收入")]
    posting = Posting.objects.get()
    assert (posting.kind, posting.reason) == ("adjustment", "核定基数")
    assert list(posting.lines.order_by("fen").values_list("debit", "credit", "fen")) == [
        ("receivable", "income", 1), ("income", "receivable", 100), ("receivable", "income", 780),
    ]  # fmt: skip
    assert Standing.objects.get(person=who).dues_paid_to == JAN

    effects.set_basis(doing("set_basis", places.med, who=who, answers=DECLARED))

    assert Posting.objects.count() == 1


def test_a_basis_of_months_not_charged_enters_nothing(places: Places, who: Person) -> None:
    Standing.objects.filter(person=who).update(dues_paid_to=JAN)
    charged(who, places.med, JAN, fen=20, paid=20)

    effects.set_basis(doing("set_basis", places.med, who=who, answers=DECLARED))

    assert (Posting.objects.count(), months(who)) == (0, [(20, 20, "")])
    assert Standing.objects.get(person=who).dues_paid_to == JAN


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"kind": "reduction", "amount": 100}, ("reduction", 100)),
        ({"kind": "exemption", "amount": 100}, ("exemption", 0)),
        ({"kind": "exemption", "amount": None}, ("exemption", 0)),
    ],
)
def test_what_is_asked_for_is_kept_and_an_exemption_is_of_nothing(
    answers: dict[str, Any], kept: tuple[str, int]
) -> None:
    act = acting("dues.request_relief", DAY, answers={**answers, "from_month": JAN, "to_month": MAR, "reason": "病"})

    effects.request_relief(act)

    assert values(act.facts, "kind", "amount", "from_month", "to_month", "reason") == (*kept, JAN, MAR, "病")


def test_the_agreement_of_a_branch_that_was_left_is_forgotten() -> None:
    act = acting("dues.agree_relief", DAY, facts={"agreed_on": DAY, "requested_on": JAN})

    effects.agree_anew(act)

    assert values(act.facts, "agreed_on", "requested_on") == (None, JAN)


@pytest.mark.parametrize(
    ("kind", "amount", "after"),
    [("exemption", 0, (0, 0, "exemption")), ("reduction", 5, (5, 0, "reduction"))],
)
def test_a_relief_is_of_its_months_and_what_was_paid_beyond_it_pays_the_oldest_that_is_owed(
    places: Places, who: Person, kind: str, amount: int, after: tuple[int, int, str]
) -> None:
    for month, paid in ((JAN, 0), (FEB, 0), (MAR, 10), (APR, 0)):
        charged(who, places.med, month, fen=20, paid=paid)
    facts = {"kind": kind, "amount": amount, "from_month": FEB, "to_month": MAR}
    act = doing("approve_relief", places.med, who=who, facts=facts)

    effects.grant_relief(act)

    granted = Relief.objects.get()
    assert values(granted, "case", "person", "root", "kind", "fen", "from_month", "to_month", "approved_on") == (
        act.case, who, places.med.root, kind, amount, FEB, MAR, DAY,
    )  # fmt: skip
    assert act.facts.approved_on == DAY
    fen = after[0]
    assert months(who) == [(20, 10 - fen, ""), after, (fen, fen, kind), (20, 0, "")]
    less = 20 - fen + 10
    assert books(places.med) == {"receivable": -less - (10 - fen), "income": 40 - 2 * fen}
    assert list(Posting.objects.values_list("reason", flat=True)) == ["批准减免", "团费结余抵交"]


@pytest.mark.parametrize("lacking", ["from_month", "to_month"])
def test_a_relief_without_its_months_is_a_mistake_of_the_program(places: Places, who: Person, lacking: str) -> None:
    facts = {"kind": "exemption", "from_month": FEB, "to_month": MAR, lacking: None}

    with pytest.raises(LookupError):
        effects.grant_relief(doing("approve_relief", places.med, who=who, facts=facts))


def payment(places: Places, who: Person, **answers: Any) -> Act[Any]:
    act = doing("pay", places.med, who=who, answers={"method": "cash", **answers})
    effects.pay(act)
    return act


def test_a_payment_is_kept_with_what_it_settled(places: Places, who: Person) -> None:
    for month in (JAN, FEB):
        charged(who, places.med, month, fen=20)

    act = payment(places, who, amount=25, voluntary=7, paid_by="家长")

    assert values(act.facts, "months", "fen", "voluntary_fen", "method", "paid_by", "paid_on") == (
        [JAN, FEB], 25, 7, "cash", "家长", DAY,
    )  # fmt: skip
    assert months(who) == [(20, 20, ""), (20, 5, "")]
    assert books(places.med) == {"cash": 32, "receivable": -25, "voluntary": -7}


def test_a_reversal_undoes_what_it_names_and_voids_the_receipt(places: Places, who: Person) -> None:
    for month in (JAN, FEB):
        charged(who, places.med, month, fen=20)
    act = payment(places, who, amount=20)
    effects.pay(doing_again := reopened(act, amount=20))
    receipt, other = paper(act, "R-1"), paper(act, "Z-1", "dues_register")
    later = paper(doing("pay", places.med, who=member(places.med)), "R-2")
    first, second = Payment.objects.order_by("pk")

    effects.reverse(undo := reopened(doing_again, entry=f" {first.posting_id} ", reason="记" * 300))

    receipt = Paper.objects.get(pk=receipt.pk)
    assert (undo.facts.reversed_on, undo.facts.reversed_because) == (None, "")
    assert months(who) == [(20, 0, ""), (20, 20, "")]
    assert values(receipt, "status", "revoked_on", "revoked_because") == ("revoked", DAY, f"已冲正：{'记' * 196}")
    assert undo.changes == [Change("paper", "团费收据", "R-1", "已作废")]
    for one in (other, later):
        assert Paper.objects.get(pk=one.pk).status == "issued"

    effects.reverse(last := reopened(undo, reason="再冲"))

    assert months(who) == [(20, 0, ""), (20, 0, "")]
    assert (last.facts.reversed_on, last.facts.reversed_because, last.changes) == (DAY, "再冲", [])
    assert books(places.med) == {}
    assert second.posting.reversed_by.reason == "再冲"


def reopened(act: Act[Any], **answers: Any) -> Act[Any]:
    """Return another act on the same case."""
    fresh = acting("dues.pay", DAY, answers={"method": "cash", **answers})
    fresh.case, fresh.chain = act.case, act.chain
    return fresh


def remitted(places: Places, *, again: Act[Any] | None = None) -> Act[Any]:
    act = doing("remit", places.med, date(2026, 4, 1), answers={"period": "2026-Q1"})
    if again:
        act.case, act.again = again.case, True
    effects.remit(act)
    return act


def test_what_is_owed_goes_up_and_is_under_way_until_it_is_received(places: Places) -> None:
    came(places.med, date(2025, 12, 31), 41)
    came(places.med, MAR, 900)
    came(places.med, APR, 5000)

    act = remitted(places)

    assert values(act.facts, "period", "first_on", "last_on", "collected_fen", "carried_fen", "fen", "remitted_on") == (
        "2026-Q1",
        JAN,
        DAY,
        900,
        41,
        941,
        date(2026, 4, 1),
    )
    assert act.facts.split == {"base": 471, "county": 235, "prefecture": 118, "province": 89, "center": 28}
    sent = Remittance.objects.get()
    assert values(sent, "case", "organization", "above", "root", "first_on", "last_on", "collected_fen", "fen") == (
        act.case, places.med, places.hosp, places.med.root, JAN, DAY, 941, 941,
    )  # fmt: skip
    assert (sent.posting.kind, sent.posting.reason, sent.received_on) == ("remittance", "2026年第1季度", None)
    assert books(places.med) == {"cash": 5000, "in_transit": 941, "receivable": -5941}

    taken = doing("receive_remittance", places.med, date(2026, 4, 2), facts={"period": "2026-Q1"})
    taken.case = act.case
    effects.receive(taken)

    sent.refresh_from_db()
    assert (sent.received_on, taken.facts.received_on) == (date(2026, 4, 2), date(2026, 4, 2))
    assert books(places.med) == {"cash": 5000, "remitted": 941, "receivable": -5941}
    assert books(places.hosp) == {"cash": 941, "received": -941}
    assert Posting.objects.get(kind="receipt").reason == "2026-Q1"


def test_a_remittance_handed_in_again_goes_up_once_by_what_the_books_say_now(places: Places) -> None:
    came(places.med, MAR, 900)
    first = remitted(places)
    came(places.med, MAR, 20)

    second = remitted(places, again=first)

    assert (second.facts.fen, Remittance.objects.get().fen) == (920, 920)
    assert books(places.med) == {"in_transit": 920, "receivable": -920}


def test_a_remittance_taken_back_is_cash_again_once(places: Places) -> None:
    came(places.med, MAR, 900)
    act = remitted(places)
    came(places.surg, MAR, 1)
    other = doing("remit", places.surg, answers={"period": "2026-Q1"})
    effects.remit(other)

    for _ in range(2):
        effects.take_back(act)

    assert Remittance.objects.get().case == other.case
    assert books(places.med) == {"cash": 900, "receivable": -900}
    posting = Posting.objects.get(kind="reversal")
    assert (posting.reason, posting.reverses.kind) == ("撤回上缴", "remittance")


def test_who_stands_under_nobody_sends_nothing_up(places: Places) -> None:
    with pytest.raises(LookupError, match="under no committee"):
        effects.remit(doing("remit", places.county, answers={"period": "2026-Q1"}))


@pytest.mark.parametrize(("where", "owing"), [("med", 900), ("county", None)])
def test_an_account_is_published_with_its_figures(places: Places, where: str, owing: int | None) -> None:
    came(getattr(places, where), MAR, 900)
    act = doing("publish_account", getattr(places, where), answers={"period": "2026-Q1"})

    effects.publish(act)

    assert values(act.facts, "period", "first_on", "last_on", "published_on") == ("2026-Q1", JAN, DAY, DAY)
    assert (act.facts.figures["cash"], act.facts.figures.get("owing")) == (900, owing)


def test_what_was_certified_is_kept() -> None:
    act = acting("dues.certify", DAY, answers={"from_month": JAN, "to_month": MAR})

    effects.certify(act)

    assert values(act.facts, "from_month", "to_month") == (JAN, MAR)
