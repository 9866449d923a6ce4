"""The long form on one database, as `./run fuzz` starts it: the demo town, a seed, and so many seconds.

It is no file of the suite's (its name says no test), so that the suite never waits for it.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection

from tests.fuzz import world
from tests.fuzz.judging import Judge
from tests.fuzz.running import Run, drawing_of, find, until

SECONDS, SEED = (int(os.environ.get(f"TUANWU_FUZZ_{name}", "60")) for name in ("SECONDS", "SEED"))


def say(text: str) -> None:
    """Say something at once, and on which database."""
    sys.stdout.write(f"[{connection.vendor}] {text}\n")
    sys.stdout.flush()


@pytest.mark.django_db
def test_whatever_is_sent_to_the_town_is_answered(settings: LazySettings, tmp_path: Path) -> None:
    logging.disable(logging.CRITICAL)
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    settings.DEMO, settings.LOGIN_URL = True, "demo"
    (tmp_path / "uploads").mkdir()
    with time_machine.travel(world.TOWN_NOW, tick=False):
        on = world.TOWN_NOW.date()
        world.town()
        people = world.cast(on)
        judge = Judge(people)
        judge.remember()
        run = Run(judge, say)
        found = find(judge, world.leads(people, on), each=False)
        say(f"{len(found.targets)} forms and addresses, {len(people)} people")
        for ask, fault in found.faults:
            run.keep(ask, fault)
        run.ask(until(found, drawing_of(judge, SEED), time.perf_counter() + SECONDS))
    say(f"seed {SEED}: {run.asked} requests, {dict(sorted(run.statuses.items()))}, {len(run.faults)} faults")

    assert not run.faults
