"""Two people act at the same moment: one act takes place whole, the other is refused whole and says why."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from procedures.register.models import DevelopmentNumber, Standing
from procedures.scenarios.runner import Runner, noon
from tests.conftest import Play
from workflows import engine
from workflows.models import Case, Entry, Message, Paper, Task
from workflows.people.models import Post
from workflows.proof import log
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)

APPROVAL = {"decision": "approve", "opinion": "批准", "members_present": 5, "members_yes": 5}

READY = (
    "applied_on: 2025-09-01, activist_on: 2025-11-03, notice_ended_on: 2026-03-01, form_filled_on: 2026-03-11, "
    "introducers: [dep_surg, org_surg]"
)


def test_two_reviewers_who_approve_at_once_leave_one_approval(play: Play) -> None:
    runner = play(world("voted", f"{READY}, voted_on: 2026-03-20, development_number: '202642000105'"))
    case, answers = runner.world.cases["c1"], APPROVAL

    outcomes = each(lambda name: act(runner, name, case, "approve", answers), "hosp", "hosp_sec")

    winner = Entry.objects.get(case=case, act="approve")
    assert sorted(outcomes) == ["already_done", "approved"]
    assert list(Paper.objects.order_by("kind").values_list("kind", flat=True)) == [
        "admission_form",
        "membership_certificate",
    ]
    assert winner.actor_name in {"高原", "曹颖"}
    assert_sound()


def test_the_refused_reviewer_is_told_who_was_quicker(play: Play) -> None:
    runner = play(world("voted", f"{READY}, voted_on: 2026-03-20, development_number: '202642000105'"))
    case, answers = runner.world.cases["c1"], APPROVAL
    act(runner, "hosp", case, "approve", answers)

    with pytest.raises(Refused) as refused:
        engine.act(case, request(runner, "hosp_sec", "approve", answers))

    assert refused.value.finding.sentence.startswith("高原已于2026年4月1日办理“团委审批”")


def test_two_introducers_at_once_are_both_counted(play: Play) -> None:
    runner = play(world("form_filled", READY))
    case = runner.world.cases["c1"]

    outcomes = each(lambda name: act(runner, name, case, "introduce", {"opinion": "愿意"}), "dep_surg", "org_surg")

    assert sorted(outcomes) == ["form_filled", "introduced"]
    assert len(Case.objects.get(pk=case.pk).facts["introduced_by"]) == 2
    assert Task.objects.filter(process=case, finished=None).count() == 1
    assert_sound()


def test_a_number_is_given_to_one_of_two_at_once(play: Play) -> None:
    runner = play(two_candidates())
    answers = {"decision": "approve", "development_number": "202642000107"}

    outcomes = each(lambda name: act(runner, "hosp", runner.world.cases[name], "pre_review", answers), "c1", "c2")

    assert sorted(outcomes) == ["number_taken", "pre_reviewed"]
    assert DevelopmentNumber.objects.filter(number="202642000107").count() == 1
    assert Standing.objects.filter(person__username__in=("a", "b"), status="candidate").count() == 1
    assert_sound()


def test_two_candidates_at_once_get_two_next_numbers(play: Play) -> None:
    runner = play(two_candidates())

    outcomes = each(
        lambda name: act(runner, "hosp", runner.world.cases[name], "pre_review", {"decision": "approve"}), "c1", "c2"
    )

    given = {case.facts["development_number"] for case in Case.objects.all()}
    assert (outcomes, given) == (["pre_reviewed"] * 2, {"202642000101", "202642000102"})
    assert_sound()


def test_of_two_claims_at_once_the_later_takes_over_and_the_other_is_told(play: Play) -> None:
    runner = play(world("voted", f"{READY}, voted_on: 2026-03-20"))
    case = runner.world.cases["c1"]

    outcomes = each(lambda name: act(runner, name, case, "claim", {}), "hosp", "hosp2")

    former, latter = Entry.objects.filter(case=case, act="claim").order_by("sequence")
    assert outcomes == ["voted", "voted"]
    assert Task.objects.get(process=case, finished=None).claimed_by == latter.actor
    assert list(Message.objects.filter(text__contains="接手").values_list("person", flat=True)) == [former.actor_id]
    assert Post.objects.get(role="committee_reviewer", organization__code="HOSP").claimed_tasks == 1
    assert_sound()


def test_one_of_two_applications_at_once_opens_a_case(play: Play) -> None:
    runner = play(
        "given: hospital\nalso: {people: [{id: li, name: 李一, born: 2004-04-04, organisation: SURG}]}\n"
        "acts: [{on: 2026-04-01, tick: true}]"
    )
    answers = {"knowledge": "略", "motive": "略", "self_assessment": "略"}

    def apply() -> str:
        try:
            return str(engine.start("joining", request(runner, "li", "apply", answers)).case.stage)
        except Refused as refused:
            return refused.code

    outcomes = each(lambda _: apply(), "once", "again")

    assert sorted(outcomes) == ["applied", "case_open"]
    assert Case.objects.count() == 1
    assert_sound()


def world(state: str, facts: str) -> str:
    return (
        "given: hospital\n"
        "also:\n"
        "  people:\n"
        "    - {id: yu, name: 于澜, born: 2004-04-04, organisation: SURG, status: candidate}\n"
        "    - {id: hosp2, name: 高二, born: 1996-06-06, organisation: HOSP}\n"
        "  posts: [{person: hosp2, post: committee_reviewer, organisation: HOSP}]\n"
        f"  open_cases: [{{procedure: joining, as: c1, person: yu, state: {state}, organisation: SURG, "
        f"facts: {{{facts}}}}}]\n"
        "acts: [{on: 2026-03-30, tick: true}]"
    )


def two_candidates() -> str:
    return """
given: hospital
also:
  people:
    - {id: a, name: 甲, born: 2004-04-04, organisation: SURG, status: activist}
    - {id: b, name: 乙, born: 2004-04-04, organisation: SURG, status: activist}
  open_cases:
    - {procedure: joining, as: c1, person: a, state: candidate_proposed, organisation: SURG, facts: &facts
       {applied_on: 2025-09-01, activist_on: 2025-11-03}}
    - {procedure: joining, as: c2, person: b, state: candidate_proposed, organisation: SURG, facts: *facts}
acts: [{on: 2026-03-30, tick: true}]
"""


def request(runner: Runner, by: str, code: str, answers: dict[str, object]) -> engine.Request:
    on = date(2026, 4, 1)
    return engine.Request(code, runner.world.person(by), on, noon(on), answers, insist=True)


def act(runner: Runner, by: str, case: Case, code: str, answers: dict[str, object]) -> str:
    try:
        return str(engine.act(case, request(runner, by, code, answers)).case.stage)
    except Refused as refused:
        return refused.code


def each(deed: Callable[[str], str], *names: str) -> list[str]:
    """Do the deed for all names at the same moment, each on a connection of its own; return what came of each."""
    start = Barrier(len(names))

    def do(name: str) -> str:
        try:
            start.wait()
            return deed(name)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(do, names))


def assert_sound() -> None:
    """Every chain is whole, and every post counts the tasks that wait there."""
    for chain in Entry.objects.values_list("chain", flat=True).distinct():
        assert log.first_broken(chain) is None
    for post in Post.objects.all():
        waiting = Task.objects.filter(post=post, finished=None)
        assert (post.open_tasks, post.claimed_tasks) == (waiting.count(), waiting.exclude(claimed_by=None).count())
