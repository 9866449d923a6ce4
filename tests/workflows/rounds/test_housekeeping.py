"""What the morning's sweep leaves of rows that nobody needs any more."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessLog
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from workflows.models import Draft, DraftFile
from workflows.papers.tasks import print_papers
from workflows.people.models import Person

pytestmark = pytest.mark.django_db
WORK = [("SUCCESSFUL", 1), ("SUCCESSFUL", 3), ("FAILED", 3), ("FAILED", 31), ("RUNNING", None), ("READY", None)]


def ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def sweep() -> str:
    """Run the command as the timer of an installation does, and return what it says."""
    said = StringIO()
    call_command("sweep", stdout=said)
    return said.getvalue()


def test_a_file_that_nobody_hands_in_goes_after_thirty_days_and_what_was_typed_stays() -> None:
    person = Person.objects.create(name="王晓梅", username="wang")
    draft = Draft.objects.create(person=person, procedure="joining", act="apply", saved_at=ago(40))
    for field, days in (("older", 31), ("later", 29)):
        draft.files.create(field=field, name="一.pdf", size=1, content=b"x", kept_at=ago(days))

    sweep()

    assert list(DraftFile.objects.values_list("field", flat=True)) == ["later"]
    assert Draft.objects.get() == draft


def test_work_that_is_done_goes_after_two_days_and_what_failed_after_thirty() -> None:
    for status, days in WORK:
        result = print_papers.enqueue([1], "0001")
        ended = ago(days) if days else None
        DBTaskResult.objects.filter(id=result.id).update(status=status, finished_at=ended)

    sweep()

    left = sorted(DBTaskResult.objects.values_list("status", flat=True))
    assert left == ["FAILED", "READY", "RUNNING", "SUCCESSFUL"]
    assert DBTaskResult.objects.get(status="FAILED").finished_at > ago(4)


def test_sign_ins_stay_for_six_months_and_ended_sessions_go() -> None:
    for days in (1, 190, 201):
        AccessLog.objects.filter(pk=AccessLog.objects.create(username=f"{days} days ago").pk).update(
            attempt_time=ago(days)
        )
    Session.objects.create(session_key="ended", session_data="", expire_date=ago(1))
    Session.objects.create(session_key="going on", session_data="", expire_date=ago(-1))

    said = sweep()

    assert sorted(AccessLog.objects.values_list("username", flat=True)) == ["1 days ago", "190 days ago"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["going on"]
    assert len(said.splitlines()) == 1  # what the libraries say beside it is nothing for whoever reads the timer's mail


def test_a_day_that_is_none_is_named_with_the_way_to_write_it() -> None:
    with pytest.raises(CommandError, match="“tomorrow”不是日期，请按 2026-11-29 的格式填写"):
        call_command("sweep", "--on", "tomorrow")


def test_another_queue_than_the_database_s_own_is_left_to_itself(settings: LazySettings) -> None:
    print_papers.enqueue([1], "0001")
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=ago(3))
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

    sweep()

    assert DBTaskResult.objects.count() == 1
