"""Who is told what of an event: each in words for him, nobody of his own act, nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.worlds import TODAY, Place, at, hospital
from workflows import engine
from workflows.messages import sending
from workflows.models import Case, Message, Task
from workflows.people.models import Appointment, Post
from workflows.rounds.sweep import sweep
from workflows.table.registry import procedure
from workflows.table.word import Word

pytestmark = pytest.mark.django_db


def told(place: Place, name: str) -> list[str]:
    return [one.text for one in Message.objects.filter(person=place.person(name)).order_by("pk")]


def act(place: Place, who: str, code: str, **answers: object) -> None:
    engine.act(place.case, engine.Request(code, place.person(who), TODAY, at(TODAY), answers))


def forget() -> None:
    Message.objects.all().delete()


@pytest.fixture
def proposed() -> Place:
    """Return a world in which the branch has proposed an activist and the committee is waited for."""
    found = hospital(until="propose_activist")
    forget()
    return found


def test_a_return_tells_the_desk_the_officer_who_acted_and_the_person_concerned(proposed: Place) -> None:
    act(proposed, "hosp", "return", to="propose_activist", reason="缺少记录")

    title = proposed.case.title
    assert told(proposed, "sec") == [f"{title}：已退回至“推荐入团积极分子”，请补正：缺少记录"]
    assert told(proposed, "org") == [
        f"{title}：您办理的“推荐入团积极分子”已被退回，由第一团支部·支部书记补正：缺少记录"
    ]
    assert told(proposed, "wang") == [f"{title}：已退回至“推荐入团积极分子”，由第一团支部·支部书记补正：缺少记录"]
    assert told(proposed, "hosp") == []


def test_a_return_to_the_applicant_tells_him_once_and_what_to_do(proposed: Place) -> None:
    act(proposed, "hosp", "return", to="apply", reason="经历不全")

    asked = procedure("joining").row("apply").title
    assert told(proposed, "wang") == [f"{proposed.case.title}：已退回至“{asked}”，请补正：经历不全"]


def test_what_is_handed_in_again_tells_who_returned_it(proposed: Place) -> None:
    act(proposed, "hosp", "return", to="propose_activist", reason="缺少记录")
    forget()

    act(proposed, "sec", "propose_activist", basis="member_recommendation", opinion="同意，附记录")

    assert told(proposed, "hosp") == [f"{proposed.case.title}：退回的“推荐入团积极分子”已补正并重新提交，请继续办理。"]
    assert told(proposed, "sec") == []


def test_a_second_return_and_resubmission_tell_as_the_first(proposed: Place) -> None:
    for _ in range(2):
        forget()
        act(proposed, "hosp", "return", to="propose_activist", reason="缺少记录")
        act(proposed, "sec", "propose_activist", basis="member_recommendation", opinion="同意")

    assert (len(told(proposed, "hosp")), len(told(proposed, "org"))) == (1, 0)
    assert len(told(proposed, "sec")) == 1


def test_where_the_returner_has_gone_whoever_sits_there_now_is_told(proposed: Place) -> None:
    act(proposed, "hosp", "return", to="propose_activist", reason="缺少记录")
    held = Appointment.objects.get(person=proposed.person("hosp"))
    Appointment.objects.filter(pk=held.pk).update(last_on=TODAY - timedelta(days=1))
    Appointment.objects.create(person=proposed.person("zone"), post=held.post, first_on=TODAY)
    forget()

    act(proposed, "sec", "propose_activist", basis="member_recommendation", opinion="同意")

    assert (len(told(proposed, "zone")), told(proposed, "hosp")) == (1, [])


def test_a_withdrawal_tells_the_desk_who_withdrew(proposed: Place) -> None:
    act(proposed, "wang", "withdraw", reason="另有安排")

    assert told(proposed, "hosp") == [f"{proposed.case.title}：已由王晓梅撤回，不必再办理。"]
    assert told(proposed, "wang") == []


def late(place: Place) -> None:
    Task.objects.filter(process=place.case, finished=None).update(due=TODAY - timedelta(days=1))


def test_what_is_late_is_told_to_the_holder_and_to_who_is_above_each_in_his_words(proposed: Place) -> None:
    late(proposed)

    sweep(TODAY, at(TODAY))

    assert ["请督促" in text for text in told(proposed, "county")] == [True]
    assert ["请尽快办理" in text and "请督促" not in text for text in told(proposed, "hosp")] == [True]


def test_nobody_is_asked_to_hurry_himself_up(proposed: Place) -> None:
    above = Post.objects.get(organization__code="COUNTY", role="committee_reviewer")
    Appointment.objects.filter(post=above).update(last_on=TODAY - timedelta(days=1))
    Appointment.objects.create(person=proposed.person("hosp"), post=above, first_on=TODAY)
    late(proposed)

    sweep(TODAY, at(TODAY))

    assert [text for text in told(proposed, "hosp") if "请督促" in text] == []


def word(place: Place, name: str, what: str, about: str = "", case: Case | None = None) -> Word:
    return Word(place.person(name).pk, place.case.root, case or place.case, what, at(TODAY), about)


def test_nobody_is_told_of_his_own_act_whatever_he_holds(proposed: Place) -> None:
    words = [word(proposed, "hosp", "甲"), word(proposed, "sec", "乙"), word(proposed, "sec", "丙")]

    sending.send(words, by=proposed.person("hosp").pk)

    assert (told(proposed, "hosp"), told(proposed, "sec")) == ([], ["乙"])


@pytest.fixture
def several(proposed: Place) -> list[Case]:
    return [Case(pk=proposed.case.pk + number, title=f"事项{number}", root=proposed.case.root) for number in range(8)]


def test_what_is_the_same_of_eight_cases_is_one_message_that_names_three(proposed: Place, several: list[Case]) -> None:
    with sending.gathered():
        for case in several:
            sending.send([word(proposed, "hosp", "岗位空缺。", case.title, case)], by=None)

    assert told(proposed, "hosp") == ["8件事项：岗位空缺。（事项0、事项1、事项2等）"]


def test_what_fails_inside_is_not_told_and_the_rest_is(proposed: Place, several: list[Case]) -> None:
    with sending.gathered():
        for case in several[:2]:
            try:
                with sending.gathered():
                    sending.send([word(proposed, "hosp", case.title)], by=None)
                    if case is several[1]:
                        raise LookupError
            except LookupError:
                continue

    assert told(proposed, "hosp") == ["事项0"]
