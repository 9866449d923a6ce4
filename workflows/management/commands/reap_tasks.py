"""`./manage.py reap_tasks`: make background work ready again whose worker was killed; safe at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workflows.papers.reaper import reap


class Command(BaseCommand):
    """Run before the worker starts, and now and then."""

    help = "Make background work ready again whose worker was killed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Reap by the installation's clock, which the demo's movable day does not touch."""
        self.stdout.write(f"{reap(timezone.now())} task(s) made ready again")
