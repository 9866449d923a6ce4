"""提名的条件 at their borders: to the day and to the person, for the first named and for the second."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.recommendation import conditions, rules
from procedures.recommendation.nominees import Nominee, Quota, Recommendation, nominees, quota
from procedures.register.models import Discipline, Standing
from tests.acting import acting
from tests.worlds import Place, hospital
from workflows.models import Case
from workflows.people.models import Person, Relationship
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 3, 10)
ONE = timedelta(days=1)
ASKED: dict[str, Any] = {"members": [], "track": rules.A, "grounds": "略"}


def nominee(pk: int = 1, name: str = "王晓梅", *, born: date | None = date(2000, 1, 1), **known: Any) -> Nominee:
    """Return a person named against whom nothing stands but what is given: fields of the standing or of the nominee."""
    person = Person(pk=pk, name=name, born=born)
    of_standing = {one: known.pop(one) for one in ("status", "joined_on", "party_stage") if one in known}
    standing = Standing(person=person, **{"status": "active", "joined_on": date(2015, 5, 4), **of_standing})
    facts = {
        "applied_on": date(2024, 7, 1), "activist_on": date(2024, 12, 1), "on_roll": True, "sanction": "",
        "sanction_until": None, "open_case": "",
    }  # fmt: skip
    return Nominee(person=person, standing=standing, **{**facts, **known})


FINE = nominee(9, "陈静")


def naming(*people: Nominee, on: date = DAY, track: str = rules.A, **built: Any) -> Recommendation:
    """Return a built nomination of some people."""
    answers = {**ASKED, "track": track, "members": [one.person for one in people]}
    act = acting("recommendation.nominate", on, answers=answers, **built)
    nominees.keep(act, people)
    return act


def judged(name: str, act: Recommendation) -> Finding | None:
    """Return what a condition finds of an act."""
    return getattr(conditions, name).judge(act)


def found(name: str, act: Recommendation) -> Finding:
    """Return what a condition must find of an act."""
    finding = judged(name, act)
    assert finding is not None
    return finding


def of_the_second(name: str, one: Nominee, **built: Any) -> Finding:
    """Return what a condition finds of one named after somebody against whom nothing stands."""
    alone, second = found(name, naming(one, **built)), found(name, naming(FINE, one, **built))
    assert (second.met, second.earliest, second.field) == (alone.met, alone.earliest, alone.field)
    assert ("陈静" in second.sentence) is second.met
    assert ("王晓梅" in second.sentence) is True
    return second


@pytest.mark.parametrize(("on_roll", "met"), [(True, True), (False, False)])
def test_a_branch_recommends_its_own_members(on_roll: bool, met: bool) -> None:
    finding = of_the_second("on_the_roll", nominee(on_roll=on_roll))

    assert (finding.code, finding.met, finding.field) == ("not_on_roll", met, "" if met else "members")


@pytest.mark.parametrize(
    ("status", "met"),
    [("active", True), ("probation", True), ("suspended", False), ("none", False), ("exited_age", False),
     ("candidate", False)],
)  # fmt: skip
def test_only_a_member_is_recommended(status: str, met: bool) -> None:
    finding = of_the_second("members_all", nominee(status=status))

    assert (finding.code, finding.met, finding.field) == ("not_a_member", met, "" if met else "members")


@pytest.mark.parametrize(
    ("born", "met", "have", "earliest"),
    [
        (date(2008, 3, 9), True, None, None),
        (date(2008, 3, 10), True, None, None),
        (date(2008, 3, 11), False, 17, date(2026, 3, 11)),
        (date(2010, 3, 10), False, 16, date(2028, 3, 10)),
        (None, False, None, None),
    ],
)
def test_from_the_eighteenth_birthday_on(born: date | None, met: bool, have: int | None, earliest: date | None) -> None:
    finding = of_the_second("old_enough", nominee(born=born))

    assert (finding.code, finding.met, finding.have, finding.earliest) == ("age_below_18", met, have, earliest)
    assert finding.need == (None if have is None else 18)
    assert ("出生日期" in finding.sentence) is (born is None)


@pytest.mark.parametrize(
    ("joined_on", "on", "met", "earliest"),
    [
        (date(2025, 3, 9), DAY, True, None),
        (date(2025, 3, 10), DAY, True, None),
        (date(2025, 3, 11), DAY, False, date(2026, 3, 11)),
        (date(2024, 2, 29), date(2025, 2, 27), False, date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28), True, None),
        (None, DAY, False, None),
    ],
)
def test_a_year_after_joining(joined_on: date | None, on: date, met: bool, earliest: date | None) -> None:
    finding = of_the_second("long_enough_in_the_league", nominee(joined_on=joined_on), on=on)

    assert (finding.code, finding.met, finding.earliest) == ("tenure_lt_1_year", met, earliest)
    assert ("没有王晓梅的入团时间" in finding.sentence) is (joined_on is None)


@pytest.mark.parametrize(
    ("applied_on", "met", "earliest"),
    [(None, False, None), (DAY - ONE, True, None), (DAY, True, None), (DAY + ONE, False, DAY + ONE)],
)
def test_who_has_applied_to_the_party_by_that_day(applied_on: date | None, met: bool, earliest: date | None) -> None:
    finding = of_the_second("applied_to_the_party", nominee(applied_on=applied_on))

    assert (finding.code, finding.met, finding.earliest) == ("party_application_missing", met, earliest)
    assert finding.field == ("" if met else "party_application_on")


@pytest.mark.parametrize(
    ("stage", "applicant", "activist"),
    [("", True, False), ("applicant", True, False), ("activist", False, True), ("candidate", False, False),
     ("probationary", False, False), ("full", False, False)],
)  # fmt: skip
def test_applicants_become_activists_and_activists_candidates(stage: str, applicant: bool, activist: bool) -> None:
    one = nominee(party_stage=stage)
    first, second = (found("at_the_right_stage", naming(one, track=track)) for track in (rules.A, rules.B))

    assert (first.code, first.met, second.met) == ("party_stage_mismatch", applicant, activist)
    assert [finding.field for finding in (first, second)] == ["" if met else "track" for met in (applicant, activist)]
    assert ("入党申请人" in first.sentence, "入党积极分子" in second.sentence) == (True, True)


def test_the_second_is_at_the_right_stage_too() -> None:
    assert not of_the_second("at_the_right_stage", nominee(party_stage="full")).met


@pytest.mark.parametrize(
    ("known", "met", "until", "words"),
    [
        ({}, True, None, "均不在处分期内"),
        ({"sanction": "警告", "sanction_until": DAY}, False, DAY, "受警告处分，至2026年3月10日止，处分期内不能推荐。"),
        ({"sanction": "警告"}, False, None, "受警告处分，处分期内不能推荐。"),
        ({"status": "probation"}, False, None, "受留团察看处分，处分期内不能推荐。"),
        ({"status": "probation", "sanction": "留团察看", "sanction_until": DAY}, False, DAY, "至2026年3月10日止"),
    ],
)
def test_nobody_is_recommended_while_a_sanction_stands(
    known: dict[str, Any], met: bool, until: date | None, words: str
) -> None:
    finding = of_the_second("not_punished", nominee(**known))

    assert (finding.code, finding.met, finding.until) == ("under_discipline", met, until)
    assert finding.earliest == (until + ONE if until else None)
    assert finding.field == ("" if met else "members")
    assert words in finding.sentence


@pytest.mark.parametrize(("number", "met"), [("", True), ("推优-1", False)])
def test_one_recommendation_at_a_time(number: str, met: bool) -> None:
    finding = of_the_second("not_recommended_already", nominee(open_case=number))

    assert (finding.code, finding.met) == ("case_open", met)
    assert met or "推优-1" in finding.sentence


@pytest.mark.parametrize(
    ("already", "named", "met"), [(0, 1, True), (0, 2, True), (1, 1, True), (1, 2, False), (2, 1, False)]
)
def test_no_more_than_the_share_of_the_year(already: int, named: int, met: bool) -> None:
    act = naming(FINE)
    quota.keep(act, Quota(members=12, already=already, named=named, cap=2))

    finding = found("within_quota", act)

    assert (finding.code, finding.met, finding.have, finding.maximum) == ("over_20_percent", met, already + named, 2)
    assert f"团员 12 人，全年推荐上限 2 人；今年已有 {already} 人，本次 {named} 人" in finding.sentence


@pytest.mark.parametrize(
    ("applied_on", "met", "earliest"),
    [
        (date(2025, 9, 9), True, None),
        (date(2025, 9, 10), True, None),
        (date(2025, 9, 11), False, date(2026, 3, 11)),
        (date(2025, 9, 30), False, date(2026, 3, 30)),
        (None, True, None),
    ],
)
def test_an_application_is_six_months_old(applied_on: date | None, met: bool, earliest: date | None) -> None:
    finding = of_the_second("application_old_enough", nominee(applied_on=applied_on))

    assert (finding.code, finding.met, finding.earliest) == ("application_lt_6_months", met, earliest)
    assert "6 个月" in finding.sentence
    assert judged("application_old_enough", naming(nominee(applied_on=applied_on), track=rules.B)) is None


@pytest.mark.parametrize(
    ("since", "met", "earliest"),
    [
        (date(2025, 3, 9), True, None),
        (date(2025, 3, 10), True, None),
        (date(2025, 3, 11), False, date(2026, 3, 11)),
        (None, False, None),
    ],
)
def test_an_activist_is_trained_for_a_year(since: date | None, met: bool, earliest: date | None) -> None:
    finding = of_the_second("activist_long_enough", nominee(activist_on=since), track=rules.B)

    assert (finding.code, finding.met, finding.earliest) == ("activist_lt_1_year", met, earliest)
    assert finding.field == ("" if met else "party_activist_on")
    assert judged("activist_long_enough", naming(nominee(activist_on=since))) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "named", "near"),
    [("sec", ["dep"], []), ("sec", ["sec"], ["周敏"]), ("sec", ["dep", "sec"], ["周敏"]), ("sec", ["org"], ["陈静"]),
     ("org", ["sec", "org"], ["周敏", "陈静"]), (None, ["sec"], [])],
)  # fmt: skip
def test_who_is_named_or_a_relative_does_not_record_it(by: str | None, named: list[str], near: list[str]) -> None:
    here = hospital()
    Relationship.objects.create(person=here.person("org"), relative=here.person("sec"))
    act = nomination(here, *named)
    act.by = here.person(by) if by else None

    finding = found("by_somebody_else", act)

    assert (finding.code, finding.met, finding.field) == ("nominates_oneself", not near, "members" if near else "")
    assert finding.sentence.startswith("、".join(near) if near else "记录人不是")


def nomination(here: Place, *who: str, on: date = DAY) -> Recommendation:
    """Return a nomination in the hospital's branch, of which the register is asked."""
    act = acting("recommendation.nominate", on, answers={**ASKED, "members": [here.person(one) for one in who]})
    act.case.organization = here.organization("SURG")
    return act


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first_on", "last_on", "met"),
    [(DAY, None, False), (DAY + ONE, None, True), (DAY - 9 * ONE, DAY, False), (DAY - 9 * ONE, DAY - ONE, True)],
)
def test_a_sanction_stands_from_its_first_day_to_its_last(first_on: date, last_on: date | None, met: bool) -> None:
    here = hospital()
    Discipline.objects.create(person=here.person("sec"), kind="warning", first_on=first_on, last_on=last_on)

    assert found("not_punished", nomination(here, "dep", "sec")).met is met


