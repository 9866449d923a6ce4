"""任职与本地参数: the acts and verbs, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import offices
from tests.worlds import TODAY, Place, at, hospital
from workflows.appointments import appointing, keepers, parameters
from workflows.engine import Request, act, moves, prospect_of, start
from workflows.engine.law import law_for
from workflows.models import Entry, Message
from workflows.people.models import Appointment, Post, Relationship
from workflows.proof.log import first_broken
from workflows.store.facts import Facts
from workflows.table.act import Act
from workflows.table.refusals import NeedsReason, Refused
from workflows.table.registry import procedure

pytestmark = pytest.mark.django_db
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def kept_by(place: Place, name: str = "admin", code: str = "SURG") -> keepers.Keeping:
    return keepers.keeping(place.organization(code), by=place.person(name), on=TODAY, at=at(TODAY))


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def refusal(do: Callable[[], object]) -> str:
    """Return the code of a refusal, after which nothing of the act was written."""
    before = Entry.objects.count(), Appointment.objects.count(), list(Appointment.objects.values_list("last_on"))
    with pytest.raises(Refused) as refused:
        do()
    after = Entry.objects.count(), Appointment.objects.count(), list(Appointment.objects.values_list("last_on"))
    assert after == before
    return code_of(refused)


def warned(do: Callable[[], object]) -> list[str]:
    """Return the codes of the warnings over which an act does not go without a reason."""
    with pytest.raises(NeedsReason) as needed:
        do()
    return [one.code for one in needed.value.warnings]


def of(place: Place, name: str) -> Appointment:
    return Appointment.objects.get(person=place.person(name))


def test_a_change_of_office_leaves_a_chained_entry_with_both_names() -> None:
    place = hospital()

    done = offices.appoint(
        place, "dep", "branch_secretary", first_on=date(2026, 6, 1), last_on=date(2026, 6, 30),
        deputizing_for=place.person("sec").pk,
    )  # fmt: skip

    entry = Entry.objects.get(chain=f"case/{done.case.pk}")
    assert (entry.subject, entry.actor, done.case.stage) == (place.person("dep"), place.person("admin"), "appointed")
    assert "代理周敏" in entry.changes[0]["label"]
    assert first_broken(entry.chain) is None


def test_whoever_is_appointed_is_told_and_whom_he_stands_in_for() -> None:
    place = hospital()

    offices.appoint(
        place, "dep", "branch_secretary", first_on=date(2026, 6, 1), last_on=date(2026, 6, 30),
        deputizing_for=place.person("sec").pk,
    )  # fmt: skip

    told = dict(Message.objects.values_list("person__username", "text"))
    assert told == {
        "dep": "您自2026年6月1日至2026年6月30日担任第一团支部·支部书记（代理周敏）。",
        "sec": "您在第一团支部·支部书记的事自2026年6月1日至2026年6月30日由何立代理。",
    }


def test_nobody_appoints_himself_or_a_relative() -> None:
    place = hospital()
    Relationship.objects.create(person=place.person("admin"), relative=place.person("wang"))

    for name in ("admin", "wang"):
        assert refusal(lambda name=name: offices.appoint(place, name, "branch_committee_member")) == "own_appointment"


def test_whoever_keeps_the_register_may_end_his_own_term() -> None:
    place = hospital()

    offices.end(place, of(place, "admin"), TODAY, because="调离")

    assert of(place, "admin").last_on == TODAY


def test_a_single_post_is_held_by_one_person_at_a_time() -> None:
    place = hospital()

    assert refusal(lambda: offices.appoint(place, "wang", "branch_secretary")) == "already_held"


def test_several_may_hold_a_post_of_a_committee_but_nobody_twice() -> None:
    place = hospital()

    offices.appoint(place, "wang", "committee_reviewer", "HOSP")

    assert Appointment.objects.filter(post__role="committee_reviewer", post__organization__code="HOSP").count() == 2
    assert refusal(lambda: offices.appoint(place, "wang", "committee_reviewer", "HOSP")) == "already_held"


def test_a_deputy_needs_a_last_day_and_a_holder() -> None:
    place = hospital()
    sec, org, june = place.person("sec").pk, place.person("org").pk, date(2026, 6, 1)

    open_ended = refusal(lambda: offices.appoint(place, "wang", "branch_secretary", deputizing_for=sec))
    for_nobody = refusal(lambda: offices.appoint(place, "wang", "branch_secretary", last_on=june, deputizing_for=org))
    for_himself = refusal(lambda: offices.appoint(place, "sec", "branch_secretary", last_on=june, deputizing_for=sec))

    assert (open_ended, for_nobody, for_himself) == ("field_missing", "deputy_for_nobody", "deputy_for_nobody")


def test_a_branch_has_no_reviewer() -> None:
    place = hospital()

    assert refusal(lambda: offices.appoint(place, "wang", "committee_reviewer")) == "post_not_there"


def test_a_term_does_not_end_before_it_begins() -> None:
    place = hospital()

    found = refusal(lambda: offices.appoint(place, "wang", "branch_deputy", last_on=TODAY - timedelta(days=1)))

    assert found == "act_date_before_previous"


def test_an_ended_appointment_holds_to_its_last_day_and_is_ended_once() -> None:
    place = hospital()
    held = of(place, "sec")

    offices.end(place, held, date(2026, 5, 19))

    assert Appointment.objects.on(date(2026, 5, 19)).filter(pk=held.pk).exists()
    assert not Appointment.objects.on(TODAY).filter(pk=held.pk).exists()
    assert refusal(lambda: offices.end(place, held, TODAY, because="再来一次")) == "already_done"


def test_an_appointment_that_ends_before_its_time_tells_its_holder_why() -> None:
    place = hospital()

    offices.end(place, of(place, "sec"), date(2026, 5, 31), because="调离")

    told = Message.objects.get(person=place.person("sec"))
    assert told.text.startswith("您在第一团支部·支部书记的任职于2026年5月31日结束（调离）。")


def test_an_appointment_does_not_end_before_it_began() -> None:
    place = hospital()

    assert refusal(lambda: offices.end(place, of(place, "sec"), date(1899, 1, 1))) == "field_invalid"
    Appointment.objects.filter(person=place.person("sec")).update(first_on=date(2026, 1, 1))
    assert refusal(lambda: offices.end(place, of(place, "sec"), date(2025, 12, 31))) == "act_date_before_previous"


def test_an_appointment_is_named_by_its_post_and_holder_too() -> None:
    place = hospital()
    answers = {
        "organisation": place.organization("SURG").pk, "member": place.person("sec").pk, "role": "branch_secretary",
        "last_on": date(2026, 5, 31), "because": "届满",
    }  # fmt: skip

    start("office", Request("end_appointment", place.person("admin"), TODAY, at(TODAY), answers))

    assert of(place, "sec").last_on == date(2026, 5, 31)


def test_who_does_not_hold_a_post_is_not_relieved_of_it() -> None:
    place = hospital()
    answers = {
        "organisation": place.organization("SURG").pk, "member": place.person("wang").pk, "role": "branch_secretary",
        "last_on": TODAY, "because": "届满",
    }  # fmt: skip

    found = refusal(
        lambda: start("office", Request("end_appointment", place.person("admin"), TODAY, at(TODAY), answers))
    )

    assert found == "not_held"


def test_a_term_that_is_made_longer_does_not_run_into_that_of_the_successor() -> None:
    place = hospital()
    held = of(place, "sec")
    offices.end(place, held, date(2026, 5, 31))
    offices.appoint(place, "dep", "branch_secretary", first_on=date(2026, 6, 10))

    offices.end(place, held, date(2026, 6, 9), because="延长到交接")

    assert refusal(lambda: offices.end(place, held, date(2026, 6, 10), because="再延长")) == "already_held"


def test_whoever_audits_holds_no_post_that_decides_or_keeps_below() -> None:
    place = hospital()
    offices.appoint(place, "dep", "auditor", "ZONE")

    for role, code in (("branch_secretary", "MED"), ("committee_reviewer", "HOSP"), ("registrar", "COUNTY")):
        assert refusal(lambda role=role, code=code: offices.appoint(place, "aud", role, code)) == "auditor_decides"
    assert refusal(lambda: offices.appoint(place, "hosp", "auditor", "HOSP")) == "auditor_decides"
    assert refusal(lambda: offices.appoint(place, "hosp", "auditor", "COUNTY")) == "auditor_decides"
    offices.appoint(place, "hosp", "auditor", "ZONE")


def test_an_auditor_may_decide_again_on_the_day_after_his_term() -> None:
    place = hospital()
    offices.end(place, of(place, "aud"), TODAY)

    assert refusal(lambda: offices.appoint(place, "aud", "committee_reviewer", "HOSP")) == "auditor_decides"
    offices.appoint(place, "aud", "committee_reviewer", "HOSP", first_on=TODAY + timedelta(days=1), reason="不在名册")


def test_who_stands_on_no_roll_that_the_keeper_keeps_is_appointed_with_a_reason() -> None:
    place = hospital()
    offices.appoint(place, "dep", "committee_secretary", "HOSP")

    def ask(reason: str = "") -> object:
        return offices.appoint(place, "plant", "branch_secretary", "MED", by="dep", reason=reason)

    assert warned(ask) == ["member_elsewhere"]
    ask("借调到本院")
    assert Appointment.objects.get(post__organization__code="MED").person == place.person("plant")


@pytest.mark.parametrize("name", ["zone", "sec", "wang", "aud", "hosp"])
def test_only_the_registrar_or_secretary_above_keeps_an_organization(name: str) -> None:
    place = hospital()

    with pytest.raises(Refused) as refused:
        kept_by(place, name)

    assert code_of(refused) == "not_your_task"
    assert refusal(lambda: offices.appoint(place, "wang", "branch_deputy", by=name)) == "not_your_task"
    assert refusal(lambda: offices.end(place, of(place, "org"), TODAY, by=name)) == "not_your_task"


def test_a_post_that_was_never_held_is_made_by_the_first_appointment() -> None:
    place = hospital()

    offices.appoint(place, "dep", "branch_secretary", "MED")

    assert Post.objects.get(organization=place.organization("MED")).role == "branch_secretary"


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
    held = of(place, "sec")

    with pytest.raises(NeedsReason) as needed:
        offices.end(place, held, date(2026, 1, 19), because="调离")
    ended = offices.end(place, held, date(2026, 1, 19), because="调离", reason="文件已下达")

    (warning,) = needed.value.warnings
    assert (warning.code, warning.have) == ("acts_in_term", 1)
    assert "“派人谈话”（周敏，2026年1月20日）" in warning.sentence
    assert "“派人谈话”（周敏，2026年1月20日）" in ended.entry.changes[1]["after"]
    note = Entry.objects.get(case=place.case, act="term_changed")
    assert (note.reason, note.actor_name) == ("调离；文件已下达", "金一")
    assert first_broken(f"case/{place.case.pk}") is None


def test_an_appointment_may_end_on_the_day_of_its_holders_last_act() -> None:
    place = hospital(until="talk")
    held = of(place, "sec")

    offices.end(place, held, date(2026, 1, 20))

    assert Appointment.objects.get(pk=held.pk).last_on == date(2026, 1, 20)
    assert not Entry.objects.filter(act="term_changed").exists()


@pytest.mark.parametrize("code", ["claim", "comment"])
def test_who_only_had_a_task_before_him_or_remarked_on_it_has_decided_nothing(code: str) -> None:
    place = hospital(until="apply")
    act(place.case, Request(code, place.person("sec"), TODAY, at(TODAY), {"text": "阅"}))

    offices.end(place, of(place, "sec"), TODAY - timedelta(days=1), because="调离")

    assert not Entry.objects.filter(act="term_changed").exists()


def test_a_note_on_a_term_is_no_act_that_others_must_follow() -> None:
    place = hospital(until="talk")
    offices.end(place, of(place, "sec"), date(2026, 1, 19), because="调离", reason="文件已下达")
    asked = Request(
        "propose_activist", place.person("org"), date(2026, 2, 10), at(TODAY),
        {"basis": "member_recommendation", "opinion": "同意"}, reason="补录",
    )  # fmt: skip

    assert act(place.case, asked).entry.on == date(2026, 2, 10)


def test_a_successor_is_not_appointed_over_what_others_did_in_his_days_without_a_reason() -> None:
    place = hospital(until="talk")
    offices.end(place, of(place, "sec"), date(2026, 1, 10), because="调离", reason="文件已下达")

    def succeed(reason: str = "") -> object:
        return offices.appoint(place, "plant", "branch_secretary", first_on=date(2026, 1, 20), reason=reason)

    with pytest.raises(NeedsReason) as needed:
        succeed()
    succeed("补办任职手续")

    assert [(one.code, one.have) for one in needed.value.warnings] == [("acts_in_term", 1)]
    assert [one.reason for one in Entry.objects.filter(case=place.case, act="term_changed")] == [
        "调离；文件已下达", "补办任职手续"
    ]  # fmt: skip


def test_a_successor_may_begin_on_the_day_after_the_last_act_of_others() -> None:
    place = hospital(until="talk")
    offices.end(place, of(place, "sec"), date(2026, 1, 20))

    made = offices.made(place, "plant", "branch_secretary", first_on=date(2026, 1, 21))

    assert made.first_on == date(2026, 1, 21)


def verb_act(place: Place) -> Act[Facts]:
    """Return an act by which a registrar keeps the branch's posts, already judged."""
    surg, wang = place.organization("SURG"), place.person("wang")
    case = moves.new_case(procedure("office"), subject=wang, organization=surg, starter=None, on=TODAY)
    return prospect_of(case, place.person("admin"), on=TODAY, at=at(TODAY))


