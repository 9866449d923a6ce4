"""Six months in a row, fully past and without relief, make a candidate; a night opens the case and changes nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.lapse import runs
from procedures.register.models import Charge, DuesCategory, Less, Standing
from procedures.scenarios.runner import noon
from tests.worlds import Place, hospital
from workflows import engine, rounds
from workflows.days.dates import add_months
from workflows.models import Case, Entry
from workflows.rounds import sweep
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db

JANUARY = date(2026, 1, 1)
JULY = date(2026, 7, 1)


@pytest.fixture
def place() -> Place:
    return hospital()


def owe(place: Place, who: str, first: date = JANUARY, months: int = 6, **given: Any) -> None:
    """Charge somebody for months in a row, nothing paid unless it is said."""
    person = place.person(who)
    for number in range(months):
        month = add_months(first, number)
        Charge.objects.create(
            person=person, organization=person.home, root=person.home.root, month=month, fen=300,
            category=DuesCategory.WAGE, opened_on=month, **given,
        )  # fmt: skip


def change(place: Place, who: str, month: date, **given: Any) -> None:
    Charge.objects.filter(person=place.person(who), month=month).update(**given)


def found(place: Place, on: date = JULY) -> dict[int, int]:
    rows = runs.candidates_on(on, place.organization("COUNTY"), 6)
    return {person: len(months) for person, months in rows.items()}


def night(on: date) -> int:
    return sweep.sweep(on, noon(on)).opened


def case_of(place: Place, who: str) -> Case:
    return Case.objects.filter(procedure="lapse", subject=place.person(who)).latest("pk")


def settle(place: Place, case: Case, on: date) -> None:
    given = {"basis": "good_reason", "opinion": "住院"}
    engine.act(case, engine.Request("settle", place.person("sec"), on, noon(on), given))


def test_the_sixth_month_counts_from_the_day_after_its_last(place: Place) -> None:
    owe(place, "dep")

    assert found(place, date(2026, 6, 30)) == {}
    assert found(place, JULY) == {place.person("dep").pk: 6}


def test_five_months_are_not_six(place: Place) -> None:
    owe(place, "dep", months=5)

    assert found(place, date(2027, 1, 1)) == {}


@pytest.mark.parametrize(
    "broken", [{"paid_fen": 300}, {"paid_fen": 100}, {"less": Less.values[0]}, {"fen": 0}], ids=str
)
def test_a_month_paid_exempt_or_relieved_breaks_the_run(place: Place, broken: dict[str, Any]) -> None:
    owe(place, "dep", months=8)
    change(place, "dep", date(2026, 3, 1), **broken)

    assert found(place, date(2026, 9, 1)) == {}
    owe(place, "dep", date(2026, 9, 1), months=1)
    assert found(place, date(2026, 10, 1)) == {place.person("dep").pk: 6}


def test_a_month_without_a_charge_breaks_the_run(place: Place) -> None:
    owe(place, "dep", months=3)
    owe(place, "dep", date(2026, 5, 1), months=3)

    assert found(place, date(2026, 9, 1)) == {}


def test_a_run_goes_on_over_the_end_of_the_year(place: Place) -> None:
    owe(place, "dep", date(2025, 10, 1))

    assert found(place, date(2026, 4, 1)) == {place.person("dep").pk: 6}


def test_who_is_no_member_any_more_is_no_candidate(place: Place) -> None:
    owe(place, "dep")
    standing = Standing.objects.get(person=place.person("dep"))
    standing.leave("removed")
    standing.save()

    assert found(place) == {}


def test_another_committee_has_no_business_with_them(place: Place) -> None:
    owe(place, "dep")

    assert runs.candidates_on(JULY, place.organization("ZONE"), 6) == {}
    assert len(runs.candidates_on(JULY, place.organization("SURG"), 6)) == 1


def test_the_night_opens_a_case_and_changes_nobody(place: Place) -> None:
    owe(place, "dep")

    assert night(date(2026, 6, 30)) == 0
    assert night(JULY) == 1

    case = case_of(place, "dep")
    assert (case.stage, case.facts["months"][0], case.facts["months"][-1]) == ("candidate", "2026-01", "2026-06")
    assert Standing.objects.get(person=place.person("dep")).status == "active"
    assert Entry.objects.filter(case=case).count() == 1


def test_a_second_night_opens_nothing_twice(place: Place) -> None:
    owe(place, "dep")

    assert (night(JULY), night(JULY), night(date(2026, 7, 2))) == (1, 0, 0)


def test_months_that_a_case_dealt_with_open_no_other_one(place: Place) -> None:
    owe(place, "dep", months=12)
    night(JULY)
    settle(place, case_of(place, "dep"), date(2026, 7, 20))

    assert [night(date(2026, 8, 1)), night(date(2026, 12, 31))] == [0, 0]
    assert night(date(2027, 1, 1)) == 1
    assert case_of(place, "dep").facts["months"] == [f"2026-{month:02}" for month in range(7, 13)]


def test_the_committee_may_look_for_itself_and_sees_who_was_dealt_with(place: Place) -> None:
    owe(place, "dep", months=8)
    owe(place, "org")
    night(JULY)
    settle(place, case_of(place, "dep"), date(2026, 7, 20))
    on = date(2026, 9, 1)

    preview = rounds.preview("lapse", engine.Request("scan", place.person("hosp"), on, noon(on), {}))

    assert preview.concerned == 2
    assert {one.person.username: one.code for one in preview.skipped} == {"dep": "dealt_with", "org": "case_open"}


def test_a_case_rests_on_months_that_still_stand(place: Place) -> None:
    owe(place, "dep")
    night(JULY)
    case = case_of(place, "dep")
    request = engine.Request("warn", place.person("sec"), JULY, noon(JULY), {})
    change(place, "dep", date(2026, 4, 1), paid_fen=300)

    with pytest.raises(Refused, match="not_six_months"):
        engine.act(case, request)
    given = {"basis": "paid_up"}
    engine.act(case, engine.Request("settle", place.person("sec"), JULY, noon(JULY), given))
    assert case_of(place, "dep").stage == "settled"


def test_paid_up_is_not_believed_while_the_books_say_otherwise(place: Place) -> None:
    owe(place, "dep")
    night(JULY)
    request = engine.Request("settle", place.person("sec"), JULY, noon(JULY), {"basis": "paid_up"})

    with pytest.raises(Refused, match="still_unpaid"):
        engine.act(case_of(place, "dep"), request)
