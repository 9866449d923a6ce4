"""The books: what the database refuses, what a month of another branch becomes, and what acts cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from procedures.dues.models import Line, Posting
from procedures.register.models import Charge, Standing
from tests.conftest import Play
from tests.procedures.dues.bookcheck import check_books
from tests.procedures.dues.keeper import FIRST, WORLD, Keeper
from workflows import engine

pytestmark = pytest.mark.django_db


def test_a_month_is_charged_once_however_often_the_round_runs(play: Play) -> None:
    keeper = Keeper(play(WORLD))

    for _ in range(3):
        keeper.open("HOSP", "2026-01", "2026-03")
        keeper.open("MED", "2026-02", "2026-03")

    assert Charge.objects.filter(person__username="n1").count() == 3
    assert Posting.objects.filter(kind="charge").count() == 1
    check_books()


def test_the_database_refuses_a_second_charge_an_overpaid_one_and_a_changed_line(play: Play) -> None:
    keeper = Keeper(play(WORLD))
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
    keeper = Keeper(play(WORLD))
    keeper.open("HOSP", "2026-01", "2026-02")
    keeper.pay("n1", ["2026-01"], 300)
    keeper.on = date(2026, 2, 2)
    keeper.move("n1", "SURG")
    keeper.pay("n1", ["2026-01"], None)
    check_books()

    keeper.reverse(0)

    check_books()
    assert Charge.objects.get(person__username="n1", month=FIRST).organization.code == "SURG"


@pytest.mark.parametrize("size", [1, 3])
def test_the_months_of_a_branch_cost_the_same_statements_however_many(play: Play, size: int) -> None:
    keeper = Keeper(play(WORLD))
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
    keeper = Keeper(play(WORLD))
    keeper.open("HOSP", "2026-01", "2026-03")
    keeper.on = date(2026, 4, 1)
    request = keeper.request(
        "pay", "org_med", member=keeper.world.person("n1").pk, months=["2026-01", "2026-02"], method="cash"
    )

    with CaptureQueriesContext(connection) as captured:
        engine.start("dues", request)

    assert cost_of(captured) == 19
