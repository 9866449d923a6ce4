"""自行脱团的条件 at their borders: the months of the books, the days of the warning, the hearing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.lapse import conditions
from procedures.lapse.facts import Attempt, LapseFacts
from procedures.register.models import Charge, DuesCategory
from procedures.scenarios.runner import noon
from tests.acting import a_case, acting, standing_as, stored
from workflows.days.dates import add_months
from workflows.models import Case
from workflows.people.models import Person
from workflows.table.act import Act
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 7, 1)
ONE = timedelta(days=1)
SIX = [f"2026-{month:02}" for month in range(1, 7)]
JANUARY = date(2026, 1, 1)


def judged(name: str, act: str = "warn", on: date = DAY, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act."""
    return getattr(conditions, name).judge(acting(f"lapse.{act}", on, **built))


def span(run: list[str]) -> str:
    """Return a run of months within a year in words."""
    return f"2026年{int(run[0][5:])}月至{int(run[-1][5:])}月"


def by_the_books(run: list[str], act: str = "warn", **built: Any) -> Act[LapseFacts]:
    """Return a built act for which the books have told already which months in a row are unpaid."""
    made = acting(f"lapse.{act}", DAY, **built)
    conditions.run_today.keep(made, tuple(run))
    return made


def owe(act: Act[Any], first: date, months: int, **given: Any) -> None:
    """Charge the person concerned for months in a row, nothing paid unless it is said."""
    for number in range(months):
        month = add_months(first, number)
        Charge.objects.create(
            person=act.subject, organization=act.organization, root=act.case.root, month=month, fen=300,
            category=DuesCategory.WAGE, opened_on=month, **given,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("run", "met", "have", "need"),
    [
        (SIX, True, 6, None),
        ([*SIX, "2026-07"], True, 7, None),
        (["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"], True, 6, None),
        (["2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"], False, 0, 6),
        ([], False, 0, 6),
    ],
)
def test_a_case_rests_on_its_months_as_long_as_one_of_them_is_in_a_run_of_today(
    run: list[str], met: bool, have: int, need: int | None
) -> None:
    found = conditions.still_unpaid.judge(by_the_books(run, facts={"months": SIX}))

    assert found is not None
    assert (found.code, found.met, found.have, found.need) == ("not_six_months", met, have, need)
    assert found.sentence.startswith(span(run if met else SIX))


def test_a_case_that_names_no_months_is_not_held_against_the_books() -> None:
    assert conditions.still_unpaid.judge(by_the_books([], facts={"months": []})) is None


