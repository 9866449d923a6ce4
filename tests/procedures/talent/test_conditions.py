"""推优荐才的条件 at their borders: the age on the day, the row of the register and its last day, the notice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.common.notice import Objection
from procedures.scenarios.runner import noon
from procedures.talent import conditions
from procedures.talent.models import PoolStatus, Talent
from tests.acting import a_case, acting, stored, upwards
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.table.act import Act
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)


def judged(name: str, act: str = "nominate", on: date = DAY, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act."""
    return getattr(conditions, name).judge(acting(f"talent.{act}", on, **built))


def row(**told: Any) -> Talent:
    """Return a row of the register that stands until the day, with other values where they are given."""
    return Talent(**{"field": "护理", "position": "护士", "entered_on": DAY, "valid_until": DAY} | told)


def in_register(case: Case, person: Person, **told: Any) -> Talent:
    """Put a row into the register."""
    place = case.organization
    made = row(case=case, person=person, organization=place, path=place.path, root=case.root, **told)
    made.save(force_insert=True)
    return made


@pytest.mark.parametrize(
    ("born", "set_here", "years", "met", "until"),
    [
        (date(1990, 3, 1), 35, 36, False, None),
        (date(1990, 3, 2), 35, 36, False, None),
        (date(1990, 3, 3), 35, 35, True, date(2026, 3, 2)),
        (date(1990, 3, 4), 35, 35, True, date(2026, 3, 3)),
        (date(1996, 3, 3), 35, 29, True, date(2032, 3, 2)),
        (date(1990, 3, 3), 34, 35, False, None),
        (date(1990, 3, 2), 36, 36, True, date(2027, 3, 1)),
        (date(1988, 2, 29), 37, 38, False, None),
    ],
)
def test_who_is_35_is_young_enough_until_the_day_before_the_next_birthday(
    born: date, set_here: int, years: int, met: bool, until: date | None
) -> None:
    found = judged("young_enough", born=born, set_here={conditions.rules.MAX_AGE: set_here})

    assert found is not None
    assert (found.code, found.met, found.have, found.maximum) == ("age_over_35", met, years, set_here)
    assert (found.until, found.field) == (until, "" if met else "person")


def test_thirty_five_is_the_limit_where_nothing_else_is_set() -> None:
    found = judged("young_enough", born=date(1990, 3, 3))

    assert found is not None
    assert (found.met, found.maximum) == (True, 35)


@pytest.mark.parametrize("name", ["young_enough", "young_when_nominated"])
def test_without_a_birthday_the_age_cannot_be_asked(name: str) -> None:
    found = judged(name, born=None)

    assert found is not None
    assert (found.met, found.field) == (False, "person")


@pytest.mark.parametrize(
    ("nominated_on", "met"),
    [(date(2026, 3, 1), True), (date(2026, 3, 2), False), (date(2026, 3, 3), False), (None, False)],
)
def test_into_the_register_goes_by_the_age_of_the_nomination(nominated_on: date | None, met: bool) -> None:
    found = judged(
        "young_when_nominated",
        "enter_pool",
        date(2026, 6, 1),
        born=date(1990, 3, 2),
        facts={"nominated_on": nominated_on},
    )

    assert found is not None
    assert (found.code, found.met) == ("age_over_35", met)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "told", "met"),
    [
        ("talent", {}, False),
        ("talent", {"decided_on": DAY}, False),
        ("talent", {"finished": noon(DAY)}, True),
        ("lapse", {}, True),
    ],
)
def test_one_recommendation_at_a_time(code: str, told: dict[str, Any], met: bool) -> None:
    act = stored(acting("talent.nominate", DAY))
    Case.objects.update(finished=noon(DAY))
    a_case(act, code, act.subject, **told)

    found = conditions.no_open_case.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("case_open", met)


@pytest.mark.django_db
def test_the_recommendation_itself_is_not_in_its_own_way() -> None:
    found = conditions.no_open_case.judge(stored(acting("talent.nominate", DAY)))

    assert found is not None
    assert found.met


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "until"),
    [
        ([], None),
        ([{"valid_until": DAY - ONE}], None),
        ([{"valid_until": DAY}], DAY),
        ([{"valid_until": DAY, "status": PoolStatus.PLACED}], DAY),
        ([{"valid_until": DAY, "status": PoolStatus.REPLACED}], None),
        ([{"valid_until": DAY}, {"valid_until": DAY + ONE}], DAY + ONE),
        ([{"valid_until": DAY + ONE}, {"valid_until": DAY}], DAY + ONE),
        ([{"valid_until": DAY + ONE, "status": PoolStatus.REPLACED}, {"valid_until": DAY}], DAY),
    ],
)
def test_who_stands_in_the_register_is_told_until_when(rows: list[dict[str, Any]], until: date | None) -> None:
    act = stored(acting("talent.nominate", DAY))
    for told in rows:
        in_register(a_case(act, "talent", act.subject, finished=noon(DAY)), act.subject, **told)

    found = conditions.not_in_pool.judge(act)

    assert found is not None
    assert (found.code, found.met, found.until) == ("already_in_pool", until is None, until)


