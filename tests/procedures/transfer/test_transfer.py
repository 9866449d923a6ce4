"""组织关系转接: what the stories do not show: the overlay, letters, who sees what, what other cases feel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procedures.register.history import history_of
from procedures.register.models import OrganizationSpan, Standing, Status
from procedures.scenarios.runner import noon
from procedures.scenarios.world import World
from procedures.transfer.pages.letters import line_of
from procedures.transfer.panels import transfers_of
from tests.conftest import Play
from tests.dossiers import own_dossier
from workflows import engine
from workflows.engine import closing
from workflows.engine.visibility import visible_to
from workflows.models import Case, Entry, Message, Paper, Round, Submission
from workflows.people.models import Organization, Person
from workflows.table.refusals import NeedsReason

pytestmark = pytest.mark.django_db

WORLD = """
given: hospital
also:
  people:
    - {id: mo, name: 莫凡, born: 2001-06-01, organisation: SURG, status: active, joined_on: 2016-05-04, sex: female}
    - {id: yu, name: 于澜, born: 2004-04-04, organisation: SURG, status: activist}
  open_cases:
    - {procedure: joining, as: j1, person: yu, state: activist, organisation: SURG, facts: {activist_on: 2025-11-03}}
acts:
  - {on: 2026-03-02, by: mo, act: transfer.start, as: t1, with: {to_organisation: PLANT, kind: employment}}
"""
BY_BRANCH = (
    "  - {on: 2026-03-03, by: sec_surg, act: transfer.release_branch, case: t1, with: {dues_paid_to: 2026-02}}\n"
)
LETTER = "  - {on: 2026-03-04, by: hosp, act: transfer.release_committee, case: t1, with: {letter: true}}\n"
PLACED = "  - {on: 2026-03-05, by: zone, act: transfer.accept_committee, case: t1}\n"
ACCEPTED = "  - {on: 2026-03-09, by: sec_plant, act: transfer.accept_branch, case: t1}\n"
WITHDRAWN = "  - {on: 2026-03-06, by: mo, act: transfer.withdraw, case: t1, with: {reason: 略}}\n"
OUTSIDE = WORLD.replace("to_organisation: PLANT", "outside_name: 外省某大学团委")
INCOMING = """
given: hospital
acts:
  - {on: 2026-07-01, by: zone, act: transfer.register_incoming, as: t1, with: {name: 新来, sex: female,
     born: 2003-01-01, joined_on: 2016-05-04, id_number: "990000200301019866", ethnicity: 汉族, branch: PLANT,
     outside_name: 外省某大学团委, letter_number: 外介4号, issued_on: 2026-06-30}}
"""


REFUSED = """
  - {on: 2026-07-02, by: sec_plant, act: transfer.accept_branch, case: t1, with: {decision: refuse, opinion: 查无}}