@pytest.mark.parametrize(("decision", "code"), [("approve", "not_six_months"), ("refuse", None), ("", None)])
def test_only_a_removal_that_is_approved_asks_for_the_months(decision: str, code: str | None) -> None:
    act = by_the_books([], "approve", facts={"months": SIX}, answers={"decision": decision})

    found = conditions.approvable.judge(act)

    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("months", "run", "met"),
    [
        (SIX, [], True),
        (SIX, SIX, False),
        (SIX, [*SIX, "2026-07"], False),
        (SIX, ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"], False),
        (SIX, ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"], True),
        ([], SIX, False),
        ([], [], True),
    ],
)
def test_paid_up_is_believed_where_the_books_have_the_months_of_the_case_no_more(
    months: list[str], run: list[str], met: bool
) -> None:
    act = by_the_books(run, "settle", facts={"months": months}, answers={"basis": "paid_up"})

    found = conditions.paid_up.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("still_unpaid", met)
    assert met or (found.have, found.field) == (len(run), "basis")
    assert met or found.sentence.startswith(f"{span(run)}共 {len(run)} 个月")


def test_a_good_reason_asks_nothing_of_the_books() -> None:
    act = by_the_books(SIX, "settle", facts={"months": SIX}, answers={"basis": "good_reason"})

    assert conditions.paid_up.judge(act) is None


@pytest.mark.parametrize(
    ("tries", "set_here", "met"),
    [(0, 2, False), (1, 2, False), (2, 2, True), (3, 2, True), (2, 3, False), (1, 1, True)],
)
def test_who_is_not_reached_was_looked_for_often_enough(tries: int, set_here: int, met: bool) -> None:
    found = judged(
        "tried_enough", "hear", answers={"reached": False, "attempts": [{}] * tries},
        set_here={conditions.rules.ATTEMPTS: set_here},
    )  # fmt: skip

    assert found is not None
    assert (found.code, found.met, found.have, found.need) == ("attempts_too_few", met, tries, set_here)


def test_two_attempts_are_asked_where_nothing_else_is_set() -> None:
    found = judged("tried_enough", "hear", answers={"reached": False, "attempts": [{}]})

    assert found is not None
    assert (found.met, found.need) == (False, 2)


@pytest.mark.parametrize("name", ["tried_enough", "given_time"])
def test_of_who_was_reached_no_attempt_and_no_waiting_is_asked(name: str) -> None:
    facts = {"warned_on": DAY}

    assert judged(name, "hear", facts=facts, answers={"reached": True, "attempts": []}) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("warned_on", "on", "met", "earliest"),
    [
        (date(2026, 7, 1), date(2026, 7, 15), False, date(2026, 7, 16)),
        (date(2026, 7, 1), date(2026, 7, 16), True, date(2026, 7, 16)),
        (date(2026, 7, 1), date(2026, 7, 17), True, date(2026, 7, 16)),
        (date(2026, 7, 3), date(2026, 7, 19), False, date(2026, 7, 20)),  # the fifteenth day is a Saturday
        (date(2026, 7, 3), date(2026, 7, 20), True, date(2026, 7, 20)),
    ],
)
def test_who_is_not_reached_has_the_fifteen_days_of_the_warning(
    warned_on: date, on: date, met: bool, earliest: date
) -> None:
    found = judged("given_time", "hear", on, facts={"warned_on": warned_on}, answers={"reached": False})

    assert found is not None
    assert (found.code, found.met, found.earliest) == ("reply_time_open", met, earliest)


def test_no_days_are_waited_for_where_nobody_was_warned() -> None:
    assert judged("given_time", "hear", answers={"reached": False}) is None


@pytest.mark.parametrize(
    ("status", "met"),
    [("active", True), ("probation", True), ("suspended", True), ("none", False), ("lapsed", False),
     ("candidate", False)],
)  # fmt: skip
def test_only_a_member_can_lose_the_membership(status: str, met: bool) -> None:
    found = conditions.is_member.judge(standing_as(acting("lapse.report", DAY), status))

    assert found is not None
    assert (found.code, found.met, found.field) == ("not_a_member", met, "" if met else "member")


@pytest.mark.parametrize(
    ("since", "months", "met", "earliest"),
    [
        (date(2026, 1, 1), 6, True, date(2026, 7, 1)),
        (date(2026, 1, 2), 6, False, date(2026, 7, 2)),
        (date(2025, 12, 31), 6, True, date(2026, 6, 30)),
        (date(2026, 7, 2), 6, False, date(2027, 1, 2)),
    ],
)
def test_six_months_are_full_on_the_day_that_corresponds(since: date, months: int, met: bool, earliest: date) -> None:
    found = judged("long_enough", "report", answers={"since": since})

    assert found is not None
    assert (found.code, found.met, found.earliest) == ("less_than_six_months", met, earliest)
    assert found.field == ("" if met else "since")
    assert found.sentence.startswith(f"自 {since.year}年{since.month}月{since.day}日起，至 2026年7月1日")


