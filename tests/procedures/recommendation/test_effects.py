"""推优的后果: what each act leaves in the case, the first time and again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.recommendation import effects
from procedures.recommendation.facts import RecommendationFacts
from procedures.recommendation.nominees import Recommendation
from procedures.register.models import Discipline, Standing, YearRecord
from tests.acting import BRANCH, acting, stored
from tests.worlds import Place, hospital
from workflows.models import Case, PublicNotice
from workflows.people.chain import Around
from workflows.people.models import Organization

DAY = date(2026, 5, 28)
ONE = timedelta(days=1)


def built(act: str, on: date = DAY, **given: Any) -> Recommendation:
    """Return a built act on a recommendation."""
    return acting(f"recommendation.{act}", on, **given)


def changes(act: Recommendation) -> list[tuple[str, str, str]]:
    """Return what an act changed: the field, before and after."""
    return [(one.field, one.before, one.after) for one in act.changes]


def under_committee(act: Recommendation) -> Recommendation:
    """Let a built act's branch stand under a committee."""
    committee = Organization(pk=BRANCH + 1, name="院团委", kind="committee")
    act.chain.__dict__["around"] = Around((act.organization, committee), ())
    return act


@pytest.mark.parametrize(("yes", "carried"), [(5, False), (6, True)])
@pytest.mark.parametrize(("on", "until"), [(DAY, date(2028, 5, 28)), (date(2024, 2, 29), date(2026, 2, 28))])
def test_a_carried_vote_is_valid_for_two_years(yes: int, carried: bool, on: date, until: date) -> None:
    votes = {1: {"yes": yes, "no": 7 - yes, "abstain": 1}, 2: {"yes": 8, "no": 0, "abstain": 0}}
    answers = {"present": 8, "ballot": "secret", "votes": votes}
    act = built("hold_meeting", on, roll=10, facts={"carried": not carried, "valid_until": DAY}, answers=answers)
    effects.count_votes(act)
    facts = act.facts

    assert (facts.ballot, facts.should_attend, facts.present) == ("secret", 10, 8)
    assert (facts.yes, facts.no, facts.abstain, facts.carried) == (yes, 7 - yes, 1, carried)
    assert (facts.valid_until, act.case.expires_on) == ((until, until + ONE) if carried else (None, None))
    assert changes(act) == ([("valid_until", "", f"{until.year}年{until.month}月{until.day}日")] if carried else [])


def test_the_values_that_the_case_shows_are_facts() -> None:
    for given in (effects.VOTE, effects.EXAMINED, effects.ANSWER):
        assert given
        assert set(given) <= set(RecommendationFacts.model_fields)


def a_recommendation(here: Place, who: str = "sec") -> Case:
    """Keep a recommendation of somebody in the hospital's branch."""
    branch, person = here.organization("SURG"), here.person(who)
    return Case.objects.create(
        procedure="recommendation", organization=branch, path=branch.path, root=branch.root, title="推优",
        subject=person, stage="voted", number="推优-1", opened_on=DAY,
    )  # fmt: skip


def graded(case: Case, **grades: str) -> None:
    """Keep grades of past years, `y2024="basic"`."""
    for year, grade in grades.items():
        YearRecord.objects.create(
            person=case.subject, organization=case.organization, root=case.root, year=int(year[1:]), grade=grade
        )


EXAMINED = {"opinion": "同意推荐", "merits": "略", "rewards": "先进个人"}


@pytest.mark.django_db
def test_an_examination_keeps_the_grades_of_this_year_and_three_before_the_latest_first() -> None:
    case = a_recommendation(hospital())
    graded(case, y2022="basic", y2023="qualified", y2024="", y2025="excellent", y2026="qualified", y2027="basic")
    act = stored(built("examine", answers=EXAMINED), case=case)
    effects.examine(act)

    assert list(act.facts.grades.items()) == [(2026, "合格"), (2025, "优秀"), (2023, "合格")]
    assert (act.facts.branch_name, act.facts.branch_opinion, act.facts.merits) == ("第一团支部", "同意推荐", "略")
    assert act.facts.rewards == "先进个人"


@pytest.mark.django_db
def test_of_who_has_no_grades_none_are_kept() -> None:
    made = built("examine", answers=EXAMINED | {"rewards": ""}, facts={"grades": {2020: "合格"}})
    act = stored(made, case=a_recommendation(hospital()))
    effects.examine(act)

    assert (act.facts.grades, act.facts.rewards) == ({}, "")


