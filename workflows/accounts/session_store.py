"""Django's sessions in the database, found by a statement that is written once: every request asks for one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from workflows.store.prepared import Prepared


def _of_key(key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


_kept = Prepared(_of_key)


class SessionStore(db.SessionStore):
    """The sessions of `django.contrib.sessions`, with another way of finding one."""

    def _get_session_from_db(self) -> Session | None:
        """Return the session of the cookie's key; who brings a key that is none (any more) has no session."""
        found = _kept(self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
        return next(iter(found), None)
