"""One act on several tasks at once: each judged and recorded by itself, and none over a warning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from procedures.register.entering import Known, enter_people
from tests import offices
from tests.worlds import TODAY, Place, at, hospital
from workflows import engine
from workflows.models import Case, Entry, Message, Task
from workflows.people.models import Appointment, Person

pytestmark = pytest.mark.django_db
EARLY = date(2026, 4, 1)
TALK = {"summary": "动机端正", "suitable": "true"}


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=False):
        yield hospital()


def applied(place: Place, name: str, on: date = TODAY, home: str = "SURG") -> Case:
    branch = place.organization(home)
    person = Person.objects.create_user(name, None, name="新人", born=date(2004, 1, 1), home=branch)
    enter_people([Known(person)])
    given = {"organisation": branch.pk, "knowledge": "学", "motive": "愿", "self_assessment": "实"}
    return engine.start("joining", engine.Request("apply", person, on, at(on), given)).case


def browser(place: Place, who: str) -> Client:
    client = Client()
    client.force_login(place.person(who), backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    return client


def tasks(*cases: Case) -> list[int]:
    return [Task.objects.get(process=case, finished=None).pk for case in cases]


def given(place: Place, *cases: Case, do: str = "act") -> dict[str, object]:
    seen = {f"seen-{pk}": case.sequence for pk, case in zip(tasks(*cases), cases, strict=True)}
    talk = {"act": "talk", "do": do, "talker": place.person("sec").pk, **TALK}
    return {"task": tasks(*cases), "on": TODAY.isoformat(), **talk, **seen}


def test_the_acts_of_the_stage_are_offered_for_the_chosen_tasks(place: Place) -> None:
    cases = [applied(place, name) for name in ("a", "b")]

    page = browser(place, "sec").post("/inbox/bulk/", {"task": tasks(*cases)}).content.decode()

    assert 'name="act" value="talk"' in page
    assert "已选 <b>2</b> 项" in page


def test_an_act_is_done_on_each_chosen_case_and_recorded_for_each(place: Place) -> None:
    cases = [applied(place, name) for name in ("a", "b", "c")]

    page = browser(place, "sec").post("/inbox/bulk/", given(place, *cases)).content.decode()

    assert "办理 <b>3</b> 件，未办理 <b>0</b> 件" in page
    assert Entry.objects.filter(act="talk", case__in=cases).count() == 3
    assert {case.stage for case in Case.objects.filter(pk__in=[one.pk for one in cases])} == {"interviewed"}


def test_a_case_against_which_something_stands_is_opened_on_its_own_page(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    with time_machine.travel(at(TODAY), tick=False):
        place = hospital(until="record_class")
        observed, fresh = place.case, activist(place)
        Case.objects.filter(pk=observed.pk).update(facts={**observed.facts, "mentor_talks": 2})
        pages = browser(place, "sec")
        given = {"task": tasks(observed, fresh), "on": TODAY.isoformat(), "act": "propose_candidate", "opinion": "成熟"}

        page = pages.post("/inbox/bulk/", given).content.decode()
        result = pages.post("/inbox/bulk/", {**given, "do": "act"}).content.decode()

    assert f'href="/cases/{fresh.pk}/propose_candidate/"' in page
    assert page.count('name="task"') == 1
    assert "办理 <b>1</b> 件，未办理 <b>1</b> 件" in result
    assert Entry.objects.filter(act="propose_candidate").values_list("case", flat=True).get() == observed.pk


def activist(place: Place) -> Case:
    """Return a case that has only just reached the stage in which the first of the world stands."""
    case = applied(place, "fresh", EARLY)
    for who, act, answers in (
        ("sec", "talk", {"talker": place.person("sec").pk, **TALK}),
        ("org", "propose_activist", {"basis": "member_recommendation", "opinion": "同意"}),
        ("hosp", "approve_activist", {"decision": "approve", "opinion": "同意"}),
    ):
        engine.act(case, engine.Request(act, place.person(who), TODAY, at(TODAY), answers))
    return Case.objects.get(pk=case.pk)


def test_a_form_that_is_not_filled_is_shown_again_and_nothing_is_done(place: Place) -> None:
    cases = [applied(place, name) for name in ("a", "b")]

    answer = browser(place, "sec").post("/inbox/bulk/", {**given(place, *cases), "summary": ""})

    assert answer.status_code == 422
    assert not Entry.objects.filter(act="talk").exists()


def test_what_somebody_else_did_meanwhile_is_refused_for_that_case_alone(place: Place) -> None:
    first, second = applied(place, "a"), applied(place, "b")
    asked = given(place, first, second)
    done = engine.Request("talk", place.person("sec"), TODAY, at(TODAY), {"talker": place.person("sec").pk, **TALK})

    engine.act(
        first,
        engine.Request("comment", place.person("hosp"), TODAY, at(TODAY), {"text": "阅", "visible_to": "everyone"}),
    )
    engine.act(second, done)
    page = browser(place, "sec").post("/inbox/bulk/", asked).content.decode()

    assert Entry.objects.filter(case=second, act="talk").count() == 1
    assert "办理 <b>1</b> 件，未办理 <b>1</b> 件" in page
    assert f"/cases/{second.pk}/" in page
    assert "周敏已于2026年5月20日办理“派人谈话”，不再等待您办理。" in page


def test_a_case_withdrawn_meanwhile_is_in_the_result_with_who_and_when(place: Place) -> None:
    first, second = applied(place, "a"), applied(place, "b")
    asked = given(place, first, second)

    engine.act(second, engine.Request("withdraw", second.subject, TODAY, at(TODAY), {"reason": "另有安排"}))
    page = browser(place, "sec").post("/inbox/bulk/", asked).content.decode()

    assert "办理 <b>1</b> 件，未办理 <b>1</b> 件" in page
    assert "新人已于2026年5月20日办理“撤回”，不再等待您办理。" in page


def test_where_all_were_done_meanwhile_the_result_says_so_of_each(place: Place) -> None:
    cases = [applied(place, name) for name in ("a", "b")]
    asked = given(place, *cases)
    pages = browser(place, "sec")

    pages.post("/inbox/bulk/", {name: one for name, one in asked.items() if not name.startswith("seen-")})
    again = pages.post("/inbox/bulk/", asked).content.decode()

    assert "办理 <b>0</b> 件，未办理 <b>2</b> 件" in again
    assert again.count("不再等待您办理") == 2


def test_a_task_that_has_followed_its_post_is_said_to_wait_elsewhere(place: Place) -> None:
    case = applied(place, "a")
    asked = given(place, case)
    held = Appointment.objects.get(person=place.person("sec"))
    asked_as_deputy = browser(place, "dep")
    offices.end(place, held, date(2026, 5, 19))
    offices.appoint(place, "plant", "branch_secretary")

    page = asked_as_deputy.post("/inbox/bulk/", asked).content.decode()

    assert "现在由第一团支部·支部书记办理。" in page
    assert not Entry.objects.filter(act="talk").exists()


def test_eight_that_go_on_to_a_vacant_post_tell_who_stands_in_once(place: Place) -> None:
    Appointment.objects.filter(person=place.person("sec")).update(last_on=date(2026, 5, 1))
    cases = [applied(place, f"m{number}") for number in range(8)]
    Message.objects.all().delete()

    browser(place, "dep").post("/inbox/bulk/", given(place, *cases))

    assert {case.stage for case in Case.objects.filter(pk__in=[one.pk for one in cases])} == {"interviewed"}
    assert not Message.objects.filter(person=place.person("dep")).exists()


def test_tasks_of_another_desk_are_not_taken(place: Place) -> None:
    case = applied(place, "a")

    answer = browser(place, "plant").post("/inbox/bulk/", given(place, case), follow=True)

    assert answer.redirect_chain == [("/inbox/", 302)]
    assert "请先勾选" in answer.content.decode()
    assert not Entry.objects.filter(act="talk").exists()


def test_tasks_of_different_stages_are_not_done_together(place: Place) -> None:
    first, second = applied(place, "a"), applied(place, "b")
    later = Task.objects.get(process=first, finished=None)
    Task.objects.filter(pk=later.pk).update(process=place_in_activists(first))

    answer = browser(place, "sec").post("/inbox/bulk/", {"task": [later.pk, *tasks(second)]}, follow=True)

    assert "请勾选同一业务、同一环节的事项" in answer.content.decode()


def place_in_activists(case: Case) -> Case:
    """Have a case stand in another stage, its desk being the same."""
    Case.objects.filter(pk=case.pk).update(stage="activist")
    return Case.objects.get(pk=case.pk)


def test_an_act_that_the_stage_does_not_offer_is_not_found(place: Place) -> None:
    case = applied(place, "a")

    assert browser(place, "sec").post("/inbox/bulk/", {**given(place, case), "act": "approve"}).status_code == 404
