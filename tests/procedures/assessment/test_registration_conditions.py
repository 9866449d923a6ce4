"""注册、复评和申诉的条件 at their borders: to the day, and the second time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.assessment import branchwide, rules
from procedures.assessment import registration_conditions as conditions
from procedures.assessment.branchwide import Assessing
from procedures.assessment.facts import Appeal, Decided
from procedures.register.models import Discipline, Standing, YearRecord
from tests.acting import acting, on_cover
from tests.procedures.assessment.rows import InRound, in_round
from workflows.days.dates import add_months, zh_date
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 1, 12)
ONE = timedelta(days=1)


def own(act: str = "register", on: date = DAY, **built: Any) -> Assessing:
    """Return a built act on a member's case."""
    return acting(f"assessment.{act}", on, **built)


def cover(act: str = "register", on: date = DAY, *, to_register: int = 0, **built: Any) -> Assessing:
    """Return a built act on the cover of a branch, of which so many members are to be registered."""
    made = on_cover(own(act, on, **built))
    branchwide.members_to_register.keep(made, to_register)
    return made


def judged(name: str, act: Assessing) -> Finding | None:
    """Return what a condition finds of an act."""
    return getattr(conditions, name).judge(act)


def found(name: str, act: Assessing) -> Finding:
    """Return what a condition must find of an act."""
    finding = judged(name, act)
    assert finding is not None
    return finding


@pytest.mark.parametrize(("graded_on", "words"), [(None, "尚未提出"), (DAY, "等待团委审定")])
def test_nobody_is_registered_before_the_grades_are_approved(graded_on: date | None, words: str) -> None:
    finding = found("never_before_approval", own(facts={"graded_on": graded_on}))

    assert (finding.code, finding.met) == ("grades_not_approved", False)
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("everyone", "persons", "met"), [(True, [], True), (False, [], False), (False, [1], True), (True, [1], True)]
)
def test_the_branch_says_whom_it_registers(everyone: bool, persons: list[int], met: bool) -> None:
    act, follower = cover(answers={"everyone": everyone, "persons": persons}), own()
    follower.shared = act.shared

    finding = found("somebody_named", act)

    assert (finding.code, finding.met, finding.field) == ("nobody_to_register", met, "" if met else "everyone")
    assert branchwide.is_led(follower)
    assert judged("somebody_named", own(answers={"everyone": everyone, "persons": persons})) is None


@pytest.mark.parametrize(
    ("facts", "met", "words"),
    [
        ({"graded_on": DAY}, False, "尚未补报"),
        ({"graded_on": DAY, "grade": "basic"}, True, "等次：基本合格。"),
        ({"graded_on": DAY, "counted": True}, True, "名单后补"),
        ({"graded_on": DAY, "counted": True, "grade": "excellent"}, True, "等次：优秀。"),
        ({}, True, "名单后补"),
        ({"grade": "qualified"}, True, "等次：合格。"),
    ],
)
def test_whose_grade_is_not_known_is_not_registered(facts: dict[str, Any], met: bool, words: str) -> None:
    finding = found("grade_known", own(facts=facts))

    assert (finding.code, finding.met) == ("grade_missing", met)
    assert words in finding.sentence


@pytest.mark.parametrize("act", [own(facts={"graded_on": DAY, "exempt": True}), cover(facts={"graded_on": DAY})])
def test_no_grade_is_asked_of_who_is_exempt_nor_of_the_cover(act: Assessing) -> None:
    assert judged("grade_known", act) is None


def member(here: InRound | None = None, on: date = DAY, **built: Any) -> Assessing:
    """Return an act on the case of a member who is in the database."""
    return (here or in_round({"stage": "approved"})).on_member(0, "register", on, **built)


