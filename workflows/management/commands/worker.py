"""`./manage.py worker`: the background worker, which also takes up what a killed one has left behind."""

from __future__ import annotations

import gc
import logging
import threading
import time
from typing import Any

from django.db import close_old_connections
from django.db.utils import DatabaseError
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from workflows import rounds
from workflows.days import clock
from workflows.papers.reaper import reap
from workflows.people.reach import league_roots
from workflows.store import rooted

EVERY = 60.0  # seconds

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    """The queue's own worker with its options, and beside it, at the start and every minute, `take_up`."""

    help = "Run the background worker, and go on with what a killed one has left behind."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes."""
        gc.freeze()  # what is loaded stays: looking through it for garbage takes a tenth of a round
        threading.Thread(target=_watch, name="take-up", daemon=True).start()
        super().handle(*args, **options)


def take_up() -> tuple[int, int]:
    """Make tasks ready whose worker was killed and go on with rounds that lost theirs; return how many of each."""
    tasks, found, now = reap(timezone.now()), 0, clock.now()
    for root in league_roots():
        with rooted.within(root.root):
            found += rounds.resume(now)
    return tasks, found


def _watch() -> None:
    """Take up again and again, for as long as the process lives; a database that is away is asked again later."""
    while True:
        close_old_connections()
        try:
            tasks, found = take_up()
        except DatabaseError:
            logger.exception("what a killed worker left could not be taken up")
        else:
            if tasks or found:
                logger.warning("took up %d task(s) and %d round(s) of a killed worker", tasks, found)
        time.sleep(EVERY)
