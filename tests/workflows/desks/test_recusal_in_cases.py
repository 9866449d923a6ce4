"""Who must leave an act to somebody else: in a case about an organization, at a second level, in a decision on many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from django import forms

from forms.base import PaperForm
from procedures.scenarios.runner import noon
from tests.conftest import Play
from tests.workflows import trial
from tests.workflows.trial import DAY, answers
from tests.worlds import Place, hospital
from workflows import engine, rounds
from workflows.engine.lock import case_lock
from workflows.models import Case, Entry, Message, Task
from workflows.people.actors import BRANCH, COMMITTEE, PARTY, Level
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.store import flows
from workflows.store.facts import Facts
from workflows.table import Conflict, Ending, Fate, Matter, Moved, Procedure, Stage, Step, Way, registry
from workflows.table.act import Act
from workflows.table.check import BadTable, check_table
from workflows.table.refusals import NeedsReason, Refused

pytestmark = pytest.mark.django_db

ZONE_ALONE = """
given: hospital
also:
  people:
    - {id: c, name: 丙, born: 1998-03-03, organisation: PLANT, status: active, joined_on: 2013-05-04}
  posts: [{person: zone, post: org_commissioner, organisation: PLANT, from: 2024-01-01}]
acts:
  - {on: 2026-03-04, by: c, act: exit.request, as: c1, then: {state: due}}
  - {on: 2026-03-05, by: zone, act: exit.verify, case: c1, with: {office_held: false, opinion: 同意},
     then: {state: verified}}
"""
REASON = "团工委只有一名审核人，已经集体研究"


class FoundingFacts(Facts):
    promoters: list[int] = []


class Founding(PaperForm):
    organisation = forms.ModelChoiceField(Organization.objects.all())
    promoters = forms.ModelMultipleChoiceField(Person.objects.all(), required=False)


def keep_promoters(act: Act[FoundingFacts]) -> None:
    act.facts.promoters = [one.pk for one in act.answers["promoters"]]


FOUNDING = Procedure(
    "trial_founding", "成立", "Founding", "成立团支部", 1, "试", FoundingFacts,
    opens=(Step("ask", "申请", "试", Founding, BRANCH, matter=Matter("new", "成立", of_organization=True),
                does=(keep_promoters,), ways=(Way("asked"),)),),
    stages=(Stage("asked", "待批复", COMMITTEE, steps=(
        Step("agree", "批复", "试", None, decides=True, ways=(Way("founded"),)),
    )),),
    endings=(Ending("founded", "已成立"),),
    conflicts=(Conflict("promoters", at=(Level.COMMITTEE,)),),
    moved=(Moved(Fate.STAYS, "试"),),
)  # fmt: skip


@contextmanager
def installed(procedure: Procedure) -> Iterator[None]:
    check_table(procedure)
    registry.register(procedure)
    flows.compile_flow(procedure, Case, Task, case_lock)
    try:
        yield
    finally:
        registry._procedures.pop(procedure.code)


@pytest.fixture
def place() -> Place:
    return hospital()


def appoint(place: Place, who: str, role: str, code: str) -> None:
    post, _ = Post.objects.get_or_create(role=role, organization=place.organization(code), person=None)
    Appointment.objects.create(person=place.person(who), post=post, first_on=date(2020, 1, 1))


def asked(place: Place, act: str, by: str, **given: object) -> engine.Request:
    return engine.Request(act, place.person(by), DAY, noon(DAY), given, reason="")


def test_a_case_about_an_organization_is_not_decided_by_whom_its_facts_name(place: Place) -> None:
    with installed(FOUNDING):
        branch, promoter = place.organization("SURG"), place.person("hosp")
        request = asked(place, "ask", "sec", organisation=branch.pk, promoters=[promoter.pk])
        case = engine.start("trial_founding", request).case
        waiting = Task.objects.get(process=case, finished=None)
        with pytest.raises(Refused) as refused:
            engine.act(case, asked(place, "agree", "hosp"))
        done = engine.act(case, asked(place, "agree", "county"))

    assert refused.value.code == "must_recuse"
    assert waiting.post.organization == place.organization("COUNTY")
    assert done.case.stage == "founded"


def test_a_case_about_an_organization_is_decided_by_whom_its_facts_do_not_name(place: Place) -> None:
    with installed(FOUNDING):
        request = asked(place, "ask", "sec", organisation=place.organization("SURG").pk, promoters=[])
        case = engine.start("trial_founding", request).case
        done = engine.act(case, asked(place, "agree", "hosp"))

    assert done.case.stage == "founded"


def test_who_is_barred_at_another_level_only_decides_at_this_one(place: Place) -> None:
    agreed, filed = FOUNDING.stages[0], FOUNDING.stages[0].steps[0]
    party = replace(filed, code="bless", actor=PARTY)
    asked_both = replace(agreed, steps=(party, filed))
    with installed(replace(FOUNDING, stages=(asked_both,), conflicts=(Conflict("promoters", at=(Level.PARTY,)),))):
        branch, promoter = place.organization("SURG"), place.person("hosp")
        request = asked(place, "ask", "sec", organisation=branch.pk, promoters=[promoter.pk])
        case = engine.start("trial_founding", request).case
        done = engine.act(case, asked(place, "agree", "hosp"))

    assert done.case.stage == "founded"


def test_a_table_cannot_bar_people_whom_no_fact_lists() -> None:
    with pytest.raises(BadTable, match="promoter"):
        check_table(replace(FOUNDING, conflicts=(Conflict("promoter"),)))


def test_a_table_cannot_bar_people_from_a_level_where_nothing_is_decided() -> None:
    with pytest.raises(BadTable, match="promoters are barred from decisions of the level party"):
        check_table(replace(FOUNDING, conflicts=(Conflict("promoters", at=(Level.PARTY,)),)))


def test_one_person_at_two_levels_has_to_say_why(play: Play) -> None:
    runner = play(ZONE_ALONE)
    zone, case = runner.world.person("zone"), Case.objects.get(procedure="exit")
    on = date(2026, 3, 6)

    with pytest.raises(NeedsReason) as asked_why:
        engine.act(case, engine.Request("approve", zone, on, noon(on), {"exit_on": on.isoformat()}))

    assert [one.code for one in asked_why.value.warnings] == ["two_levels_one_person"]
    assert Case.objects.get(pk=case.pk).stage == "verified"


def test_a_second_level_of_one_person_stands_in_the_entry_and_is_told_to_the_superior(play: Play) -> None:
    runner = play(ZONE_ALONE)
    zone, county, case = runner.world.person("zone"), runner.world.person("county"), Case.objects.get(procedure="exit")
    on = date(2026, 3, 6)

    engine.act(case, engine.Request("approve", zone, on, noon(on), {"exit_on": on.isoformat()}, reason=REASON))

    entry = Entry.objects.get(chain=f"case/{case.pk}", act="approve")
    assert ([one["code"] for one in entry.warnings], entry.reason) == (["two_levels_one_person"], REASON)
    told = Message.objects.get(case=case, person=county)
    assert REASON in told.text


def test_a_second_level_of_another_person_is_told_to_nobody(play: Play) -> None:
    runner = play(ZONE_ALONE.replace("by: zone, act: exit.verify", "by: org_plant, act: exit.verify"))
    zone, county, case = runner.world.person("zone"), runner.world.person("county"), Case.objects.get(procedure="exit")
    on = date(2026, 3, 6)

    engine.act(case, engine.Request("approve", zone, on, noon(on), {"exit_on": on.isoformat()}))

    assert Message.objects.filter(case=case, person=county).count() == 0


def test_the_highest_committee_decides_though_it_wants_a_superior_and_has_none(play: Play) -> None:
    runner = play("""
