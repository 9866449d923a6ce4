"""No 500: whatever is sent to whatever address, the answer is 2xx, 3xx or 4xx, and what is refused wrote nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings

from tests.fuzz import world
from tests.fuzz.judging import Judge
from tests.fuzz.running import Run, drawing_of, find, some

SEED, NUMBER, ACTS = 13, 70, 16


@pytest.fixture
def judge(db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Judge]:
    """Give the people of the world in which a case stands in every stage."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    with time_machine.travel(world.NOW, tick=False):
        world.every_stage()
        made = Judge(world.cast(world.TODAY))
        made.remember()
        yield made


@pytest.mark.slow
def test_nothing_odd_that_is_sent_anywhere_is_answered_with_a_failure(judge: Judge) -> None:
    run = Run(judge)
    drawing = drawing_of(judge, SEED)
    leads = list(world.leads(world.cast(world.TODAY), world.TODAY))
    found = find(judge, drawing.chance.sample(leads, ACTS), each=False)
    for ask, fault in found.faults:
        run.keep(ask, fault)

    run.ask(some(found, drawing, NUMBER))

    assert run.told() == ""
    assert run.asked == NUMBER
