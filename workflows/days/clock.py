"""The clock, read at the edge only: views and commands ask it and pass the day on.

In the demo its day can be moved forward, so that time limits, notices and birthdays can be watched.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the moment, in the demo moved on by the demo's days."""
    return timezone.now() + timedelta(days=moved_on())


def today() -> date:
    """Return the Shanghai calendar day."""
    return timezone.localdate(now())


def moved_on() -> int:
    """Return by how many days the demo's clock has been moved on; always 0 outside the demo."""
    path = _path()
    return int(path.read_text("ascii")) if settings.DEMO and path.exists() else 0


def move_on(days: int) -> None:
    """Set by how many days the demo's clock is moved on."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(days), "ascii")


def _path() -> Path:
    return Path(settings.DATA_DIR) / "demo-clock"
