"""评议的条件 at their borders: to the day, to the person, and the second time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.assessment import branchwide, conditions, rules
from procedures.assessment.branchwide import Assessing
from tests.acting import acting, on_cover
from tests.procedures.assessment.rows import in_round
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2025, 12, 12)
ONE = timedelta(days=1)
PROPOSE = "assessment.propose_grades"
APPROVE = "assessment.approve_grades"


def cover(act: str = PROPOSE, on: date = DAY, *, to_grade: int = 0, **built: Any) -> Assessing:
    """Return a built act on the cover of a branch, of which so many members are to be graded."""
    made = on_cover(acting(act, on, **built))
    branchwide.members_to_grade.keep(made, to_grade)
    return made


def led(act: str = PROPOSE, on: date = DAY, *, stage: str = "preparing", **built: Any) -> Assessing:
    """Return a built act on a member's case that follows one on the cover."""
    made = own(act, on, stage=stage, **built)
    branchwide.lead(made)
    return made


def own(act: str = PROPOSE, on: date = DAY, *, stage: str = "approved", **built: Any) -> Assessing:
    """Return a built act on the case of a member in a round, done by itself."""
    made = acting(act, on, **built)
    made.case.round_id = 3
    made.case.move(stage)
    return made


def judged(name: str, act: Assessing) -> Finding | None:
    """Return what a condition finds of an act."""
    return getattr(conditions, name).judge(act)


def found(name: str, act: Assessing) -> Finding:
    """Return what a condition must find of an act."""
    finding = judged(name, act)
    assert finding is not None
    return finding


def grades(**given: int) -> dict[int, dict[str, str]]:
    """Return grades by name, so many of each; the keys of the people begin with 1."""
    codes = [code for code, number in given.items() for _ in range(number)]
    return {key: {"grade": code} for key, code in enumerate(codes, 1)}


@pytest.mark.parametrize(
    ("on", "year", "met", "earliest"),
    [
        (date(2025, 12, 31), 2026, False, date(2026, 1, 1)),
        (date(2026, 1, 1), 2026, True, None),
        (date(2026, 1, 1), 2025, True, None),
        (date(2026, 1, 1), 2027, False, date(2027, 1, 1)),
    ],
)
def test_a_year_is_assessed_from_its_first_day_on(on: date, year: int, met: bool, earliest: date | None) -> None:
    finding = found("year_begun", acting("assessment.open_round", on, answers={"year": year}))

    assert (finding.code, finding.met, finding.earliest) == ("year_not_begun", met, earliest)
    assert str(year) in finding.sentence


OWN_DAYS = [date(2025, 10, 15), date(2025, 12, 20)]


@pytest.mark.parametrize(
    ("on", "window", "met", "until"),
    [
        (date(2025, 10, 31), None, False, date(2026, 1, 31)),
        (date(2025, 11, 1), None, True, date(2026, 1, 31)),
        (date(2026, 1, 31), None, True, date(2026, 1, 31)),
        (date(2026, 2, 1), None, False, date(2026, 1, 31)),
        (date(2025, 10, 14), OWN_DAYS, False, date(2025, 12, 20)),
        (date(2025, 10, 15), OWN_DAYS, True, date(2025, 12, 20)),
        (date(2025, 12, 20), OWN_DAYS, True, date(2025, 12, 20)),
        (date(2025, 12, 21), OWN_DAYS, False, date(2025, 12, 20)),
    ],
)
def test_a_round_and_its_meetings_are_from_the_first_day_of_the_window_to_its_last(
    on: date, window: list[date] | None, met: bool, until: date
) -> None:
    opened = found("opened_in_window", acting("assessment.open_round", on, answers={"year": 2025, "window": window}))
    held = found("in_window", cover("assessment.hold_meeting", on, facts={"year": 2025, "window": window or []}))

    assert (opened.code, opened.met, opened.until) == ("outside_window", met, until)
    assert (held.code, held.met, held.until) == ("outside_window", met, until)
    assert "2025 年度评议时间为" in held.sentence


