"""Whatever open acts people do in whatever order, a case is never left in a state that cannot be."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from procedures.register.models import Standing, StatusSpan
from procedures.scenarios.runner import Runner, noon
from procedures.scenarios.story import read
from workflows import engine
from workflows.common_acts import returns
from workflows.engine import outlook
from workflows.models import Case, Entry, Task
from workflows.people.models import Person, Post
from workflows.proof import log
from workflows.table.refusals import Refused

pytestmark = pytest.mark.django_db

STORY = """
given: hospital
also: {people: [{id: li, name: 李一, born: 2004-04-04, organisation: SURG}]}
acts: [{on: 2026-01-01, tick: true}]
"""
PEOPLE = ("li", "sec_surg", "dep_surg", "org_surg", "hosp", "hosp_sec", "county", "sec_med", "psec")
COMMON = ("return", "withdraw", "claim", "release", "nudge", "comment")
STEPS = 90


@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_acts_leaves_an_impossible_case(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, random.Random(seed))

    for _ in range(STEPS):
        walk.step()
        walk.assert_possible()

    chains = set(Entry.objects.exclude(case=None).values_list("chain", flat=True))
    assert {log.first_broken(chain) for chain in chains} == {None}


class Walk:
    """A walk of one case after another through acts drawn at random, day by day."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        worlds = Path(__file__).parents[2] / "scenarios" / "worlds"
        (folder / "worlds").symlink_to(worlds)
        (folder / "story.yaml").write_text(STORY, "utf-8")
        self.runner = Runner(read(folder / "story.yaml"))
        self.runner.run()
        self.draw = draw
        self.on = date(2026, 1, 1)

    def person(self, name: str) -> Person:
        return Person.objects.get(username=name)

    def step(self) -> None:
        """Let somebody try something; a refusal must leave everything as it was, so it is only passed over."""
        self.on += timedelta(days=self.draw.choice((0, 1, 9)))
        case = Case.objects.filter(finished=None).first()
        try:
            if case is None:
                engine.start("joining", self.request("apply", "li", self.answers("apply", None)))
                return
            code, by = self.draw_act(case)
            engine.act(case, self.request(code, by, self.answers(code, case)))
        except Refused:
            return

    def draw_act(self, case: Case) -> tuple[str, str]:
        by = self.draw.choice(PEOPLE)
        options = outlook.options(case, self.person(by), on=self.on, at=noon(self.on))
        open_to = [option.row.code for option in options if option.may]
        rare = self.draw.random() < 0.25 or not open_to
        return (self.draw.choice(COMMON) if rare else self.draw.choice(open_to)), by

    def request(self, code: str, by: str, answers: dict[str, Any]) -> engine.Request:
        return engine.Request(code, self.person(by), self.on, noon(self.on), answers, insist=True)

    def answers(self, code: str, case: Case | None) -> dict[str, Any]:
        ids = {name: self.person(name).pk for name in PEOPLE}
        yes = self.draw.random() < 0.85
        known = {
            "apply": {"knowledge": "略", "motive": self.draw.choice("甲乙"), "self_assessment": "略"},
            "talk": {"talker": ids["sec_surg"], "summary": "略", "suitable": yes},
            "propose_activist": {"basis": "member_recommendation", "opinion": "略"},
            "appoint_mentors": {"mentors": [ids["psec"]]},
            "record_class": {"topic": "略", "minutes": 360},
            "hold_meeting": {"present": 30, "yes": 30 * yes, "no": 30 * (not yes), "abstain": 0, "minutes": "略"},
            "appoint_introducers": {"introducers": [ids["dep_surg"], ids[self.draw.choice(("org_surg", "sec_surg"))]]},
            "settle_objection": {"decision": "dismissed" if yes else "upheld"},
            "special_approval": {"document_number": "一", "approved_by": "省委", "waives": ["observation_lt_3_months"]},
            "take_over": {"from_organisation": case.organization_id if case else None},
        }  # fmt: skip
        usual = {
            "decision": "approve" if yes else "refuse", "opinion": "略", "reason": "略", "text": "略", "place": "略",
            "content": "略", "volunteer_statement": "略", "to": self.earlier(case),
        }  # fmt: skip
        return known.get(code, usual)

    def earlier(self, case: Case | None) -> str:
        if case is None:
            return ""
        act = engine.prospect(case, self.person("hosp"), on=self.on, at=noon(self.on))
        return self.draw.choice([row.code for row in returns.returnable(act)] or [""])

    def assert_possible(self) -> None:
        for case in Case.objects.order_by("-id")[:2]:
            waiting = list(Task.objects.filter(process=case, finished=None).values_list("post", flat=True))
            moves = case.entries.exclude(stage_to="").order_by("-sequence")
            assert len(waiting) == len(set(waiting)), "two tasks at one post"
            assert bool(waiting) == (case.finished is None), f"{case.stage} waits at {waiting}"
            assert moves.values_list("stage_to", flat=True)[0] == case.stage
        for post in Post.objects.all():
            tasks = Task.objects.filter(post=post, finished=None)
            assert (post.open_tasks, post.claimed_tasks) == (tasks.count(), tasks.exclude(claimed_by=None).count())
        standing = Standing.objects.get(person__username="li")
        assert StatusSpan.objects.get(person=standing.person, last_on=None).status == standing.status
