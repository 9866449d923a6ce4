"""Tasks follow their post: away when nobody able holds it, back when it is filled, and not once somebody has begun."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import offices
from tests.worlds import TODAY, Place, at, hospital
from workflows import engine
from workflows.engine import following
from workflows.models import Entry, Message, Task
from workflows.people.models import Appointment, Person, Post
from workflows.rounds.sweep import sweep

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def place() -> Place:
    """Return a world in which one application waits at the branch's secretary."""
    return hospital(until="apply")


def task(place: Place) -> Task:
    return Task.objects.select_related("post__organization").get(process=place.case, finished=None)


def desk(place: Place) -> str:
    post = task(place).post
    return f"{post.role}@{post.organization.code if post.organization else ''}"


def end(
    place: Place, name: str, last_on: date = YESTERDAY, code: str = "SURG", on: date = TODAY, *, despite: str = ""
) -> int:
    """End a term and return how many tasks have moved with it."""
    held = Appointment.objects.on(last_on).get(
        person=place.person(name), post__organization__code=code, deputizing_for=None
    )
    before = offices.moved()
    offices.end(place, held, last_on, on=on, reason=despite)
    return offices.moved() - before


def fill(place: Place, name: str, role: str = "branch_secretary", code: str = "SURG", on: date = TODAY) -> Appointment:
    return offices.made(place, name, role, code, on, on=min(on, TODAY), reason="借调")


def told(person: Person) -> list[str]:
    """Return what somebody was told, but of his own appointment."""
    words = Message.objects.filter(person=person).exclude(text__startswith="您自").order_by("pk")
    return [one.text for one in words]


def act(place: Place, who: str, code: str, on: date = TODAY, **answers: object) -> None:
    engine.act(place.case, engine.Request(code, place.person(who), on, at(on), answers))


def counters() -> dict[int, int]:
    return {post.pk: post.open_tasks for post in Post.objects.all()}


def waiting() -> dict[int, int]:
    return {post.pk: Task.objects.filter(post=post, finished=None).count() for post in Post.objects.all()}


def test_what_waits_at_a_post_goes_to_the_deputy_at_once_when_its_holder_has_gone(place: Place) -> None:
    moved = end(place, "sec")

    assert (moved, desk(place)) == (1, "branch_deputy@SURG")
    assert task(place).note == "第一团支部支部书记岗位空缺，由支部副书记办理"
    assert told(place.person("dep")) == [f"{place.case.title}：第一团支部支部书记岗位空缺，由支部副书记办理。"]
    assert "的任职于2026年5月19日结束（届满）" in told(place.person("sec"))[-1]
    assert Entry.objects.get(case=place.case, act="follow").changes[0]["after"] == "第一团支部·支部副书记"
    assert counters() == waiting()


def test_with_no_deputy_it_goes_to_the_committee_and_with_no_committee_above_it(place: Place) -> None:
    end(place, "dep")
    end(place, "sec")
    assert desk(place) == "committee_reviewer@HOSP"

    end(place, "hosp", code="HOSP")

    assert desk(place) == "committee_reviewer@COUNTY"
    assert counters() == waiting()


def test_on_the_last_day_the_task_is_still_the_holder_s_and_the_next_night_moves_it(place: Place) -> None:
    moved = end(place, "sec", TODAY)
    assert (moved, desk(place)) == (0, "branch_secretary@SURG")

    today, tomorrow = sweep(TODAY, at(TODAY)).moved, sweep(TOMORROW, at(TOMORROW)).moved

    assert (today, tomorrow, desk(place)) == (0, 1, "branch_deputy@SURG")
    assert sweep(TOMORROW, at(TOMORROW)).moved == 0


def test_a_post_that_is_filled_gets_back_what_nobody_has_begun(place: Place) -> None:
    end(place, "sec")

    fill(place, "plant")

    assert (desk(place), task(place).note) == ("branch_secretary@SURG", "")
    assert told(place.person("plant")) == [
        f"{place.case.title}：原由第一团支部·支部副书记代办，现转回第一团支部·支部书记，请办理。"
    ]
    assert "第一团支部·支部书记已有人任职，转回该岗位，不必再办理" in told(place.person("dep"))[-1]
    assert counters() == waiting()


def test_a_post_filled_from_a_later_day_gets_it_back_in_the_night_of_that_day(place: Place) -> None:
    end(place, "sec")
    fill(place, "plant", on=TOMORROW)
    assert desk(place) == "branch_deputy@SURG"

    moved = sweep(TOMORROW, at(TOMORROW)).moved

    assert (moved, desk(place)) == (1, "branch_secretary@SURG")


def test_what_the_deputy_has_claimed_stays_with_him(place: Place) -> None:
    end(place, "sec")
    act(place, "dep", "claim")

    fill(place, "plant")

    assert desk(place) == "branch_deputy@SURG"
    assert task(place).claimed_by == place.person("dep")


