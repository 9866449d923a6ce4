"""超龄离团: what the stories do not show: transfers, papers, previews, what an act costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procedures.exit import due
from procedures.exit.procedure import PROCEDURE
from procedures.exit.sheets import tenure, zh_number
from procedures.register.models import Standing, Status, StatusSpan
from procedures.scenarios.runner import Runner, noon
from procedures.scenarios.world import World
from tests.conftest import Play
from workflows import engine, rounds
from workflows.days.dates import birthday
from workflows.models import Case, Paper, Skip
from workflows.models.paper import PaperStatus
from workflows.rounds import sweep
from workflows.table.refusals import NeedsReason, Refused

pytestmark = pytest.mark.django_db

PEOPLE = """
given: hospital
also:
  people:
    - {id: a, name: 甲, born: 1998-11-03, organisation: MED, status: active, joined_on: 2013-05-04, sex: female}
    - {id: b, name: 乙, born: 1998-11-04, organisation: MED, status: active, joined_on: 2013-05-04, sex: male}
    - {id: p, name: 丙, born: 1998-11-05, organisation: SURG, status: active, joined_on: 2013-05-04,
       party_stage: probationary, party_since: 2026-03-01}
    - {id: o, name: 丁, born: 1998-11-20, organisation: SURG, status: active, joined_on: 2013-05-04}
    - {id: unknown, name: 戊, organisation: SURG, status: active, joined_on: 2013-05-04}
  posts:
    - {person: o, post: branch_committee_member, organisation: SURG, from: 2024-07-01, to: 2027-06-30}
acts:
"""
SCAN = "  - {on: 2026-11-02, by: hosp, act: exit.scan, with: {month: 2026-11, organisation: HOSP}}\n"
VERIFIED = """
  - {on: 2026-11-10, by: sec_med, act: exit.verify,
     with: {person: a, office_held: false, dues_paid_to: 2026-10, opinion: 属实}}
  - {on: 2026-11-10, by: sec_med, act: exit.verify,
     with: {person: b, office_held: false, dues_paid_to: 2026-10, opinion: 属实}}
  - {on: 2026-11-10, by: sec_surg, act: exit.verify, with: {person: p, office_held: false, opinion: 属实}}
"""
APPROVED = """
  - {on: 2026-11-12, by: hosp, act: exit.approve, with: {person: a, exit_on: 2026-11-12}}
  - {on: 2026-11-12, by: hosp, act: exit.approve, with: {person: b, exit_on: 2026-11-12}}
  - {on: 2026-11-12, by: hosp, act: exit.approve, with: {person: p, exit_on: 2026-11-12}}
"""
VERIFY = {"office_held": "false", "dues_paid_to": "2026-10", "opinion": "属实"}


def ask(world: World, act: str, by: str, case: Case, on: date, **answers: Any) -> engine.Outcome:
    """Do an act through the engine's door."""
    return engine.act(case, engine.Request(act, world.person(by), on, noon(on), answers, insist=True))


def case_of(world: World, name: str) -> Case:
    """Return the latest exit case of a person."""
    return Case.objects.filter(procedure="exit", subject=world.person(name)).order_by("-pk")[0]


def test_a_preview_says_who_goes_and_who_stays_and_writes_nothing(play: Play) -> None:
    world = play(PEOPLE + "  - {on: 2026-10-30, look: exits, month: 2026-11}").world
    on = date(2026, 11, 2)
    request = engine.Request("scan", world.person("hosp"), on, noon(on), {"month": "2026-11"})

    seen = rounds.preview("exit", request)

    assert [str(one.person) for one in seen.placed] == ["甲", "乙", "丙"]
    assert [(str(one.person), one.code) for one in seen.skipped] == [("丁", "kept_office"), ("戊", "no_birth_date")]
    assert seen.skipped[0].sentence == "2026年11月20日满龄，担任团内职务至2027年6月30日；次日发起离团事项。"
    assert [column.text(seen.placed[0].facts) for column in PROCEDURE.rounds[0].columns] == [
        "2026年11月3日", "", "",
    ]  # fmt: skip
    assert not Case.objects.filter(procedure="exit").exists()


