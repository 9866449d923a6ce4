"""What may refuse an act, on built values: is it open, may this person, are answers whole, are conditions met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.acting import COUNTY, HOSPITAL, MEDICINE, SURGERY, desk, holds
from tests.workflows.engine.gated import (
    DAY,
    DEP,
    HELPS,
    HOSP,
    LEADS,
    LEADS_TOO,
    LIN,
    MENTORS,
    REVIEWS,
    SEC,
    TABLE,
    WANG,
    Said,
    act,
    stored,
)
from workflows.engine import gate, offering
from workflows.engine.request import Request
from workflows.models import Case, Task
from workflows.people.actors import (
    APPLICANT,
    BRANCH,
    BRANCH_SECRETARY,
    CHAIR,
    COMMITTEE,
)
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.table import Common, Who
from workflows.table.act import Act
from workflows.table.condition import Condition, met, unmet
from workflows.table.refusals import Finding, NeedsReason, Refused


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seen", "code", "sentence"),
    [
        (None, "approve", ""),
        (4, "approve", ""),
        (3, "approve", ""),
        (2, "approve", "周敏已于2026年5月3日办理“第3步”"),
        (1, "approve", "周敏已于2026年5月3日办理“第3步”"),
        (0, "approve", "周敏已于2026年5月3日办理“第3步”"),
        (1, "claim", "周敏已于2026年5月2日办理“第2步”"),
        (2, "claim", ""),
    ],
)
def test_a_page_is_overtaken_by_a_move_and_a_claim_by_a_claim(seen: int | None, code: str, sentence: str) -> None:
    moved = (("propose", "asked", "proposed"), ("claim", "", ""), ("lead", "asked", "proposed"), ("nudge", "", ""))
    case = stored("proposed", *moved)

    if not sentence:
        gate.check_unseen(case, seen, code)
        return
    with pytest.raises(Refused) as refused:
        gate.check_unseen(case, seen, code)
    assert refused.value.code == "already_done"
    assert refused.value.finding.sentence == f"{sentence}，此页已不是最新状态。请刷新后再看。"


def test_a_row_is_done_by_its_own_actor_else_by_whom_the_stage_waits_for() -> None:
    assert gate.actor_of(TABLE, act().case, TABLE.row("chair"), act()) is CHAIR
    assert gate.actor_of(TABLE, act().case, TABLE.row("propose"), act()) is BRANCH
    assert gate.actors_of(act("lead")) == (BRANCH_SECRETARY, COMMITTEE)
    cover = act().case
    cover.subject_id, cover.round_id = None, 1
    assert gate.actor_of(TABLE, cover, TABLE.row("propose"), act()) is COMMITTEE


def test_where_nobody_is_waited_for_a_row_must_say_who() -> None:
    with pytest.raises(LookupError, match=r"gated.approve names no actor and done waits for nobody"):
        gate.actor_of(TABLE, act(stage="done").case, TABLE.row("approve"), act())


def test_what_is_open_on_every_case_names_no_actor() -> None:
    now = act()
    now.row = offering.find_row(now, "withdraw")

    assert gate.actors_of(now) == ()


def capacity(now: Act[Any], as_deputy_of: Person | None = None) -> Appointment | str | None:
    """Return in which capacity somebody may act, None for in person, else the code and sentence of the refusal."""
    try:
        return gate.capacity_of(now, as_deputy_of)
    except Refused as refused:
        return f"{refused.code}：{refused.finding.sentence}"


@pytest.mark.parametrize(
    ("row", "by", "facts", "may"),
    [
        ("object", None, {}, True),
        ("object", LIN, {}, True),
        ("guide", LIN, {"mentors": [LIN.pk]}, True),
        ("guide", LIN, {"mentors": [SEC.pk]}, False),
        ("guide", None, {"mentors": [LIN.pk]}, False),
        ("ask", WANG, {}, True),
        ("ask", LIN, {}, False),
        ("propose", WANG, {}, False),
        ("propose", None, {}, False),
        ("either", WANG, {}, True),
        ("either", HOSP, {}, False),
    ],
)
def test_who_is_meant_in_person_acts_by_no_office(row: str, by: Person | None, facts: Any, may: bool) -> None:
    found = capacity(act(row, by=by, facts=facts))

    assert found is None if may else str(found).startswith("not_your_task：")


def test_a_refused_person_is_told_by_whom_it_is_done_and_where_it_waits() -> None:
    waiting = (Task(post=desk("branch_secretary", SURGERY)), Task(post=desk("branch_deputy", SURGERY)))

    who = "第一团支部·支部书记、基层团（工）委（医院团委）"

    assert capacity(act("lead", by=LIN)) == f"not_your_task：“带领”由{who}办理。"
    assert capacity(act("lead", by=LIN, tasks=waiting)) == (
        f"not_your_task：“带领”由{who}办理，现在等待：第一团支部·支部书记、第一团支部·支部副书记。"
    )
    assert (
        capacity(act("tell", by=LIN, tasks=waiting)) == "not_your_task：“告知”由团支部办理。"
    )  # no stage waits for it


FOR_SEC = holds(DEP, "branch_secretary", SURGERY, instead_of=SEC)
FOR_LIN = holds(DEP, "org_commissioner", SURGERY, instead_of=LIN)
OUT_OF_PLACE = holds(DEP, "auditor", HOSPITAL, instead_of=SEC)


@pytest.mark.parametrize(
    ("row", "by", "held", "found"),
    [
        ("propose", SEC, (LEADS,), LEADS),
        ("propose", SEC, (HELPS, LEADS), LEADS),
        ("propose", DEP, (HELPS, FOR_SEC), HELPS),
        ("propose", DEP, (FOR_SEC, HELPS), HELPS),
        ("propose", DEP, (FOR_SEC,), FOR_SEC),
        ("lead", HOSP, (LEADS, REVIEWS), REVIEWS),
        ("either", HOSP, (REVIEWS,), REVIEWS),
        ("propose", HOSP, (REVIEWS,), REVIEWS),
        ("propose", HOSP, (LEADS, REVIEWS), None),
        ("propose", SEC, (), None),
    ],
)
def test_an_office_acts_by_its_own_post_and_for_a_vacant_one_the_next_above(
    row: str, by: Person, held: tuple[Appointment, ...], found: Appointment | None
) -> None:
    answer = capacity(act(row, *held, by=by))

    assert answer == found if found else str(answer).startswith("not_your_task：")


@pytest.mark.parametrize(
    ("held", "of", "found"),
    [
        ((HELPS, FOR_SEC), SEC, FOR_SEC),
        ((FOR_SEC,), SEC, FOR_SEC),
        ((FOR_LIN, FOR_SEC), SEC, FOR_SEC),
        ((HELPS, FOR_LIN, FOR_SEC), LIN, FOR_LIN),
        ((HELPS,), SEC, None),
        ((HELPS, FOR_LIN), SEC, None),
        ((HELPS, OUT_OF_PLACE), SEC, None),
        ((HELPS, holds(HOSP, "branch_secretary", SURGERY, instead_of=SEC)), SEC, None),
    ],
)
def test_who_says_for_whom_he_deputizes_acts_as_that_deputy(
    held: tuple[Appointment, ...], of: Person, found: Appointment | None
) -> None:
    answer = capacity(act("propose", *held, by=DEP), of)

    assert answer == found if found else str(answer).startswith("not_your_task：")


ORG = holds(DEP, "org_commissioner", SURGERY)
SITS = holds(LIN, "branch_committee_member", SURGERY)


@pytest.mark.parametrize(
    ("by", "held", "found"),
    [
        (SEC, (LEADS, ORG, SITS), LEADS),
        (DEP, (LEADS, ORG, SITS), None),
        (DEP, (ORG, SITS, REVIEWS), ORG),
        (LIN, (ORG, SITS, REVIEWS), SITS),
        (LIN, (SITS, REVIEWS), SITS),
        (HOSP, (ORG, SITS, REVIEWS), None),
        (HOSP, (REVIEWS,), REVIEWS),
        (LIN, (ORG, holds(LIN, "branch_committee_member", MEDICINE), REVIEWS), None),
        (LIN, (ORG, holds(LIN, "auditor", SURGERY), REVIEWS), None),
        (LIN, (REVIEWS, holds(LIN, "committee_secretary", HOSPITAL)), None),
    ],
)
def test_for_a_chair_whom_nobody_can_stand_for_anyone_of_the_branch_committee_does(
    by: Person, held: tuple[Appointment, ...], found: Appointment | None
) -> None:
    answer = capacity(act("chair", *held, by=by))

    assert answer == found if found else str(answer).startswith("not_your_task：")


@pytest.mark.parametrize(("there", "may"), [(MEDICINE.pk, True), (0, False), (SURGERY.pk, False)])
def test_an_office_elsewhere_is_looked_for_where_the_facts_say(there: int, may: bool) -> None:
    mine = holds(SEC, "branch_secretary", MEDICINE)

    answer = capacity(act("receive", mine, LEADS_TOO, facts={"elsewhere": there}))

    assert answer == mine if may else str(answer).startswith("not_your_task：")


def task(post: Post, *, passed_from: Post | None = None, claimed_by: Person | None = None) -> Task:
    return Task(post=post, passed_from=passed_from, claimed_by=claimed_by)


UP = holds(SEC, "committee_secretary", COUNTY)
OTHERS = holds(LIN, "committee_secretary", COUNTY)
UP_POST = desk("committee_secretary", COUNTY)
AT_BRANCH = desk("branch_secretary", SURGERY)


@pytest.mark.parametrize(
    ("row", "held", "tasks", "found"),
    [
        ("propose", (LEADS_TOO, UP), (task(UP_POST, passed_from=AT_BRANCH),), UP),
        ("propose", (LEADS_TOO, UP), (task(UP_POST),), None),
        ("propose", (LEADS_TOO, UP), (task(UP_POST, passed_from=desk("committee_reviewer", HOSPITAL)),), None),
        ("propose", (LEADS_TOO, UP), (task(desk("committee_reviewer", COUNTY), passed_from=AT_BRANCH),), None),
        ("propose", (LEADS_TOO, OTHERS), (task(UP_POST, passed_from=AT_BRANCH),), None),
        ("propose", (LEADS_TOO, UP), (task(UP_POST, claimed_by=SEC),), UP),
        ("propose", (LEADS_TOO, UP), (task(UP_POST, claimed_by=LIN),), None),
        ("propose", (LEADS_TOO, UP), (task(AT_BRANCH), task(UP_POST, claimed_by=SEC)), UP),
        ("chair", (LEADS_TOO, UP), (task(UP_POST, claimed_by=SEC),), None),
        ("chair", (LEADS_TOO, UP), (task(UP_POST, passed_from=AT_BRANCH, claimed_by=SEC),), UP),
    ],
)  # fmt: skip
def test_a_task_elsewhere_is_done_by_whom_it_was_passed_to_or_who_had_begun_with_it(
    row: str, held: tuple[Appointment, ...], tasks: tuple[Task, ...], found: Appointment | None
) -> None:
    answer = capacity(act(row, *held, tasks=tasks))

    assert answer == found if found else str(answer).startswith("not_your_task：")


def test_nobody_who_has_not_signed_in_acts_at_a_task_elsewhere() -> None:
    passed = (task(UP_POST, passed_from=AT_BRANCH),)

    assert str(capacity(act("propose", LEADS_TOO, UP, by=None, tasks=passed))).startswith("not_your_task：")


def test_an_ending_waits_for_nobody_who_had_begun() -> None:
    answer = capacity(act("late", LEADS_TOO, UP, stage="done", tasks=(task(UP_POST, claimed_by=SEC),)))

    assert str(answer).startswith("not_your_task：")


def test_an_office_is_found_beside_others_that_are_none() -> None:
    now = act("propose", LEADS, REVIEWS)

    assert gate.office_of(now, (COMMITTEE, BRANCH)) == (BRANCH, LEADS)
    assert gate.office_of(now, (APPLICANT, MENTORS)) is None


def test_who_must_recuse_himself_is_refused_though_he_holds_the_office() -> None:
    found = capacity(act("approve", REVIEWS, stage="proposed", by=HOSP, facts={"mentors": [HOSP.pk]}))
    assert str(found).startswith("must_recuse：")

    concerned = capacity(act("propose", LEADS, subject=SEC, by=SEC))
    assert str(concerned).startswith("must_recuse：")


def test_what_another_at_the_desk_has_claimed_is_left_to_him() -> None:
    now = act("propose", LEADS, HELPS, tasks=(task(AT_BRANCH, passed_from=desk("branch_deputy", MEDICINE)),))

    assert capacity(now) == LEADS


@pytest.mark.django_db
def test_a_case_is_taken_up_by_another_branch_than_its_own() -> None:
    alone = Organization.objects.add_root(instance=Organization(code="ALONE", name="独立团支部", kind="branch"))
    person = Person.objects.create(username="lin", name="林一")
    post = Post.objects.create(role="branch_secretary", organization=alone)
    mine = Appointment.objects.create(person=person, post=post, first_on=date(2020, 1, 1))
    now = act("adopt", by=person)

    assert capacity(now) == mine
    own = replace(now, case=Case(procedure="gated", stage="asked", organization=alone, subject=None))
    assert str(capacity(own)).startswith("not_your_task：")
    assert str(capacity(replace(now, by=None))).startswith("not_your_task：")


def test_a_row_without_a_form_asks_nothing() -> None:
    assert gate.clean(TABLE.row("propose"), {"words": "略"}) == (None, {})


def test_the_answers_of_a_form_are_cleaned() -> None:
    form, answers = gate.clean(replace(TABLE.row("propose"), asks=Said), {"words": "同意", "figure": "5"})

    assert (form.is_valid(), answers) == (True, {"words": "同意", "figure": 5})


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({}, [("field_missing", "words"), ("field_missing", "figure")]),
        ({"words": "同意"}, [("field_missing", "figure")]),
        ({"words": "同意了吧", "figure": "5"}, [("field_invalid", "words")]),
        ({"words": "同意了吧", "figure": "零"}, [("field_invalid", "words"), ("field_invalid", "figure")]),
        ({"words": "", "figure": "0"}, [("field_missing", "words"), ("field_invalid", "figure")]),
    ],
)
def test_all_faults_of_a_form_are_said_with_their_fields(answers: Any, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(Refused) as refused:
        gate.clean(replace(TABLE.row("propose"), asks=Said), answers)

    assert [(one.code, one.field) for one in refused.value.findings] == faults
    assert all(one.sentence.startswith(("意见：", "人数：")) for one in refused.value.findings)


@pytest.mark.parametrize(
    ("row", "again", "subject", "given", "refused"),
    [
        ("ask", True, WANG, LIN, True),
        ("ask", True, WANG, WANG, False),
        ("ask", True, WANG, None, False),
        ("ask", True, None, LIN, False),
        ("ask", False, WANG, LIN, False),
        ("propose", True, WANG, LIN, False),
    ],
)
def test_what_is_handed_in_again_is_for_the_same_person(
    row: str, again: bool, subject: Person | None, given: Person | None, refused: bool
) -> None:
    now = act(row, subject=subject, again=again, answers={"person": given} if given else {})

    if not refused:
        gate.check_subject(now)
        return
    with pytest.raises(Refused) as found:
        gate.check_subject(now)
    assert (found.value.code, found.value.finding.field) == ("field_invalid", "person")


def says(code: str, finding: Finding | None, **given: Any) -> Condition:
    return Condition(code, "试", lambda act: finding, **given)


BAD, WORSE, FINE = says("bad", unmet("不行。")), says("worse", unmet("更不行。")), says("fine", met("行。"))
SAME = says("bad", unmet("不行。"))
WARNS, WARNS_TOO = says("odd", unmet("奇怪。"), warns=True), says("odd", unmet("很奇怪。"), warns=True)
MAY_BE_SET_ASIDE = says("strict", unmet("太严。"), waivable=True)
UNASKED = says("unasked", None)


def judged(*needs: Condition, **given: Any) -> tuple[Finding, ...]:
    now = act(**given)
    now.row = replace(now.row, needs=needs)
    return gate.judge(now)


@pytest.mark.parametrize(
    ("needs", "waived", "warned"),
    [
        ((), [], []),
        ((FINE, UNASKED), [], []),
        ((WARNS, FINE), [], ["奇怪。"]),
        ((FINE, WARNS, WARNS_TOO), [], ["很奇怪。"]),
        ((MAY_BE_SET_ASIDE, WARNS), ["strict"], ["太严。", "奇怪。"]),
    ],
)
def test_conditions_that_warn_or_are_set_aside_let_the_act_pass(
    needs: Any, waived: list[str], warned: list[str]
) -> None:
    assert [one.sentence for one in judged(*needs, facts={"waived": waived})] == warned


@pytest.mark.parametrize(
    ("needs", "waived", "refused"),
    [
        ((BAD,), [], ["bad"]),
        ((UNASKED, FINE, BAD), [], ["bad"]),
        ((BAD, FINE, WORSE), [], ["bad", "worse"]),
        ((BAD, WORSE, SAME), [], ["bad", "worse"]),
        ((WARNS, BAD), [], ["bad"]),
        ((BAD, says("bad", unmet("也不行。"))), [], ["bad", "bad"]),
        ((MAY_BE_SET_ASIDE,), [], ["strict"]),
        ((MAY_BE_SET_ASIDE,), ["other"], ["strict"]),
        ((BAD,), ["bad"], ["bad"]),
    ],
)
def test_all_conditions_that_fail_refuse_the_first_one_first(needs: Any, waived: list[str], refused: list[str]) -> None:
    with pytest.raises(Refused) as found:
        judged(*needs, facts={"waived": waived})

    assert [one.code for one in found.value.findings] == refused


@pytest.mark.parametrize(
    ("needs", "warns", "codes"),
    [((), (), []), ((), ("far",), ["far"]), ((WARNS,), ("far", "odd"), ["odd", "far"]), ((BAD,), ("far",), None)],
)
def test_what_is_open_on_every_case_warns_besides_of_what_its_row_says(
    needs: Any, warns: tuple[str, ...], codes: list[str] | None
) -> None:
    now = act()
    told = [Finding(code, "略") for code in warns]
    now.row = Common(
        "mine", "本人", "试", who=(Who.CONCERNED,), needs=needs, warns=(lambda act: told) if warns else None
    )

    if codes is None:
        with pytest.raises(Refused):
            gate.judge(now)
        return
    assert [one.code for one in gate.judge(now)] == codes


@pytest.mark.parametrize(
    ("needs", "codes"), [((), ["two_levels_one_person"]), ((WARNS,), ["odd", "two_levels_one_person"])]
)
def test_a_second_level_of_one_person_is_a_warning_beside_those_of_the_conditions(needs: Any, codes: list[str]) -> None:
    both = holds(SEC, "committee_reviewer", HOSPITAL)
    now = act("approve", both, stage="proposed", deciders=(("propose", SEC.pk),), capacity=both)
    now.row = replace(now.row, needs=needs)

    assert [one.code for one in gate.judge(now)] == codes


@pytest.mark.parametrize(
    ("warnings", "reason", "insist", "asked"),
    [
        ((Finding("odd", "奇怪。"),), "", False, True),
        ((Finding("odd", "奇怪。"),), "  ", False, True),
        ((Finding("odd", "奇怪。"),), "因为", False, False),
        ((Finding("odd", "奇怪。"),), "", True, False),
        ((), "", False, False),
        ((), "因为", False, False),
    ],
)
def test_an_act_with_warnings_waits_for_a_reason(
    warnings: tuple[Finding, ...], reason: str, insist: bool, asked: bool
) -> None:
    now = act(warnings=warnings)
    request = Request("propose", SEC, DAY, now.at, {}, reason=reason, insist=insist)

    if not asked:
        gate.ask_reason(now, request)
        return
    with pytest.raises(NeedsReason) as needs:
        gate.ask_reason(now, request)
    assert needs.value.warnings == warnings


def test_an_act_on_every_case_goes_by_the_people_whom_its_row_names() -> None:
    now = act(by=WANG)
    now.row = Common("mine", "本人", "试", who=(Who.CONCERNED,))

    assert gate.capacity_of(now, None) is None
    with pytest.raises(Refused) as refused:
        gate.capacity_of(replace(now, by=LIN), None)
    assert refused.value.code == "not_your_task"
