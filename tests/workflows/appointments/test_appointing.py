"""任职与本地参数: the verbs, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.worlds import TODAY, Place, at, hospital
from workflows.appointments import appointing, keepers, parameters
from workflows.engine import Request, act
from workflows.engine.law import law_for
from workflows.models import Entry
from workflows.people.models import Appointment, Relationship
from workflows.proof.log import first_broken
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db


def kept_by(place: Place, name: str = "admin", code: str = "SURG") -> keepers.Keeping:
    return keepers.keeping(place.organization(code), by=place.person(name), on=TODAY, at=at(TODAY))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_a_change_of_office_leaves_a_chained_entry_with_both_names() -> None:
    place = hospital()
    surg = place.organization("SURG")
    term = appointing.Term(date(2026, 6, 1), date(2026, 6, 30))

    appointing.appoint(
        place.person("dep"), surg, "branch_secretary", term, kept_by(place), deputizing_for=place.person("sec")
    )

    entry = Entry.objects.get(chain=f"organization/{surg.pk}")
    assert entry.subject == place.person("dep")
    assert "代周敏" in entry.changes[0]["label"]
    assert first_broken(f"organization/{surg.pk}") is None


def test_nobody_appoints_himself_or_a_relative() -> None:
    place = hospital()
    Relationship.objects.create(person=place.person("admin"), relative=place.person("wang"))

    for name in ("admin", "wang"):
        with pytest.raises(Refused) as refused:
            appointing.appoint(
                place.person(name),
                place.organization("SURG"),
                "org_commissioner",
                appointing.Term(TODAY),
                kept_by(place),
            )
        assert code_of(refused) == "own_appointment"


def test_a_single_post_is_held_by_one_person_at_a_time() -> None:
    place = hospital()
    wang, surg = place.person("wang"), place.organization("SURG")

    with pytest.raises(Refused) as refused:
        appointing.appoint(wang, surg, "branch_secretary", appointing.Term(TODAY), kept_by(place))

    assert code_of(refused) == "already_held"


def test_a_deputy_needs_a_last_day_and_a_holder() -> None:
    place = hospital()
    wang, surg, kept = place.person("wang"), place.organization("SURG"), kept_by(place)

    with pytest.raises(Refused) as open_ended:
        appointing.appoint(
            wang, surg, "branch_secretary", appointing.Term(TODAY), kept, deputizing_for=place.person("sec")
        )
    term = appointing.Term(TODAY, date(2026, 6, 1))
    with pytest.raises(Refused) as for_nobody:
        appointing.appoint(wang, surg, "branch_secretary", term, kept, deputizing_for=place.person("org"))

    assert (code_of(open_ended), code_of(for_nobody)) == ("field_missing", "deputy_for_nobody")


def test_a_branch_has_no_reviewer() -> None:
    place = hospital()

    with pytest.raises(Refused) as refused:
        appointing.appoint(
            place.person("wang"),
            place.organization("SURG"),
            "committee_reviewer",
            appointing.Term(TODAY),
            kept_by(place),
        )

    assert code_of(refused) == "post_not_there"


def test_an_ended_appointment_holds_to_its_last_day_and_is_ended_once() -> None:
    place = hospital()
    held = Appointment.objects.get(person=place.person("sec"))

    appointing.end_appointment(held, date(2026, 5, 19), kept_by(place), because="届满")

    assert Appointment.objects.on(date(2026, 5, 19)).filter(pk=held.pk).exists()
    assert not Appointment.objects.on(TODAY).filter(pk=held.pk).exists()
    with pytest.raises(Refused) as refused:
        appointing.end_appointment(held, TODAY, kept_by(place), because="再来一次")
    assert code_of(refused) == "already_done"


def test_an_appointment_does_not_end_before_it_began() -> None:
    place = hospital()
    held = Appointment.objects.get(person=place.person("sec"))

    with pytest.raises(Refused) as refused:
        appointing.end_appointment(held, date(1899, 1, 1), kept_by(place), because="错")

    assert code_of(refused) == "act_date_before_previous"


@pytest.mark.parametrize("name", ["zone", "sec", "wang", "aud", "hosp"])
def test_only_the_registrar_or_secretary_above_keeps_an_organization(name: str) -> None:
    place = hospital()

    with pytest.raises(Refused) as refused:
        kept_by(place, name)

    assert code_of(refused) == "not_your_task"


def test_a_local_value_stands_from_its_day_and_ends_the_one_before() -> None:
    place = hospital()
    hosp, kept = place.organization("HOSP"), kept_by(place, code="HOSP")
    rule = parameters.known_rules()["join.observe_months"]

    parameters.set_value(rule, hosp, "6", date(2026, 6, 1), kept, because="一号文")
    parameters.set_value(rule, hosp, "4", date(2026, 7, 1), kept, because="二号文")

    values = [law_for(place.organization("SURG"), date(2026, month, 15))[rule] for month in (5, 6, 7)]
    assert values == [3, 6, 4]
    assert Entry.objects.filter(chain=f"organization/{hosp.pk}", act="set_parameter").count() == 2


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("join.observe_months", "2", "not_adjustable"),
        ("join.observe_months", "三", "field_invalid"),
        ("dues.warn_months", "2,,3", "field_invalid"),
        ("dues.warn_months", "第二个月", "field_invalid"),
        ("join.min_age", "16", "not_adjustable"),
        ("join.majority", "一半", "field_invalid"),
        ("join.majority", ">3/2", "field_invalid"),
        ("join.majority", ">1/0", "field_invalid"),
        ("join.majority", ">1/1", "field_invalid"),
        ("join.majority", ">0", "field_invalid"),
        ("join.kin", "也许", "field_invalid"),
        ("join.majority_base", "随便", "field_invalid"),
    ],
)
def test_a_value_that_the_rule_does_not_take_is_refused(key: str, text: str, code: str) -> None:
    place = hospital()
    rule = parameters.known_rules()[key]

    with pytest.raises(Refused) as refused:
        parameters.set_value(rule, place.organization("HOSP"), text, TODAY, kept_by(place, code="HOSP"), because="试")

    assert code_of(refused) == code


@pytest.mark.parametrize(
    ("text", "kept", "words"), [("3，2、5", "2,3,5", "2、3、5 个月"), ("4", "4", "4 个月"), ("0", "0", "0 个月")]
)
def test_a_series_of_numbers_is_kept_in_order_whatever_commas_were_typed(text: str, kept: str, words: str) -> None:
    place = hospital()
    rule = parameters.known_rules()["dues.warn_months"]

    parameters.set_value(rule, place.organization("HOSP"), text, TODAY, kept_by(place, code="HOSP"), because="本地做法")

    law = law_for(place.organization("SURG"), TODAY)
    assert (law[rule], rule.words(law[rule])) == (kept, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [(">11/20", "超过20分之11"), (">=3/5", "不少于五分之三"), (">=1", "不少于全部"), (">1/2", "超过半数")],
)
def test_any_share_of_the_whole_may_be_set_and_is_said_in_words(text: str, words: str) -> None:
    place = hospital()
    rule = parameters.known_rules()["join.majority"]

    parameters.set_value(rule, place.organization("HOSP"), text, TODAY, kept_by(place, code="HOSP"), because="本地做法")

    entry = Entry.objects.get(act="set_parameter")
    assert entry.changes[0]["after"] == f"{words}，自2026年5月20日起"


def test_a_branch_sets_no_rules() -> None:
    place = hospital()
    rule = parameters.known_rules()["join.observe_months"]

    with pytest.raises(Refused) as refused:
        parameters.set_value(rule, place.organization("SURG"), "6", TODAY, kept_by(place), because="试")

    assert code_of(refused) == "not_a_committee"


def test_an_appointment_does_not_end_before_what_its_holder_did_without_a_reason() -> None:
    place = hospital(until="talk")  # the secretary talked on 20 January
    held, kept = Appointment.objects.get(person=place.person("sec")), kept_by(place)

    with pytest.raises(Refused) as refused:
        appointing.end_appointment(held, date(2026, 1, 19), kept, because="调离")
    ended = appointing.end_appointment(held, date(2026, 1, 19), kept, because="调离", despite="文件已下达")

    assert (code_of(refused), refused.value.finding.have) == ("acts_in_term", 1)
    assert "“派人谈话”（周敏，2026年1月20日）" in refused.value.finding.sentence
    assert "“派人谈话”（周敏，2026年1月20日）" in ended.entry.changes[1]["after"]
    note = Entry.objects.get(case=place.case, act="term_changed")
    assert (note.reason, note.actor_name) == ("调离；文件已下达", "金一")
    assert first_broken(f"case/{place.case.pk}") is None


def test_an_appointment_may_end_on_the_day_of_its_holders_last_act() -> None:
    place = hospital(until="talk")
    held = Appointment.objects.get(person=place.person("sec"))

    appointing.end_appointment(held, date(2026, 1, 20), kept_by(place), because="届满")

    assert Appointment.objects.get(pk=held.pk).last_on == date(2026, 1, 20)
    assert not Entry.objects.filter(act="term_changed").exists()


@pytest.mark.parametrize("code", ["claim", "comment"])
def test_who_only_had_a_task_before_him_or_remarked_on_it_has_decided_nothing(code: str) -> None:
    place = hospital(until="apply")
    held = Appointment.objects.get(person=place.person("sec"))
    act(place.case, Request(code, place.person("sec"), TODAY, at(TODAY), {"text": "阅"}))

    appointing.end_appointment(held, TODAY - timedelta(days=1), kept_by(place), because="调离")

    assert not Entry.objects.filter(act="term_changed").exists()


def test_a_note_on_a_term_is_no_act_that_others_must_follow() -> None:
    place = hospital(until="talk")
    held = Appointment.objects.get(person=place.person("sec"))
    appointing.end_appointment(held, date(2026, 1, 19), kept_by(place), because="调离", despite="文件已下达")
    asked = Request(
        "propose_activist", place.person("org"), date(2026, 2, 10), at(TODAY),
        {"basis": "member_recommendation", "opinion": "同意"}, reason="补录",
    )  # fmt: skip

    assert act(place.case, asked).entry.on == date(2026, 2, 10)


def test_a_successor_is_not_appointed_over_what_others_did_in_his_days_without_a_reason() -> None:
    place = hospital(until="talk")
    held, surg = Appointment.objects.get(person=place.person("sec")), place.organization("SURG")
    kept = kept_by(place)
    appointing.end_appointment(held, date(2026, 1, 10), kept, because="调离", despite="文件已下达")
    term = appointing.Term(date(2026, 1, 20))

    with pytest.raises(Refused) as refused:
        appointing.appoint(place.person("plant"), surg, "branch_secretary", term, kept)
    appointing.appoint(place.person("plant"), surg, "branch_secretary", term, kept, despite="补办任职手续")

    assert (code_of(refused), refused.value.finding.have) == ("acts_in_term", 1)
    assert [one.reason for one in Entry.objects.filter(case=place.case, act="term_changed")] == [
        "调离；文件已下达", "补办任职手续"
    ]  # fmt: skip


def test_a_successor_may_begin_on_the_day_after_the_last_act_of_others() -> None:
    place = hospital(until="talk")
    held, kept = Appointment.objects.get(person=place.person("sec")), kept_by(place)
    appointing.end_appointment(held, date(2026, 1, 20), kept, because="届满")

    made = appointing.appoint(
        place.person("plant"),
        place.organization("SURG"),
        "branch_secretary",
        appointing.Term(date(2026, 1, 21)),
        kept,
    )

    assert made.first_on == date(2026, 1, 21)