def punished(act: Assessing, first_on: date, last_on: date | None, kind: str = "probation") -> None:
    """Keep a sanction of the act's subject."""
    Discipline.objects.create(person=act.subject, kind=kind, first_on=first_on, last_on=last_on)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first_on", "last_on", "kind", "met"),
    [
        (DAY - 99 * ONE, DAY, "probation", False),
        (DAY - 99 * ONE, DAY - ONE, "probation", True),
        (DAY, DAY + 180 * ONE, "probation", False),
        (DAY + ONE, DAY + 180 * ONE, "probation", True),
        (DAY - 99 * ONE, DAY + ONE, "serious_warning", True),
    ],
)
def test_who_is_on_probation_is_not_registered_until_the_day_after_it(
    first_on: date, last_on: date, kind: str, met: bool
) -> None:
    act = member()
    punished(act, first_on, last_on, kind)

    finding = found("not_on_probation", act)

    assert (finding.code, finding.met) == ("on_probation", met)
    assert (finding.earliest, finding.until) == ((None, None) if met else (last_on + ONE, last_on))


@pytest.mark.django_db
@pytest.mark.parametrize("last", [[DAY + 90 * ONE, DAY + 9 * ONE], [DAY + 9 * ONE, DAY + 90 * ONE]])
@pytest.mark.parametrize("led", [False, True])
def test_of_two_probations_the_one_that_lasts_longer_is_waited_for(last: list[date], led: bool) -> None:
    here = in_round({"stage": "approved"})
    (act,) = here.led(here.on_cover("register", DAY), 0) if led else (member(here),)
    for one in last:
        punished(act, DAY - 99 * ONE, one)

    assert found("not_on_probation", act).earliest == DAY + 91 * ONE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "sanctioned", "met"),
    [("probation", False, False), ("active", True, False), ("probation", True, False), ("active", False, True)],
)
def test_a_probation_without_an_end_is_in_the_way_for_as_long_as_it_stands(
    status: str, sanctioned: bool, met: bool
) -> None:
    act = member()
    Standing.objects.filter(person=act.subject).update(status=status)
    if sanctioned:
        punished(act, DAY - ONE, None)

    finding = found("not_on_probation", act)

    assert (finding.met, finding.earliest) == (met, None)


@pytest.mark.django_db
def test_of_probation_nothing_is_asked_on_the_cover_or_where_the_committee_has_lifted_it() -> None:
    assert judged("not_on_probation", cover()) is None
    assert judged("not_on_probation", member(set_here={rules.PROBATION: False})) is None


def registered(here: InRound, number: int, on: date, year: int = 2024, how: str = "registered") -> None:
    """Keep a registration of a member."""
    case = here.members[number]
    YearRecord.objects.create(
        person=case.subject, organization=here.branch, root=here.branch.root, year=year, registration=how,
        registered_on=on,
    )  # fmt: skip


LAST = date(2024, 10, 12)  # fifteen months before DAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last", "year", "how", "met"),
    [
        (LAST, 2024, "registered", True),
        (LAST - ONE, 2024, "registered", False),
        (LAST + ONE, 2024, "registered", True),
        (LAST - ONE, 2024, "registered_exempt", False),
        (LAST - ONE, 2024, "deferred", None),
        (LAST - ONE, 2025, "registered", None),
    ],
)
def test_whose_last_registration_is_more_than_fifteen_months_ago_is_warned_of(
    last: date, year: int, how: str, met: bool | None
) -> None:
    here = in_round({"stage": "approved"}, {"stage": "approved"})
    registered(here, 0, last, year, how)
    registered(here, 1, LAST - 99 * ONE)

    finding = judged("registered_lately", member(here))

    assert (finding and (finding.code, finding.met)) == (met if met is None else ("registration_gap", met))
    assert finding is None or finding.sentence.count("15 个月") == 1
    assert finding is None or finding.have == (None if met else 1)


