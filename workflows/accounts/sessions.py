"""What a session keeps of its reader: stamped at sign-in, so that the first page need not write it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from workflows.days import clock


def begin(sender: object, request: HttpRequest | None = None, user: Any = None, **kwargs: object) -> None:
    """Stamp a session at sign-in: when it began and was last used, and where its reader may see anything.

    Receives Django's `user_logged_in`.
    """
    from workflows.engine.visibility import visible_to  # noqa: PLC0415 -- receivers are named before there are models

    if request is not None:
        now = timezone.now().timestamp()
        roots = visible_to(user, clock.today()).roots
        request.session.update({"began": now, "seen": now, "roots": roots})
