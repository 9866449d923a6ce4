"""Background work whose worker was killed: the queue leaves it running for ever, so it is made ready once more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LONGEST = timedelta(minutes=10)  # a task prints the papers of one act; each is stopped after half a minute


def reap(at: datetime) -> int:
    """Make work ready again that has been running for longer than any can; the work itself may run twice."""
    stuck = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - LONGEST)
    return int(stuck.update(status=TaskResultStatus.READY, started_at=None))
