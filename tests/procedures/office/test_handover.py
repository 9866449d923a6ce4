"""交接: nothing changes before both have confirmed; then everything does, at the beginning of one day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import offices
from tests.worlds import TODAY, Place, at, hospital
from workflows import engine
from workflows.models import Case, Message, Paper, Task
from workflows.people.models import Appointment, Relationship
from workflows.proof.log import first_broken
from workflows.rounds.sweep import sweep
from workflows.table.refusals import NeedsReason, Refused

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 1)
ITEMS = ["tasks", "due", "cases", {"code": "own-0", "title": "团员档案", "number": "12 份", "yes": True}]
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def begin(place: Place, by: str = "admin", to: str = "org", first_on: date = FIRST, reason: str = "") -> Case:
    """Begin to hand the secretary's post over."""
    answers = {
        "organisation": place.organization("SURG").pk, "role": "branch_secretary", "member": place.person(to).pk,
        "first_on": first_on, "document": "支部大会补选",
    }  # fmt: skip
    return engine.start(
        "office", engine.Request("hand_over", place.person(by), TODAY, at(TODAY), answers, reason=reason)
    ).case


def do(place: Place, case: Case, who: str, act: str, on: date = TODAY, **answers: Any) -> engine.Outcome:
    return engine.act(case, engine.Request(act, place.person(who), on, at(on), answers))


def refusal(place: Place, case: Case, who: str, act: str, **answers: Any) -> str:
    with pytest.raises(Refused) as refused:
        do(place, case, who, act, **answers)
    return refused.value.code


def held(place: Place, on: date) -> list[str]:
    post = Appointment.objects.on(on).filter(post__role="branch_secretary", post__organization__code="SURG")
    return sorted(post.values_list("person__username", flat=True))


def given(place: Place, case: Case) -> None:
    do(place, case, "sec", "give", items=ITEMS)


def test_nothing_changes_before_both_have_confirmed() -> None:
    place = hospital(until="apply")
    before = list(Appointment.objects.order_by("pk").values())

    case = begin(place)
    given(place, case)

    assert list(Appointment.objects.order_by("pk").values()) == before
    assert held(place, FIRST) == ["sec"]


def test_rights_change_hands_at_the_beginning_of_one_day() -> None:
    place = hospital(until="apply")
    case = begin(place)
    given(place, case)

    done = do(place, case, "org", "receive", items=["tasks", "due", "cases", "own-0"])

    assert (held(place, FIRST - timedelta(days=1)), held(place, FIRST)) == (["sec"], ["org"])
    assert [paper.kind for paper in done.papers] == ["handover_list"]
    assert first_broken(f"case/{case.pk}") is None
    told = Message.objects.filter(person=place.person("sec")).order_by("-pk").first()
    assert told is not None
    assert "于2026年5月31日结束（交接，陈静已点收）" in told.text


def test_what_waits_at_the_post_waits_there_for_the_successor_from_his_first_day() -> None:
    place = hospital(until="apply")
    case = begin(place)
    given(place, case)
    do(place, case, "org", "receive", items=["tasks", "due", "cases", "own-0"])

    sweep(FIRST, at(FIRST))

    task = Task.objects.get(process=place.case, finished=None)
    assert task.post.role == "branch_secretary"
    engine.act(place.case, engine.Request("claim", place.person("org"), FIRST, at(FIRST), {}))
    with pytest.raises(Refused):
        engine.act(place.case, engine.Request("claim", place.person("sec"), FIRST, at(FIRST), {}))


def test_who_confirms_after_the_day_agreed_changes_it_to_the_next_midnight() -> None:
    place = hospital()
    case = begin(place)
    given(place, case)
    late = FIRST + timedelta(days=9)

    done = do(place, case, "org", "receive", on=late, items=["tasks", "due", "cases", "own-0"])

    assert done.facts.changed_on == late + timedelta(days=1)  # type: ignore[attr-defined]
    assert (held(place, late), held(place, late + timedelta(days=1))) == (["sec"], ["org"])


def test_a_handover_begun_by_the_holder_waits_for_a_keeper_and_ends_where_he_says_no() -> None:
    place = hospital()

    case = begin(place, by="sec")
    asked, by_himself = case.stage, refusal(place, case, "sec", "agree", decision="approve")
    do(place, case, "admin", "agree", decision="refuse", opinion="先补选")

    assert (asked, by_himself, Case.objects.get(pk=case.pk).stage) == ("asked", "not_your_task", "refused")
    assert held(place, FIRST) == ["sec"]