def test_a_scan_keeps_whom_it_left_out_with_the_reason(play: Play) -> None:
    world = play(PEOPLE + SCAN).world

    skipped = dict(Skip.objects.values_list("person__username", "code"))

    assert skipped == {"o": "kept_office", "unknown": "no_birth_date"}
    assert case_of(world, "a").facts["due_on"] == "2026-11-03"


def test_an_officer_on_a_branchs_roll_scans_the_whole_committee(play: Play) -> None:
    world = play(PEOPLE + "  - {on: 2026-10-30, look: exits, month: 2026-11}").world
    officer = world.person("hosp")
    officer.home = world.organization("MED")
    officer.save()
    on = date(2026, 11, 2)

    begun = rounds.start("exit", engine.Request("scan", officer, on, noon(on), {"month": "2026-11"}))

    assert begun.round.opened == 3


def test_a_member_in_transfer_is_verified_once_the_transfer_is_done(play: Play) -> None:
    world = play(PEOPLE + SCAN).world
    case, on = case_of(world, "a"), date(2026, 11, 10)
    Standing.objects.filter(person=world.person("a")).update(transferring=True)

    with pytest.raises(Refused) as refused:
        ask(world, "verify", "sec_med", case, on, **VERIFY)
    Standing.objects.filter(person=world.person("a")).update(transferring=False)

    assert refused.value.code == "transfer_open"
    assert ask(world, "verify", "sec_med", case, on, **VERIFY).case.stage == "verified"


def test_a_transfer_begun_after_the_branchs_word_stops_the_approval(play: Play) -> None:
    world = play(PEOPLE + SCAN + VERIFIED).world
    Standing.objects.filter(person=world.person("a")).update(transferring=True)

    with pytest.raises(Refused) as refused:
        ask(world, "approve", "hosp", case_of(world, "a"), date(2026, 11, 12), exit_on="2026-11-12")

    assert refused.value.code == "transfer_open"


def test_a_committee_may_let_transfers_stop_nobody(play: Play) -> None:
    free = PEOPLE.replace("also:\n", "also:\n  parameters: {exit.no_open_transfer: false}\n")
    world = play(free + SCAN).world
    Standing.objects.filter(person=world.person("a")).update(transferring=True)

    done = ask(world, "verify", "sec_med", case_of(world, "a"), date(2026, 11, 10), **VERIFY)

    assert done.case.stage == "verified"


def test_the_case_of_who_has_left_otherwise_ends(play: Play) -> None:
    world = play(PEOPLE + SCAN).world
    standing = Standing.objects.get(person=world.person("a"))
    standing.enter(Status.WITHDREW)
    standing.save()

    sweep.sweep(date(2026, 11, 15), noon(date(2026, 11, 15)))

    case = case_of(world, "a")
    assert (case.stage, case.entries.order_by("-sequence")[0].title) == ("withdrawn", "团籍已终止")


def test_the_papers_tell_the_exit_and_hide_the_identity_number(play: Play) -> None:
    story = PEOPLE.replace("sex: female}", 'sex: female, ethnicity: 汉族, id_number: "990000199811039866"}')
    world = play(story + SCAN + VERIFIED + APPROVED).world

    certificate, keepsake = Paper.objects.filter(case=case_of(world, "a")).order_by("kind")

    assert (certificate.kind, keepsake.kind) == ("exit_certificate", "exit_keepsake")
    assert certificate.number == "HOSP离〔2026〕1号"
    assert certificate.facts["id_number_masked"].count("*") >= 4
    assert certificate.facts["birth_month"] == "1998-11-01"
    assert (certificate.facts["of_age_on"], certificate.facts["exit_on"]) == ("2026-11-03", "2026-11-12")
    assert (certificate.facts["dues_until"], certificate.facts["office_until"]) == ("2026-10-01", None)
    assert keepsake.facts["tenure"] == "十三年六个月"
    assert keepsake.person == world.person("a")


