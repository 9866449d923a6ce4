"""A small world for tests of pages: a county, a hospital's committee, two branches, and a road that a case can walk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import LISTS, Story
from procedures.scenarios.world import build
from tests.keeping import begin
from workflows.models import Case
from workflows.people.models import Organization, Person

TODAY = date(2026, 5, 20)  # a Wednesday; the notice of the road stands from 18 to 25 May

ORGANIZATIONS = (
    {"code": "COUNTY", "name": "共青团江北市委员会", "kind": "superior_committee", "province": "42"},
    {"code": "HOSP", "name": "江北市人民医院团委", "kind": "committee", "parent": "COUNTY"},
    {"code": "SURG", "name": "第一团支部", "kind": "branch", "parent": "HOSP"},
    {"code": "MED", "name": "第二团支部", "kind": "branch", "parent": "HOSP"},
    {"code": "ZONE", "name": "江北开发区团工委", "kind": "committee", "parent": "COUNTY"},
    {"code": "PLANT", "name": "新材料厂团支部", "kind": "branch", "parent": "ZONE"},
)
MEMBER = {"status": "active", "joined_on": date(2015, 5, 4)}
PEOPLE = (
    {"id": "wang", "name": "王晓梅", "born": date(2000, 2, 29), "organisation": "SURG", "sex": "female",
     "id_number": "990000200002299866"},
    {"id": "young", "name": "李小苗", "born": date(2013, 8, 1), "organisation": "SURG"},
    {"id": "sec", "name": "周敏", "born": date(1999, 4, 2), "organisation": "SURG", **MEMBER},
    {"id": "dep", "name": "何立", "born": date(2000, 9, 15), "organisation": "SURG", **MEMBER},
    {"id": "org", "name": "陈静", "born": date(2001, 1, 20), "organisation": "SURG", **MEMBER},
    {"id": "plant", "name": "吴昊", "born": date(2000, 7, 7), "organisation": "PLANT", **MEMBER},
    {"id": "hosp", "name": "高原", "born": date(1996, 6, 6), "organisation": "HOSP"},
    {"id": "county", "name": "马骁", "born": date(1994, 2, 11), "organisation": "COUNTY"},
    {"id": "zone", "name": "许晴", "born": date(1995, 5, 25), "organisation": "ZONE"},
    {"id": "aud", "name": "宋严", "born": date(1985, 9, 9), "organisation": "COUNTY"},
    {"id": "admin", "name": "金一", "born": date(1990, 2, 2), "organisation": "COUNTY"},
)  # fmt: skip
POSTS = (
    ("sec", "branch_secretary", "SURG"), ("dep", "branch_deputy", "SURG"), ("org", "org_commissioner", "SURG"),
    ("plant", "branch_secretary", "PLANT"), ("hosp", "committee_reviewer", "HOSP"),
    ("county", "committee_reviewer", "COUNTY"), ("zone", "committee_reviewer", "ZONE"), ("aud", "auditor", "COUNTY"),
    ("admin", "registrar", "COUNTY"),
)  # fmt: skip
ROAD = (
    (date(2026, 1, 5), "wang", "apply", {"organisation": "SURG", "knowledge": "学习了团章", "motive": "进步",
        "self_assessment": "踏实", "cv": [{"from": "2018-09", "where": "医学院"}],
        "family": [{"relation": "母亲", "name": "张华"}]}),
    (date(2026, 1, 20), "sec", "talk", {"talker": "sec", "summary": "动机端正", "suitable": True}),
    (date(2026, 2, 10), "org", "propose_activist", {"basis": "member_recommendation", "opinion": "同意"}),
    (date(2026, 2, 12), "hosp", "approve_activist", {"decision": "approve", "opinion": "同意"}),
    (date(2026, 2, 20), "org", "appoint_mentors", {"mentors": ["dep"]}),
    (date(2026, 3, 1), "org", "record_class", {"topic": "团章", "minutes": 360, "witness": "sec"}),
    (date(2026, 5, 12), "org", "propose_candidate", {"opinion": "成熟"}),
    (date(2026, 5, 15), "hosp", "pre_review", {"decision": "approve", "opinion": "材料齐全"}),
    (date(2026, 5, 18), "org", "post_notice", {"place": "门诊楼公示栏"}),
    (date(2026, 5, 26), "org", "close_notice", {"result": "无异议"}),
    (date(2026, 5, 26), "org", "appoint_introducers", {"introducers": ["dep", "org"]}),
    (date(2026, 5, 26), "wang", "fill_form", {"volunteer_statement": "我志愿加入中国共产主义青年团"}),
    (date(2026, 5, 27), "dep", "introduce", {"opinion": "愿意介绍"}),
    (date(2026, 5, 27), "org", "introduce", {"opinion": "愿意介绍"}),
    (date(2026, 5, 28), "sec", "hold_meeting", {"present": 9, "yes": 9, "no": 0, "abstain": 0,
        "minutes": "会上机密发言"}),
    (date(2026, 6, 10), "hosp", "approve", {"decision": "approve", "opinion": "批准",
        "members_present": 5, "members_yes": 5}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """The world and whoever is in it."""

    runner: Runner

    def person(self, name: str) -> Person:
        """Return a person by the id above."""
        return self.runner.world.person(name)

    def organization(self, code: str) -> Organization:
        """Return an organization by its code."""
        return self.runner.world.organization(code)

    @property
    def case(self) -> Case:
        """The joining case that walked the road."""
        return Case.objects.get(pk=self.runner.world.latest["joining"].pk)


def hospital(*, until: str = "") -> Place:
    """Give the world after the road up to and with an act; nobody has gone it without one."""
    return Place(begin(("hospital", until), lambda: _walked(until)))


def _walked(until: str) -> Runner:
    acts = _road(until)
    world = {name: [] for name in LISTS} | {
        "organisations": list(ORGANIZATIONS),
        "people": list(PEOPLE),
        "posts": [{"person": who, "post": post, "organisation": at} for who, post, at in POSTS],
        "blocks": [{"organisation": "HOSP", "year": 2026, "first": "202642000101", "last": "202642000140"}],
    }
    runner = Runner(Story(Path("tests"), "tests", world, acts or ({"on": TODAY},), {"SURG": 12}))
    if acts:
        told = runner.run()
        refused = [line.outcome for line in told if "refused" in line.outcome]
        assert not refused, refused
    else:
        runner.world = build(runner.story)
    return runner


def at(day: date) -> datetime:
    """Return noon of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _road(until: str) -> tuple[dict[str, Any], ...]:
    walked: list[dict[str, Any]] = []
    for on, by, act, answers in ROAD if until else ():
        walked.append({"on": on, "by": by, "act": f"joining.{act}", "with": answers})
        if act == until:
            break
    return tuple(walked)