@pytest.mark.django_db
def test_an_examination_adds_the_sanctions_known_by_that_day_in_their_order() -> None:
    here = hospital()
    case = a_recommendation(here)
    for kind, first_on, last_on in (
        ("serious_warning", DAY, None), ("warning", date(2021, 3, 1), date(2021, 8, 31)),
        ("dismissal", DAY + ONE, None),
    ):  # fmt: skip
        Discipline.objects.create(person=case.subject, kind=kind, first_on=first_on, last_on=last_on)
    Discipline.objects.create(person=here.person("dep"), kind="warning", first_on=DAY)
    act = stored(built("examine", answers=EXAMINED), case=case)
    effects.examine(act)

    assert act.facts.rewards.split("\n") == [
        "先进个人", "2021年3月1日受警告处分，至2021年8月31日止", "2026年5月28日受严重警告处分",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_notice_is_posted_with_the_usual_text_and_closed_with_its_result() -> None:
    case = a_recommendation(hospital())
    facts = {"track": "A", "voted_on": DAY}
    act = stored(built("post_notice", facts=facts, answers={"place": "门诊楼", "text": ""}), case=case)
    effects.post_notice(act)

    notice = PublicNotice.objects.get(case=case)
    assert (notice.text, notice.days, notice.ends_on) == (effects.notice_text(act), 5, date(2026, 6, 4))
    known = act.facts.model_dump()
    closing = stored(built("close_notice", date(2026, 6, 5), facts=known, answers={"result": "无异议"}), case=case)
    effects.close_notice(closing)
    notice.refresh_from_db()
    assert (notice.closed_on, closing.facts.notice_result) == (date(2026, 6, 5), "无异议")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"track": "A", "voted_on": DAY}, "经第一团支部2026年5月28日推优大会无记名投票表决和支部委员会考察，"
         "拟推荐优秀团员王晓梅同志作入党积极分子人选。"),
        ({"track": "B"}, "经第一团支部推优大会表决和支部委员会考察，拟推荐优秀团员王晓梅同志作党的发展对象。"),
    ],
)  # fmt: skip
def test_the_usual_text_says_who_is_recommended_as_what(facts: dict[str, Any], words: str) -> None:
    text = effects.notice_text(built("post_notice", facts=facts))

    assert text == f"{words}现予公示，如有异议，请在公示期内向团组织反映。"


@pytest.mark.parametrize(
    ("facts", "until", "branch", "committee"),
    [
        ({}, None, "", ""),
        ({"voted_on": DAY}, date(2028, 5, 28), "第一团支部", ""),
        ({"voted_on": DAY, "reviewed_on": DAY}, date(2028, 5, 28), "第一团支部", "院团委"),
        ({"voted_on": DAY, "valid_until": DAY + ONE}, DAY + ONE, "第一团支部", ""),
        ({"valid_until": DAY + ONE}, DAY + ONE, "", ""),
        ({"reviewed_on": DAY}, None, "", "院团委"),
    ],
)
def test_what_was_voted_on_elsewhere_is_valid_for_two_years_from_that_vote(
    facts: dict[str, date], until: date | None, branch: str, committee: str
) -> None:
    applied = {"party_application_on": date(2025, 1, 1)}
    act = under_committee(built("review", DAY + 90 * ONE, facts=applied | facts))
    effects.adopt(act)

    assert (act.facts.valid_until, act.case.expires_on) == (until, until + ONE if until else None)
    assert (act.facts.branch_name, act.facts.committee_name) == (branch, committee)
    assert act.facts.party_application_on == date(2025, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("known", "kept"), [(None, date(2024, 7, 1)), (DAY, DAY)])
def test_what_its_papers_do_not_say_of_the_application_the_register_does(known: date | None, kept: date) -> None:
    here = hospital()
    Standing.objects.filter(person=here.person("sec")).update(party_application_on=date(2024, 7, 1))
    act = stored(built("review", facts={"party_application_on": known}), case=a_recommendation(here))
    effects.adopt(act)

    assert act.facts.party_application_on == kept


def test_the_committees_opinion_is_kept_with_its_order() -> None:
    act = under_committee(built("review", answers={"opinion": "同意推荐", "rank": 2}))
    effects.keep_review(act)

    assert (act.facts.committee_name, act.facts.committee_opinion, act.facts.rank) == ("院团委", "同意推荐", 2)


def test_what_is_sent_again_waits_for_a_new_answer() -> None:
    party = Organization(pk=21, path="0002", name="院党委", kind="party_committee")
    facts = {"party_decided_on": DAY - ONE, "party_decision": "decline", "party_reason": "再培养"}
    act = built("submit_to_party", facts=facts, answers={"party_organisation": party})
    effects.send_to_party(act)

    assert (act.facts.party_organization, changes(act)) == (21, [("party_organization", "", "院党委")])
    assert (act.facts.party_decided_on, act.facts.party_decision, act.facts.party_reason) == (None, "", "")
    there = act.chain.from_(21)
    assert (there.below, there.on) == (party, DAY)


@pytest.mark.parametrize(("sent_to", "noted"), [(21, [("party_organization", "原同级党组织", "")]), (None, [])])
def test_what_lay_with_the_party_of_the_place_left_is_taken_back(
    sent_to: int | None, noted: list[tuple[str, str, str]]
) -> None:
    act = built("submit_to_party", facts={"party_organization": sent_to, "submitted_on": DAY})
    effects.take_from_party(act)

    assert (act.facts.party_organization, act.facts.submitted_on) == (None, None)
    assert changes(act) == noted


@pytest.mark.parametrize(("decision", "reason"), [("accept", ""), ("decline", "再培养"), ("return", "补充材料")])
def test_what_the_party_decided_is_kept_with_its_day(decision: str, reason: str) -> None:
    earlier = {"party_decision": "return", "party_reason": "旧", "party_decided_on": DAY - ONE}
    act = built("decide", facts=earlier, answers={"decision": decision, "reason": reason})
    effects.keep_decision(act)

    assert (act.facts.party_decision, act.facts.party_reason, act.facts.party_decided_on) == (decision, reason, DAY)
