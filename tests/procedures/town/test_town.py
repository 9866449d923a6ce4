"""The town builds from nothing, has a case in every stage and ending, and is the same the second time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from procedures.register.models import NumberBlock
from procedures.town.life import Built, bring_to_life
from procedures.town.playing import stories
from workflows.models import Case, Entry, Task
from workflows.people.models import Appointment, Kind, Organization, Person, Post
from workflows.proof.log import first_broken
from workflows.rounds.sweep import sweep
from workflows.table.registry import procedures

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Built]:
    """Build the town once for the tests that only look at it, and take it back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        built = bring_to_life(TODAY, NOW)
        assert built is not None
        yield built
        transaction.set_rollback(True)


def case_of(name: str) -> Case:
    """Return the case of a person by name."""
    return Case.objects.get(subject__name=name)


def test_the_zone_has_its_branches_and_the_members_of_its_roster(town: Built) -> None:
    zone = Organization.objects.get(code="ZONE")

    branches = Organization.objects.filter(path__startswith=zone.path, kind=Kind.BRANCH)

    assert branches.count() == 46
    assert Person.objects.filter(home__in=branches, standing__status="active").count() >= 1733


def test_every_stage_and_ending_of_every_procedure_has_a_case(town: Built) -> None:
    for procedure in procedures():
        there = set(Case.objects.filter(procedure=procedure.code).values_list("stage", flat=True))
        wanted = {place.code for place in (*procedure.stages, *procedure.endings)}
        assert wanted - there == set(), procedure.code


def test_every_story_became_a_case(town: Built) -> None:
    told = [story for _, story in stories() if story.deeds]

    assert Case.objects.count() == town.cases
    assert town.cases >= len(told)  # the calendar opens more: for whoever of the town has come of age


def test_nobody_has_a_real_region_code(town: Built) -> None:
    numbers = Person.objects.exclude(id_index=None).only("id_number")

    assert {(person.id_number or "")[:6] for person in numbers} == {"990000"}


def test_no_case_was_inserted_in_mid_life(town: Built) -> None:
    openings = {row.code for procedure in procedures() for row in (*procedure.opens, *procedure.rounds)}

    first_acts = set(Entry.objects.filter(chain__startswith="case/", sequence=1).values_list("act", flat=True))

    assert first_acts <= openings
    assert Entry.objects.filter(act="adopt").count() == 0


def test_no_act_lies_in_the_future_and_every_chain_is_sound(town: Built) -> None:
    chains = Entry.objects.values_list("chain", flat=True).distinct().order_by("chain")

    assert Entry.objects.filter(on__gt=TODAY).count() == 0
    assert [chain for chain in chains if first_broken(chain)] == []


def test_counters_of_posts_agree_with_their_tasks(town: Built) -> None:
    wrong = [
        post.pk
        for post in Post.objects.all()
        if post.open_tasks != Task.objects.filter(post=post, finished=None).count()
    ]

    assert wrong == []


def test_building_it_twice_changes_nothing(town: Built) -> None:
    before = (Person.objects.count(), Case.objects.count(), Entry.objects.count())

    assert bring_to_life(TODAY, NOW) is None
    assert (Person.objects.count(), Case.objects.count(), Entry.objects.count()) == before


def test_there_is_a_vacancy_a_deputy_and_a_block_for_each_committee(town: Built) -> None:
    vacant = Organization.objects.get(code="RMYY-04")

    assert Appointment.objects.filter(post__organization=vacant).count() == 0
    assert Appointment.objects.on(TODAY).exclude(deputizing_for=None).count() == 1
    assert Entry.objects.exclude(deputizing_for=None).exists()
    assert set(NumberBlock.objects.values_list("organization__code", flat=True)) == {"RMYY", "ZYY", "DIST", "ZONE"}


@pytest.mark.parametrize(
    ("name", "desk"),
    [
        ("安宁", "清河县人民医院团委·团委审核人"),
        ("王晓辉", "第一团支部（手术科室）·支部副书记"),
        ("岳峰", "清河县人民医院团委·团委审核人"),
    ],
)
def test_vacancy_recusal_and_objection_send_the_task_elsewhere(town: Built, name: str, desk: str) -> None:
    task = Task.objects.get(process=case_of(name), finished=None)

    assert task.post.title == desk


def test_late_talk_and_late_approval_are_escalated_and_decide_nothing(town: Built) -> None:
    late = Task.objects.filter(finished=None).exclude(escalated_to=None)

    assert set(late.values_list("process__subject__name", flat=True)) >= {"苗圃", "祝好"}


@pytest.mark.parametrize(
    ("name", "fact", "value"),
    [("柴进", "carried", False), ("英勇", "waived", ["observation_lt_3_months", "class_hours_lt_8"])],
)
def test_odd_cases_are_what_their_stories_say(town: Built, name: str, fact: str, value: object) -> None:
    assert case_of(name).facts[fact] == value


def test_a_moved_activist_continues_in_the_new_branch(town: Built) -> None:
    case = case_of("行远")

    assert case.organization.code == "RMYY-02"
    assert case.facts["class_hours"] == 6


def test_an_opinion_asked_for_leaves_the_case_at_its_desk(town: Built) -> None:
    open_tasks = Task.objects.filter(process=case_of("闻笛"), finished=None)

    assert [task.post.title for task in open_tasks.filter(advisory=False)] == ["清河县人民医院团委·团委审核人"]
    assert open_tasks.filter(advisory=True).count() == 1  # of two that were asked, one has answered


def test_a_corrected_class_counts_with_its_right_length(town: Built) -> None:
    case = case_of("高远")

    assert case.facts["class_hours"] == 3
    assert case.history.filter(act="correct").count() == 1


def test_a_withdrawal_goes_along_with_a_move_and_is_decided_in_the_new_branch(town: Built) -> None:
    case = Case.objects.get(subject__name="鲁宁", procedure="withdrawal")

    assert (case.organization.code, case.stage) == ("RMYY-02", "decided")
    assert case.history.filter(act="move_along").count() == 1


def test_a_term_that_ran_out_leaves_no_task_behind(town: Built) -> None:
    case = Case.objects.get(subject__name="谷峰", procedure="dues", stage="basis_declared")

    assert Task.objects.get(process=case, finished=None).post.title == "城东流动团员团支部·支部副书记"
    assert case.history.filter(act="follow").count() == 1


def test_a_former_member_is_seen_to_join_again(town: Built) -> None:
    assert "自愿退团" in case_of("常归").facts["previous_membership"]


@pytest.mark.django_db(transaction=False)
def test_moving_the_day_on_ends_the_case_that_turns_28(town: Built) -> None:
    with transaction.atomic():
        assert case_of("康复").stage == "introduced"

        sweep(TODAY + timedelta(days=5), NOW + timedelta(days=5))

        assert case_of("康复").stage == "over_age"
        assert case_of("康复").subject.standing.status == "none"
        transaction.set_rollback(True)
