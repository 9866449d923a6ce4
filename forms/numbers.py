"""Whole numbers as they are typed: what is none, or longer than any that can be meant, is read as none."""

from __future__ import annotations

KEY_DIGITS = 18  # of the largest whole number that a database takes as a key


def whole(text: str, digits: int = KEY_DIGITS) -> int | None:
    """Return a number of so many digits at most; Python itself refuses to read one of more than 4,300."""
    return int(text) if text.isdecimal() and len(text) <= digits else None