def test_a_committee_sets_other_days_for_its_rounds() -> None:
    set_here = {rules.WINDOW_OPENS: "10-15", rules.WINDOW_CLOSES: "12-31"}

    assert found(
        "opened_in_window",
        acting("assessment.open_round", date(2025, 10, 15), answers={"year": 2025}, set_here=set_here),
    ).met


@pytest.mark.parametrize("act", [cover(facts={}), own(facts={"year": 2025}), own(facts={})])
def test_of_the_window_a_meeting_is_asked_on_the_cover_of_a_year(act: Assessing) -> None:
    assert judged("in_window", act) is None


def test_what_is_done_on_the_cover_leads_the_cases_of_the_members() -> None:
    act, member = cover(), own(stage="preparing")
    member.shared = act.shared

    assert found("for_the_branch", act).met
    assert judged("for_the_branch", member) is None


def test_what_the_branch_does_is_not_done_on_one_case_of_its_round() -> None:
    finding = found("for_the_branch", own())

    assert (finding.code, finding.met) == ("for_the_branch", False)


def test_who_was_sent_back_alone_or_is_in_no_round_is_graded_by_himself() -> None:
    without_round = acting(PROPOSE, DAY)

    assert judged("for_the_branch", own(facts={"alone": True})) is None
    assert judged("for_the_branch", without_round) is None


@pytest.mark.parametrize(
    ("act", "refused"),
    [
        (own(stage="graded"), True),
        (led(stage="graded"), False),
        (own(stage="returned"), False),
        (led(stage="returned"), False),
    ],
)
def test_what_lies_with_the_committee_is_not_proposed_anew(act: Assessing, refused: bool) -> None:
    finding = judged("not_with_committee", act)

    assert (finding is not None and not finding.met) is refused


def test_a_branch_grades_after_its_meeting() -> None:
    held = found("meeting_held", cover(facts={"met_on": DAY, "present": 9, "assessed": 8}))

    assert (found("meeting_held", cover()).code, found("meeting_held", cover()).met) == ("meeting_missing", False)
    assert (held.met, held.sentence) == (True, "2025年12月12日召开评议大会，参加评议 8 人。")
    assert judged("meeting_held", own(facts={"met_on": DAY})) is None
    assert judged("meeting_held", own()) is None


@pytest.mark.parametrize(
    ("present", "assessed", "most"),
    [(10, None, 3), (9, None, 2), (13, None, 3), (14, None, 4), (13, 10, 3), (100, None, 30), (3, None, 0)],
)
def test_three_in_ten_of_those_taking_part_may_be_excellent(present: int, assessed: int | None, most: int) -> None:
    facts = {"present": present, "assessed": assessed}
    just, over = (
        found("excellent_within", cover(facts=facts, answers={"grades": grades(excellent=have, qualified=1)}))
        for have in (most, most + 1)
    )

    assert (just.met, just.have, just.maximum) == (True, most, most)
    assert (over.code, over.met, over.have, over.maximum) == ("excellent_over_30_percent", False, most + 1, most)
    assert over.sentence.endswith(f"即至多 {most} 人；评为优秀 {most + 1} 人，多 1 人，请调整。")
    assert over.field == "grades"


@pytest.mark.parametrize(
    ("promised", "here", "percent"),
    [(None, 30, 30), (None, 20, 20), (None, 40, 30), (10, 20, 10), (25, 20, 25), (0, 30, 0)],
)
def test_the_share_is_that_of_the_opening_else_the_stricter_of_here_and_the_nation(
    promised: int | None, here: int, percent: int
) -> None:
    facts = {"present": 100, "excellent_percent": promised}
    answers = {"grades": {}, "counts": {"excellent": percent, "qualified": 100 - percent}}

    finding = found("excellent_within", cover(facts=facts, answers=answers, set_here={rules.EXCELLENT_HERE: here}))

    assert (finding.met, finding.maximum) == (True, percent)
    assert f"优秀不超过 {percent}%" in finding.sentence