@pytest.mark.django_db
def test_of_two_registrations_the_later_counts() -> None:
    here = in_round({"stage": "approved"})
    registered(here, 0, LAST - 400 * ONE, 2023)
    registered(here, 0, LAST, 2024)

    assert found("registered_lately", member(here)).met


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("late", "answers", "have", "words"),
    [
        (5, {"everyone": True}, 5, "戊（2024年10月11日）上次"),
        (6, {"everyone": True}, 6, "戊（2024年10月11日）等 6 人上次"),
        (6, {"persons": [1]}, 1, "甲（2024年10月11日）上次"),
    ],
)
def test_a_branch_is_told_of_five_by_name_and_of_how_many(
    late: int, answers: dict[str, Any], have: int, words: str
) -> None:
    here = in_round(*[{"stage": "approved"}] * (late + 1))
    for number in range(late):
        registered(here, number, LAST - ONE)
    people = [here.members[one - 1].subject for one in answers.get("persons", ())]

    finding = found("registered_lately", here.on_cover("register", DAY, answers={**answers, "persons": people}))

    assert (finding.met, finding.have) == (False, have)
    assert words in finding.sentence


@pytest.mark.django_db
def test_of_the_last_registration_nothing_is_said_twice_nor_where_none_is_known() -> None:
    here = in_round({"stage": "approved"})
    cover_ = here.on_cover("register", DAY, answers={"everyone": True, "persons": []})
    (follower,) = here.led(cover_, 0)

    assert judged("registered_lately", cover_) is None
    registered(here, 0, LAST - ONE)
    assert judged("registered_lately", follower) is None
    assert not found("registered_lately", cover_).met


@pytest.mark.parametrize(
    ("facts", "met"),
    [
        ({"grade": "basic"}, False),
        ({"grade": "basic", "talked_on": DAY}, True),
        ({"grade": "qualified"}, None),
        ({"grade": "unqualified"}, None),
        ({"grade": "qualified", "talked_on": DAY}, True),
    ],
)
def test_with_who_is_just_qualified_the_secretary_talks_first(facts: dict[str, Any], met: bool | None) -> None:
    finding = judged("talked", own(facts=facts))

    assert (finding and (finding.code, finding.met)) == (met if met is None else ("talk_missing", met))
    assert not met or "2026年1月12日已谈话" in found("talked", own(facts=facts)).sentence
    assert judged("talked", cover(facts=facts)) is None


@pytest.mark.parametrize(
    ("act", "met"),
    [(own("talk", facts={"grade": "basic"}), True), (own("talk", facts={"grade": "qualified"}), False),
     (own("talk"), False), (cover("talk", facts={"grade": "basic"}), False)],
)  # fmt: skip
def test_the_talk_is_with_who_is_just_qualified(act: Assessing, met: bool) -> None:
    finding = found("talk_needed", act)

    assert (finding.code, finding.met) == ("talk_not_needed", met)


@pytest.mark.parametrize(
    ("since", "earliest"),
    [(date(2025, 12, 15), date(2026, 3, 15)), (date(2025, 11, 30), date(2026, 2, 28)),
     (date(2026, 1, 31), date(2026, 4, 30))],
)  # fmt: skip
def test_who_is_unqualified_is_assessed_again_after_three_months(since: date, earliest: date) -> None:
    facts = {"approved_on": since}
    before, on_the_day, after = (
        found("educated_long_enough", own("recheck", earliest + day * ONE, facts=facts)) for day in (-1, 0, 1)
    )

    assert [(one.code, one.met, one.earliest) for one in (before, on_the_day, after)] == [
        ("recheck_too_early", met, earliest) for met in (False, True, True)
    ]
    assert "3 个月后复评" in before.sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "last"),
    [(date(2025, 12, 15), date(2026, 6, 15)), (date(2025, 11, 30), date(2026, 6, 1)),
     (date(2026, 1, 18), date(2026, 7, 20))],
)  # fmt: skip
def test_and_within_six_months_or_on_the_first_working_day_after_them(since: date, last: date) -> None:
    facts = {"approved_on": since}
    on_the_day, after = (found("rechecked_in_time", own("recheck", last + day * ONE, facts=facts)) for day in (0, 1))

    assert [(one.code, one.met, one.until) for one in (on_the_day, after)] == [
        ("recheck_late", met, last) for met in (True, False)
    ]
    assert "6 个月内" in after.sentence
    assert add_months(since, 6) <= last


