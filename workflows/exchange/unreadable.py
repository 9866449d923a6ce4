"""Why a file is not read."""

from __future__ import annotations


class Unreadable(ValueError):
    """The file is none of what was asked for; the message says why and what to do."""
