"""Background work whose worker was killed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from workflows.papers.tasks import print_papers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("minutes", "status"), [(11, "READY"), (1, "RUNNING")])
def test_only_work_that_runs_for_too_long_is_made_ready(minutes: int, status: str) -> None:
    print_papers.enqueue([1], "0001")
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - timedelta(minutes=minutes))

    call_command("reap_tasks")

    assert DBTaskResult.objects.get().status == status