def test_a_party_members_certificate_says_that_the_party_is_not_touched(play: Play) -> None:
    world = play(PEOPLE + SCAN + VERIFIED + APPROVED).world

    certificate = Paper.objects.get(case=case_of(world, "p"), kind="exit_certificate")

    assert (certificate.facts["in_party"], certificate.facts["dues_until"]) == ("中共预备党员", None)
    assert Standing.objects.get(person=world.person("p")).party_stage == "probationary"


def test_a_certificate_says_until_when_an_office_kept_the_member(play: Play) -> None:
    world = play(PEOPLE + "  - {on: 2027-07-01, tick: true}").world
    case, on = case_of(world, "o"), date(2027, 7, 2)
    ask(world, "verify", "org_surg", case, on, office_held="false", dues_paid_to="2027-06", opinion="已卸任")

    ask(world, "approve", "hosp", case, on, exit_on="2027-07-02")

    certificate = Paper.objects.get(case=case, kind="exit_certificate")
    assert certificate.facts["office_until"] == "2027-06-30"


def test_restoring_declares_the_papers_void_and_says_why(play: Play) -> None:
    world = play(PEOPLE + SCAN + VERIFIED + APPROVED).world
    case = case_of(world, "a")

    done = ask(world, "restore", "county", case, date(2026, 12, 1), reason="出生日期有误", evidence="派出所证明")

    papers = Paper.objects.filter(case=case)
    assert {paper.status for paper in papers} == {PaperStatus.REVOKED}
    assert {paper.revoked_because for paper in papers} == {"恢复团籍：出生日期有误"}
    assert done.entry.title == "恢复团籍"
    statuses = StatusSpan.objects.filter(person=world.person("a")).order_by("id").values_list("status", flat=True)
    assert list(statuses) == ["active", "exited_age", "active"]


def test_a_ceremonys_roll_names_everybody_in_the_order_of_the_list(play: Play) -> None:
    runner = play(PEOPLE + SCAN + VERIFIED + APPROVED)
    world, case = runner.world, case_of(runner.world, "a")
    listed = [world.person(name).pk for name in ("p", "a", "b")]

    done = ask(world, "hold_ceremony", "hosp", case, date(2026, 12, 4), place="礼堂", list=listed)

    (roll,) = Paper.objects.filter(kind="exit_roll")
    assert [one["name"] for one in roll.facts["leavers"]] == ["丙", "甲", "乙"]
    assert [one["political"] for one in roll.facts["leavers"]] == ["中共预备党员", "群众", "群众"]
    assert (roll.case, roll.person) == (case, None)
    assert len(done.followers) == 2
    assert set(Case.objects.filter(procedure="exit").values_list("stage", flat=True)) == {"celebrated"}


def test_a_warning_asks_for_a_reason(play: Play) -> None:
    world = play(PEOPLE + SCAN).world
    on = date(2026, 11, 10)
    late = {**VERIFY, "dues_paid_to": "2026-08"}

    with pytest.raises(NeedsReason) as asked:
        engine.act(case_of(world, "a"), engine.Request("verify", world.person("sec_med"), on, noon(on), late))

    assert [one.code for one in asked.value.warnings] == ["dues_unpaid"]
    assert asked.value.warnings[0].sentence == "团费交至2026年8月，应交至2026年10月，请先补交。"


def test_the_book_of_dues_goes_before_the_branchs_word(play: Play) -> None:
    world = play(PEOPLE + SCAN).world
    Standing.objects.filter(person=world.person("a")).update(dues_paid_to=date(2026, 6, 1))
    Standing.objects.filter(person=world.person("b")).update(dues_paid_to=date(2026, 10, 1))

    said = ask(world, "verify", "sec_med", case_of(world, "a"), date(2026, 11, 10), **VERIFY)
    unsaid = ask(
        world, "verify", "sec_med", case_of(world, "b"), date(2026, 11, 10), office_held="false", opinion="属实"
    )

    assert [one.sentence for one in said.warnings] == ["填写交至2026年10月，团费账记载只交至2026年6月，请核对。"]
    assert (unsaid.warnings, unsaid.case.facts["dues_paid_to"]) == ((), "2026-10")


