"""What a round was opened under stays, whatever a committee sets for itself afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from procedures.scenarios.runner import Runner, Told, noon
from procedures.scenarios.story import read
from workflows.models import Parameter

pytestmark = pytest.mark.django_db

WORLDS = Path(__file__).parents[2] / "scenarios" / "worlds"
NEXT_DAY = date(2025, 12, 2)
STORY = """
title: A round and its quota
given: hospital
also: {roll: {MED: 30}}
acts:
  - {on: 2025-12-01, by: hosp, act: assessment.open_round, as: round1, with: {year: 2025, branches: [MED]}}
  - {on: 2025-12-10, by: sec_med, act: assessment.hold_meeting, case: round1,
     with: {organisation: MED, present: 29, tally_attached: true}, then: {warned: [ballots_missing]}}
  - {on: 2025-12-11, by: org_med, act: assessment.propose_grades, case: round1,
     with: {organisation: MED, counts: {excellent: 9, qualified: 21}},
     then: {refused: excellent_over_30_percent, have: 9, max: 8}}
  - {on: 2025-12-11, by: org_med, act: assessment.propose_grades, case: round1,
     with: {organisation: MED, counts: {excellent: 8, qualified: 22}}, then: {state: graded}}
"""


class Stricter(Runner):
    """A run in which the committee sets a tenth, and an earlier end, on the day after the round was opened."""

    def _play(self, row: Mapping[str, Any]) -> Told:
        told = super()._play(row)
        if row["act"] == "assessment.open_round":
            for key, value in (("appraisal.excellent_here", 10), ("appraisal.window_closes", "12-05")):
                committee = self.world.organization("HOSP")
                Parameter.objects.create(
                    organization=committee, key=key, value=value, first_on=NEXT_DAY, set_at=noon(NEXT_DAY)
                )
        return told


def test_the_share_and_the_window_of_a_round_are_those_it_was_opened_under(tmp_path: Path) -> None:
    (tmp_path / "worlds").symlink_to(WORLDS)
    path = tmp_path / "story.yaml"
    path.write_text(STORY, "utf-8")

    told = Stricter(read(path)).run()

    assert [f"{one.on} {one.what}: {wrong}" for one in told for wrong in one.wrong] == []
