"""入团的条件 at their borders: on built values where a condition reads nothing else, in the hospital where it does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.common.notice import Objection
from procedures.joining import conditions, rules
from procedures.register.models import Discipline, Standing
from tests.acting import BRANCH, acting
from tests.worlds import Place, hospital
from workflows.days.dates import add_months
from workflows.days.working_days import add_working_days
from workflows.people.models import Organization, Relationship
from workflows.table.condition import Condition
from workflows.table.refusals import Finding

DAY = date(2026, 1, 5)
ONE = timedelta(days=1)


def judged(name: str, act: str, on: date = DAY, **built: Any) -> Finding | None:
    """Return what a condition finds of a built act."""
    return getattr(conditions, name).judge(acting(f"joining.{act}", on, **built))


@pytest.mark.parametrize(
    ("born", "met", "earliest"),
    [
        (date(2012, 1, 6), False, date(2026, 1, 6)),
        (date(2012, 1, 5), True, None),
        (date(2012, 1, 4), True, None),
        (None, False, None),
    ],
)
def test_one_may_apply_from_the_fourteenth_birthday_on(born: date | None, met: bool, earliest: date | None) -> None:
    found = judged("old_enough", "apply", born=born)

    assert found is not None
    assert (found.code, found.met, found.earliest) == ("age_below_14", met, earliest)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("born", "said"), [(date(1990, 1, 5), None), (date(1998, 1, 5), None), (date(1998, 1, 6), False)]
)
def test_whether_28_comes_before_the_meeting_is_not_asked_of_one_who_is_28(born: date, said: bool | None) -> None:
    found = judged("in_time_for_the_meeting", "apply", born=born)

    assert (found.met if found else None) is said


@pytest.mark.parametrize(
    ("born", "met", "until"),
    [(date(1998, 1, 4), False, None), (date(1998, 1, 5), False, None), (date(1998, 1, 6), True, DAY)],
)
def test_one_may_apply_until_the_day_before_the_twenty_eighth_birthday(
    born: date, met: bool, until: date | None
) -> None:
    found = judged("young_enough", "apply", born=born)

    assert found is not None
    assert (found.code, found.met, found.until) == ("age_not_below_28", met, until)


@pytest.mark.parametrize("name", ["young_enough", "in_time_for_the_meeting"])
def test_without_a_birthday_nobody_is_too_old(name: str) -> None:
    assert judged(name, "apply", born=None) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("from_", "days", "met"),
    [("today", 1, False), ("meeting", -1, False), ("meeting", 0, False), ("meeting", 1, True)],
)
def test_who_completes_28_before_the_earliest_meeting_is_warned(from_: str, days: int, met: bool) -> None:
    """One month to talk, three to observe, five working days of notice, and the day after."""
    earliest = {"today": DAY, "meeting": add_working_days(add_months(DAY, 4), 5).day + ONE}
    limit = earliest[from_] + timedelta(days=days)

    found = judged("in_time_for_the_meeting", "apply", born=limit.replace(year=limit.year - 28))

    assert found is not None
    assert (found.met, found.until) == (met, None if met else limit - ONE)


@pytest.mark.parametrize(("talked_on", "met"), [(None, False), (DAY, True)])
def test_somebody_has_talked_before(talked_on: date | None, met: bool) -> None:
    found = judged("talked", "propose_activist", facts={"talked_on": talked_on})

    assert found is not None
    assert (found.code, found.met) == ("talk_missing", met)


@pytest.mark.parametrize(("have", "met"), [(0, False), (1, True), (2, True), (3, False)])
def test_one_or_two_train(have: int, met: bool) -> None:
    found = judged("one_or_two_mentors", "appoint_mentors", answers={"mentors": ["人"] * have})

    assert found is not None
    assert (found.met, found.have, found.maximum) == (met, have, 2)


@pytest.mark.parametrize(("mentors", "met"), [([], False), ([4], True)])
def test_training_is_by_a_mentor(mentors: list[int], met: bool) -> None:
    found = judged("mentors_appointed", "propose_candidate", facts={"mentors": mentors})

    assert found is not None
    assert (found.met, found.have, found.need) == (met, *((None, None) if met else (0, 1)))


@pytest.mark.parametrize(
    ("since", "on", "met"),
    [
        (date(2026, 1, 31), date(2026, 4, 29), False),
        (date(2026, 1, 31), date(2026, 4, 30), True),
        (date(2026, 2, 10), date(2026, 5, 9), False),
        (date(2026, 2, 10), date(2026, 5, 10), True),
        (date(2026, 2, 10), date(2026, 5, 11), True),
    ],
)
def test_an_activist_is_observed_for_three_months(since: date, on: date, met: bool) -> None:
    found = judged("observed_long_enough", "propose_candidate", on, facts={"activist_on": since})

    assert found is not None
    assert (found.code, found.met, found.earliest) == ("observation_lt_3_months", met, add_months(since, 3))
    assert "须培养考察 3 个月" in found.sentence


def test_who_is_no_activist_yet_is_not_observed() -> None:
    assert judged("observed_long_enough", "propose_candidate") is None


@pytest.mark.parametrize(("hours", "met"), [(0, False), (7, False), (8, True), (9, True)])
def test_eight_class_hours_are_asked(hours: int, met: bool) -> None:
    found = judged("enough_classes", "propose_candidate", facts={"class_hours": hours})

    assert found is not None
    assert (found.met, found.have, found.need) == (met, hours, 8)
    assert ("还差" in found.sentence) is not met
    assert met or f"还差 {8 - hours} 学时" in found.sentence


@pytest.mark.parametrize(("have", "named", "enough"), [(1, False, False), (2, True, True), (3, False, True)])
def test_two_introduce(have: int, named: bool, enough: bool) -> None:
    naming = judged("two_introducers", "appoint_introducers", answers={"introducers": ["人"] * have})
    named_before = judged("introducers_appointed", "introduce", facts={"introducers": list(range(have))})

    assert naming is not None
    assert named_before is not None
    assert (naming.met, naming.have, naming.need) == (named, have, 2)
    assert (named_before.met, named_before.have, named_before.need) == (enough, have, 2)


@pytest.mark.parametrize(("pk", "met"), [(BRANCH, True), (BRANCH + 1, False)])
def test_an_activist_comes_from_the_branch_of_the_case(pk: int, met: bool) -> None:
    given = {"from_organisation": Organization(pk=pk, name="支部")}

    found = conditions.from_its_branch.judge(acting("joining.apply", DAY, answers=given))

    assert found is not None
    assert found.met is met


@pytest.mark.parametrize(
    ("decisions", "open_"), [([], False), (["成立"], False), (["成立", ""], True), (["", ""], True)]
)
def test_an_objection_is_settled_once(decisions: list[str], open_: bool) -> None:
    objections = [Objection(name="甲", content="异议", on=DAY, decision=one) for one in decisions]
    settle = judged("objection_to_settle", "post_notice", facts={"objections": objections})
    settled = judged("objections_settled", "close_notice", facts={"objections": objections})

    assert settle is not None
    assert settled is not None
    assert (settle.met, settled.met) == (open_, not open_)


def in_hospital(here: Place, act: str, **built: Any) -> Any:
    """Return a built act whose case runs in the hospital's branch and concerns the applicant."""
    made = acting(f"joining.{act}", DAY, **built)
    made.case.subject, made.case.organization = here.person("wang"), here.organization("SURG")
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "met"),
    [("none", True), ("active", False), ("suspended", False), ("probation", False), ("exited_age", True),
     ("deceased", False)],
)  # fmt: skip
def test_who_is_a_member_or_dead_does_not_join(status: str, met: bool) -> None:
    here = hospital()
    Standing.objects.filter(person=here.person("wang")).update(status=status)

    assert conditions.not_a_member.judge(in_hospital(here, "apply")).met is met


