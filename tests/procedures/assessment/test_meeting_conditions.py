"""评议大会和除名大会的条件 at their borders: to the person and to the ballot."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.assessment import branchwide
from procedures.assessment import meeting_conditions as conditions
from procedures.assessment.branchwide import Assessing
from procedures.register.models import Discipline
from tests.acting import acting, on_cover
from tests.procedures.assessment.rows import in_round
from tests.worlds import hospital
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2025, 12, 10)


def own(act: str = "hold_meeting", **built: Any) -> Assessing:
    """Return a built act on a member's case."""
    return acting(f"assessment.{act}", DAY, **built)


def cover(act: str = "hold_meeting", *, to_grade: int = 0, **built: Any) -> Assessing:
    """Return a built act on the cover of a branch, of which so many members are to be graded."""
    made = on_cover(own(act, **built))
    branchwide.members_to_grade.keep(made, to_grade)
    return made


def judged(name: str, act: Assessing) -> Finding | None:
    """Return what a condition finds of an act."""
    return getattr(conditions, name).judge(act)


def found(name: str, act: Assessing) -> Finding:
    """Return what a condition must find of an act."""
    finding = judged(name, act)
    assert finding is not None
    return finding


@pytest.mark.parametrize(("present", "met"), [(9, True), (10, True), (11, False)])
@pytest.mark.parametrize("made", [cover, lambda **built: own("removal_meeting", **built)])
def test_nobody_is_present_who_is_not_on_the_roll(made: Any, present: int, met: bool) -> None:
    finding = found("present_on_roll", made(roll=10, answers={"present": present}))

    assert (finding.code, finding.met, finding.have, finding.maximum) == ("present_exceeds_roll", met, present, 10)


def test_whoever_follows_the_meeting_is_not_counted_again() -> None:
    act = own(roll=10, answers={"present": 11})

    assert judged("present_on_roll", act) is None
    assert judged("attendance", act) is None


@pytest.mark.parametrize(
    ("roll", "present", "need", "met"),
    [(9, 6, 7, False), (9, 7, 7, True), (10, 6, 7, False), (10, 7, 7, True), (11, 7, 8, False), (11, 8, 8, True),
     (3, 2, 3, False), (3, 3, 3, True), (1, 1, 1, True)],
)  # fmt: skip
def test_more_than_two_thirds_come_to_the_assessment(roll: int, present: int, need: int, met: bool) -> None:
    finding = found("attendance", cover(roll=roll, answers={"present": present}))

    assert (finding.code, finding.met, finding.have, finding.need) == (
        "attendance_not_over_two_thirds", met, present, need,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sums", "have", "words"),
    [
        ([6, 6], None, "2 人的测评票均为 6 票。"),
        ([6, 7], 7, "乙 7 票，应与实到 6 人相等"),
        ([5, 6, 7], 5, "甲 5 票、丙 7 票，应与"),
        ([0], 0, "甲 0 票，应与"),
        ([5] * 5, 5, "戊 5 票，应与"),
        ([5] * 6, 5, "戊 5 票等 6 人，应与"),
        ([6] + [5] * 6, 5, "己 5 票等 6 人，应与"),
    ],
)
def test_each_of_those_present_gives_each_member_one_ballot(sums: list[int], have: int | None, words: str) -> None:
    here = in_round(*[{"stage": "summarised"}] * len(sums))
    ballots = {
        case.subject_id: {"excellent": min(one, 1), "qualified": one - min(one, 1)}
        for case, one in zip(here.members, sums, strict=True)
    }

    finding = found("ballots_add_up", here.on_cover("hold_meeting", DAY, answers={"present": 6, "ballots": ballots}))

    assert (finding.code, finding.met, finding.need) == ("ballots_do_not_add_up", have is None, 6)
    assert finding.have == (6 if have is None else have)
    assert finding.field == ("" if finding.met else "ballots")
    assert words in finding.sentence


@pytest.mark.parametrize(
    "act", [cover(answers={"present": 6, "ballots": {}}), own(answers={"present": 6, "ballots": {1: {"basic": 5}}})]
)
def test_ballots_are_counted_on_the_cover_where_there_are_any(act: Assessing) -> None:
    assert judged("ballots_add_up", act) is None


ONE, TWO = {1: {"basic": 6}}, {1: {"basic": 6}, 2: {"basic": 6}}
TALLY, SHEET = {"tally_attached": True}, {"tally_attached": True, "tally_sheet": "汇总表.pdf"}


