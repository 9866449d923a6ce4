"""自行脱团的后果: who is a candidate, which months were dealt with before, what is kept of warning and hearing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.lapse import effects
from procedures.lapse.facts import Attempt
from procedures.register.models import Charge, DuesCategory, MembershipPeriod, Standing
from procedures.scenarios.runner import noon
from tests.acting import a_case, acting, stored
from workflows.days.dates import add_months
from workflows.models import Case
from workflows.people.models import Person
from workflows.table import Placed, Skipped
from workflows.table.act import Act

JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)


def scanning(on: date, owed: int = 6, first: date = JANUARY) -> Act[Any]:
    """Return a scan of the branch of a member who owes so many months in a row."""
    act = stored(acting("lapse.scan", on))
    Case.objects.all().delete()
    for number in range(owed):
        Charge.objects.create(
            person=act.subject, organization=act.organization, root=act.organization.root, fen=300,
            month=add_months(first, number), category=DuesCategory.WAGE, opened_on=on,
        )  # fmt: skip
    return act


def placed(act: Act[Any]) -> Placed | Skipped:
    (found,) = effects.place(act, list(effects.candidates(act)))
    return found


@pytest.mark.django_db
def test_a_candidate_is_kept_with_the_months_and_the_day_on_which_they_were_found() -> None:
    act = scanning(JULY)

    found = placed(act)

    assert isinstance(found, Placed)
    assert (found.person, found.stage) == (act.subject, "candidate")
    assert found.facts.months == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert (found.facts.found_on, found.facts.ground) == (JULY, "dues")


@pytest.mark.django_db
def test_whoever_owes_five_months_is_none() -> None:
    assert list(effects.candidates(scanning(JULY, 5))) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closed_on", "owed", "months"),
    [
        (date(2026, 3, 31), 8, 6),
        (date(2026, 3, 1), 8, 6),
        (date(2026, 4, 1), 8, None),
        (date(2026, 4, 1), 9, 6),
        (date(2026, 2, 28), 8, 7),
        (date(2025, 12, 31), 8, 8),
        (None, 8, 8),
    ],
)
def test_after_a_case_six_months_from_that_of_its_end_on_are_asked(
    closed_on: date | None, owed: int, months: int | None
) -> None:
    act = scanning(add_months(JANUARY, owed), owed)
    a_case(act, "lapse", act.subject, closed_on=closed_on)

    found = placed(act)

    if months is None:
        assert isinstance(found, Skipped)
        assert (found.person, found.code) == (act.subject, "dealt_with")
        assert found.sentence == "2026年1月至8月的欠交此前已经处理，之后未再连续 6 个月未交。"
    else:
        assert isinstance(found, Placed)
        assert len(found.facts.months) == months
        assert found.facts.months[-1] == f"2026-{owed:02}"


@pytest.mark.django_db
@pytest.mark.parametrize("days", [(date(2026, 4, 1), date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 4, 1))])
def test_of_two_cases_the_later_one_counts(days: tuple[date, date]) -> None:
    act = scanning(add_months(JANUARY, 9), 9)
    for day in days:
        a_case(act, "lapse", act.subject, closed_on=day, finished=noon(day))

    found = placed(act)

    assert isinstance(found, Placed)
    assert found.facts.months[0] == "2026-04"


@pytest.mark.django_db
def test_one_who_is_dealt_with_keeps_nobody_else_out() -> None:
    act = scanning(JULY)
    other = Person.objects.create(username="second", name="乙", home=act.organization)
    Standing(person=other, status="active").save(force_insert=True)
    for charge in Charge.objects.filter(person=act.subject):
        charge.pk, charge.person = None, other
        charge.save(force_insert=True)
    a_case(act, "lapse", act.subject, closed_on=date(2026, 6, 1))

    found = list(effects.place(act, list(effects.candidates(act).order_by("pk"))))

    assert [type(one) for one in found] == [Skipped, Placed]


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"ground": "meetings"}, {"ground": "work"}, {"settled_because": "paid_up"}])
def test_a_case_of_another_matter_or_of_paid_months_deals_with_no_month(facts: dict[str, str]) -> None:
    act = scanning(JULY)
    earlier = a_case(act, "lapse", act.subject, closed_on=date(2026, 6, 1))
    earlier.facts |= facts
    earlier.save()

    found = placed(act)

    assert isinstance(found, Placed)
    assert len(found.facts.months) == 6


@pytest.mark.django_db
@pytest.mark.parametrize(("whose", "code"), [("another", "lapse"), ("the same", "withdrawal")])
def test_nor_does_one_of_another_procedure_or_person(whose: str, code: str) -> None:
    act = scanning(JULY)
    person = act.subject if whose == "the same" else Person.objects.create(username="second", name="乙")
    a_case(act, code, person, closed_on=date(2026, 6, 1))

    assert isinstance(placed(act), Placed)


def test_every_night_looks_for_everybody() -> None:
    assert effects.tonight(JULY) == {}


def test_what_the_branch_reports_is_kept_with_the_day() -> None:
    answers = {"ground": "work", "since": JANUARY, "details": "三次未到"}
    act = acting("lapse.report", JULY, answers=answers)

    effects.begin(act)

    facts = act.facts
    assert (facts.ground, facts.since, facts.details, facts.found_on) == ("work", JANUARY, "三次未到", JULY)


def test_the_way_of_the_warning_is_kept() -> None:
    act = acting("lapse.warn", JULY, answers={"way": "telephone"})

    effects.warn(act)

    assert act.facts.warned_by == "telephone"


@pytest.mark.parametrize(
    ("reached", "answer", "attempts"),
    [(True, "马上补交", []), (False, "", [{"on": "2026-06-02", "way": "电话"}, {"on": "2026-06-09", "way": "上门"}])],
)
def test_what_was_heard_is_kept_in_the_place_of_an_earlier_hearing(
    reached: bool, answer: str, attempts: list[dict[str, str]]
) -> None:
    before = {"reached": not reached, "answer": "旧", "attempts": [Attempt(on=JANUARY, way="旧")]}
    act = acting("lapse.hear", JULY, facts=before, answers={"reached": reached, "answer": answer, "attempts": attempts})

    effects.hear(act)

    assert (act.facts.reached, act.facts.answer) == (reached, answer)
    assert [(f"{one.on}", one.way) for one in act.facts.attempts] == [(one["on"], one["way"]) for one in attempts]


def test_why_the_branch_closed_the_case_is_kept() -> None:
    act = acting("lapse.settle", JULY, answers={"basis": "good_reason"})

    effects.settle(act)

    assert act.facts.settled_because == "good_reason"


@pytest.mark.django_db
def test_the_membership_ends_on_the_day_of_the_decision() -> None:
    act = stored(acting("lapse.approve", JULY), joined_on=date(2016, 5, 4))

    effects.leave(act)

    standing = Standing.objects.get(person=act.subject)
    period = MembershipPeriod.objects.get(person=act.subject)
    assert (standing.status, standing.since, act.left) == ("lapsed", JULY, JULY)
    assert (period.left_on, period.left_as) == (JULY, "lapsed")
    assert [(one.field, one.before, one.after) for one in act.changes] == [
        ("status", "团员", "自行脱团"), ("left_on", "", "2026年7月1日"),
    ]  # fmt: skip
