"""推优大会、公示和报送的条件 at their borders: to the vote, to the day, and each person by himself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from procedures.common.notice import Objection
from procedures.recommendation import meeting_conditions as conditions
from procedures.recommendation import rules
from procedures.recommendation.nominees import Recommendation
from tests.acting import BRANCH, acting
from tests.worlds import Place, hospital
from workflows.people.chain import Around
from workflows.people.models import Organization
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 5, 28)
ONE = timedelta(days=1)
FULL = {"yes": 6, "no": 0, "abstain": 0}


def built(act: str = "hold_meeting", on: date = DAY, **given: Any) -> Recommendation:
    """Return a built act on a recommendation."""
    return acting(f"recommendation.{act}", on, **given)


def voting(votes: Any, *, present: int = 6, roll: int = 10, **given: Any) -> Recommendation:
    """Return a meeting of a branch with so many on its roll; votes by the keys of the people, whose own is 1."""
    return built(roll=roll, answers={"present": present, "ballot": "secret", "votes": votes}, **given)


def found(name: str, act: Recommendation) -> Finding:
    """Return what a condition must find of an act."""
    finding = getattr(conditions, name).judge(act)
    assert finding is not None
    return finding


@pytest.mark.parametrize(("ballot", "met"), [("secret", True), ("open", False)])
def test_the_vote_is_secret(ballot: str, met: bool) -> None:
    finding = found("secret", built(answers={"ballot": ballot}))

    assert (finding.code, finding.met, finding.field) == ("secret_ballot_required", met, "" if met else "ballot")


@pytest.mark.parametrize(("present", "met"), [(9, True), (10, True), (11, False)])
def test_nobody_is_present_who_is_not_on_the_roll(present: int, met: bool) -> None:
    finding = found("present_on_roll", voting({}, present=present))

    assert (finding.code, finding.met, finding.have, finding.maximum) == ("present_exceeds_roll", met, present, 10)


@pytest.mark.parametrize(
    ("roll", "present", "need", "met"),
    [(10, 4, 5, False), (10, 5, 5, True), (11, 5, 6, False), (11, 6, 6, True), (1, 1, 1, True), (1, 0, 1, False)],
)
def test_at_least_half_of_those_who_should_attend_come(roll: int, present: int, need: int, met: bool) -> None:
    finding = found("quorum", voting({}, present=present, roll=roll))

    assert (finding.code, finding.met, finding.have, finding.need) == ("quorum_not_met", met, present, need)


@pytest.mark.parametrize(("votes", "met"), [(None, False), ({}, False), ({2: FULL}, False), ({1: FULL, 2: FULL}, True)])
def test_each_is_voted_on_by_himself(votes: Any, met: bool) -> None:
    finding = found("voted_on", voting(votes))

    assert (finding.code, finding.met, finding.field) == ("votes_missing", met, "" if met else "votes")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "wrong", "have"),
    [
        (FULL, FULL, "", None),
        (FULL, {"yes": 3, "no": 2, "abstain": 1}, "", None),
        (FULL, {"yes": 3, "no": 2, "abstain": 0}, "何立", 5),
        (FULL, {"yes": 3, "no": 2, "abstain": 2}, "何立", 7),
        ({"yes": 5}, FULL, "周敏", 5),
        ({"yes": 5}, {"yes": 4}, "周敏", 5),
        ({"yes": 6}, {"yes": None, "no": 6}, "", None),
    ],
)
def test_for_each_the_votes_are_as_many_as_those_present(
    first: dict[str, Any], second: dict[str, Any], wrong: str, have: int | None
) -> None:
    here = hospital()
    finding = found("votes_add_up", voting({here.person("sec").pk: first, here.person("dep").pk: second}))

    assert (finding.code, finding.met, finding.have) == ("votes_do_not_add_up", not wrong, have)
    assert (finding.need, finding.field) == ((6, "votes") if wrong else (None, ""))
    assert finding.sentence.startswith(f"{wrong}：" if wrong else "每人")


@pytest.mark.parametrize("votes", [None, {}])
def test_where_nobody_was_voted_on_nothing_is_added_up(votes: Any) -> None:
    assert found("votes_add_up", voting(votes)).met


@pytest.mark.parametrize(
    ("votes", "roll", "carried", "need"),
    [
        ({1: {"yes": 5, "no": 1}}, 10, False, 6),
        ({1: {"yes": 6}}, 10, True, 6),
        ({1: {"yes": 5, "no": 1}}, 9, True, 5),
        ({1: {"yes": 4, "no": 2}}, 9, False, 5),
        ({1: {"yes": 5, "no": 1}, 2: {"yes": 6}}, 10, False, 6),
        ({1: {"yes": 6}, 2: {"yes": 1, "no": 5}}, 10, True, 6),
        ({1: {"yes": 4, "abstain": 2}}, 8, False, 5),
        (None, 10, False, 6),
    ],
)
def test_who_has_more_than_half_of_those_who_should_attend_is_recommended(
    votes: Any, roll: int, carried: bool, need: int
) -> None:
    act = voting(votes, roll=roll)

    assert conditions.carried(act) is carried
    assert (conditions.majority(act).met, conditions.majority(act).need) == (carried, need)


def test_the_figures_of_the_meeting_go_with_the_votes_for_each() -> None:
    count = conditions.own_count(voting({1: {"yes": 4, "no": 1, "abstain": 1}, 2: FULL}))

    assert (count.roll, count.present, count.yes, count.no, count.abstain, count.written) == (10, 6, 4, 1, 1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "met"), [(date(2026, 5, 28), True), (date(2031, 5, 28), False)])
def test_a_notice_in_a_year_whose_holidays_are_not_published_is_warned_of(on: date, met: bool) -> None:
    finding = found("calendar_published", built("post_notice", on, answers={"place": "门诊楼"}))

    assert (finding.code, finding.met) == ("notice_calendar_provisional", met)


@pytest.mark.django_db
@pytest.mark.parametrize(("witness", "met"), [("周敏", False), ("", True)])
def test_a_notice_on_paper_counts_on_the_word_of_a_witness(witness: str, met: bool) -> None:
    act = built("post_notice", answers={"place": "门诊楼", "witness": witness})
    assert conditions.seen_in_time.judge(act) is None

    act.at = timezone.make_aware(datetime.combine(DAY + ONE, time(12)))
    finding = found("seen_in_time", act)
    assert (finding.code, finding.met) == ("paper_notice", met)


@pytest.mark.parametrize(("ends", "met"), [(DAY + ONE, False), (DAY, False), (DAY - ONE, True)])
def test_a_notice_is_closed_on_the_day_after_its_last(ends: date, met: bool) -> None:
    facts = {"notice_posted_on": DAY - 9 * ONE, "notice_ends": ends}

    finding = found("notice_over", built("close_notice", facts=facts))

    assert (finding.code, finding.met, finding.earliest) == ("notice_period_open", met, ends + ONE)
    assert "5 个工作日" in finding.sentence


@pytest.mark.parametrize(
    ("decisions", "open_"),
    [([], False), ([""], True), (["dismissed"], False), (["dismissed", ""], True), (["", "dismissed"], True),
     (["dismissed", "dismissed"], False)],
)  # fmt: skip
def test_every_objection_is_settled_and_once(decisions: list[str], open_: bool) -> None:
    objections = [Objection(name="甲", content="异议", on=DAY, decision=one) for one in decisions]
    act = built("close_notice", facts={"objections": objections})
    settled, to_settle = found("objections_settled", act), found("objection_to_settle", act)

    assert (settled.code, settled.met, to_settle.code, to_settle.met) == (
        "objection_unsettled", not open_, "no_objection", open_,
    )  # fmt: skip


UNTIL = date(2028, 5, 28)


@pytest.mark.parametrize(("on", "met"), [(UNTIL - ONE, True), (UNTIL, True), (UNTIL + ONE, False)])
def test_a_recommendation_is_valid_to_the_end_of_its_last_day(on: date, met: bool) -> None:
    finding = found("still_valid", built("decide", on, facts={"voted_on": DAY, "valid_until": UNTIL}))

    assert (finding.code, finding.met, finding.until) == ("recommendation_expired", met, UNTIL)
    assert finding.earliest == (UNTIL + ONE if met else None)
    assert "推荐自 2026年5月28日推优大会起 2 年内有效，至 2028年5月28日止" in finding.sentence


@pytest.mark.parametrize("facts", [{}, {"voted_on": DAY}, {"valid_until": UNTIL}])
def test_of_a_recommendation_whose_vote_is_not_known_the_validity_is_not_asked(facts: dict[str, date]) -> None:
    assert conditions.still_valid.judge(built("decide", UNTIL + ONE, facts=facts)) is None


PARTY, OTHER, THIRD = (Organization(pk=pk, name=name) for pk, name in ((21, "院党委"), (22, "局党委"), (23, "区党委")))


@pytest.mark.parametrize(
    ("led", "chosen", "met", "words"),
    [
        ((None, PARTY, OTHER), PARTY, True, "报送院党委。"),
        ((None, PARTY, OTHER), OTHER, True, "报送局党委。"),
        (
            (None, PARTY, OTHER),
            THIRD,
            False,
            "区党委不是第一团支部或其上级团组织的同级党组织。可以报送的是：院党委、局党委",
        ),
        ((PARTY, PARTY, None), THIRD, False, "可以报送的是：院党委。"),
        ((None, None, None), PARTY, False, "可以报送的是：（尚未登记）。"),
    ],
)
def test_the_papers_go_to_a_party_organization_that_leads_the_branch_or_one_above(
    led: tuple[Organization | None, ...], chosen: Organization, met: bool, words: str
) -> None:
    act = built("submit_to_party", answers={"party_organisation": chosen})
    above = tuple(Organization(pk=BRANCH + number, name="团委", led_by=one) for number, one in enumerate(led))
    act.chain.__dict__["around"] = Around(above, ())

    finding = found("led_by_it", act)

    assert (finding.code, finding.met) == ("party_organisation_unrelated", met)
    assert finding.field == ("" if met else "party_organisation")
    assert words in finding.sentence


def beside(here: Place, answers: dict[str, Any]) -> list[tuple[bool, str]]:
    """Return the sentences beside the form of a meeting of the hospital's branch, of which twelve have a vote."""
    act = built(answers=answers)
    act.case.organization = here.organization("SURG")
    shown = conditions.ROLL.facts(act)
    assert (len(shown["voters"]), shown["need"]) == (12, 6)
    return [(one.met, one.sentence) for one in shown["sentences"]]


