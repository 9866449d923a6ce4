"""Months are opened and paid at the same moment: both take place, and the books hold each month once."""

from __future__ import annotations

from datetime import date

import pytest

from procedures.register.models import Charge
from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from tests.workflows.engine.test_races import each
from workflows import engine, rounds
from workflows.models import Round
from workflows.people.models import Organization
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 1)
WORLD = f"""title: 同时
given: hospital
also:
  people:
    - {{id: p, name: 甲一, born: 2000-01-01, organisation: MED, status: active, joined_on: 2015-05-04}}
  dues_basis: [{{person: p, category: wage, base: 420000, from_month: 2026-01}}]
acts:
  - {{on: {DAY}, tick: true}}
"""


def done(runner: Runner, name: str) -> str:
    by, with_ = runner.world.person(name), {}
    if name == "org_med":
        with_ = {"member": runner.world.person("p"), "months": ["2026-03"], "method": "cash"}
        request = engine.Request("pay", by, DAY, noon(DAY), with_, insist=True, reason="现交")
        try:
            return engine.start("dues", request).case.stage
        except Refused as refused:
            return refused.code
    with_ = {"organisation": Organization.objects.get(code="MED"), "from_month": "2026-01", "to_month": "2026-03"}
    rounds.start("dues", engine.Request("open_months", by, DAY, noon(DAY), with_, insist=True))
    return "opened"


def test_opening_months_and_paying_one_of_them_at_once_keeps_nobody_out(play: Play) -> None:
    runner = play(WORLD)

    outcomes = each(lambda name: done(runner, name), "org_med", "sec_med")

    paid = 800 if "paid" in outcomes else 0
    assert sorted(outcomes) in (
        ["opened", "paid"],
        ["already_done", "opened"],
    )  # opened meanwhile: to be looked at again
    mine = Charge.objects.filter(person=runner.world.person("p")).order_by("month")
    assert [(one.month.month, one.fen, one.paid_fen) for one in mine] == [(1, 800, 0), (2, 800, 0), (3, 800, paid)]
    assert set(Round.objects.values_list("status", flat=True)) == {"done"}


def begun(runner: Runner, name: str, **with_: str) -> int:
    by = runner.world.person(name)
    asked = {"from_month": "2026-01", "to_month": "2026-06", **with_}
    return rounds.start("dues", engine.Request("open_months", by, DAY, noon(DAY), asked, insist=True)).round.pk


def test_the_months_of_one_period_are_one_round_through_whatever_form_at_once_and_again(play: Play) -> None:
    runner = play(WORLD)
    place = str(Organization.objects.get(code="MED").pk)
    forms = {"org_med": {}, "sec_med": {"organisation": place}}

    outcomes = each(lambda name: begun(runner, name, **forms[name]), *forms)

    assert len(set(outcomes)) == 1
    found = Round.objects.get()
    assert (found.status, found.done, found.concerned) == ("done", found.concerned, found.done)
    assert found.skipped == found.skips.count() == found.concerned - 1
    assert Charge.objects.filter(person=runner.world.person("p")).count() == 6

    assert begun(runner, "sec_med", organisation=place) == found.pk
    again = Round.objects.get()
    assert (again.status, again.done, again.skipped) == ("done", found.done, found.skipped)
    assert begun(runner, "sec_med", from_month="2026-02") != found.pk
