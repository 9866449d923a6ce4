"""缴费表入账的条件: rows that were posted a few days ago are said, and only those."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.dues import rules
from procedures.dues.import_conditions import no_row_posted_before
from procedures.dues.models import Payment
from tests.procedures.dues import rows
from tests.procedures.dues.rows import DAY, Places, back, came, doing, member
from workflows.people.models import Organization, Person
from workflows.table.refusals import Finding

pytestmark = pytest.mark.django_db
AGO = timedelta(days=20)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def posted(who: Person, where: Organization, on: date, fen: int = 20, matter: str = "import") -> Payment:
    act = doing("pay", where, on, who=who)
    type(act.case).objects.filter(pk=act.case.pk).update(matter=matter)
    return Payment.objects.create(
        case=act.case, posting=came(where, on, fen), person=who, organization=where, root=where.root, on=on, fen=fen,
        method="mobile",
    )  # fmt: skip


def found(places: Places, *people: Person, fen: int = 20, **built: Any) -> Finding:
    act = doing("confirm_import", places.med, DAY, **built)
    act.facts.rows = [{"name": one.name, "person": one.pk, "fen": fen, "state": "matched"} for one in people]
    finding = no_row_posted_before.judge(act)
    assert finding
    return finding


def test_a_row_of_a_person_and_an_amount_posted_a_few_days_ago_is_said_with_its_day(places: Places) -> None:
    one, other = member(places.med, "顾一"), member(places.med, "顾二")
    posted(one, places.med, DAY - AGO)

    said = found(places, one, other)

    assert (said.met, said.code, said.have) == (False, "row_posted_before", 1)
    assert "顾一 0.20 元（2026年3月11日已入账）" in said.sentence
    assert no_row_posted_before.lets_pass(doing("confirm_import", places.med, DAY))


def test_of_many_rows_five_are_named(places: Places) -> None:
    people = [member(places.med, f"顾{number}") for number in range(6)]
    for one in people:
        posted(one, places.med, DAY)

    said = found(places, *people)

    assert (said.have, said.sentence.count("已入账"), "等。" in said.sentence) == (6, 5, True)


def test_another_amount_day_branch_door_or_one_reversed_is_another_payment(places: Places) -> None:
    who = member(places.med)
    posted(who, places.med, DAY - AGO - timedelta(days=1))
    posted(who, places.med, DAY, fen=40)
    posted(who, places.surg, DAY)
    posted(who, places.med, DAY, matter="payment")
    back(posted(who, places.med, DAY).posting, DAY)

    assert found(places, who).met
    assert not found(places, who, set_here={rules.SAME_ROW: 21}).met
