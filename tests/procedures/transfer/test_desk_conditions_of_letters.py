"""介绍信的条件 at their borders: how long a letter counts, when it is replaced, and its one receipt."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.transfer import desk_conditions as conditions
from procedures.transfer import rules
from tests.acting import a_case, acting, stored
from tests.procedures.transfer.places import between, letter
from workflows.models import Case, Paper
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
LAST = DAY + timedelta(days=90)


def judged(name: str, act: str = "accept_committee", on: date = DAY, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act of a case of the hospital's branch."""
    return getattr(conditions, name).judge(between(act, on, **built))


@pytest.mark.parametrize(
    ("until", "met", "late"), [(DAY - ONE, False, "已过期 1 天"), (DAY, True, ""), (DAY + ONE, True, "")]
)
def test_the_last_day_of_a_letter_still_counts(until: date, met: bool, late: str) -> None:
    found = judged("letter_valid", facts={"letter_valid_until": until})

    assert found is not None
    assert (found.code, found.met, found.until, late in found.sentence) == ("letter_expired", met, until, True)


@pytest.mark.parametrize("facts", [{}, {"letter_valid_until": DAY - ONE, "incoming": True}])
def test_without_a_letter_of_the_old_committee_none_has_run_out(facts: dict[str, Any]) -> None:
    assert judged("letter_valid", facts=facts) is None


@pytest.mark.parametrize(
    ("days", "set_here", "met"), [(89, 90, True), (90, 90, True), (91, 90, False), (31, 30, False), (30, 30, True)]
)
def test_a_letter_from_outside_counts_ninety_days_from_the_day_that_it_bears(
    days: int, set_here: int, met: bool
) -> None:
    issued_on = DAY - timedelta(days=days)
    found = judged(
        "outside_letter_valid", "register_incoming", answers={"issued_on": issued_on},
        set_here={rules.LETTER_DAYS: set_here},
    )  # fmt: skip

    assert found is not None
    assert (found.code, found.met, found.until) == ("letter_expired", met, issued_on + timedelta(days=set_here))


def test_ninety_days_are_the_rule_where_nothing_is_set() -> None:
    act = between("register_incoming", DAY, answers={"issued_on": DAY})

    assert (conditions.last_day_outside(act), conditions.last_day(DAY, act.law)) == (LAST, LAST)


@pytest.mark.parametrize(
    ("until", "letters", "met"),
    [
        (DAY, ["信"], False), (DAY + ONE, ["信"], False), (DAY - ONE, ["信"], True), (DAY, [], True),
        (None, ["信"], True),
    ],
)  # fmt: skip
def test_a_good_letter_is_replaced_for_a_reason_alone(until: date | None, letters: list[Any], met: bool) -> None:
    act = between("reissue_letter", DAY, facts={"letter_valid_until": until})
    conditions.letters_out.keep(act, letters)

    found, out = conditions.letter_needs_replacing.judge(act), conditions.letter_out.judge(act)

    assert found is not None
    assert out is not None
    assert (found.code, found.met, out.code, out.met) == ("letter_still_valid", met, "no_letter", bool(letters))


@pytest.mark.parametrize(("receipt_on", "met"), [(None, True), (DAY, False)])
def test_a_letter_has_one_receipt(receipt_on: date | None, met: bool) -> None:
    found = judged("receipt_awaited", "return_receipt", facts={"receipt_on": receipt_on})

    assert found is not None
    assert (found.code, found.met) == ("already_done", met)


RECEIPTS = [(None, None), (DAY, None), (None, DAY), (DAY, DAY), (DAY - ONE, DAY - ONE), (DAY, DAY - ONE)]


@pytest.mark.parametrize(("received_on", "accepted_on"), RECEIPTS)
@pytest.mark.parametrize("issued_on", [DAY - ONE, DAY, DAY + ONE])
def test_a_receipt_is_not_older_than_its_letter(
    issued_on: date, received_on: date | None, accepted_on: date | None
) -> None:
    """Neither the day on which it came nor the one that it bears."""
    earliest = min(received_on or DAY, accepted_on or DAY)
    found = judged(
        "receipt_after_letter", "return_receipt", facts={"letter_issued_on": issued_on},
        answers={"received_on": received_on, "accepted_on": accepted_on},
    )  # fmt: skip

    assert found is not None
    assert (found.code, found.met) == ("receipt_too_early", earliest >= issued_on)
    assert found.earliest == (None if found.met else issued_on)


def test_of_a_letter_that_is_not_known_no_day_is_too_early() -> None:
    found = judged("receipt_after_letter", "return_receipt", answers={"received_on": DAY, "accepted_on": None})

    assert found is not None
    assert found.met


@pytest.mark.parametrize(
    ("received_on", "accepted_on", "taken_in"),
    [
        (None, None, DAY), (DAY - ONE, None, DAY - ONE), (None, DAY - ONE, DAY - ONE),
        (DAY, DAY - ONE, DAY - ONE), (DAY - ONE, DAY, DAY),
    ],
)  # fmt: skip
@pytest.mark.parametrize("until", [DAY - ONE, DAY])
def test_the_slip_counts_by_the_day_that_it_bears(
    until: date, received_on: date | None, accepted_on: date | None, taken_in: date
) -> None:
    found = judged(
        "receipt_in_time", "return_receipt", facts={"letter_valid_until": until},
        answers={"received_on": received_on, "accepted_on": accepted_on},
    )  # fmt: skip

    assert found is not None
    assert (found.code, found.met) == ("letter_expired", taken_in <= until)


def test_without_a_last_day_no_slip_is_late() -> None:
    assert judged("receipt_in_time", "return_receipt", answers={"received_on": DAY, "accepted_on": DAY}) is None


@pytest.mark.django_db
def test_the_letters_out_are_those_of_the_case_that_are_not_void() -> None:
    act = stored(acting("transfer.return_receipt", DAY, facts={"letter_issued_on": DAY}))
    mine = letter(act, "1")
    letter(act, "2", status="revoked")
    letter(act, "3", kind="transfer_receipt")
    own = act.case
    Case.objects.update(finished=act.at)
    act.case = a_case(act, "transfer", act.subject)
    letter(act, "4")
    act.case = own

    assert conditions.letters_out(act) == [mine]


@pytest.mark.django_db
def test_a_case_that_gives_no_letter_has_none_out() -> None:
    act = stored(acting("transfer.return_receipt", DAY))
    letter(act, "1")

    assert Paper.objects.count() == 1
    assert conditions.letters_out(act) == []