@pytest.mark.django_db
def test_a_second_case_waits_for_the_first() -> None:
    assert conditions.no_open_case.judge(in_hospital(hospital(), "apply")).met


@pytest.mark.django_db
def test_no_second_case_is_opened_beside_the_first() -> None:
    here = hospital(until="apply")

    assert not conditions.no_open_case.judge(in_hospital(here, "apply")).met


@pytest.mark.django_db
def test_a_case_that_is_decided_and_waits_to_be_filed_is_not_in_the_way() -> None:
    here = hospital(until="approve")

    assert here.case.finished is None
    assert conditions.no_open_case.judge(in_hospital(here, "apply")).met


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "mentor", "introducer"),
    [(["sec"], True, True), (["sec", "dep"], True, True), (["wang"], False, False), (["sec", "young"], False, False),
     (["young"], False, False), (["hosp"], False, False), ([], True, True)],
)  # fmt: skip
def test_only_members_with_all_rights_train_or_introduce(who: list[str], mentor: bool, introducer: bool) -> None:
    here = hospital()
    people = [here.person(one) for one in who]
    training = in_hospital(here, "appoint_mentors", answers={"mentors": people})
    introducing = in_hospital(here, "appoint_introducers", answers={"introducers": people})

    assert conditions.mentors_eligible.judge(training).met is mentor
    assert conditions.introducers_eligible.judge(introducing).met is introducer