given: hospital
also:
  organisations: [{code: DIRECT, name: 机关团支部, kind: branch, parent: COUNTY}]
  people:
    - {id: c, name: 丙, born: 1998-03-03, organisation: DIRECT, status: active, joined_on: 2013-05-04}
  parameters: {case.two_levels: superior}
acts:
  - {on: 2026-03-04, by: c, act: exit.request, as: c1, then: {task: committee_reviewer@COUNTY}}
  - {on: 2026-03-05, by: county, act: exit.verify, with: {office_held: false, opinion: 同意},
     then: {task: committee_reviewer@COUNTY}}
  - {on: 2026-03-06, by: county, act: exit.approve, reason: 无上级, with: {exit_on: 2026-03-06},
     then: {state: approved, warned: [two_levels_one_person]}}
""")

    assert runner.world.person("county")


def graded(place: Place, by: str) -> Case:
    """Open the trial's round for a branch and have its cases graded together."""
    opened = rounds.start("trial", asked(place, "open", "hosp", **answers(place.organization("SURG")))).round
    cover = opened.cases.get(subject=None)
    engine.act(Case.objects.get(pk=cover.pk), asked(place, "grade", by))
    return cover


def test_who_graded_a_branch_does_not_close_its_cases_together_while_another_could(place: Place) -> None:
    appoint(place, "sec", "committee_reviewer", "HOSP")
    with trial.installed():
        cover = graded(place, "sec")
        with pytest.raises(Refused) as refused:
            engine.act(Case.objects.get(pk=cover.pk), asked(place, "close", "sec"))

    assert refused.value.code == "must_recuse"


def test_a_case_graded_apart_is_left_out_of_a_decision_on_many(place: Place) -> None:
    appoint(place, "sec", "committee_reviewer", "HOSP")
    with trial.installed():
        opened = rounds.start("trial", asked(place, "open", "hosp", **answers(place.organization("SURG")))).round
        apart = opened.cases.get(subject=place.person("org"))
        for case in opened.cases.exclude(subject=None):
            engine.act(case, engine.Request("write", case.subject, DAY, noon(DAY), {"said": "写了"}))
        engine.act(apart, asked(place, "grade", "sec"))
        cover = opened.cases.get(subject=None)
        engine.act(Case.objects.get(pk=cover.pk), asked(place, "grade", "dep"))
        done = engine.act(Case.objects.get(pk=cover.pk), asked(place, "close", "sec"))

    own = opened.cases.get(subject=place.person("sec"))
    assert {case.pk: finding.code for case, finding in done.left_out} == {
        apart.pk: "must_recuse",
        own.pk: "must_recuse",
    }
    assert Case.objects.get(pk=apart.pk).stage == "graded"
