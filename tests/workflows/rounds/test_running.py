"""A round reaches everybody once, whatever stops it; a branch acts together, and each case is judged for itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.register.models import Standing, Status
from procedures.scenarios.runner import noon
from tests.workflows.trial import DAY, answers, installed
from tests.worlds import Place, hospital
from workflows import engine, rounds
from workflows.engine import closing
from workflows.management.commands.worker import take_up
from workflows.models import Case, Entry, Round, Skip, Task
from workflows.people.models import Organization, Post
from workflows.proof.log import first_broken
from workflows.rounds import chunks, running
from workflows.store import rooted
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Place]:
    with installed():
        yield hospital()


def request(place: Place, act: str, by: str, **given: object) -> engine.Request:
    return engine.Request(act, place.person(by), DAY, noon(DAY), given, insist=True)


def opened(place: Place) -> Round:
    return rounds.start("trial", request(place, "open", "hosp", **answers(place.organization("SURG")))).round


def cover_of(found: Round) -> Case:
    return found.cases.get(subject=None)


def case_of(place: Place, who: str) -> Case:
    return Case.objects.get(procedure="trial", subject=place.person(who))


def do(place: Place, case: Case, act: str, by: str, **given: object) -> engine.Outcome:
    return engine.act(Case.objects.get(pk=case.pk), request(place, act, by, **given))


def test_a_round_opens_a_case_for_each_member_and_a_cover_for_the_branch(place: Place) -> None:
    found = opened(place)

    assert (found.status, found.opened, found.concerned) == ("done", 12, 14)
    assert found.cases.count() == 13
    assert {skip.code for skip in found.skips.all()} == {"no_member"}


def test_everybody_finds_the_case_at_the_own_desk_and_the_secretary_one_for_the_branch(place: Place) -> None:
    found = opened(place)

    waiting = Task.objects.filter(process__round=found, finished=None)
    assert waiting.filter(post__role="branch_secretary").count() == 1
    assert waiting.filter(post__role="self").count() == 12
    assert Post.objects.get(person=place.person("dep")).open_tasks == 1


def test_every_case_of_a_round_has_an_entry_in_a_sound_chain(place: Place) -> None:
    found = opened(place)

    assert [first_broken(f"case/{case.pk}") for case in found.cases.all()] == [None] * 13
    assert Entry.objects.filter(chain=f"round/{found.pk}").count() == 1


def test_a_round_started_twice_opens_nothing_twice(place: Place) -> None:
    first, second = opened(place), opened(place)

    assert (first.pk, Case.objects.filter(procedure="trial").count()) == (second.pk, 13)


def test_a_round_stopped_after_a_chunk_goes_on_with_the_rest(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.rounds.running.AT_ONCE", 0)
    monkeypatch.setattr("workflows.rounds.running.CHUNK", 5)
    found = opened(place)
    with rooted.within(found.root):
        running._step(found.pk, {})
    assert Round.objects.get(pk=found.pk).done == 5

    rounds.run(found.pk, found.root)

    assert Round.objects.get(pk=found.pk).status == "done"
    assert Case.objects.filter(procedure="trial", subject__isnull=False).count() == 12
    assert Case.objects.filter(procedure="trial", subject=None).count() == 1


def test_a_chunk_that_fails_leaves_nothing_and_is_done_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.rounds.running.AT_ONCE", 0)
    found = opened(place)

    def broken(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("workflows.rounds.running._note_skipped", broken)
        with pytest.raises(RuntimeError):
            rounds.run(found.pk, found.root)
    assert Case.objects.filter(procedure="trial").count() == 0

    rounds.run(found.pk, found.root)
    assert Case.objects.filter(procedure="trial").count() == 13


def test_a_preview_writes_nothing_and_pages_through_everybody(place: Place) -> None:
    asked = request(place, "open", "hosp", **answers(place.organization("SURG")))
    first = rounds.preview("trial", asked, size=10)
    rest = rounds.preview("trial", asked, after=first.after or 0, size=10)

    assert (first.concerned, len(first.placed) + len(first.skipped), rest.after) == (14, 10, None)
    assert len(first.placed) + len(rest.placed) == 12
    assert not Round.objects.exists()


def test_only_the_committee_starts_the_round(place: Place) -> None:
    with pytest.raises(Refused, match="not_your_task"):
        rounds.start("trial", request(place, "open", "sec", **answers(place.organization("SURG"))))


def test_the_branch_acts_once_for_all_of_its_cases(place: Place) -> None:
    found = opened(place)

    outcome = do(place, cover_of(found), "grade", "sec")

    assert len(outcome.followers) == 12
    assert set(found.cases.values_list("stage", flat=True)) == {"graded"}
    assert [task.post.role for task in Task.objects.filter(process__round=found, finished=None)] == [
        "committee_reviewer"
    ]
    assert Post.objects.get(person=place.person("dep")).open_tasks == 0


def test_a_case_that_fails_a_condition_is_left_out_with_its_reason(place: Place) -> None:
    found = opened(place)
    do(place, case_of(place, "dep"), "write", "dep", said="好")
    do(place, cover_of(found), "grade", "sec")

    outcome = do(place, cover_of(found), "close", "hosp")

    assert [case.subject.name for case in outcome.followers if case.subject] == ["何立"]
    assert {finding.code for _, finding in outcome.left_out} == {"said_nothing"}
    assert (outcome.facts.counted, outcome.facts.left_out) == (1, 11)


def test_nothing_is_written_where_every_case_fails(place: Place) -> None:
    found = opened(place)
    do(place, cover_of(found), "grade", "sec")

    with pytest.raises(Refused) as refused:
        do(place, cover_of(found), "close", "hosp")

    assert refused.value.code == "said_nothing"
    assert set(found.cases.values_list("stage", flat=True)) == {"graded"}


def test_what_is_asked_for_too_early_says_why(place: Place) -> None:
    found = opened(place)

    with pytest.raises(Refused) as refused:
        do(place, cover_of(found), "close", "hosp")

    assert refused.value.code == "not_graded"


def test_an_act_on_a_branch_costs_about_the_same_for_three_members_and_for_all(place: Place) -> None:
    found = opened(place)
    cover = cover_of(found)

    with CaptureQueriesContext(connection) as captured:
        do(place, cover, "grade", "sec")

    assert len(captured) <= 40


def test_the_second_organization_sees_the_case_and_takes_it(place: Place) -> None:
    found = opened(place)
    do(place, cover_of(found), "grade", "sec")
    case = case_of(place, "dep")
    do(place, case, "send", "hosp", elsewhere=place.organization("PLANT").pk)

    with pytest.raises(Refused, match="not_your_task"):
        do(place, case, "take", "sec")
    assert do(place, case, "take", "plant").case.stage == "closed"
    assert Case.objects.get(pk=case.pk).other_path == Organization.objects.get(code="PLANT").path


def test_a_case_that_the_person_has_outgrown_ends_with_a_reason(place: Place) -> None:
    opened(place)
    case = case_of(place, "dep")
    standing = Standing.objects.get(person=place.person("dep"))
    standing.leave(Status.EXITED_AGE)
    standing.save()

    closed = closing.close_overtaken(DAY + timedelta(days=1), noon(DAY + timedelta(days=1)))

    assert (closed, Case.objects.get(pk=case.pk).stage) == (1, "over")
    assert case.entries.order_by("-sequence")[0].title == "已离团"


def test_a_member_reached_by_one_chunk_is_not_reached_by_another(place: Place) -> None:
    found = opened(place)
    act = running._resumed(found)

    reached = chunks.reached(act, rounds.row_of(act.procedure, "open"), [place.person("dep")])

    assert [one.code for one in reached if hasattr(one, "code")] == ["case_open"]
    assert Skip.objects.filter(round=found).count() == 2


def test_a_round_that_lost_its_worker_goes_on_by_itself(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.rounds.running.AT_ONCE", 0)
    found = opened(place)
    assert (found.status, found.done) == ("running", 0)

    taken_up = take_up()

    assert taken_up == (0, 1)
    assert Round.objects.get(pk=found.pk).status == "done"
    assert take_up() == (0, 0)
