"""A procedure of no regulation, written in the table's words alone: a round over branches, a second organization."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from forms.base import PaperForm
from procedures.register.models import Standing, Status
from workflows.engine.lock import case_lock
from workflows.models import Case, Task
from workflows.people.actors import (
    APPLICANT,
    BRANCH_SECRETARY,
    COMMITTEE,
    NEW_BRANCH,
    Level,
    elsewhere,
)
from workflows.people.models import Organization, Person
from workflows.store import flows
from workflows.store.facts import Facts
from workflows.table import (
    IN_SYSTEM,
    Closing,
    Ending,
    Fate,
    Moved,
    Procedure,
    Record,
    Repeat,
    Stage,
    Step,
    Way,
    Whither,
    registry,
)
from workflows.table.act import Act
from workflows.table.check import check_table
from workflows.table.condition import condition, met, unmet
from workflows.table.refusals import Finding
from workflows.table.rows import Column, Early, Placed, RoundRow, Skipped

YEAR = "2026"


class TrialFacts(Facts):
    """What a trial keeps."""

    branches: list[int] = []
    said: str = ""
    counted: int = 0
    left_out: int = 0
    elsewhere: int = 0


class Opening(PaperForm):
    branches = forms.ModelMultipleChoiceField(Organization.objects.all(), required=False)


class Saying(PaperForm):
    said = forms.CharField(required=False)


class Sending(PaperForm):
    elsewhere = forms.ModelChoiceField(Organization.objects.all(), label="去向")


@condition("said_nothing", "写过总结")
def has_said(act: Act[TrialFacts]) -> Finding | None:
    if act.is_cover:
        return None
    return met("写过。") if act.facts.said else unmet("没有写总结。")


@condition("not_graded", "已定等次")
def too_early(act: Act[TrialFacts]) -> Finding | None:
    return unmet("等次尚未确定。")


def who(act: Act[TrialFacts]) -> QuerySet[Person]:
    branches = act.answers["branches"]
    return Person.objects.filter(home__path__startswith=act.organization.path, home__in=branches)


def places(act: Act[TrialFacts], people: Sequence[Person]) -> Iterable[Placed | Skipped]:
    members = set(Standing.objects.filter(person__in=people, status=Status.ACTIVE).values_list("person_id", flat=True))
    for person in people:
        placed = person.pk in members
        yield Placed(person, "writing", TrialFacts()) if placed else Skipped(person, "no_member", "不是团员。")


def say(act: Act[TrialFacts]) -> None:
    act.facts.said = act.answers["said"]


def count(act: Act[TrialFacts]) -> None:
    act.facts.counted, act.facts.left_out = len(act.followers), len(act.left_out)


def of_branch(act: Act[TrialFacts]) -> QuerySet[Case]:
    found = Case.objects.filter(round=act.case.round_id, organization=act.case.organization_id, finished=None)
    return found.exclude(subject=None) if act.is_cover else Case.objects.none()


def send(act: Act[TrialFacts]) -> None:
    act.facts.elsewhere = act.answers["elsewhere"].pk


NEW_SIDE = elsewhere(NEW_BRANCH, "new_side", "接收团支部", of="elsewhere", level=Level.PLACE)


def overtaken(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(subject__standing__status=Status.EXITED_AGE)


TRIAL = Procedure(
    code="trial", title="试行", title_en="Trial", case_title="试行事项", edition=1, source="试", facts=TrialFacts,
    withdrawn="gone", other="elsewhere",
    rounds=(
        RoundRow("open", "发起", "试", Opening, COMMITTEE, who=who, places=places, period=lambda act: YEAR, cover=True,
                 ways=(Way("writing"),), columns=(Column("总结", lambda facts: facts.said),)),
    ),
    stages=(
        Stage("writing", "总结", APPLICANT, together=BRANCH_SECRETARY, early=(Early("close", too_early),), steps=(
            Step("write", "总结", "试", Saying, APPLICANT, does=(say,), ways=(Way("written"),)),
            Step("grade", "定等次", "试", None, BRANCH_SECRETARY, together=of_branch, ways=(Way("graded"),)),
        )),
        Stage("written", "待定等次", BRANCH_SECRETARY, together=BRANCH_SECRETARY, steps=(
            Step("grade", "定等次", "试", None, BRANCH_SECRETARY, together=of_branch, ways=(Way("graded"),)),
        )),
        Stage("graded", "待办结", COMMITTEE, together=COMMITTEE, steps=(
            Step("close", "办结", "试", None, needs=(has_said,), decides=True, together=of_branch, does=(count,),
                 ways=(Way("closed"),)),
            Step("send", "转送", "试", Sending, does=(send,), ways=(Way("sent"),)),
        )),
        Stage("sent", "待接收", NEW_SIDE, steps=(
            Step("take", "接收", "试", None, ways=(Way("closed"),)),
        ), records=(Record("note", "备注", "试", None, NEW_SIDE, repeat=Repeat.FREELY),)),
    ),
    moved=(
        Moved(Fate.ENDS, "试", whither=(Whither.OUTSIDE,), to="gone"),
        Moved(Fate.FOLLOWS, "试", whither=IN_SYSTEM),
    ),
    endings=(Ending("closed", "已办结", good=True), Ending("gone", "已撤回"), Ending("over", "终止")),
    closings=(Closing("over", "已离团", "试", overtaken),),
)  # fmt: skip


@contextmanager
def installed() -> Iterator[Procedure]:
    """Install the trial while something is tried."""
    check_table(TRIAL)
    registry.register(TRIAL)
    flows.compile_flow(TRIAL, Case, Task, case_lock)
    try:
        yield TRIAL
    finally:
        registry._procedures.pop(TRIAL.code)


def answers(*branches: Organization) -> dict[str, Any]:
    return {"branches": [branch.pk for branch in branches]}


DAY = date(2026, 5, 20)
