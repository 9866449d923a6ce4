"""The world in which the robots live: a county with two committees, and everybody who holds a post in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from procedures.scenarios.runner import Runner
from procedures.scenarios.story import Story, read

FIRST_DAY = date(2026, 3, 2)
STORY = Path(__file__).with_name("beginning.yaml")


def build() -> Story:
    """Build the world in an empty database, with the first months' dues bases, and return its story."""
    story = read(STORY)
    runner = Runner(story)
    wrong = [f"{told.what}: {one}" for told in runner.run() for one in told.wrong]
    if wrong:
        raise AssertionError(wrong)
    return story