@pytest.mark.parametrize(
    ("answers", "met", "have", "field"),
    [
        ({"ballots": {}}, False, 0, "ballots"),
        ({"ballots": ONE}, False, 1, "ballots"),
        ({"ballots": TWO}, True, 2, ""),
        ({"ballots": {}, **TALLY}, False, None, "tally_sheet"),
        ({"ballots": {}, **SHEET}, True, None, ""),
        ({"ballots": ONE, **SHEET}, False, 1, "ballots"),
        ({"ballots": TWO, **TALLY}, True, 2, ""),
    ],
)
def test_the_ballots_of_every_member_are_there_or_the_tally(
    answers: dict[str, Any], met: bool, have: int | None, field: str
) -> None:
    finding = found("ballots_complete", cover(to_grade=2, answers=answers))

    assert (finding.code, finding.met, finding.have, finding.field) == ("ballots_missing", met, have, field)
    assert finding.need == (None if have is None else 2)
    assert judged("ballots_complete", own(answers=answers)) is None


@pytest.mark.parametrize(
    ("answers", "listened", "recorded"),
    [
        ({}, None, False),
        ({"heard": None, "statement": ""}, None, False),
        ({"heard": None, "statement": "已经改正"}, None, True),
        ({"heard": True}, True, True),
        ({"heard": True, "statement": "已经改正"}, True, True),
        ({"heard": False}, False, True),
        ({"heard": False, "statement": "已经改正"}, False, True),
    ],
)
def test_who_is_to_be_removed_is_heard_and_it_is_recorded(
    answers: dict[str, Any], listened: bool | None, recorded: bool
) -> None:
    act = own("removal_meeting", answers=answers)
    first, second = judged("heard", act), found("hearing_recorded", act)

    assert (first and (first.code, first.met)) == (listened if listened is None else ("member_not_heard", listened))
    assert (second.code, second.met) == ("member_not_heard", recorded)


@pytest.mark.django_db
@pytest.mark.parametrize(("present", "said"), [(None, []), (0, [False]), (7, [False]), (8, [True]), (11, [True])])
def test_beside_the_ballots_stand_the_roll_and_what_is_needed(present: int | None, said: list[bool]) -> None:
    here = hospital()
    Discipline.objects.create(person=here.person("org"), kind=Discipline.Sanction.PROBATION, first_on=DAY)
    act = own(answers={} if present is None else {"present": present})
    act.case.organization = here.organization("SURG")

    shown = conditions.ATTENDANCE.facts(act)

    assert conditions.ATTENDANCE.template == "assessment/attendance.html"
    assert (len(shown["voters"]), [one.person for one in shown["silent"]]) == (11, [here.person("org")])
    assert here.person("org") not in shown["voters"]
    assert (shown["need"], shown["share"]) == (8, "超过三分之二")
    assert [one.met for one in shown["sentences"]] == said
    assert all(one.have == present for one in shown["sentences"])


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        ({}, (0, 0, 0, 0)),
        ({"grades": {}}, (0, 0, 0, 0)),
        ({"grades": {1: {"grade": "excellent"}, 2: {"grade": "excellent"}, 3: {"grade": "basic"}}}, (2, 0, 1, 0)),
        ({"counts": {"qualified": 9}}, (0, 9, 0, 0)),
        ({"grades": {1: {"grade": "basic"}}, "counts": {"excellent": 4, "qualified": 9}}, (4, 9, 0, 0)),
    ],
)
def test_beside_the_grades_stands_how_many_may_be_excellent(answers: dict[str, Any], counts: tuple[int, ...]) -> None:
    shown = conditions.QUOTA.facts(cover("propose_grades", facts={"present": 12, "assessed": 10}, answers=answers))

    assert conditions.QUOTA.template == "assessment/quota.html"
    assert shown["rows"] == list(zip(("优秀", "合格", "基本合格", "不合格"), counts, strict=True))
    assert (shown["have"], shown["most"], shown["taking_part"]) == (counts[0], 3, 10)
    assert (shown["finding"].met, shown["finding"].have) == (counts[0] <= 3, counts[0])


def test_what_is_asked_of_the_form_warned_of_or_held_firm() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert all(one.asks for one in every.values())
    assert {name for name, one in every.items() if one.warns} == {"ballots_complete", "hearing_recorded"}
    assert {name for name, one in every.items() if one.firm} == {"present_on_roll", "ballots_add_up"}
