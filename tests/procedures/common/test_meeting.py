"""支部大会的算术: roll, quorum, votes and majority at their borders."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.common import meeting
from procedures.common.meeting import Count
from procedures.joining import rules
from tests.acting import acting
from tests.worlds import hospital
from workflows.table.rules import Share

DAY = date(2026, 5, 28)
HALF, TWO_THIRDS = Share.parse(">1/2"), Share.parse(">=2/3")
RULES = {"majority": rules.MAJORITY, "base": rules.MAJORITY_BASE, "written": rules.WRITTEN}


def count(**figures: int) -> Count:
    """Return figures; what is not named is 0."""
    return Count(**{"roll": 0, "present": 0, "yes": 0, "no": 0, "abstain": 0} | figures)


def numbers(finding: Any) -> tuple[bool, int | None, int | None]:
    """Return whether it is met, what there is and what is needed."""
    return finding.met, finding.have, finding.need


def test_nobody_is_counted_who_is_not_named() -> None:
    assert (Count(9, 5, 5, 0, 0).written_yes, Count(9, 5, 5, 0, 0).written_no) == (0, 0)


def test_opinions_and_ballots_are_summed_apart() -> None:
    figures = Count(30, 20, 11, 7, 2, written_yes=5, written_no=3)

    assert (figures.written, figures.ballots) == (8, 20)
    assert (figures.for_(with_written=True), figures.for_(with_written=False)) == (16, 11)


@pytest.mark.parametrize(
    ("base", "with_written", "whole"),
    [("present", True, 28), ("present", False, 20), ("should_attend", True, 30), ("should_attend", False, 30),
     ("absent", True, 30), ("zero", False, 30)],
)  # fmt: skip
def test_a_majority_is_asked_of_those_who_voted_or_of_those_who_should_attend(
    base: str, with_written: bool, whole: int
) -> None:
    assert Count(30, 20, 11, 7, 2, written_yes=5, written_no=3).base(base, with_written=with_written) == whole


@pytest.mark.parametrize(
    ("present", "yes", "no", "met"),
    [(9, 0, 0, True), (10, 0, 0, True), (11, 0, 0, False), (8, 1, 1, True), (9, 1, 1, False), (8, 3, 0, False),
     (0, 0, 0, True), (0, 10, 1, False)],
)  # fmt: skip
def test_those_present_and_those_who_wrote_are_no_more_than_the_roll(
    present: int, yes: int, no: int, met: bool
) -> None:
    finding = meeting.roll_finding(count(roll=10, present=present, written_yes=yes, written_no=no))

    assert (finding.met, finding.maximum) == (met, 10)
    assert finding.have == (present if met else present + yes + no)
    assert finding.field == ("" if met else "present")
    assert ("书面意见" in finding.sentence) == (not met and yes + no > 0)


@pytest.mark.parametrize(
    ("share", "roll", "present", "need", "met"),
    [(HALF, 10, 5, 6, False), (HALF, 10, 6, 6, True), (HALF, 11, 5, 6, False), (HALF, 11, 6, 6, True),
     (HALF, 11, 7, 6, True), (HALF, 1, 1, 1, True), (HALF, 0, 0, 1, False), (TWO_THIRDS, 9, 6, 6, True),
     (TWO_THIRDS, 9, 5, 6, False), (TWO_THIRDS, 10, 6, 7, False)],
)  # fmt: skip
def test_a_quorum_is_reached_at_its_number(share: Share, roll: int, present: int, need: int, met: bool) -> None:
    finding = meeting.quorum_finding(count(roll=roll, present=present, written_yes=9), share)

    assert numbers(finding) == (met, present, need)
    assert f"应到 {roll} 人，实到 {present} 人，" in finding.sentence
    assert finding.field == ("" if met else "present")


@pytest.mark.parametrize(("yes", "no", "abstain", "met"), [(3, 2, 1, True), (3, 2, 0, False), (3, 2, 2, False)])
def test_votes_are_as_many_as_those_present(yes: int, no: int, abstain: int, met: bool) -> None:
    finding = meeting.votes_finding(count(roll=9, present=6, yes=yes, no=no, abstain=abstain, written_yes=1))

    assert numbers(finding) == (met, yes + no + abstain, 6)
    assert f"共 {yes + no + abstain} 票；实到 6 人" in finding.sentence
    assert finding.field == ("" if met else "yes")


@pytest.mark.parametrize(
    ("base", "with_written", "yes", "written_yes", "need", "have", "met"),
    [("should_attend", True, 5, 0, 6, 5, False), ("should_attend", True, 5, 1, 6, 6, True),
     ("should_attend", False, 5, 1, 6, 5, False), ("should_attend", False, 6, 0, 6, 6, True),
     ("should_attend", False, 7, 0, 6, 7, True), ("present", False, 4, 0, 5, 4, False),
     ("present", False, 5, 0, 5, 5, True), ("present", True, 5, 1, 5, 6, True), ("present", True, 3, 1, 5, 4, False)],
)  # fmt: skip
def test_a_vote_carries_at_its_number(
    base: str, with_written: bool, yes: int, written_yes: int, need: int, have: int, met: bool
) -> None:
    figures = count(roll=10, present=8, yes=yes, no=8 - yes, written_yes=written_yes)

    finding = meeting.majority_finding(figures, HALF, base, with_written=with_written)

    assert numbers(finding) == (met, have, need)
    assert ("参加表决" in finding.sentence) == (base == "present")


def test_a_form_gives_the_figures_and_the_register_the_roll() -> None:
    act = acting("joining.hold_meeting", DAY, roll=30, answers={"present": 20, "yes": 11, "no": None, "abstain": 2})

    assert meeting.count_of(act) == Count(30, 20, 11, 0, 2)
    assert meeting.count_of(act, {"present": 3, "written_no": 1}) == Count(30, 3, 0, 0, 0, 0, 1)


@pytest.mark.parametrize(("yes", "written_yes", "carried"), [(5, 0, False), (6, 0, True), (5, 1, True)])
def test_whether_it_carried_is_told_by_the_law_of_the_day(yes: int, written_yes: int, carried: bool) -> None:
    answers = {"present": 8, "yes": yes, "no": 8 - yes, "written_yes": written_yes}

    assert meeting.carried(acting("joining.hold_meeting", DAY, roll=10, answers=answers), **RULES) is carried


def test_a_committee_may_count_those_who_voted_and_leave_out_what_was_written() -> None:
    answers = {"present": 8, "yes": 4, "no": 4, "written_yes": 3}
    here = {rules.MAJORITY_BASE: "present", rules.WRITTEN: False}

    assert not meeting.carried(acting("joining.hold_meeting", DAY, roll=10, answers=answers, set_here=here), **RULES)
    assert meeting.carried(
        acting("joining.hold_meeting", DAY, roll=10, answers=answers | {"yes": 5, "no": 3}, set_here=here), **RULES
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "met"),
    [({}, []), ({"yes": 7, "no": 0, "abstain": 0}, []), ({"present": 6}, [False]), ({"present": 7}, [True]),
     ({"present": 7, "yes": 7}, [True]), ({"present": 7, "yes": 7, "no": 0}, [True]),
     ({"present": 7, "yes": 6, "no": 1, "abstain": 0}, [True, True, False]),
     ({"present": 7, "yes": 6, "no": 0, "abstain": 0, "written_yes": 1}, [True, False, True]),
     ({"present": 7, "yes": 7, "no": 0, "abstain": None}, [True, True, True])],
)  # fmt: skip
def test_beside_the_form_stands_the_roll_and_what_is_reached_with_what_is_typed(
    answers: dict[str, int | None], met: list[bool]
) -> None:
    act = acting("joining.hold_meeting", DAY, answers=answers)
    act.case.organization = hospital().organization("SURG")
    panel = meeting.roll_side_panel(quorum=rules.QUORUM, **RULES)

    shown = panel.facts(act)

    assert (len(shown["voters"]), shown["silent"], shown["need"], shown["on"]) == (12, [], 7, DAY)
    assert shown["share"] == "超过半数"
    assert [one.met for one in shown["sentences"]] == met


def test_a_case_knows_nothing_of_a_meeting_before_it() -> None:
    assert meeting.MeetingFacts().model_dump() == {
        "voted_on": None, "should_attend": None, "present": None, "yes": None, "no": None, "abstain": None,
        "written_yes": None, "written_no": None, "carried": None, "not_carried": [],
    }  # fmt: skip
    assert set(meeting.SETS) < set(meeting.MeetingFacts.model_fields)


@pytest.mark.parametrize(("yes", "carried"), [(3, True), (2, False)])
def test_the_figures_are_kept_and_a_second_lost_vote_stands_beside_the_first(yes: int, carried: bool) -> None:
    answers = {"present": 9, "yes": yes, "no": 1, "abstain": 2, "written_yes": 3, "written_no": 4}
    act = acting("joining.hold_meeting", DAY, roll=10, answers=answers, facts={"not_carried": ["上次"]})

    meeting.keep(act, **RULES)

    kept = act.facts.model_dump(include=set(meeting.SETS))
    assert kept == {"should_attend": 10, **answers, "carried": carried}
    lost = "2026年5月28日支部大会表决：赞成 5 票，应到 10 人，须超过半数即至少 6 票，表决未通过"
    assert act.facts.not_carried == (["上次"] if carried else ["上次", lost])


@pytest.mark.django_db
def test_the_roll_is_counted_once_for_all_cases_of_a_meeting() -> None:
    act = acting("joining.hold_meeting", DAY)
    act.case.organization = branch = hospital().organization("SURG")

    first = meeting.count_of(act)
    meeting.rolls.keep(act, {branch.pk: 99})

    assert (first.roll, meeting.count_of(act).roll) == (12, 99)