@pytest.mark.parametrize("year", [1996, 1997, 1998, 2000, 2001])
def test_the_scan_asks_for_exactly_those_whose_birthday_lies_in_the_month_or_before(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    for month in (f"{year + 28}-{number:02}" for number in range(1, 13)):
        limit = due.born_before(month, 28)
        asked = [day for day in days if day < limit]
        assert asked == [day for day in days if due.month_text(birthday(day, 28)) <= month]


@pytest.mark.parametrize(
    ("joined_on", "exit_on", "words"),
    [
        (date(2013, 5, 4), date(2026, 11, 20), "十三年六个月"),
        (date(2013, 5, 4), date(2026, 11, 3), "十三年五个月"),
        (date(2016, 11, 20), date(2026, 11, 20), "十年"),
        (date(2026, 10, 1), date(2026, 11, 20), "一个月"),
        (date(2026, 11, 1), date(2026, 11, 20), "零个月"),
        (date(2015, 1, 31), date(2026, 2, 28), "十一年一个月"),
    ],
)
def test_tenure_is_said_in_completed_years_and_months(joined_on: date, exit_on: date, words: str) -> None:
    assert tenure(joined_on, exit_on) == words


def test_numbers_are_said_in_chinese() -> None:
    assert [zh_number(number) for number in (0, 9, 10, 11, 20, 35)] == ["零", "九", "十", "十一", "二十", "三十五"]


BUDGET = 20
TWO_NUMBERED_PAPERS = 2  # to take the next of both series, at the end of a membership
END_OF_MEMBERSHIP = 1  # to look for months charged after it


def test_no_act_of_the_exit_costs_more_than_its_budget(play: Play) -> None:
    runner = play(PEOPLE + SCAN)
    world = runner.world
    case = case_of(world, "a")
    acts = (
        ("verify", "sec_med", date(2026, 11, 10), VERIFY),
        ("approve", "hosp", date(2026, 11, 12), {"exit_on": "2026-11-12"}),
        ("hold_ceremony", "hosp", date(2026, 12, 4), {"place": "礼堂"}),
        ("restore", "county", date(2026, 12, 9), {"reason": "略", "evidence": "略"}),
    )
    costs = {act: cost(runner, act, by, case, on, answers) for act, by, on, answers in acts}
    on = date(2026, 12, 10)
    with CaptureQueriesContext(connection) as captured:
        engine.start("exit", engine.Request("request", world.person("a"), on, noon(on)))
    costs["request"] = statements(captured)

    assert costs.pop("approve") <= BUDGET + TWO_NUMBERED_PAPERS + END_OF_MEMBERSHIP
    assert {act: number for act, number in costs.items() if number > BUDGET} == {}


def test_a_ceremony_for_more_costs_hardly_more(play: Play) -> None:
    runner = play(PEOPLE + SCAN + VERIFIED + APPROVED)
    world, on = runner.world, date(2026, 12, 4)
    three = [world.person(name).pk for name in ("a", "b", "p")]

    together = cost(runner, "hold_ceremony", "hosp", case_of(world, "a"), on, {"place": "礼堂", "list": three})

    assert together <= 2 * BUDGET


def cost(runner: Runner, act: str, by: str, case: Case, on: date, answers: dict[str, Any]) -> int:
    """Return how many statements an act took."""
    with CaptureQueriesContext(connection) as captured:
        ask(runner.world, act, by, case, on, **answers)
    return statements(captured)


def statements(captured: CaptureQueriesContext) -> int:
    """Return how many statements were run, those of the transaction itself aside."""
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(1 for query in captured.captured_queries if not query["sql"].startswith(control))
