"""The books: over any history every account balances, and no fen is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.dues.ledger import balances
from procedures.dues.models import Account, Line, Payment, Posting, Remittance, Settlement
from procedures.register.models import Charge, Standing
from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from workflows import engine, rounds
from workflows.models import Case
from workflows.people.models import Organization
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db

WORLD = """
given: hospital
also:
  people:
    - {id: n1, name: 护士一, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}
    - {id: n2, name: 护士二, born: 2000-01-01, organisation: MED, status: active, joined_on: 2025-11-04}
    - {id: n3, name: 研究生, born: 2000-01-01, organisation: SURG, status: active, joined_on: 2015-05-04}
  dues_basis:
    - {person: n1, category: wage, base: 420000, from_month: 2025-01}
    - {person: n2, category: wage, base: 150000, from_month: 2025-01}
    - {person: n3, category: student, from_month: 2025-01}
acts: [{on: 2026-01-01, look: person, of: n1}]
"""
FIRST = date(2026, 1, 1)
OPEN = {"organisation": "HOSP", "from_month": "2026-01", "to_month": "2026-03"}

people = st.sampled_from(["n1", "n2", "n3"])
months = st.integers(1, 12).map(lambda number: f"2026-{number:02}")
acts = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(["HOSP", "MED", "SURG"]), months, months),
    st.tuples(st.just("pay"), people, st.lists(months, max_size=4), st.one_of(st.none(), st.integers(1, 3000))),
    st.tuples(st.just("give"), people, st.integers(1, 5000)),
    st.tuples(st.just("reverse"), st.integers(0, 20)),
    st.tuples(st.just("relief"), people, months, st.integers(0, 5), st.sampled_from(["reduction", "exemption"])),
    st.tuples(st.just("basis"), people, months, st.integers(0, 1_500_000)),
    st.tuples(st.just("move"), people, st.sampled_from(["MED", "SURG"])),
    st.tuples(st.just("remit"), st.sampled_from(["MED", "SURG", "HOSP"]), st.sampled_from(["2026-H1", "2026-Q2"])),
    st.tuples(st.just("receive"), st.integers(0, 5)),
)


class Bookkeeper:
    """Does acts on a world, one a day, as the people whose acts they are; refusals are answers."""

    def __init__(self, runner: Runner) -> None:
        self.world, self.on = runner.world, FIRST

    def do(self, act: tuple[Any, ...]) -> None:
        self.on += timedelta(days=5)
        deed: Callable[..., None] = getattr(self, act[0])
        try:
            with transaction.atomic():
                deed(*act[1:])
        except Refused:
            return

    def request(self, act: str, by: str, **answers: Any) -> engine.Request:
        person = self.world.person(by)
        return engine.Request(act, person, self.on, noon(self.on), answers, reason="试", insist=True)

    def start(self, act: str, by: str, **answers: Any) -> Case:
        return engine.start("dues", self.request(act, by, **answers)).case

    def secretary(self, person: str) -> str:
        member = type(self.world.person(person)).objects.select_related("home").get(username=person)
        return "sec_med" if member.home and member.home.code == "MED" else "sec_surg"

    def open(self, code: str, first: str, last: str) -> None:
        where = self.world.organization(code).pk
        rounds.start("dues", self.request("open_months", "hosp", organisation=where, from_month=first, to_month=last))

    def pay(self, person: str, asked: list[str], amount: int | None) -> None:
        answers = {"member": self.world.person(person).pk, "months": asked, "amount": amount, "method": "cash"}
        self.start("pay", self.secretary(person), **answers)

    def give(self, person: str, fen: int) -> None:
        answers = {"member": self.world.person(person).pk, "voluntary": fen, "method": "cash"}
        self.start("pay", self.secretary(person), **answers)

    def reverse(self, index: int) -> None:
        cases = list(Case.objects.filter(matter="payment").order_by("pk"))
        if cases:
            engine.act(cases[index % len(cases)], self.request("reverse", "hosp", reason="记错"))

    def relief(self, person: str, first: str, more: int, kind: str) -> None:
        last = f"2026-{min(int(first[5:]) + more, 12):02}"
        amount = 100 if kind == "reduction" else None
        answers = {"kind": kind, "amount": amount, "from_month": first, "to_month": last, "reason": "病"}
        case = self.start("request_relief", person, **answers)
        engine.act(case, self.request("agree_relief", self.secretary(person), decision="approve"))
        engine.act(case, self.request("approve_relief", "hosp", decision="approve"))

    def basis(self, person: str, first: str, base: int) -> None:
        answers = {"member": self.world.person(person).pk, "category": "wage", "base": base, "from_month": first}
        self.start("set_basis", self.secretary(person), **answers)

    def move(self, person: str, code: str) -> None:
        found = self.world.person(person)
        type(found).objects.filter(pk=found.pk).update(home=self.world.organization(code).pk)
        self.world.people[person] = type(found).objects.get(pk=found.pk)

    def remit(self, code: str, period: str) -> None:
        by = {"MED": "sec_med", "SURG": "sec_surg", "HOSP": "hosp"}[code]
        self.start("remit", by, organisation=self.world.organization(code).pk, period=period)

    def receive(self, index: int) -> None:
        cases = list(Case.objects.filter(stage="remitted").order_by("pk"))
        if cases:
            case = cases[index % len(cases)]
            by = "county" if case.organization.code == "HOSP" else "hosp"
            engine.act(case, self.request("receive_remittance", by))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(acts, min_size=1, max_size=12))
def test_the_books_balance_and_no_fen_is_lost_whatever_is_done(play: Play, history: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        keeper = Bookkeeper(play(WORLD))
        for act in history:
            keeper.do(act)
            check_books()
        transaction.set_rollback(True)


def check_books() -> None:
    """Compare the ledger with the months, the payments and the remittances that it speaks of."""
    everywhere = list(Organization.objects.values_list("pk", flat=True))
    whole = balances(everywhere)
    assert sum(whole.values()) == 0
    for pk in everywhere:
        own = balances([pk])
        charges = Charge.objects.filter(organization=pk)
        assert own[Account.RECEIVABLE] == (charges.aggregate(open=Sum(F("fen") - F("paid_fen")))["open"] or 0)
        assert own[Account.INCOME] == -(charges.aggregate(fen=Sum("fen"))["fen"] or 0) + moved_away(pk)
        assert own[Account.CASH] >= 0 or Posting.objects.filter(kind="reversal").exists()
    standing = Payment.objects.filter(posting__reversed_by=None)
    taken = standing.aggregate(fen=Sum(F("fen") + F("voluntary_fen")))["fen"] or 0
    assert whole[Account.CASH] + whole[Account.IN_TRANSIT] == taken
    assert whole[Account.REMITTED] == -whole[Account.RECEIVED]
    on_the_way = Remittance.objects.filter(received_on=None).aggregate(fen=Sum("fen"))["fen"] or 0
    assert whole[Account.IN_TRANSIT] == on_the_way
    paid = Settlement.objects.filter(payment__posting__reversed_by=None)
    for charge in Charge.objects.all():
        assert charge.paid_fen == (paid.filter(charge=charge).aggregate(fen=Sum("fen"))["fen"] or 0)
    for payment in standing:
        assert payment.fen == (payment.settlements.aggregate(fen=Sum("fen"))["fen"] or 0)
    for standing_ in Standing.objects.filter(person__charges__isnull=False).distinct():
        assert standing_.dues_paid_to == settled_to(standing_.person_id)


def moved_away(organization: int) -> int:
    """Return what an organization keeps of the income of months that another took over in part."""
    kept = Charge.objects.exclude(organization=organization).filter(
        settlements__payment__organization=organization, settlements__payment__posting__reversed_by=None
    )
    here = Settlement.objects.filter(charge__organization=organization, payment__posting__reversed_by=None)
    elsewhere = here.exclude(payment__organization=organization).aggregate(fen=Sum("fen"))["fen"] or 0
    return elsewhere - (
        Settlement.objects.filter(
            charge__in=kept.values("pk"), payment__organization=organization, payment__posting__reversed_by=None
        ).aggregate(fen=Sum("fen"))["fen"]
        or 0
    )


def settled_to(person: int) -> date | None:
    settled = None
    for charge in Charge.objects.filter(person=person).order_by("month"):
        if charge.open_fen:
            break
        settled = charge.month
    return settled


def test_a_month_is_charged_once_however_often_the_round_runs(play: Play) -> None:
    keeper = Bookkeeper(play(WORLD))

    for _ in range(3):
        keeper.open("HOSP", "2026-01", "2026-03")
        keeper.open("MED", "2026-02", "2026-03")

    assert Charge.objects.filter(person__username="n1").count() == 3
    assert Posting.objects.filter(kind="charge").count() == 1
    check_books()


def test_the_database_refuses_a_second_charge_an_overpaid_one_and_a_changed_line(play: Play) -> None:
    keeper = Bookkeeper(play(WORLD))
    keeper.open("HOSP", "2026-01", "2026-01")
    charge = Charge.objects.get(person__username="n1")
    line = Line.objects.first()
    assert line

    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.create(
            person=charge.person, organization=charge.organization, root=charge.root, month=charge.month, fen=1,
            category="student", opened_on=charge.opened_on,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=charge.pk).update(paid_fen=charge.fen + 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(fen=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(posting=line.posting, organization=line.organization, debit="cash", credit="cash", fen=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(posting=line.posting, organization=line.organization, debit="cash", credit="income", fen=0)


def test_a_month_owed_elsewhere_is_collected_here_and_given_back_there_when_it_is_reversed(play: Play) -> None:
    keeper = Bookkeeper(play(WORLD))
    keeper.open("HOSP", "2026-01", "2026-02")
    keeper.pay("n1", ["2026-01"], 300)
    keeper.move("n1", "SURG")
    keeper.pay("n1", ["2026-01"], None)
    check_books()

    keeper.reverse(0)

    check_books()
    assert Charge.objects.get(person__username="n1", month=FIRST).organization.code == "SURG"


@pytest.mark.parametrize("size", [1, 3])
def test_the_months_of_a_branch_cost_the_same_statements_however_many(play: Play, size: int) -> None:
    keeper = Bookkeeper(play(WORLD))
    Standing.objects.filter(person__home__code="MED").update(dues_category="student")

    with CaptureQueriesContext(connection) as captured:
        keeper.on = date(2026, 6, 30)
        keeper.open("MED", "2026-01", f"2026-{size:02}")

    assert Charge.objects.filter(organization__code="MED").count() == 30 * size
    assert cost_of(captured) <= 45


def cost_of(captured: CaptureQueriesContext) -> int:
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(1 for query in captured.captured_queries if not (query["sql"] or "COPY").startswith(control))


def test_a_payment_costs_what_is_pinned(play: Play) -> None:
    keeper = Bookkeeper(play(WORLD))
    keeper.open("HOSP", "2026-01", "2026-03")
    keeper.on = date(2026, 4, 1)
    request = keeper.request(
        "pay", "org_med", member=keeper.world.person("n1").pk, months=["2026-01", "2026-02"], method="cash"
    )

    with CaptureQueriesContext(connection) as captured:
        engine.start("dues", request)

    assert cost_of(captured) == 19
