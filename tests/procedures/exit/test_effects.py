"""超龄离团的后果: what acts change in the register and in what the case knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.exit import conditions, effects
from procedures.exit.ceremony import Ceremony, ceremony
from procedures.exit.due import Coming
from procedures.register.models import MembershipPeriod, Standing, Status, StatusSpan
from procedures.register.verbs import subject_standing
from tests.acting import acting, stored
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, values
from workflows.models import Paper
from workflows.people.models import Person
from workflows.table.act import Act

DAY = date(2026, 5, 28)
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


@pytest.fixture
def who(places: Places) -> Person:
    return rows.member(places.med)


def doing(row: str, places: Places, who: Person, on: date = DAY, **built: Any) -> Act[Any]:
    act = acting(f"exit.{row}", on, **built)
    act.case.decided_on = on
    return stored(act, places.med, who)


@pytest.mark.parametrize(
    ("born", "on", "late"),
    [
        (date(1998, 5, 28), DAY, False), (date(1998, 5, 1), DAY, False), (date(1998, 5, 1), date(2026, 6, 1), True),
        (date(1998, 4, 30), DAY, True),
    ],
)  # fmt: skip
def test_a_case_begins_with_the_birthday_and_whether_that_is_long_past(
    places: Places, who: Person, born: date, on: date, late: bool
) -> None:
    who.born = born
    act = doing("request", places, who, on)

    effects.begin(act)

    day = born.replace(year=2026)
    assert values(act.facts, "birthday_on", "due_on", "late") == (day, day, late)


@pytest.mark.parametrize(
    ("stated", "booked", "kept"),
    [("2026-04", date(2026, 3, 1), "2026-04"), ("", date(2026, 3, 1), "2026-03"), ("", None, "")],
)
def test_what_the_branch_found_is_kept_and_dues_as_they_are_booked(stated: str, booked: date | None, kept: str) -> None:
    answers = {"office_held": True, "office_title": "书记", "dues_paid_to": stated}
    act = acting("exit.verify", DAY, answers=answers, facts={"office_until": NEXT})
    subject_standing.keep(act, Standing(person=act.subject, dues_paid_to=booked))

    effects.verify(act)

    assert values(act.facts, "office_held", "office_title", "office_until", "dues_paid_to") == (
        True,
        "书记",
        None,
        kept,
    )


def test_another_branch_verifies_for_itself() -> None:
    known = {
        "verified_on": DAY,
        "office_held": True,
        "office_title": "书记",
        "office_until": NEXT,
        "dues_paid_to": "2026-04",
    }
    act = acting("exit.verify", DAY, facts={**known, "birthday_on": DAY})

    effects.verify_anew(act)

    assert values(act.facts, *known) == (None, None, "", None, "")
    assert act.facts.birthday_on == DAY


@pytest.mark.parametrize(
    ("office", "until", "stated", "kept"),
    [
        (True, NEXT, DAY, NEXT), (True, None, DAY, DAY), (False, None, DAY, DAY), (True, NEXT, None, NEXT),
        (False, None, None, None),
    ],
)  # fmt: skip
def test_an_office_lasts_as_the_register_says_else_as_the_branch_does(
    office: bool, until: date | None, stated: date | None, kept: date | None
) -> None:
    act = acting("exit.verify", DAY, answers={"office_until": stated})
    known = Coming(act.subject, DAY, DAY, kept=True, until=until) if office else None
    conditions._offices.keep(act, {DAY: known})

    effects.keep(act)

    assert act.facts.office_until == kept


@pytest.mark.parametrize(
    ("exit_on", "month", "rights_until"),
    [(DAY, "2026-05", DAY), (date(2026, 4, 30), "2026-04", DAY), (date(2026, 6, 2), "2026-06", date(2026, 6, 2))],
)
def test_the_membership_ends_on_the_day_of_exit_dues_with_its_month_and_rights_not_before_the_approval(
    places: Places, who: Person, exit_on: date, month: str, rights_until: date
) -> None:
    act = doing("approve", places, who, answers={"exit_on": exit_on})

    effects.leave(act)

    assert values(act.facts, "exit_on", "last_dues_month") == (exit_on, month)
    assert values(Standing.objects.get(person=who), "status", "since") == (Status.EXITED_AGE, exit_on)
    assert values(MembershipPeriod.objects.get(person=who), "left_on", "left_as") == (exit_on, Status.EXITED_AGE)
    assert StatusSpan.objects.get(person=who, last_on=None).first_on == rights_until
    assert (act.left, [one.field for one in act.changes]) == (exit_on, ["status", "left_on"])


@pytest.mark.parametrize(("read_out", "together"), [((), 1), ((1,), 1), ((1, 2), 2), ((1, 2, 3), 3)])
def test_a_ceremony_is_kept_with_its_place_and_for_how_many_it_was(read_out: tuple[int, ...], together: int) -> None:
    act = acting("exit.hold_ceremony", DAY, answers={"place": "礼堂"})
    ceremony.keep(act, Ceremony(1, read_out))

    effects.celebrate(act)

    assert values(act.facts, "ceremony_place", "celebrated_together") == ("礼堂", together)


def test_who_left_by_mistake_is_a_member_again_and_the_papers_of_the_exit_are_void(places: Places, who: Person) -> None:
    left = doing("approve", places, who, answers={"exit_on": DAY})
    effects.leave(left)
    act = doing("restore", places, who, NEXT, answers={"reason": "证" * 300})
    known = [rows.paper(act, f"{kind}", kind) for kind in ("exit_certificate", "exit_keepsake", "dues_receipt")]
    elsewhere = rows.paper(left, "旧", "exit_certificate")

    effects.restore(act)

    assert values(Standing.objects.get(person=who), "status", "since") == (Status.ACTIVE, NEXT)
    assert values(MembershipPeriod.objects.get(person=who), "left_on", "left_as") == (None, "")
    assert act.back is True
    found = {one.number: one for one in Paper.objects.all()}
    for one in known[:2]:
        assert values(found[one.number], "status", "revoked_on", "revoked_because") == (
            "revoked", NEXT, f"恢复团籍：{'证' * 195}",
        )  # fmt: skip
    assert {found[one.number].status for one in (known[2], elsewhere)} == {"issued"}
    told = [values(one, "label", "before", "after") for one in act.changes if one.field == "paper"]
    assert told == [(f"团费收据（{one.number}）", "有效", "已撤销") for one in known[:2]]

    effects.restore(again := doing("restore", places, who, NEXT, answers={"reason": "再"}))

    assert [one for one in again.changes if one.field == "paper"] == []
