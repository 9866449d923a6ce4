"""A branch in a round as rows, for what the assessment reads of a branch's other cases; nothing has been done there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures.assessment.branchwide import lead
from procedures.assessment.facts import AssessmentFacts
from procedures.register.models import Standing
from tests.acting import acting, stored
from tests.worlds import at
from workflows.models import Case, Round
from workflows.people.models import Organization, Person
from workflows.table.act import Act

OPENED = date(2025, 11, 10)
YEAR = 2025
NAMES = "甲乙丙丁戊己庚辛"


@dataclass(frozen=True, slots=True)
class InRound:
    """The cover of the branch and the cases of its members, 甲 first."""

    cover: Case
    members: tuple[Case, ...]

    @property
    def branch(self) -> Organization:
        """The branch."""
        found: Organization = self.cover.organization
        return found

    def on_cover(self, name: str, on: date, **built: Any) -> Act[AssessmentFacts]:
        """Return an act of the branch on its cover."""
        return stored(acting(f"assessment.{name}", on, **built), case=self.cover)

    def on_member(self, number: int, name: str, on: date, **built: Any) -> Act[AssessmentFacts]:
        """Return an act on the case of one member alone."""
        return stored(acting(f"assessment.{name}", on, **built), case=self.members[number])

    def led(self, cover: Act[AssessmentFacts], *numbers: int) -> tuple[Act[AssessmentFacts], ...]:
        """Return the acts on the cases of some members that follow one on the cover."""
        lead(cover)
        acts = tuple(self.on_member(one, cover.row.code, cover.on, answers=cover.answers) for one in numbers)
        for one in acts:
            one.shared = cover.shared
        cover.followers = acts
        return acts


def in_round(*members: Mapping[str, Any], cover: Mapping[str, Any] | None = None) -> InRound:
    """Keep a branch in a round; of the cover and of each member `stage`, and what the case knows of itself."""
    committee = Organization.objects.add_root({"code": "HOSP", "name": "院团委", "kind": "committee"})
    branch = Organization.objects.add_child(committee, {"code": "SURG", "name": "第一团支部", "kind": "branch"})
    round_ = Round.objects.create(
        procedure="assessment", act="open_round", title="评议", organization=committee, path=committee.path,
        root=committee.root, period=str(YEAR), on=OPENED, started_at=at(OPENED), moved_at=at(OPENED),
    )  # fmt: skip
    people = [
        Person.objects.create(username=f"member{number}", name=name, home=branch)
        for number, name in enumerate(NAMES[: len(members)])
    ]
    for person in people:
        Standing.objects.create(person=person, status="active", root=branch.root, joined_on=date(2015, 5, 4))
    return InRound(
        _case(round_, branch, None, cover or {}),
        tuple(_case(round_, branch, person, facts) for person, facts in zip(people, members, strict=True)),
    )


def _case(round_: Round, branch: Organization, person: Person | None, known: Mapping[str, Any]) -> Case:
    facts = {"year": YEAR} | {name: value for name, value in known.items() if name != "stage"}
    return Case.objects.create(
        procedure="assessment", round=round_, period=round_.period, organization=branch, path=branch.path,
        root=branch.root, subject=person, stage=known.get("stage", "preparing"), title="评议",
        number=f"评议-{person.pk if person else 0}", opened_on=OPENED,
        facts=AssessmentFacts(**facts).model_dump(mode="json"),
    )  # fmt: skip
