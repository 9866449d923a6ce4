"""任职事项所记."""

from __future__ import annotations

from datetime import date

from workflows.store.facts import Facts


class OfficeFacts(Facts):
    """Days are the first and the last on which the post is held; `appointment` is the key of what was written."""

    role: str = ""
    appointment: int = 0
    first_on: date | None = None
    last_on: date | None = None
