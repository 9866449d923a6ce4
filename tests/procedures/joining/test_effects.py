"""入团的后果: what each act changes in the register and in what the case knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from procedures.joining import effects, rules
from procedures.joining.facts import ClassSession
from procedures.register.models import (
    DevelopmentNumber,
    MembershipPeriod,
    NumberBlock,
    OrganizationSpan,
    Standing,
    Status,
    StatusSpan,
)
from procedures.register.verbs import subject_standing
from tests.acting import acting, stored
from tests.procedures.dues import rows
from tests.procedures.dues.rows import Places, values
from workflows.models import PublicNotice
from workflows.people.models import Appointment, Organization, Person, Post, Role
from workflows.table.act import Act, Change

DAY = date(2026, 5, 28)
BEFORE = DAY - timedelta(days=1)
NUMBER = "202642000007"


@pytest.fixture
def places(db: None) -> Places:
    return rows.places()


def youth(where: Organization, status: str = Status.NONE, **standing: Any) -> Person:
    """Return somebody of a branch who is no member."""
    who = Person.objects.create_user(f"y{Person.objects.count()}", name="小王", home=where)
    OrganizationSpan.objects.create(person=who, organization=where, first_on=date(2020, 1, 1))
    if status != Status.NONE or standing:
        Standing.objects.create(person=who, root=where.root, status=status, **standing)
        StatusSpan.objects.create(person=who, status=status, first_on=date(2020, 1, 1))
    return who


def doing(row: str, places: Places, who: Person, on: date = DAY, **built: Any) -> Act[Any]:
    act = acting(f"joining.{row}", on, **built)
    act.case.decided_on = on
    return stored(act, places.med, who)


def status_of(who: Person) -> str:
    return Standing.objects.get(person=who).status


def handed_in_again(act: Act[Any], stage: str, led_to: str) -> None:
    act.again, act.case.returns = True, [{"stage": stage, "led_to": led_to}]


def spans_of(who: Person) -> list[tuple[str, date | None, date | None]]:
    return list(StatusSpan.objects.filter(person=who).order_by("id").values_list("status", "first_on", "last_on"))


def pure(row: str, **built: Any) -> Act[Any]:
    return acting(f"joining.{row}", DAY, **built)


def people(*keys: int) -> list[Person]:
    return [Person(pk=key, name=f"人{key}") for key in keys]


def test_who_applies_is_an_applicant_once(places: Places) -> None:
    who = youth(places.med)
    act = doing("apply", places, who)

    effects.begin(act)

    assert (status_of(who), act.facts.previous_membership) == (Status.APPLICANT, "")
    again = doing("apply", places, who, BEFORE)
    again.again = True
    effects.begin(again)
    assert StatusSpan.objects.filter(person=who).count() == 1
    assert again.changes == []


def test_a_form_handed_in_again_makes_nobody_an_applicant(places: Places) -> None:
    who = youth(places.med, Status.ACTIVIST)
    act = doing("apply", places, who)
    act.again = True

    effects.begin(act)

    assert status_of(who) == Status.ACTIVIST


@pytest.mark.parametrize(
    ("joined", "words"),
    [(date(2015, 5, 4), "2015年5月4日入团，2025年3月1日自愿退团"), (None, "入团，2025年3月1日自愿退团")],
)
def test_an_earlier_membership_is_read_from_the_register(places: Places, joined: date | None, words: str) -> None:
    who = youth(places.med, Status.WITHDREW)
    for left in (date(2020, 1, 1), date(2025, 3, 1)):
        MembershipPeriod.objects.create(person=who, joined_on=joined, left_on=left, left_as=Status.WITHDREW)
    act = doing("apply", places, who)

    effects.begin(act)

    assert (status_of(who), act.facts.previous_membership) == (Status.APPLICANT, words)


def test_who_left_and_of_whose_membership_nothing_is_known_has_none(places: Places) -> None:
    who = youth(places.med, Status.LAPSED)
    act = doing("apply", places, who)

    effects.begin(act)

    assert act.facts.previous_membership == ""


def test_a_membership_that_is_not_over_is_no_earlier_one(places: Places) -> None:
    who = youth(places.med, Status.LAPSED)
    MembershipPeriod.objects.create(person=who, joined_on=DAY, left_on=None)
    act = doing("apply", places, who)

    effects.begin(act)

    assert act.facts.previous_membership == ""


def test_who_withdraws_the_application_is_what_he_was_before(places: Places) -> None:
    who = youth(places.med, Status.WITHDREW)
    effects.begin(doing("apply", places, who))

    effects.drop(doing("apply", places, who))

    assert status_of(who) == Status.WITHDREW


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        ("applied", Status.APPLICANT), ("interviewed", Status.APPLICANT), ("activist_proposed", Status.APPLICANT),
        ("activist", Status.ACTIVIST), ("candidate_proposed", Status.ACTIVIST), ("pre_reviewed", Status.CANDIDATE),
        ("voted", Status.CANDIDATE), ("approved", Status.ACTIVE), ("filed", Status.ACTIVE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", ["", NUMBER])
def test_a_case_that_began_elsewhere_brings_its_status_and_number(
    places: Places, stage: str, status: str, number: str
) -> None:
    who = youth(places.med)
    act = doing("apply", places, who, facts={"development_number": number})
    act.case.move(stage)

    effects.adopt(act)

    assert status_of(who) == status
    assert list(DevelopmentNumber.objects.values_list("number", "person")) == ([(NUMBER, who.pk)] if number else [])


@pytest.mark.parametrize(
    ("own", "members", "least", "decided"),
    [
        (True, 0, 7, "branch_committee"), (False, 9, 7, "general_meeting"), (None, 6, 7, "general_meeting"),
        (None, 7, 7, "branch_committee"), (None, 2, 3, "general_meeting"), (None, 3, 3, "branch_committee"),
    ],
)  # fmt: skip
def test_the_committee_of_a_branch_decides_where_it_has_one(
    places: Places, own: bool | None, members: int, least: int, decided: str
) -> None:
    Organization.objects.filter(pk=places.med.pk).update(has_committee=own)
    for _ in range(members):
        StatusSpan.objects.create(person=rows.member(places.med), status=Status.ACTIVE, first_on=date(2020, 1, 1))
    places.med.refresh_from_db()
    act = doing("propose_activist", places, youth(places.med), set_here={rules.BRANCH_COMMITTEE_FROM: least})

    effects.say_who_decided(act)

    assert act.facts.decided_by == decided


@pytest.mark.parametrize(
    ("known", "activist_on", "first_on"), [(None, DAY, DAY), (BEFORE, BEFORE, DAY)], ids=["first", "known from before"]
)
def test_the_months_of_observation_begin_once(
    places: Places, known: date | None, activist_on: date, first_on: date
) -> None:
    who = youth(places.med, Status.APPLICANT)
    act = doing("approve_activist", places, who, facts={"activist_on": known})

    effects.make_activist(act)

    assert (status_of(who), act.facts.activist_on) == (Status.ACTIVIST, activist_on)
    assert spans_of(who)[-1] == (Status.ACTIVIST, first_on, None)


@pytest.mark.parametrize(
    ("stage", "status", "was"),
    [("activist", Status.ACTIVIST, Status.ACTIVIST), ("introduced", Status.CANDIDATE, Status.ACTIVIST),
     ("introduced", Status.CANDIDATE, Status.CANDIDATE)],
)  # fmt: skip
def test_an_approval_asked_back_and_given_again_leaves_no_gap(
    places: Places, stage: str, status: str, was: str
) -> None:
    who = youth(places.med, was)
    known = {"activist_on": BEFORE, "pre_reviewed_on": BEFORE}
    back, again = (doing("approve_activist", places, who, facts=known) for _ in range(2))
    handed_in_again(again, stage, "activist")

    effects.unmake_activist(back)
    while_asked_back = status_of(who)
    effects.make_activist(again)

    assert (while_asked_back, status_of(who)) == (Status.APPLICANT, status)
    assert again.facts.activist_on == BEFORE
    began = date(2020, 1, 1) if status == was else BEFORE
    assert spans_of(who)[-1] == (status, began, None)
    assert Standing.objects.get(person=who).since == BEFORE
    assert Status.APPLICANT not in [one for one, _, _ in spans_of(who)]


@pytest.mark.parametrize(("stage", "since"), [("pre_reviewed", DAY), ("introduced", BEFORE)])
def test_a_pre_review_given_again_counts_from_its_own_day_where_others_rest_on_it(
    places: Places, stage: str, since: date
) -> None:
    who = youth(places.med, Status.ACTIVIST)
    facts = {"development_number": NUMBER, "pre_reviewed_on": BEFORE}
    act = doing("pre_review", places, who, facts=facts, answers={"development_number": ""})
    handed_in_again(act, stage, "pre_reviewed")

    effects.make_candidate(act)

    standing = Standing.objects.get(person=who)
    assert (standing.status, standing.since) == (Status.CANDIDATE, since)


@pytest.mark.parametrize("status", [Status.APPLICANT, Status.ACTIVIST, Status.CANDIDATE])
def test_who_comes_to_nothing_is_an_activist_again_and_nobody_else_is(places: Places, status: str) -> None:
    who = youth(places.med, status)

    effects.unmake_candidate(doing("hold_meeting", places, who))

    assert status_of(who) == (Status.ACTIVIST if status == Status.CANDIDATE else status)


@pytest.mark.parametrize(("known", "before"), [([], ""), ([5], "1"), ([5, 6], "2")])
def test_the_mentors_are_kept_in_the_order_named(known: list[int], before: str) -> None:
    act = pure("appoint_mentors", facts={"mentors": known}, answers={"mentors": people(8, 7)})

    effects.appoint_mentors(act)

    assert act.facts.mentors == [8, 7]
    assert act.changes == [Change("mentors", "培养联系人", before, "人8、人7")]


@pytest.mark.parametrize(
    ("minutes", "set_here", "hours"), [(44, 45, 0), (45, 45, 1), (89, 45, 1), (90, 45, 2), (90, 60, 1), (360, 45, 8)]
)
def test_a_class_hour_is_a_full_stretch_of_minutes(minutes: int, set_here: int, hours: int) -> None:
    answers = {"topic": "团章", "minutes": minutes, "witness": None}
    act = pure("record_class", answers=answers, facts={"class_hours": 3}, set_here={rules.HOUR_MINUTES: set_here})

    effects.add_class(act)

    assert act.facts.class_hours == 3 + hours
    assert act.facts.classes == [ClassSession(on=DAY, topic="团章", minutes=minutes, hours=hours)]
    assert act.changes == ([Change("class_hours", "团课学时", "3", str(3 + hours))] if hours else [])


@pytest.mark.parametrize(
    ("known", "last"), [(None, DAY), (BEFORE, DAY), (DAY, DAY), (DAY + timedelta(days=1), DAY + timedelta(days=1))]
)
def test_the_last_class_is_the_latest_whatever_is_entered_later(known: date | None, last: date) -> None:
    earlier = ClassSession(on=BEFORE, topic="一", minutes=45, hours=1)
    answers = {"topic": "二", "minutes": 45, "witness": Person(name="何立")}
    act = pure("record_class", answers=answers, facts={"classes": [earlier], "last_class_on": known})

    effects.add_class(act)

    assert act.facts.last_class_on == last
    assert [(one.topic, one.witness) for one in act.facts.classes] == [("一", ""), ("二", "何立")]


@pytest.mark.parametrize(("talked", "talks"), [(True, 3), (False, 2), (None, 2)])
def test_an_observation_counts_and_with_it_a_talk(talked: bool | None, talks: int) -> None:
    act = pure("record_observation", answers={"talked": talked}, facts={"observations": 5, "mentor_talks": 2})

    effects.add_observation(act)

    assert values(act.facts, "observations", "mentor_talks") == (6, talks)


def holding(act: Act[Any], where: Organization | None) -> Act[Any]:
    act.capacity = Appointment(post=Post(organization=where, role=Role.BRANCH_SECRETARY))
    return act


@pytest.mark.parametrize("where", ["surg", "far"])
def test_a_branch_that_takes_over_goes_on_with_the_case_in_its_root(places: Places, where: str) -> None:
    who, there = youth(places.med, Status.ACTIVIST), getattr(places, where)
    act = holding(doing("take_over", places, who), there)

    effects.take_over(act)

    assert values(act.case, "organization", "path", "root") == (there, there.path, places.med.root)
    assert there.name in act.case.title or who.name in act.case.title
    assert values(act.changes[0], "field", "before", "after") == ("case_organization", places.med.name, there.name)
    assert Person.objects.get(pk=who.pk).home == there
    assert OrganizationSpan.objects.get(person=who, last_on=None).first_on == DAY
    reached = dict(Organization.objects.filter(depth=1).values_list("code", "reaches"))
    noted = {"COUNTY": f",{there.root}", "FAR": f",{places.med.root}"} if where == "far" else {"COUNTY": "", "FAR": ""}
    assert reached == noted


def test_nobody_takes_over_but_a_branch(places: Places) -> None:
    act = doing("take_over", places, youth(places.med, Status.ACTIVIST))

    with pytest.raises(LookupError, match="in office"):
        effects.take_over(act)
    with pytest.raises(LookupError, match="personal desk"):
        effects.take_over(holding(act, None))


@pytest.mark.parametrize(
    ("asked", "kept", "given"),
    [
        ("", "", "202642000001"), (f" {NUMBER} ", "", NUMBER), ("", NUMBER, NUMBER),
        ("", "202542000009", "202642000001"), ("202642000008", NUMBER, "202642000008"),
    ],
)  # fmt: skip
def test_a_candidate_gets_a_number_and_keeps_one_of_the_year(places: Places, asked: str, kept: str, given: str) -> None:
    NumberBlock.objects.create(organization=places.hosp, year=2026, first="202642000001", last="202642000009")
    who = youth(places.med, Status.ACTIVIST)
    if kept:
        DevelopmentNumber.objects.create(number=kept, person=who, given_on=BEFORE)
    act = doing("pre_review", places, who, answers={"development_number": asked}, facts={"development_number": kept})

    effects.make_candidate(act)

    assert (status_of(who), act.facts.development_number) == (Status.CANDIDATE, given)
    assert set(DevelopmentNumber.objects.filter(person=who).values_list("number", flat=True)) == {given, kept} - {""}


@pytest.mark.parametrize(("text", "begins"), [("", "经MED团组织研究并报HOSP团组织预审，小王同志"), ("自拟", "自拟")])
def test_a_notice_is_posted_with_the_usual_text_where_none_is_given(places: Places, text: str, begins: str) -> None:
    act = doing("post_notice", places, youth(places.med, Status.CANDIDATE), answers={"place": "公告栏", "text": text})

    effects.post_notice(act)

    notice = PublicNotice.objects.get()
    assert notice.text.startswith(begins)
    assert values(notice, "place", "posted_on", "days") == ("公告栏", DAY, act.law.number(rules.NOTICE_DAYS))
    assert act.facts.notice_days == act.law.number(rules.NOTICE_DAYS)


def test_opinions_of_who_introduces_no_more_lapse() -> None:
    act = pure(
        "appoint_introducers",
        facts={"introducers": [1, 2], "introduced_by": [2, 1]},
        answers={"introducers": people(3, 2)},
    )

    effects.appoint_introducers(act)

    assert values(act.facts, "introducers", "introduced_by") == ([3, 2], [2])
    assert act.changes == [Change("introducers", "入团介绍人", "", "人3、人2")]


@pytest.mark.parametrize(("again", "kept"), [(False, []), (True, [2])])
def test_a_form_corrected_after_a_return_keeps_the_opinions(again: bool, kept: list[int]) -> None:
    act = pure("fill_form", facts={"introducers": [1, 2], "introduced_by": [2]})
    act.again = again

    effects.begin_introductions(act)

    assert act.facts.introduced_by == kept


@pytest.mark.parametrize(
    ("by", "known", "after", "last"),
    [
        (None, [], [], False), (None, [1], [1], False), (None, [1, 2], [1, 2], True), (1, [], [1], False),
        (1, [1], [1], False), (2, [1], [1, 2], True), (1, [1, 2], [1, 2], True),
    ],
)  # fmt: skip
def test_the_opinion_of_each_introducer_counts_once_and_the_last_ends_the_waiting(
    by: int | None, known: list[int], after: list[int], last: bool
) -> None:
    act = pure("introduce", facts={"introducers": [1, 2], "introduced_by": known})
    act.by = Person(pk=by) if by else None

    assert effects.all_introduced(act) is last
    effects.introduce(act)

    assert act.facts.introduced_by == after


@pytest.mark.parametrize(("yes", "carried"), [(3, True), (2, False)])
def test_the_figures_of_the_meeting_are_kept_and_a_vote_that_failed_is_remembered(yes: int, carried: bool) -> None:
    answers = {"present": 9, "yes": yes, "no": 1, "abstain": 2, "written_yes": 3, "written_no": 4}
    act = pure("hold_meeting", roll=10, answers=answers, facts={"not_carried": ["上次"]})

    effects.count_votes(act)

    assert values(
        act.facts, "should_attend", "present", "yes", "no", "abstain", "written_yes", "written_no", "carried"
    ) == (10, 9, yes, 1, 2, 3, 4, carried)
    lost = "2026年5月28日支部大会表决：赞成 5 票，应到 10 人，须超过半数即至少 6 票，表决未通过"
    assert act.facts.not_carried == (["上次"] if carried else ["上次", lost])


def test_a_member_is_one_from_the_day_of_the_meeting(places: Places) -> None:
    who = youth(places.med, Status.CANDIDATE)
    facts = {"voted_on": BEFORE, "development_number": NUMBER}
    act = doing("approve", places, who, facts=facts)

    effects.admit(act)

    assert values(Standing.objects.get(person=who), "status", "joined_on", "development_number") == (
        Status.ACTIVE, BEFORE, NUMBER,
    )  # fmt: skip
    assert values(MembershipPeriod.objects.get(person=who), "joined_on", "approved_on", "development_number") == (
        BEFORE, DAY, NUMBER,
    )  # fmt: skip


def test_nobody_is_admitted_without_a_vote() -> None:
    act = pure("approve")
    subject_standing.keep(act, Standing(person=act.subject, status=Status.CANDIDATE))

    with pytest.raises(LookupError, match="without a vote"):
        effects.admit(act)


def test_a_special_approval_is_kept_with_what_it_sets_aside() -> None:
    answers = {
        "approved_by": "省委",
        "document_number": "〔2026〕1号",
        "waives": ("class_hours_lt_8", "mentors_missing"),
    }
    act = pure("special_approval", answers=answers)

    effects.approve_specially(act)

    assert values(act.facts, "special_document", "waived") == (
        "省委 〔2026〕1号",
        ["class_hours_lt_8", "mentors_missing"],
    )
    assert act.changes == [Change("waived", "特别批准免除", "", "团课学时、培养联系人")]


def test_what_the_training_sets_is_named() -> None:
    assert effects.TRAINING == ("classes", "class_hours", "last_class_on")