@pytest.mark.parametrize("name", ["excellent_within", "excellent_still_within", "exceptions_explained", "names_match"])
def test_what_the_cover_was_asked_is_not_asked_again_of_each_member(name: str) -> None:
    answers = {"grades": grades(excellent=2), "exceptions": {1: {"grade": "excellent"}}}

    assert judged(name, led(answers=answers)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("grade", "met", "have"), [("excellent", False, 4), ("qualified", True, 3)])
def test_who_is_graded_apart_is_counted_with_those_named_before(grade: str, met: bool, have: int) -> None:
    named = [{"stage": "approved", "grade": "excellent"}] * 3
    here = in_round({"stage": "returned", "alone": True, "present": 10}, *named, cover={"stage": "approved"})
    answers = {"grades": {here.members[0].subject_id: {"grade": grade}}}

    finding = found("excellent_within", here.on_member(0, "propose_grades", DAY, answers=answers))

    assert (finding.met, finding.have, finding.maximum) == (met, have, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("counted", "unnamed", "have"), [(3, 3, 3), (3, 2, 2), (2, 3, 2), (0, 3, 0)],
)  # fmt: skip
def test_who_is_graded_apart_is_counted_with_those_who_are_excellent_without_a_name_yet(
    counted: int, unnamed: int, have: int
) -> None:
    known = {"stage": "approved", "approved_on": DAY}
    here = in_round(
        {"stage": "returned", "alone": True, "present": 10},
        *[known | {"counted": True}] * unnamed, known | {"grade": "qualified"},
        {"stage": "approved", "alone": True, "approved_on": DAY, "grade": "excellent"},
        cover=known | {"counts": {"excellent": counted, "qualified": 9}},
    )  # fmt: skip
    answers = {"grades": {}, "counts": {"excellent": 1}}

    finding = found("excellent_within", here.on_member(0, "propose_grades", DAY + ONE, answers=answers))

    assert (finding.have, finding.met) == (have + 2, have + 2 <= 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("exceptions", "have", "met"),
    [
        ({0: "excellent"}, 4, False),
        ({0: "excellent", 1: "qualified"}, 3, True),
        ({1: "returned"}, 2, True),
        ({1: "excellent"}, 3, True),
        ({1: "basic", 2: "excellent"}, 2, True),
    ],
)
def test_what_the_committee_changes_keeps_within_the_share(exceptions: dict[int, str], have: int, met: bool) -> None:
    here = in_round(
        *({"stage": "graded", "grade": grade} for grade in ("qualified", "excellent", "excellent", "excellent")),
        cover={"stage": "graded", "present": 10, "counts": {"excellent": 3, "qualified": 1}},
    )
    given = {here.members[number].subject_id: {"grade": grade} for number, grade in exceptions.items()}

    finding = found("excellent_still_within", here.on_cover("approve_grades", DAY, answers={"exceptions": given}))

    assert (finding.met, finding.have, finding.maximum) == (met, have, 3)
    assert finding.field == ("" if met else "exceptions")


@pytest.mark.django_db
@pytest.mark.parametrize(("grade", "have"), [("excellent", 1), ("qualified", 0), ("returned", 0)])
def test_what_the_committee_changes_for_a_member_apart_keeps_within_it_too(grade: str, have: int) -> None:
    here = in_round({"stage": "graded", "alone": True, "present": 3, "grade": "qualified"}, cover={"stage": "approved"})
    exceptions = {here.members[0].subject_id: {"grade": grade}}

    finding = found(
        "excellent_still_within", here.on_member(0, "approve_grades", DAY, answers={"exceptions": exceptions})
    )

    assert (finding.met, finding.have, finding.maximum) == (have == 0, have, 0)