def test_nobody_hands_a_post_to_himself_or_a_relative_nor_agrees_to_that() -> None:
    place = hospital()
    Relationship.objects.create(person=place.person("admin"), relative=place.person("org"))

    with pytest.raises(Refused) as begun:
        begin(place)
    case = begin(place, by="sec")
    agreed = refusal(place, case, "admin", "agree", decision="approve")

    assert (begun.value.code, agreed) == ("own_appointment", "own_appointment")


def test_a_keeper_confirms_in_place_of_a_giver_who_has_gone_and_it_is_said() -> None:
    place = hospital()
    offices.end(place, Appointment.objects.get(person=place.person("sec")), TODAY - timedelta(days=1))
    case = begin(place, first_on=TODAY)

    do(place, case, "admin", "give", items=["tasks", "due", "cases"])
    done = do(place, case, "org", "receive", items=["tasks", "due", "cases"])

    assert held(place, TODAY) == ["org"]
    facts = Paper.objects.get(case=case).facts
    assert (facts["stood_in"], facts["giver"]) == ("金一", "周敏")
    assert done.facts.changed_on == TODAY  # type: ignore[attr-defined]


def test_a_giver_who_goes_meanwhile_is_stood_in_for_and_one_who_is_there_is_not() -> None:
    place = hospital()
    case = begin(place)
    there = refusal(place, case, "admin", "give", items=ITEMS)
    offices.end(place, Appointment.objects.get(person=place.person("sec")), TODAY - timedelta(days=1))

    done = do(place, case, "admin", "give", items=ITEMS)

    assert there == "giver_still_there"
    assert (done.case.stage, done.facts.stood_in) == ("received", "金一")  # type: ignore[attr-defined]


def test_a_post_that_another_was_appointed_to_meanwhile_is_not_taken() -> None:
    place = hospital()
    case = begin(place)
    given(place, case)
    offices.end(place, Appointment.objects.get(person=place.person("sec")), TODAY)
    offices.appoint(place, "dep", "branch_secretary", first_on=TODAY + timedelta(days=1))

    assert refusal(place, case, "org", "receive", items=["tasks", "due", "cases", "own-0"]) == "already_held"


def test_the_numbers_of_the_list_come_from_the_register_whatever_a_page_sends() -> None:
    place = hospital(until="apply")
    case = begin(place)
    forged = [{"code": code, "title": "无", "number": "0 件", "yes": True} for code in ("tasks", "due", "cases")]

    done = do(place, case, "sec", "give", items=forged)

    assert [(one.title, one.number) for one in done.facts.items] == [  # type: ignore[attr-defined]
        ("待办", "1 件"), ("近期要办", "0 件"), ("在办事项", "1 件"),
    ]  # fmt: skip


def test_whoever_is_to_audit_or_stands_elsewhere_is_told_of_as_for_an_appointment() -> None:
    place = hospital()

    with pytest.raises(Refused) as audits:
        begin(place, to="aud")
    with pytest.raises(NeedsReason) as elsewhere:
        begin(place, by="sec", to="plant")

    assert audits.value.code == "auditor_decides"
    assert [one.code for one in elsewhere.value.warnings] == ["member_elsewhere"]


def test_each_act_of_a_handover_keeps_the_budget_of_an_act() -> None:
    place = hospital()
    costs, case = {}, begin(place)

    for who, act, answers in (
        ("sec", "give", {"items": ITEMS}),
        ("org", "give_back", {"reason": "少一份"}),
        ("sec", "give", {"items": ITEMS}),
        ("org", "receive", {"items": ["tasks", "due", "cases", "own-0"]}),
    ):
        with CaptureQueriesContext(connection) as asked:
            do(place, case, who, act, **answers)
        costs[act] = len([one for one in asked if not one["sql"].startswith(TRANSACTION)])

    assert max(costs.values()) <= 20, costs


def test_what_is_given_back_is_confirmed_no_more() -> None:
    place = hospital()
    case = begin(place)
    given(place, case)

    back = do(place, case, "org", "give_back", reason="少一份")

    assert (back.case.stage, back.facts.listed_on, back.facts.items) == ("listed", None, [])  # type: ignore[attr-defined]