@pytest.mark.parametrize("name", ["educated_long_enough", "rechecked_in_time"])
def test_of_a_case_without_an_approval_no_time_is_reckoned(name: str) -> None:
    assert judged(name, own("recheck")) is None


@pytest.mark.parametrize(
    ("facts", "talked", "unwilling", "words"),
    [
        ({}, False, None, "尚未劝其退团"),
        ({"agreed": True}, False, None, "尚未劝其退团"),
        ({"persuaded_on": DAY, "agreed": False}, True, None, "2026年1月12日已劝其退团，本人不同意。"),
        ({"persuaded_on": DAY}, True, None, "本人不同意。"),
        ({"persuaded_on": DAY, "agreed": True}, True, False, "本人同意。"),
    ],
)
def test_before_a_removal_the_member_is_persuaded_to_withdraw(
    facts: dict[str, Any], talked: bool, unwilling: bool | None, words: str
) -> None:
    act = own("removal_meeting", facts=facts)
    first, second = found("persuaded", act), judged("unwilling_to_leave", act)

    assert (first.code, first.met) == ("not_persuaded", talked)
    assert words in first.sentence
    assert (second and (second.code, second.met)) == (unwilling if unwilling is None else ("agreed_to_withdraw", False))


@pytest.mark.parametrize(
    ("decisions", "open_", "words"),
    [([], False, "没有申诉。"), ([""], True, "尚未处理"), (["dismissed"], False, "申诉 1 件，均已处理。"),
     (["dismissed", ""], True, "尚未处理"), (["", "dismissed"], True, "尚未处理"),
     (["dismissed", "upheld"], False, "申诉 2 件，均已处理。")],
)  # fmt: skip
def test_every_appeal_is_answered_before_the_removal_is_approved_and_once(
    decisions: list[str], open_: bool, words: str
) -> None:
    facts = {"appeals": [Appeal(on=DAY, content="略", decision=one) for one in decisions]}
    settled, to_answer = found("appeals_answered", own(facts=facts)), found("appeal_to_answer", own(facts=facts))

    assert (settled.code, settled.met, to_answer.code, to_answer.met) == (
        "appeal_unsettled", not open_, "no_appeal", open_,
    )  # fmt: skip
    assert words in settled.sentence


def test_what_is_asked_of_the_form_warned_of_or_held_firm() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert {name for name, one in every.items() if one.asks} == {"somebody_named", "registered_lately"}
    assert {name for name, one in every.items() if one.warns} == {
        "registered_lately", "rechecked_in_time", "persuaded", "unwilling_to_leave",
    }  # fmt: skip
    assert {name for name, one in every.items() if one.firm} == {"somebody_named", "grade_known", "talk_needed"}


APPROVED = Decided("approve_grades", DAY)


@pytest.mark.parametrize(
    ("appeals", "sentence"),
    [
        ([], None),
        ([Appeal(on=DAY, content="略", against=Decided("approve_grades", DAY - timedelta(days=365)))], None),
        ([Appeal(on=DAY, content="略", against=APPROVED)], "正在处理"),
        ([Appeal(on=DAY, content="略", against=APPROVED, decision="dismissed", answered_on=DAY)], "已处理"),
    ],
)
def test_a_decision_is_appealed_against_once_and_a_later_one_anew(appeals: list[Appeal], sentence: str | None) -> None:
    finding = judged("not_appealed_yet", own(facts={"approved_on": DAY, "appeals": appeals}))

    assert (finding is None) == (sentence is None)
    if finding:
        assert (finding.code, finding.met) == ("already_done", False)
        assert f"{zh_date(DAY)}已对“审定等次”（{zh_date(DAY)}）提出申诉" in finding.sentence
        assert str(sentence) in finding.sentence


def test_of_a_decision_that_the_case_does_not_know_no_second_appeal_is_heard() -> None:
    finding = judged("not_appealed_yet", own(facts={"appeals": [Appeal(on=DAY, content="略")]}))

    assert finding is not None
    assert "已对这一决定提出申诉" in finding.sentence