@pytest.mark.parametrize("name", ["excellent_still_within", "exceptions_explained"])
@pytest.mark.parametrize("answers", [{}, {"exceptions": {}}])
def test_of_a_list_that_the_committee_leaves_as_it_is_nothing_is_asked(name: str, answers: dict[str, Any]) -> None:
    assert judged(name, cover(APPROVE, answers=answers)) is None
    assert judged(name, own(APPROVE, answers=answers)) is None


@pytest.mark.parametrize(
    ("have", "within", "complete", "more", "missing"),
    [(9, True, False, "", "还有 1 人"), (8, True, False, "", "还有 2 人"), (10, True, True, "", ""),
     (11, False, True, "多出 1 人", ""), (12, False, True, "多出 2 人", "")],
)  # fmt: skip
def test_there_are_as_many_grades_as_members(have: int, within: bool, complete: bool, more: str, missing: str) -> None:
    act = cover(to_grade=10, answers={"grades": grades(excellent=1, qualified=have - 1)})
    exceed, each = found("grades_within_members", act), found("everybody_graded", act)

    assert (exceed.code, exceed.met, exceed.have, exceed.maximum) == ("grades_exceed_members", within, have, 10)
    assert exceed.sentence.startswith(f"优秀 1 人、合格 {have - 1} 人，共 {have} 人；应参评 10 人")
    assert more in exceed.sentence
    assert (each.code, each.met, each.have, each.need) == ("not_everybody_graded", complete, have, 10)
    assert missing in each.sentence


@pytest.mark.parametrize("name", ["grades_within_members", "everybody_graded"])
def test_the_number_of_grades_is_asked_on_the_cover(name: str) -> None:
    assert judged(name, own(answers={"grades": grades(qualified=2)})) is None


BARE, GIVEN, FINE = {"grade": "unqualified"}, {"grade": "unqualified", "reason": "旷课"}, {"grade": "basic"}


@pytest.mark.parametrize(
    ("given", "silent", "met"),
    [
        ([BARE], 1, False),
        ([BARE, GIVEN, FINE], 1, False),
        ([BARE, BARE, GIVEN], 2, False),
        ([{**BARE, "reason": ""}], 1, False),
        ([GIVEN, FINE], None, True),
        ([GIVEN, GIVEN], None, True),
        ([FINE], None, None),
        ([], None, None),
    ],
)
@pytest.mark.parametrize(
    ("name", "field"),
    [("unqualified_reasoned", "grades"), ("exceptions_reasoned", "exceptions"), ("names_reasoned", "grades")],
)
def test_why_a_member_is_unqualified_is_written(
    name: str, field: str, given: list[dict[str, str]], silent: int | None, met: bool | None
) -> None:
    rows = dict(enumerate(given, 1))
    answers = {"grades": {}, field: rows}
    alone, cases = own(answers=answers), (cover(answers=answers), own(answers=answers))

    assert [finding and (finding.code, finding.met, finding.have, finding.field) for finding in
            (judged(name, one) for one in cases)] == [
        met if met is None else ("unqualified_needs_reason", met, silent, field if silent else "")
    ] * 2  # fmt: skip
    assert not met or f"不合格 {given.count(GIVEN)} 人" in found(name, alone).sentence
    assert judged(name, led(answers=answers)) is None


@pytest.mark.parametrize(
    ("given", "met", "have"),
    [
        ([{"grade": "basic"}], False, 1),
        ([{"grade": "basic"}, {"grade": "basic", "reason": ""}], False, 2),
        ([{"grade": "basic", "reason": "略"}, {"grade": "basic"}], False, 1),
        ([{"grade": "basic", "reason": "略"}], True, None),
    ],
)
def test_what_differs_from_the_proposal_is_explained(given: list[dict[str, str]], met: bool, have: int | None) -> None:
    answers = {"exceptions": dict(enumerate(given, 1))}

    for act in (cover(APPROVE, answers=answers), own(APPROVE, answers=answers)):
        finding = found("exceptions_explained", act)
        assert (finding.code, finding.met, finding.have) == ("exception_unexplained", met, have)