@pytest.mark.django_db
def test_who_is_in_the_party_may_train_and_not_introduce() -> None:
    here = hospital()
    Standing.objects.filter(person=here.person("hosp")).update(party_stage="full")
    people = [here.person("hosp")]
    training = in_hospital(here, "appoint_mentors", answers={"mentors": people})
    introducing = in_hospital(here, "appoint_introducers", answers={"introducers": people})

    assert conditions.mentors_eligible.judge(training).met
    assert not conditions.introducers_eligible.judge(introducing).met


@pytest.mark.django_db
@pytest.mark.parametrize(("last_on", "met"), [(DAY, False), (DAY - ONE, True)])
def test_the_rights_are_asked_again_on_the_day_of_the_opinion(last_on: date, met: bool) -> None:
    here = hospital()
    Discipline.objects.create(
        person=here.person("sec"), kind=Discipline.Sanction.PROBATION, first_on=date(2025, 1, 1), last_on=last_on
    )
    act = in_hospital(here, "introduce")
    act.by = here.person("sec")

    assert conditions.introducer_still_eligible.judge(act).met is met


@pytest.mark.django_db
def test_a_relative_who_introduces_is_said() -> None:
    here = hospital()
    Relationship.objects.create(person=here.person("wang"), relative=here.person("sec"))
    naming = in_hospital(here, "appoint_introducers", answers={"introducers": [here.person("dep"), here.person("sec")]})
    saying, other = in_hospital(here, "introduce"), in_hospital(here, "introduce")
    saying.by, other.by = here.person("sec"), here.person("dep")

    assert not conditions.introducers_unrelated.judge(naming).met
    assert not conditions.introducer_unrelated.judge(saying).met
    assert conditions.introducer_unrelated.judge(other).met


@pytest.mark.django_db
def test_where_nobody_has_said_yet_who_introduces_nothing_stands_against_it() -> None:
    act = in_hospital(hospital(), "introduce")

    assert conditions.introducer_still_eligible.judge(act).met
    assert conditions.introducer_unrelated.judge(act).met


def test_what_is_asked_of_the_form_warned_of_or_waived() -> None:
    every = [one for one in vars(conditions).values() if isinstance(one, Condition)]

    assert {one.code for one in every if one.waivable} == {
        "mentors_missing", "observation_lt_3_months", "class_hours_lt_8",
    }  # fmt: skip
    assert {one.code for one in every if one.warns} == {
        "turns_28_before_earliest_meeting", "mentor_talks_lt_2", "volunteer_hours_short", "notice_calendar_provisional",
        "paper_notice", "introducer_related",
    }  # fmt: skip
    assert sorted(one.code for one in every if one.asks) == [
        "from_organisation_mismatch", "introducer_ineligible", "introducer_related", "introducers_lt_2",
        "mentor_ineligible", "mentors_1_or_2", "paper_notice", "volunteer_hours_short",
    ]  # fmt: skip
    assert conditions.enough_classes.rule == rules.CLASS_HOURS