"""
OUTSIDER = "also: {people: [{id: xin, name: 新一, born: 2003-01-01, organisation: PLANT}]}"


def is_moving(world: World, name: str) -> bool:
    return Standing.objects.get(person=world.person(name)).transferring


def ask(world: World, act: str, by: str, on: date, case: Case | None = None, **answers: Any) -> engine.Outcome:
    request = engine.Request(act, world.person(by), on, noon(on), answers)
    return engine.act(case, request) if case else engine.start("transfer", request)


@pytest.mark.parametrize(
    ("acts", "moving"),
    [
        (WORLD, True),
        (WORLD + BY_BRANCH + LETTER, True),
        (WORLD + BY_BRANCH + LETTER + PLACED, True),
        (WORLD + BY_BRANCH + LETTER + PLACED + ACCEPTED, False),
        (WORLD + WITHDRAWN, False),
        (WORLD + BY_BRANCH + LETTER + PLACED + WITHDRAWN, False),
    ],
)
def test_the_member_is_in_transfer_from_the_start_to_the_end(play: Play, acts: str, moving: bool) -> None:
    assert is_moving(play(acts).world, "mo") is moving


def test_a_refused_member_is_in_transfer_again_while_the_appeal_runs(play: Play) -> None:
    world = play(WORLD + BY_BRANCH.replace("dues_paid_to: 2026-02", "decision: refuse, opinion: 略")).world
    case = Case.objects.get(procedure="transfer")
    before = is_moving(world, "mo")

    ask(world, "appeal", "mo", date(2026, 3, 4), case, reason="略")

    case = Case.objects.get(pk=case.pk)
    assert (before, is_moving(world, "mo")) == (False, True)
    assert (case.stage, case.finished, case.closed_on, case.decided_on) == ("appealed", None, None, None)


def test_the_register_has_neither_gap_nor_overlap(play: Play) -> None:
    world = play(WORLD + BY_BRANCH + LETTER + PLACED + ACCEPTED).world

    spans = OrganizationSpan.objects.filter(person=world.person("mo")).order_by("first_on")

    assert list(spans.values_list("organization__code", "first_on", "last_on")) == [
        ("SURG", date(2016, 5, 4), date(2026, 3, 8)),
        ("PLANT", date(2026, 3, 9), None),
    ]


def test_unpaid_dues_need_a_reason_and_hold_nobody_back(play: Play) -> None:
    world = play(WORLD.partition("\nacts:")[0] + "\nacts:\n  - {on: 2026-03-02, tick: true}\n").world
    plant = world.organization("PLANT").pk
    person = world.person("mo")
    Standing.objects.filter(person=person).update(dues_paid_to=date(2026, 1, 1))

    with pytest.raises(NeedsReason) as asked:
        ask(world, "start", "mo", date(2026, 3, 2), to_organisation=plant, kind="employment")
    Standing.objects.filter(person=person).update(dues_paid_to=date(2026, 3, 1))
    done = ask(world, "start", "mo", date(2026, 3, 2), to_organisation=plant, kind="employment")

    (warning,) = asked.value.warnings
    assert (warning.code, "团费交至2026年1月，未交至本月（2026年3月）" in warning.sentence) == ("dues_unpaid", True)
    assert done.warnings == ()


def test_the_letter_tells_what_the_regulation_asks_and_hides_the_id_number(play: Play) -> None:
    world = play(WORLD + BY_BRANCH + LETTER).world

    paper = Paper.objects.get(kind="transfer_letter")

    assert paper.number == "HOSP介〔2026〕1号"
    assert paper.person == world.person("mo")
    facts = paper.facts
    assert (facts["addressee"], facts["with_branch"]) == ("江北开发区团工委", "新材料厂团支部")
    assert facts["from_organization"] == "江北市人民医院团委第一团支部（手术科室）"
    assert (facts["dues_paid_to"], facts["valid_days"], facts["valid_until"]) == ("2026-02-01", 90, "2026-06-02")
    assert facts["person"]["standing"] == "团员"
    assert facts["person"]["age"] == 24


def test_withdrawing_voids_the_letter_that_is_out(play: Play) -> None:
    play(WORLD + BY_BRANCH + LETTER + PLACED + WITHDRAWN)

    paper = Paper.objects.get(kind="transfer_letter")

    assert (paper.status, paper.revoked_because) == ("revoked", "转接已终止，介绍信一并作废")


def test_every_letter_is_waiting_expired_void_or_received(play: Play) -> None:
    world = play(OUTSIDE + BY_BRANCH + LETTER.replace(", with: {letter: true}", "")).world
    paper = Paper.objects.select_related("case").get(kind="transfer_letter")

    waiting = line_of(paper, date(2026, 6, 2)).state
    late = line_of(paper, date(2026, 6, 3)).state
    ask(world, "return_receipt", "hosp", date(2026, 4, 1), paper.case, received_on="2026-04-01")
    received = line_of(Paper.objects.select_related("case").get(pk=paper.pk), date(2026, 6, 3)).state

    assert (waiting, late, received) == ("out", "expired", "receipt")


def test_whoever_has_left_the_system_is_on_no_roll_and_still_a_member(play: Play) -> None:
    left = "  - {on: 2026-04-01, by: hosp, act: transfer.return_receipt, case: t1, with: {accepted_on: 2026-03-20}}\n"
    world = play(OUTSIDE + BY_BRANCH + LETTER + left).world

    person = Person.objects.get(pk=world.person("mo").pk)

    assert (person.home, Standing.objects.get(person=person).status) == (None, Status.ACTIVE)
    assert OrganizationSpan.objects.get(person=person).last_on == date(2026, 3, 19)


def test_officers_of_both_sides_see_the_case_and_of_no_third(play: Play) -> None:
    world = play(WORLD).world
    case, on = Case.objects.get(procedure="transfer"), date(2026, 3, 2)

    def sees(name: str) -> bool:
        return visible_to(world.person(name), on).cases().filter(pk=case.pk).exists()

    assert {name for name in ("sec_surg", "hosp", "sec_plant", "zone", "county", "mo") if not sees(name)} == set()
    assert {name for name in ("sec_med", "party", "admin", "yu") if sees(name)} == set()


def test_after_a_redirection_the_first_destination_sees_only_what_waited_there(play: Play) -> None:
    world = play(
        WORLD + "  - {on: 2026-03-02, by: hosp, act: transfer.redirect, case: t1, with: {branch: MED, reason: 略}}\n"
    ).world
    case, on = Case.objects.get(procedure="transfer"), date(2026, 3, 2)

    assert not visible_to(world.person("sec_plant"), on).cases().filter(pk=case.pk).exists()
    assert visible_to(world.person("sec_med"), on).cases().filter(pk=case.pk).exists()


def test_a_transfer_ends_with_the_membership(play: Play) -> None:
    world = play(WORLD + BY_BRANCH + LETTER).world
    person, on = world.person("mo"), date(2026, 3, 20)
    standing = Standing.objects.get(person=person)
    standing.enter(Status.EXITED_AGE)
    standing.save()

    ended = closing.close_overtaken(on, noon(on))

    assert (ended, Case.objects.get(procedure="transfer").stage) == (1, "withdrawn")
    assert Paper.objects.get(kind="transfer_letter").status == "revoked"


def test_nothing_else_closes_because_somebody_moves(play: Play) -> None:
    play(WORLD + BY_BRANCH + LETTER + PLACED + ACCEPTED)

    assert Case.objects.get(procedure="joining").stage == "activist"
    assert Case.objects.filter(procedure="joining", finished=None).count() == 1


def test_an_incoming_letter_leaves_no_id_number_in_the_log(play: Play) -> None:
    play(INCOMING)

    submission = Submission.objects.get(entry__act="register_incoming")
    case = Case.objects.get(procedure="transfer")

    assert "990000200301019866" not in str(submission.answers) + str(submission.shown)
    assert "****" in submission.answers["id_number"]
    assert case.subject.id_number == "990000200301019866"
    assert case.title == "新来·组织关系转入·新材料厂团支部"
    assert case.organization.code == "PLANT"


def test_an_incoming_member_is_entered_once(play: Play) -> None:
    again = INCOMING.partition("acts:\n")[2].replace("as: t1, ", "").replace("外介4号", "外介5号").rstrip()
    runner = play(INCOMING + again[:-1] + ",\n     then: {refused: person_known, field: id_number}}\n")

    assert Person.objects.filter(name="新来").count() == 1
    assert runner.world.latest["transfer"]


def test_the_receipt_for_a_letter_from_outside_names_that_letter(play: Play) -> None:
    play(INCOMING + "  - {on: 2026-07-02, by: org_plant, act: transfer.accept_branch, case: t1}\n")

    facts = Paper.objects.get(kind="transfer_receipt").facts

    assert (facts["letter_number"], facts["letter_on"], facts["addressee"]) == (
        "外介4号", "2026-06-30", "外省某大学团委",
    )  # fmt: skip
    assert facts["branch"] == "新材料厂团支部"


def test_the_door_is_kept_with_the_entry(play: Play) -> None:
    play(WORLD.replace("by: mo, act", "by: sec_plant, act").replace("with: {to_", "with: {member: mo, to_"))

    entry = Entry.objects.get(act="start")

    assert entry.post_title == "新材料厂团支部·支部书记"


def test_a_persons_page_says_where_the_transfer_waits(play: Play) -> None:
    world = play(WORLD + BY_BRANCH).world

    facts = transfers_of(own_dossier(world.person("mo"), date(2026, 3, 3)))

    (line,) = facts["transfers"]
    assert line["desks"] == ("江北市人民医院团委·团委审核人",)
    assert transfers_of(own_dossier(world.person("yu"), date(2026, 3, 3))) == {}


def test_the_member_is_told_of_every_desk(play: Play) -> None:
    world = play(WORLD + BY_BRANCH + LETTER + PLACED + ACCEPTED).world

    assert Message.objects.filter(person=world.person("mo")).count() == 4


@pytest.mark.parametrize("officer", ["zone", "sec_plant", "county"])
def test_whom_no_branch_took_in_is_offered_to_nobody_and_his_case_stays(play: Play, officer: str) -> None:
    world = play(INCOMING.rstrip() + REFUSED).world
    sight = visible_to(world.person(officer), date(2026, 7, 3))

    assert not sight.people().filter(name="新来").exists()
    assert sight.cases().filter(subject__name="新来", stage="refused").count() == 1


def test_whom_no_branch_took_in_was_no_member_whatever_the_letter_said(play: Play) -> None:
    play(INCOMING.rstrip() + REFUSED)
    person, plant = Person.objects.get(name="新来"), Organization.objects.get(code="PLANT")
    on = date(2026, 7, 3)
    answers = {"organisation": plant.pk, "knowledge": "略", "motive": "略", "self_assessment": "略"}

    joining = engine.start("joining", engine.Request("apply", person, on, noon(on), answers))

    assert joining.facts.previous_membership == ""
    assert [one.title for one in history_of(person).memberships] == ["凭介绍信登记，未接收"]


def test_no_months_are_reckoned_for_whom_no_branch_took_in(play: Play) -> None:
    """He is on a roll all the same, as one outside the League."""
    known = INCOMING.replace("given: hospital", "given: hospital\n" + OUTSIDER).replace(
        "name: 新来, sex: female,\n     born: 2003-01-01, ", "member: xin, "
    ).replace(', id_number: "990000200301019866", ethnicity: 汉族', "")  # fmt: skip
    months = "{on: 2026-07-03, by: org_plant, act: dues.open_months, with: {from_month: 2026-07, to_month: 2026-07}}"
    play(f"{known.rstrip()}{REFUSED}  - {months}\n")

    assert not Round.objects.get(procedure="dues").skips.filter(person__username="xin").exists()