def test_the_verb_looks_once_more_at_what_was_written_since_its_act_was_judged() -> None:
    place = hospital()
    held, surg, wang = of(place, "sec"), place.organization("SURG"), place.person("wang")
    taken = appointing.Seat(wang, surg, "branch_secretary", appointing.Term(TODAY))
    unknown = appointing.Seat(wang, surg, "committee_reviewer", appointing.Term(TODAY))

    with pytest.raises(Refused) as second:
        appointing.appoint(verb_act(place), taken)
    with pytest.raises(Refused) as nowhere:
        appointing.appoint(verb_act(place), unknown)
    offices.end(place, held, TODAY - timedelta(days=1))
    with pytest.raises(Refused) as again:
        appointing.end_appointment(verb_act(place), held, TODAY, because="再来一次")

    assert [code_of(one) for one in (second, nowhere, again)] == ["already_held", "post_not_there", "already_done"]
    assert not Post.objects.filter(role="committee_reviewer", organization=surg).exists()
    assert not Appointment.objects.filter(person=wang).exists()


@pytest.mark.parametrize(("waits", "pinned"), [(False, [19, 19, 12]), (True, [19, 23, 12])])
def test_an_appointment_and_its_end_cost_what_an_act_may_and_a_look_at_each_case_that_waits_there(
    waits: bool, pinned: list[int]
) -> None:
    place = hospital(until="apply" if waits else "")
    held, sec, costs = of(place, "sec"), place.person("sec").pk, []

    for do in (
        lambda: offices.appoint(place, "dep", "branch_secretary", "MED"),
        lambda: offices.appoint(place, "org", "branch_secretary", last_on=date(2026, 6, 1), deputizing_for=sec),
        lambda: offices.end(place, held, date(2026, 6, 30)),
    ):
        with CaptureQueriesContext(connection) as asked:
            do()
        costs.append(len([one for one in asked if not one["sql"].startswith(TRANSACTION)]))

    assert costs == pinned