@pytest.mark.django_db
def test_the_row_of_somebody_else_is_not_ones_own() -> None:
    act = stored(acting("talent.nominate", DAY))
    other = Person.objects.create(username="other", name="他人")
    in_register(a_case(act, "talent", other), other)

    found = conditions.not_in_pool.judge(act)

    assert found is not None
    assert found.met


@pytest.mark.django_db
def test_the_row_of_a_case_is_its_own() -> None:
    act = stored(acting("talent.renew", DAY))
    in_register(a_case(act, "talent", act.subject, finished=noon(DAY)), act.subject)

    before = conditions.row_of(act)
    conditions.row_of.forget(act)
    mine = in_register(act.case, act.subject)

    assert (before, conditions.row_of(act)) == (None, mine)


@pytest.mark.parametrize(
    ("status", "met"),
    [(PoolStatus.POOLED, True), (PoolStatus.PLACED, True), (PoolStatus.REPLACED, False), (None, False)],
)
def test_a_row_that_a_newer_one_has_replaced_is_not_used_again(status: str | None, met: bool) -> None:
    act = acting("talent.renew", DAY)
    conditions.row_of.keep(act, row(status=status) if status else None)

    found = conditions.still_current.judge(act)

    assert found is not None
    assert (found.code, found.met, found.until) == ("replaced", met, DAY if met else None)


@pytest.mark.parametrize(("until", "met"), [(DAY - ONE, False), (DAY, True), (DAY + ONE, True)])
def test_the_last_day_of_a_row_still_counts(until: date, met: bool) -> None:
    found = judged("still_valid", "place", facts={"valid_until": until})

    assert found is not None
    assert (found.code, found.met, found.until) == ("pool_lapsed", met, until)


def test_a_case_that_never_entered_the_register_says_nothing_of_days() -> None:
    assert judged("still_valid", "place") is None


@pytest.mark.parametrize("party", [True, False])
def test_the_committee_has_a_party_organization_to_ask(party: bool) -> None:
    act = acting("talent.assess", DAY)
    led_by = Organization(pk=30, path="0009", depth=1, name="医院党委", kind="party_committee") if party else None
    committee = Organization(pk=20, path="0001", depth=1, name="医院团委", kind="committee", led_by=led_by)
    act.chain = upwards(act.organization, committee, on=DAY)

    found = conditions.party_known.judge(act)

    assert found is not None
    assert (found.code, found.met) == ("party_missing", party)
    assert ("医院党委" if party else "医院团委") in found.sentence


@pytest.mark.parametrize(("ends", "met"), [(DAY - ONE, True), (DAY, False), (DAY + ONE, False)])
def test_the_notice_is_closed_on_the_day_after_its_last(ends: date, met: bool) -> None:
    facts = {"notice_posted_on": date(2026, 2, 20), "notice_ends": ends, "notice_days": 5}

    found = judged("notice_over", "close_notice", facts=facts)

    assert found is not None
    assert (found.code, found.met, found.earliest) == ("notice_period_open", met, ends + ONE)


def test_without_a_notice_there_is_none_to_end() -> None:
    assert judged("notice_over", "close_notice") is None


@pytest.mark.parametrize(
    ("decisions", "open_"), [([], False), (["dismissed"], False), (["dismissed", ""], True), ([""], True)]
)
def test_every_objection_is_answered_before_the_notice_closes(decisions: list[str], open_: bool) -> None:
    facts = {"objections": [Objection(name="甲", content="异议", on=DAY, decision=one) for one in decisions]}

    settled = judged("objections_settled", "close_notice", facts=facts)
    settle = judged("objection_to_settle", "settle_objection", facts=facts)

    assert settled is not None
    assert settle is not None
    assert (settled.code, settled.met, settle.code, settle.met) == (
        "objection_unsettled", not open_, "no_objection", open_,
    )  # fmt: skip


def posting(on: date, recorded_on: date, **answers: Any) -> Act[Any]:
    act = acting("talent.post_notice", on, answers={"place": "公示栏", **answers})
    act.at = noon(recorded_on)
    return act


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "met"), [(DAY, True), (date(2031, 3, 3), False)])
def test_a_year_whose_holidays_are_not_published_is_said(on: date, met: bool) -> None:
    found = conditions.calendar_published.judge(posting(on, on))

    assert found is not None
    assert (found.code, found.met) == ("notice_calendar_provisional", met)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("recorded_on", "witness", "met"),
    [(DAY, "甲", None), (DAY + ONE, "甲", False), (DAY + ONE, "", True)],
)
def test_a_notice_on_paper_counts_on_the_word_of_a_witness(recorded_on: date, witness: str, met: bool | None) -> None:
    found = conditions.seen_in_time.judge(posting(DAY, recorded_on, witness=witness))

    assert (found and (found.code, found.met)) == (None if met is None else ("paper_notice", met))


def test_what_only_warns_and_what_is_asked_of_the_form() -> None:
    every = [one for one in vars(conditions).values() if isinstance(one, Condition)]

    assert {one.code for one in every if one.warns} == {
        "already_in_pool", "notice_calendar_provisional", "paper_notice", "pool_lapsed",
    }  # fmt: skip
    assert [one.code for one in every if one.asks] == ["paper_notice"]