@pytest.mark.django_db
@pytest.mark.parametrize("last", [[DAY + 90 * ONE, DAY + 9 * ONE], [DAY + 9 * ONE, DAY + 90 * ONE]])
def test_of_two_sanctions_the_one_that_lasts_longer_is_waited_for(last: list[date]) -> None:
    here = hospital()
    for one in last:
        Discipline.objects.create(person=here.person("sec"), kind="warning", first_on=DAY, last_on=one)
    act = nomination(here, "sec")

    assert found("not_punished", act).earliest == DAY + 91 * ONE
    Discipline.objects.create(person=here.person("sec"), kind="serious_warning", first_on=DAY)
    assert found("not_punished", nomination(here, "sec")).earliest is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "opened_on", "already"),
    [
        ("nominated", DAY, 1), ("accepted_by_party", date(2026, 1, 1), 1), ("declined_by_party", DAY, 1),
        ("nominated", date(2025, 12, 31), 0), ("not_carried", DAY, 0), ("refused", DAY, 0), ("withdrawn", DAY, 0),
        ("expired", DAY, 0),
    ],
)  # fmt: skip
def test_the_share_is_a_fifth_of_the_members_and_what_came_to_nothing_is_not_counted(
    stage: str, opened_on: date, already: int
) -> None:
    here = hospital()
    branch = here.organization("SURG")
    Case.objects.create(
        procedure="recommendation", organization=branch, path=branch.path, root=branch.root, title="推优",
        subject=here.person("org"), stage=stage, number="推优-1", opened_on=opened_on, decided_on=DAY,
    )  # fmt: skip
    one, two = nomination(here, "sec"), nomination(here, "sec", "dep")

    assert quota(one) == Quota(members=12, already=already, named=1, cap=2)
    assert [found("within_quota", act).met for act in (one, two)] == [True, already == 0]


def test_what_is_asked_of_the_form_warned_of_or_held_firm() -> None:
    every = {name: one for name, one in vars(conditions).items() if isinstance(one, Condition)}

    assert all(one.asks for one in every.values())
    assert {name for name, one in every.items() if one.warns} == {
        "within_quota", "application_old_enough", "activist_long_enough", "by_somebody_else",
    }  # fmt: skip
    assert {name for name, one in every.items() if one.firm} == {
        "on_the_roll", "members_all", "not_recommended_already",
    }  # fmt: skip
