"""A built table whose acts the gate lets pass or refuses, and who does them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from forms.base import PaperForm
from tests.acting import HOSPITAL, SURGERY, acting_on, holds
from workflows.engine import moves
from workflows.models import Case
from workflows.people.actors import (
    ANYONE,
    APPLICANT,
    BRANCH,
    BRANCH_SECRETARY,
    CHAIR,
    COMMITTEE,
    NEW_BRANCH,
    Actor,
    elsewhere,
    named,
)
from workflows.people.models import Appointment, Organization, Person
from workflows.proof import log
from workflows.store.facts import Facts
from workflows.table import Conflict, Ending, Fate, Moved, Procedure, Record, Stage, Step, Way
from workflows.table.act import Act
from workflows.table.condition import Condition, met, unmet
from workflows.table.registry import procedure
from workflows.table.rows import Early
from workflows.table.rules import Confidence, Local, Rule, unchanged

DAY = date(2026, 5, 28)
WANG, SEC, DEP, HOSP, LIN = (
    Person(pk=10, name="王晓梅"), Person(pk=11, name="周敏"), Person(pk=12, name="何立"), Person(pk=13, name="高原"),
    Person(pk=14, name="林一"),
)  # fmt: skip
WHO = Rule("trial.who", "TRIAL-WHO", "试", Confidence.HIGH, unchanged("branch", "文件"), local=Local.FREE)
MENTORS = named("mentors", "联系人", people="mentors")
THERE = elsewhere(BRANCH, "there", "接收团支部", of="elsewhere")


class GatedFacts(Facts):
    """What a case of the table keeps."""

    mentors: list[int] = []
    waived: list[str] = []
    elsewhere: int = 0


class Said(PaperForm):
    words = forms.CharField(label="意见", max_length=3)
    figure = forms.IntegerField(label="人数", min_value=1)


def step(code: str, title: str, actor: Actor | None = None, **given: Any) -> Step:
    return Step(code, title, "试", None, actor, ways=(Way("done"),), **given)


TOO_EARLY = Condition("too_soon", "试", lambda act: unmet("尚未公示。") if act.reason != "到期" else met("已公示。"))
LATER = Condition("later", "试", lambda act: unmet("以后再说。"))
TABLE = Procedure(
    "gated", "试", "Gated", "试", 1, "试", GatedFacts,
    opens=(step("ask", "申请", APPLICANT), step("report", "申报", BRANCH)),
    stages=(
        Stage("asked", "待提出", BRANCH, together=COMMITTEE, steps=(
            step("propose", "提出"), step("chair", "主持", CHAIR), step("receive", "接收", THERE),
            step("adopt", "领办", NEW_BRANCH), step("lead", "带领", BRANCH_SECRETARY, also=(COMMITTEE,)),
        ), records=(
            Record("guide", "指导", "试", None, MENTORS), Record("object", "异议", "试", None, ANYONE),
            Record("tell", "告知", "试", None, BRANCH, under=WHO.is_("branch")),
            Record("report_up", "上报", "试", None, BRANCH, under=WHO.is_("committee")),
            Record("either", "任一", "试", None, APPLICANT, also=(COMMITTEE,)),
        ), early=(Early("approve", TOO_EARLY), Early("file", LATER))),
        Stage("proposed", "待批准", COMMITTEE, steps=(step("approve", "批准", decides=True),)),
        Stage("approved", "待备案", COMMITTEE, steps=(step("file", "备案"), step("publish", "公布"))),
    ),
    endings=(Ending("done", "已办", records=(Record("late", "补记", "试", None, BRANCH),)),),
    subject_field="person", conflicts=(Conflict("mentors"),), moved=(Moved(Fate.STAYS, "试"),),
)  # fmt: skip
LEADS = holds(SEC, "branch_secretary", SURGERY)
LEADS_TOO = holds(LIN, "branch_secretary", SURGERY)
HELPS = holds(DEP, "branch_deputy", SURGERY)
REVIEWS = holds(HOSP, "committee_reviewer", HOSPITAL)


def act(row: str = "propose", *held: Appointment, **given: Any) -> Act[Any]:
    given = {"stage": "asked", "subject": WANG, "by": SEC, **given}
    return acting_on(TABLE, row, DAY, *held, **given)


def frames(*codes: str) -> list[dict[str, str]]:
    return [{"act": code, "stage": "proposed"} for code in codes]


def stored(stage: str, *entries: tuple[str, str, str]) -> Case:
    """Return a case with its entries: act, stage before and after."""
    alone = Organization.objects.add_root(instance=Organization(code="ALONE", name="独立团委", kind="committee"))
    case = moves.new_case(procedure("joining"), subject=None, organization=alone, starter=None, on=DAY)
    case.move(stage)
    case.save()
    for number, (code, before, after) in enumerate(entries, start=1):
        line = log.Line("gated", code, f"第{number}步", date(2026, 5, number), act().at, actor_name="周敏",
                        stage_from=before, stage_to=after)  # fmt: skip
        log.append(case, line)
    return case