def test_what_was_claimed_and_given_back_is_not_begun(place: Place) -> None:
    end(place, "sec")
    act(place, "dep", "claim")
    act(place, "dep", "release")

    fill(place, "plant")

    assert desk(place) == "branch_secretary@SURG"


def test_a_comment_begins_nothing(place: Place) -> None:
    end(place, "sec")
    act(place, "dep", "comment", text="先看看", visible_to="everyone")

    fill(place, "plant")

    assert desk(place) == "branch_secretary@SURG"


def test_a_deputy_who_is_appointed_gets_what_waits_above(place: Place) -> None:
    end(place, "dep")
    end(place, "sec")

    fill(place, "plant", "branch_deputy")

    assert desk(place) == "branch_deputy@SURG"
    assert task(place).note == "第一团支部支部书记岗位空缺，由支部副书记办理"


def test_a_vacancy_filled_and_emptied_twice_ends_where_routing_says(place: Place) -> None:
    end(place, "sec")
    fill(place, "plant")
    held = Appointment.objects.get(person=place.person("plant"), post__organization__code="SURG")
    later = date(2026, 6, 10)

    offices.end(place, held, date(2026, 6, 9), on=later, because="调离")
    emptied = desk(place)
    offices.appoint(place, "zone", "branch_secretary", first_on=later, on=later)

    assert (emptied, desk(place)) == ("branch_deputy@SURG", "branch_secretary@SURG")
    assert [one.act for one in place.case.history.order_by("sequence")] == ["apply", *["follow"] * 4]
    assert counters() == waiting()


def test_asked_again_nothing_moves(place: Place) -> None:
    end(place, "sec")
    posts = list(Post.objects.values_list("pk", flat=True))

    again = following.follow_posts(posts, on=TODAY, at=at(TODAY))

    assert again == 0
    assert Entry.objects.filter(case=place.case, act="follow").count() == 1


def test_of_two_holders_one_may_go_and_the_task_stays_free_of_his_claim() -> None:
    place = hospital(until="propose_activist")
    fill(place, "zone", "committee_reviewer", "HOSP")
    act(place, "hosp", "claim")

    moved = end(place, "hosp", code="HOSP", despite="只认领，未办理")

    assert (moved, desk(place), task(place).claimed_by) == (0, "committee_reviewer@HOSP", None)
    post = task(place).post
    assert (post.open_tasks, post.claimed_tasks) == (1, 0)


def test_who_is_appointed_where_his_own_case_waits_does_not_get_it(place: Place) -> None:
    end(place, "sec", TODAY)
    fill(place, "wang", on=TOMORROW)

    sweep(TOMORROW, at(TOMORROW))

    assert desk(place) == "branch_deputy@SURG"
    assert task(place).note == "第一团支部支部书记须回避，由支部副书记办理"


def test_a_post_that_nobody_holds_or_stands_in_for_is_told_once_a_week_to_who_can_fill_it(place: Place) -> None:
    for name, code in (("dep", "SURG"), ("sec", "SURG"), ("hosp", "HOSP"), ("county", "COUNTY")):
        end(place, name, code=code)
    assert desk(place) == "branch_secretary@SURG"

    nights = [sweep(TODAY + timedelta(days=days), at(TODAY + timedelta(days=days))) for days in (0, 1, 7)]

    assert [night.unheld for night in nights] == [["第一团支部·支部书记（1件）"]] * 3
    about = [text for text in told(place.person("admin")) if "无人任职" in text]
    assert (
        about
        == ["以下岗位无人任职，也无人可以代为办理，待办在等：第一团支部·支部书记（1件）。请在“组织与岗位”中任命。"] * 2
    )


def test_who_comes_to_a_post_that_was_waited_at_for_nobody_is_told(place: Place) -> None:
    for name, code in (("dep", "SURG"), ("sec", "SURG"), ("hosp", "HOSP"), ("county", "COUNTY")):
        end(place, name, code=code)

    fill(place, "plant")

    assert (desk(place), task(place).note) == ("branch_secretary@SURG", "")
    assert told(place.person("plant")) == [f"{place.case.title}：在第一团支部·支部书记等待，请办理。"]


def test_several_tasks_that_follow_are_told_in_one_message(place: Place) -> None:
    young = Person.objects.create_user("b", None, name="丁一", born=date(2004, 1, 1), home=place.organization("SURG"))
    given = {"organisation": place.organization("SURG").pk, "knowledge": "学", "motive": "愿", "self_assessment": "实"}
    engine.start("joining", engine.Request("apply", young, TODAY, at(TODAY), given))

    moved = end(place, "sec")

    messages = told(place.person("dep"))
    assert (moved, len(messages)) == (2, 1)
    assert messages[0].startswith("2件事项：第一团支部支部书记岗位空缺，由支部副书记办理。（")