@pytest.mark.parametrize(
    ("facts", "met", "words"),
    [
        ({}, False, "尚未听取本人意见，请先听取；联系不上的，记录联系经过。"),
        ({"reached": True}, False, "尚未听取本人意见，请先听取；联系不上的，记录联系经过。"),
        ({"heard_on": DAY, "reached": True}, True, "2026年7月1日已听取本人意见。"),
        ({"heard_on": DAY, "reached": False, "attempts": [Attempt(on=DAY, way="电话")] * 2}, True,
         "2026年7月1日记录：联系 2 次未能联系上。"),
    ],
)  # fmt: skip
def test_the_branch_votes_when_the_member_was_heard(facts: dict[str, Any], met: bool, words: str) -> None:
    found = judged("heard", "hold_meeting", facts=facts)

    assert found is not None
    assert (found.code, found.met, found.sentence) == ("not_heard", met, words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stretches", "run"),
    [
        ([], ()),
        ([(JANUARY, 5)], ()),
        ([(JANUARY, 6)], (SIX[0], SIX[-1])),
        ([(date(2025, 12, 1), 6)], ("2025-12", "2026-05")),
        ([(date(2025, 6, 1), 6), (JANUARY, 6)], (SIX[0], SIX[-1])),
        ([(date(2025, 6, 1), 6), (JANUARY, 5)], ("2025-06", "2025-11")),
    ],
)
def test_of_the_books_count_six_months_in_a_row_the_latest_where_there_are_two(
    stretches: list[tuple[date, int]], run: tuple[str, ...]
) -> None:
    act = stored(acting("lapse.settle", DAY))
    for first, months in stretches:
        owe(act, first, months)

    found = conditions.run_today(act)

    assert (found and (found[0], found[-1])) == run


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("known", "run"),
    [
        (("2025-06", "2025-11"), ("2025-06", "2025-11")),
        (("2025-11",), ("2025-06", "2025-11")),
        (("2026-01",), ("2026-01", "2026-06")),
        (("2025-05",), ("2026-01", "2026-06")),
    ],
)
def test_of_two_runs_that_of_the_case_is_meant(known: tuple[str, ...], run: tuple[str, str]) -> None:
    """December was relieved, and half a year later the member owed six months once more."""
    act = stored(acting("lapse.settle", DAY, facts={"months": list(known)}))
    owe(act, date(2025, 6, 1), 6)
    owe(act, JANUARY, 6)

    found = conditions.run_today(act)

    assert (found[0], found[-1]) == run


@pytest.mark.django_db
def test_the_months_in_a_row_are_as_many_as_the_rule_of_the_day_says() -> None:
    act = stored(acting("lapse.settle", DAY))
    owe(act, JANUARY, 6)
    owe(act, date(2025, 11, 1), 2)

    assert len(conditions.run_today(act)) == 8
    assert acting("lapse.settle", DAY).law.number(conditions.rules.LAPSE_MONTHS) == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("procedure", "told", "met"),
    [
        ("lapse", {}, False),
        ("lapse", {"decided_on": DAY}, False),
        ("lapse", {"decided_on": DAY, "finished": noon(DAY)}, True),
        ("withdrawal", {}, True),
    ],
)
def test_one_case_at_a_time(procedure: str, told: dict[str, Any], met: bool) -> None:
    act = stored(acting("lapse.report", DAY))
    Case.objects.update(finished=noon(DAY))
    a_case(act, procedure, act.subject, **told)

    found = conditions.no_open_case.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("case_open", met)


@pytest.mark.django_db
def test_the_case_itself_and_that_of_somebody_else_are_not_in_the_way() -> None:
    act = stored(acting("lapse.report", DAY))
    a_case(act, "lapse", Person.objects.create(username="other", name="他人"))

    found = conditions.no_open_case.judge(act)

    assert found is not None
    assert found.met


def test_what_is_asked_of_the_form_and_what_only_warns() -> None:
    every = [one for one in vars(conditions).values() if isinstance(one, Condition)]

    assert {one.code for one in every if one.warns} == {"reply_time_open"}
    assert sorted(one.code for one in every if one.asks) == [
        "attempts_too_few", "less_than_six_months", "not_six_months", "reply_time_open", "still_unpaid",
    ]  # fmt: skip
    assert conditions.approvable.asks
    assert not conditions.still_unpaid.asks
