"""超龄离团的条件 at their borders, on built values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from procedures.exit import conditions, rules
from procedures.exit.ceremony import Ceremony, ceremony
from procedures.exit.due import Coming
from procedures.register.models import PartyStage, Standing, Status
from procedures.register.verbs import subject_standing
from tests.acting import acting, stored
from tests.procedures.dues import rows
from workflows.models import Case
from workflows.people.models import Appointment, Person, Post, Role
from workflows.table.act import Act
from workflows.table.refusals import Finding
from workflows.table.rules import Rule

DAY = date(2026, 5, 28)
NEXT, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)
BORN = date(1998, 5, 28)
STANDING = {"status": Status.ACTIVE}


def built(
    row: str,
    on: date = DAY,
    *,
    standing: dict[str, Any] | None = None,
    offices: dict[date, date | None] | None = None,
    **more: Any,
) -> Act[Any]:
    """Return an act of which the standing is known, and until when an office is held on which day."""
    act = acting(f"exit.{row}", on, **more)
    subject_standing.keep(act, Standing(person=act.subject, **(standing or STANDING)))
    known = dict.fromkeys((on, act.answers.get("exit_on", on)))
    held = {day: Coming(act.subject, day, day, kept=True, until=until) for day, until in (offices or {}).items()}
    conditions._offices.keep(act, {**known, **held})
    return act


def judged(name: str, act: Act[Any]) -> Finding | None:
    found: Finding | None = getattr(conditions, name).judge(act)
    return found


def told(found: Finding | None) -> tuple[Any, ...]:
    assert found is not None
    return found.code, found.met, found.earliest, found.until, found.field


@pytest.mark.parametrize(
    ("status", "met"),
    [
        (Status.ACTIVE, True), (Status.PROBATION, True), (Status.SUSPENDED, True), (Status.NONE, False),
        (Status.CANDIDATE, False), (Status.EXITED_AGE, False), (Status.LAPSED, False),
    ],
)  # fmt: skip
def test_only_a_member_can_leave(status: str, met: bool) -> None:
    assert told(judged("is_member", built("request", standing={"status": status})))[:2] == ("not_a_member", met)


@pytest.mark.parametrize(
    ("born", "met", "earliest", "words"),
    [
        (BORN - timedelta(days=1), True, None, "2026年5月27日已满 28 周岁。"),
        (BORN, True, None, "2026年5月28日已满 28 周岁。"),
        (BORN + timedelta(days=1), False, NEXT, "27 周岁，未满 28 周岁"),
        (date(2000, 2, 29), False, date(2028, 2, 29), "26 周岁"),
        (None, False, None, "没有出生日期"),
    ],
)
def test_who_has_completed_28_may_ask(born: date | None, met: bool, earliest: date | None, words: str) -> None:
    found = judged("of_age", built("request", born=born))

    assert told(found) == ("age_below_28", met, earliest, None, "")
    assert found is not None
    assert words in found.sentence


@pytest.mark.parametrize(
    ("born", "met", "earliest"),
    [
        (BORN - timedelta(days=1), True, None), (BORN, True, None), (BORN + timedelta(days=1), False, NEXT),
        (None, False, None),
    ],
)  # fmt: skip
def test_nobody_is_let_go_before_the_birthday(born: date | None, met: bool, earliest: date | None) -> None:
    assert told(judged("birthday_reached", built("approve", born=born))) == (
        "before_28th_birthday", met, earliest, None, "",
    )  # fmt: skip


@pytest.mark.parametrize(("exit_on", "met", "earliest"), [(BEFORE, False, DAY), (DAY, True, None), (NEXT, True, None)])
def test_the_membership_ends_on_the_birthday_or_later(exit_on: date, met: bool, earliest: date | None) -> None:
    found = judged("exit_on_birthday_or_later", built("approve", born=BORN, answers={"exit_on": exit_on}))

    assert told(found) == ("before_28th_birthday", met, earliest, None, "" if met else "exit_on")
    assert judged("exit_on_birthday_or_later", built("approve", answers={"exit_on": exit_on})) is None


@pytest.mark.parametrize(("exit_on", "met"), [(BEFORE, True), (DAY, True), (NEXT, False)])
def test_the_membership_does_not_end_after_the_day_of_approval(exit_on: date, met: bool) -> None:
    found = judged("exit_on_not_ahead", built("approve", answers={"exit_on": exit_on}))

    assert told(found) == ("exit_on_after_approval", met, None if met else NEXT, None, "" if met else "exit_on")


@pytest.mark.parametrize(
    ("offices", "met", "until", "words"),
    [
        ({}, True, None, "名册中没有"),
        ({DAY: NEXT}, False, NEXT, "至2026年5月29日"),
        ({DAY: None}, False, None, "，未定任期"),
    ],
)
def test_an_office_is_said_to_who_asks(
    offices: dict[date, date | None], met: bool, until: date | None, words: str
) -> None:
    found = judged("free_of_office", built("request", offices=offices))

    assert told(found) == ("holds_office", met, None, until, "")
    assert found is not None
    assert words in found.sentence


@pytest.mark.parametrize(
    ("offices", "met", "until", "earliest"),
    [
        ({}, True, None, None),
        ({DAY: DAY}, False, DAY, NEXT),
        ({DAY: None}, False, None, None),
        ({BEFORE: BEFORE}, False, BEFORE, DAY),
        ({DAY: NEXT, BEFORE: DAY}, False, NEXT, NEXT + timedelta(days=1)),
    ],
)
def test_who_holds_an_office_on_either_day_stays_until_it_ends(
    offices: dict[date, date | None], met: bool, until: date | None, earliest: date | None
) -> None:
    found = judged("no_office", built("approve", offices=offices, answers={"exit_on": BEFORE}))

    assert told(found) == ("holds_office", met, earliest, until, "")


@pytest.mark.parametrize(("transferring", "met"), [(False, True), (True, False)])
def test_who_is_being_transferred_is_verified_where_he_arrives(transferring: bool, met: bool) -> None:
    standing = {**STANDING, "transferring": transferring}

    assert told(judged("settled", built("verify", standing=standing)))[:2] == ("transfer_open", met)
    lifted = built("verify", standing=standing, set_here={rules.SETTLED: False})
    assert judged("settled", lifted) is None


@pytest.mark.parametrize(
    ("stated", "booked", "met", "words"),
    [
        ("2026-04", None, True, "交至2026年4月"),
        ("2026-05", None, True, "交至2026年5月"),
        ("2026-03", None, False, "交至2026年3月，应交至2026年4月"),
        ("", date(2026, 4, 1), True, "交至2026年4月"),
        ("", date(2026, 3, 1), False, "应交至2026年4月"),
        ("", None, False, "没有填写"),
        ("2026-04", date(2026, 4, 1), True, "交至2026年4月"),
        ("2026-05", date(2026, 4, 1), False, "填写交至2026年5月，团费账记载只交至2026年4月"),
        ("2026-04", date(2026, 12, 1), True, "交至2026年4月"),
    ],
)
def test_dues_are_settled_up_to_the_month_before(stated: str, booked: date | None, met: bool, words: str) -> None:
    answers = {"office_held": False, "dues_paid_to": stated}
    found = judged("dues_paid", built("verify", standing={**STANDING, "dues_paid_to": booked}, answers=answers))

    assert told(found) == ("dues_unpaid", met, None, None, "" if met else "dues_paid_to")
    assert found is not None
    assert words in found.sentence


def test_in_january_dues_are_due_up_to_december() -> None:
    for stated, met in (("2025-12", True), ("2025-11", False)):
        act = built("verify", date(2026, 1, 31), answers={"office_held": False, "dues_paid_to": stated})
        assert told(judged("dues_paid", act))[1] is met


@pytest.mark.parametrize(
    ("office", "set_here", "stage", "expected"),
    [
        (True, True, "", None), (False, False, "", None), (False, True, "", False),
        (False, True, PartyStage.CANDIDATE, False), (False, True, PartyStage.PROBATIONARY, True),
        (False, True, PartyStage.FULL, True),
    ],
)  # fmt: skip
def test_no_dues_are_asked_of_who_stays_nor_of_party_members(
    office: bool, set_here: bool, stage: str, expected: bool | None
) -> None:
    answers = {"office_held": office, "dues_paid_to": ""}
    act = built("verify", standing={**STANDING, "party_stage": stage}, answers=answers, set_here={rules.DUES: set_here})

    found = judged("dues_paid", act)

    assert (found.met if found else None) is expected


@pytest.mark.parametrize(
    ("held", "offices", "met", "until"),
    [
        (False, {}, True, None), (True, {}, False, None), (True, {DAY: NEXT}, True, None),
        (False, {DAY: NEXT}, False, NEXT), (False, {DAY: None}, False, None), (True, {DAY: None}, True, None),
    ],
)  # fmt: skip
def test_the_word_of_the_branch_and_the_register_agree(
    held: bool, offices: dict[date, date | None], met: bool, until: date | None
) -> None:
    found = judged("office_as_registered", built("verify", offices=offices, answers={"office_held": held}))

    assert told(found) == ("office_differs", met, None, until, "" if met else "office_held")
    lifted = built("verify", answers={"office_held": held}, set_here={rules.OFFICE_KNOWN: False})
    assert judged("office_as_registered", lifted) is None


@pytest.mark.parametrize(
    ("held", "until", "expected"),
    [
        (True, BEFORE, (False, BEFORE, "office_until")), (True, DAY, (True, DAY, "")), (True, NEXT, (True, NEXT, "")),
        (True, None, None), (False, BEFORE, None), (False, None, None),
    ],
)  # fmt: skip
def test_an_office_that_is_over_keeps_nobody(held: bool, until: date | None, expected: tuple[Any, ...] | None) -> None:
    found = judged("office_not_past", built("verify", answers={"office_held": held, "office_until": until}))

    assert ((found.met, found.until, found.field) if found else None) == expected
    assert found is None or found.code == "office_until_past"


@pytest.mark.parametrize(
    ("month", "set_here", "met"),
    [("2026-05", 3, True), ("2026-08", 3, True), ("2026-09", 3, False), ("2025-12", 3, True), ("2027-01", 3, False),
     ("2026-06", 1, True), ("2026-07", 1, False)],
)  # fmt: skip
def test_a_month_is_scanned_three_months_ahead_at_most(month: str, set_here: int, met: bool) -> None:
    act = built("request", date(2026, 5, 31), answers={"month": month}, set_here={rules.AHEAD: set_here})

    assert told(judged("month_at_hand", act)) == ("month_far_ahead", met, None, None, "" if met else "month")


@pytest.mark.parametrize(
    ("listed", "read_out", "expected"),
    [
        ([], (), None), ([1], (), True), ([2], (), False), ([2, 1], (), True), ([2], (1,), True), ([1], (2,), False),
        ([], (3, 1), True),
    ],
)  # fmt: skip
def test_a_ceremony_is_recorded_for_whom_it_was_held(
    listed: list[int], read_out: tuple[int, ...], expected: bool | None
) -> None:
    for set_here in (True, False):
        people = [Person(pk=pk, name=f"人{pk}") for pk in listed]
        act = built("hold_ceremony", answers={"list": people}, set_here={rules.LISTED: set_here})
        ceremony.keep(act, Ceremony(9, read_out))

        found = judged("on_the_list", act)

        assert (found.met if found else None) is (expected if set_here else None)
        assert found is None or (found.code, found.field) == ("not_on_list", "" if found.met else "list")


@pytest.mark.django_db
def test_a_second_exit_is_not_opened_while_one_is_undecided() -> None:
    places = rows.places()
    who, other = rows.member(places.med), rows.member(places.med)

    def open_case(of: Person, decided_on: date | None) -> Act[Any]:
        act = acting("exit.request", DAY)
        act.case.decided_on = decided_on
        return stored(act, places.med, of)

    decided, elsewhere = open_case(who, DAY), open_case(other, None)
    assert told(judged("no_open_case", decided))[:2] == ("case_open", True)
    assert told(judged("no_open_case", elsewhere))[:2] == ("case_open", True)
    fresh = acting("exit.request", DAY)
    fresh.case.subject = who
    assert told(judged("no_open_case", fresh))[:2] == ("case_open", True)
    running = open_case(who, None)
    found = judged("no_open_case", fresh)
    assert told(found)[:2] == ("case_open", False)
    assert found is not None
    assert running.case.number in found.sentence
    assert told(judged("no_open_case", decided))[:2] == ("case_open", False)


def waiting(where: Any, who: Person) -> Case:
    act = acting("exit.approve", DAY)
    act.case.move("approved")
    return stored(act, where, who).case


@pytest.mark.django_db
def test_who_is_read_out_without_an_approved_exit_is_named() -> None:
    places = rows.places()
    one, two = rows.member(places.med, "甲"), rows.member(places.surg, "乙")
    waiting(places.med, one)

    def named(people: list[Person], read_out: tuple[int, ...] = (), *, asked: bool = True) -> Finding | None:
        act = stored(
            acting("exit.hold_ceremony", DAY, answers={"list": people}, set_here={rules.LISTED: asked}), places.med
        )
        ceremony.keep(act, Ceremony(1, read_out))
        return judged("list_is_approved", act)

    assert told(named([one])) == ("list_not_approved", True, None, None, "")
    missing = named([one, two])
    assert told(missing) == ("list_not_approved", False, None, None, "list")
    assert missing is not None
    assert missing.sentence.startswith("乙没有")
    assert named([]) is None
    assert named([two], (two.pk,)) is None
    assert named([two], asked=False) is None


@pytest.mark.django_db
def test_the_office_of_a_day_is_asked_of_the_register_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    places = rows.places()
    who = rows.member(places.med)
    post = Post.objects.create(organization=places.med, role=Role.BRANCH_SECRETARY)
    Appointment.objects.create(post=post, person=who, first_on=BEFORE, last_on=DAY)
    act = acting("exit.approve", DAY)
    act.case.subject = who

    for number in (1, 0):
        with django_assert_num_queries(number):
            held = conditions.office_of(act, DAY)
        with django_assert_num_queries(number):
            assert conditions.office_of(act, NEXT) is None
        assert held is not None
        assert held.until == DAY


def test_what_lets_pass_and_what_needs_the_form_is_said_of_each() -> None:
    named = {
        name: one for name, one in vars(conditions).items() if hasattr(one, "judge") and isinstance(one.rule, Rule)
    }

    assert sorted(name for name, one in named.items() if one.warns) == [
        "dues_paid", "free_of_office", "list_is_approved", "month_at_hand", "office_as_registered",
    ]  # fmt: skip
    assert sorted(name for name, one in named.items() if not one.asks) == [
        "birthday_reached", "free_of_office", "is_member", "no_open_case", "of_age", "settled",
    ]  # fmt: skip
