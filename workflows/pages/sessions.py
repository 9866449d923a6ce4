"""When a session began and was last used: stamped at sign-in, so that the first page need not write it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone


def begin(sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Stamp a session at sign-in; receives Django's `user_logged_in`."""
    if request is not None:
        now = timezone.now().timestamp()
        request.session.update({"began": now, "seen": now})