LISTED = {"stage": "approved", "approved_on": DAY}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "now", "moved", "over"),
    [
        ({}, {"excellent": 1, "qualified": 2}, 0, None),
        ({"qualified": 1}, {"excellent": 1, "qualified": 1}, 0, None),
        ({}, {"excellent": 2}, 0, "优秀超出"),
        ({"excellent": 1}, {"excellent": 1}, 0, "优秀超出"),
        ({"excellent": 1}, {"excellent": 1}, 1, None),
        ({"excellent": 1}, {"excellent": 2}, 1, "优秀超出"),
        ({}, {"basic": 1}, 0, "基本合格超出"),
        ({}, {"excellent": 2, "basic": 1}, 1, "优秀、基本合格超出"),
        ({"qualified": 2}, {"qualified": 1}, 0, "合格超出"),
    ],
)
def test_names_are_behind_the_counts_approved(
    before: dict[str, int], now: dict[str, int], moved: int, over: str | None
) -> None:
    named = [LISTED | {"grade": code} for code, number in before.items() for _ in range(number)]
    here = in_round(
        *named, LISTED | {"alone": True, "grade": "excellent"}, LISTED | {"approved_on": DAY + ONE, "grade": "basic"},
        cover=LISTED | {"counts": {"excellent": 1, "qualified": 2}, "moved_unnamed": moved},
    )  # fmt: skip
    act = here.on_cover("name_grades", DAY + ONE, answers={"grades": grades(**now)})

    finding = found("names_match", act)

    assert (finding.code, finding.met) == ("names_do_not_match_counts", over is None)
    assert f"{over or ''}" in finding.sentence
    assert over is None or f"，{over}已审定的人数，请核对。" in finding.sentence
    assert finding.field == ("" if finding.met else "grades")
    follower = own()
    follower.shared = act.shared
    assert branchwide.is_led(follower)


@pytest.mark.django_db
@pytest.mark.parametrize(("grade", "met"), [("excellent", False), ("qualified", True), ("basic", False)])
def test_a_name_given_on_one_case_is_behind_the_counts_too(grade: str, met: bool) -> None:
    here = in_round(
        LISTED | {"counted": True}, LISTED | {"grade": "excellent"},
        cover=LISTED | {"counts": {"excellent": 1, "qualified": 1}},
    )  # fmt: skip
    first, second = (one.subject_id for one in here.members)
    answers = {"grades": {first: {"grade": grade}, second: {"grade": "basic"}}}

    assert found("names_match", here.on_member(0, "name_grades", DAY + ONE, answers=answers)).met is met


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "key", "met"),
    [({}, 1, True), ({"grade": "basic"}, 1, False), ({}, 2, False), ({"grade": "basic"}, 2, False)],
)
def test_on_one_case_the_name_of_its_member_is_given_once(facts: dict[str, str], key: int, met: bool) -> None:
    act = own(facts=facts, answers={"grades": {key: {"grade": "qualified"}}})

    finding = found("names_match", act)

    assert (finding.met, finding.field) == (met, "" if met else "grades")


def test_what_is_asked_of_the_form_warned_of_or_held_firm() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert {name for name, one in every.items() if not one.asks} == {
        "in_window", "for_the_branch", "not_with_committee", "meeting_held",
    }  # fmt: skip
    assert {name for name, one in every.items() if one.warns} == {
        "opened_in_window", "in_window", "everybody_graded", "exceptions_explained",
    }  # fmt: skip
    assert {name for name, one in every.items() if one.firm} == {
        "year_begun", "for_the_branch", "not_with_committee", "meeting_held", "grades_within_members", "names_match",
    }  # fmt: skip
