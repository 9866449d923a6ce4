"""What nobody needs any more: ended sessions and counts, finished work, files of old drafts, old sign-ins."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend

from workflows.accounts.shared_counts import forget_ended
from workflows.models import DraftFile

DONE_WORK = 2  # days; the queue is asked every second, and every act that issues a paper leaves a row
FAILED_WORK = 30  # days, for whoever looks for the reason
DRAFT_FILES = timedelta(days=30)  # what was typed beside them stays
SIGN_INS = 200  # days; 网络安全法 art. 21(3) asks for six months


def tidy() -> None:
    """Drop them, where a library has a command by that; nothing of a case, its history or its papers is touched."""
    call_command("clearsessions", verbosity=0)
    forget_ended()
    DraftFile.objects.filter(kept_at__lt=timezone.now() - DRAFT_FILES).delete()
    call_command("axes_reset_logs", age=SIGN_INS, stdout=StringIO(), verbosity=0)
    if isinstance(task_backends["default"], DatabaseBackend):
        ages = {"min_age_days": DONE_WORK, "failed_min_age_days": FAILED_WORK}
        call_command("prune_db_task_results", queue_name="*", verbosity=0, **ages)