@pytest.mark.django_db
def test_beside_the_form_stands_how_the_votes_typed_so_far_come_out_for_each() -> None:
    here = hospital()
    sec, dep = here.person("sec").pk, here.person("dep").pk
    votes = {sec: {"yes": 7, "no": 0, "abstain": 0}, dep: {"yes": 6, "no": 0, "abstain": 0}, 0: {"yes": 1}}

    said = beside(here, {"present": 7, "votes": votes})

    assert [met for met, _ in said] == [True, True, True, False, False]
    assert [sentence.split("：")[0] for _, sentence in said[1:]] == ["周敏", "周敏", "何立", "何立"]
    assert "须超过半数即至少 7 票，表决通过" in said[2][1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "met"),
    [({}, []), ({"present": 5}, [False]), ({"present": 6, "votes": {}}, [True]),
     ({"present": 6, "votes": None}, [True]), ({"votes": {1: FULL}}, [])],
)  # fmt: skip
def test_of_what_is_not_typed_yet_nothing_is_said(answers: dict[str, Any], met: list[bool]) -> None:
    assert [one for one, _ in beside(hospital(), answers)] == met


def test_what_is_asked_of_the_form_warned_of_or_held_firm() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert {name for name, one in every.items() if not one.asks} == {
        "calendar_published", "notice_over", "objections_settled", "objection_to_settle", "still_valid",
    }  # fmt: skip
    assert {name for name, one in every.items() if one.warns} == {"calendar_published", "seen_in_time"}
    assert {name for name, one in every.items() if one.firm} == {
        "present_on_roll", "voted_on", "votes_add_up", "objection_to_settle", "led_by_it",
    }  # fmt: skip
    assert conditions.quorum.rule == rules.QUORUM
    assert conditions.ROLL.template == "common/roll.html"
