"""The hospital with people at their desks, for the tests of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from procedures.scenarios.runner import Runner, noon
from procedures.scenarios.story import Story, read
from tests.keeping import begin
from workflows.models import Case
from workflows.people.models import Person

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@dataclass(frozen=True, slots=True)
class Hospital:
    """The played story, and a way in for each of its people."""

    runner: Runner

    def person(self, name: str) -> Person:
        """Return a person by the story's id."""
        return self.runner.world.person(name)

    def case(self) -> Case:
        """Return the story's case as it stands."""
        return Case.objects.get(pk=self.runner.world.latest["joining"].pk)

    def at(self, name: str) -> Client:
        """Return a browser at which a person has signed in."""
        client = Client()
        client.force_login(self.person(name), backend=django_settings.AUTHENTICATION_BACKENDS[-1])
        client.get("/messages/")  # the first page of a session notes when it began
        return client


Open = Callable[[int], Hospital]


@pytest.fixture
def hospital(db: None, the_day: date, settings: Settings) -> Open:
    """Return what plays the first acts of the whole road into the League."""

    settings.REQUIRE_SECOND_FACTOR = False
    return lambda acts: Hospital(begin(("happy path", acts), lambda: _played(acts)))


def _played(acts: int) -> Runner:
    story = read(SCENARIOS / "joining_happy_path.yaml")
    runner = Runner(Story(story.path, story.title, story.world, story.acts[: max(acts, 1)], story.roll))
    runner.run()
    return runner


@pytest.fixture
def the_day() -> Iterator[date]:
    """Let the test live on the day of the story's meeting."""
    day = date(2026, 5, 28)
    with time_machine.travel(noon(day), tick=False):
        yield day
