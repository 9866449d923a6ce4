"""离团事项所记: what an exit case keeps of itself."""

from __future__ import annotations

from datetime import date

from workflows.store.facts import Facts


class ExitFacts(Facts):
    """Days are act dates unless their name says otherwise; months are written 2026-11.

    birthday_on: the day on which the age is completed. due_on: the day from which the exit is due, which is later
    where an office kept the member. office_until: the last day of an office still held.
    """

    birthday_on: date | None = None
    due_on: date | None = None
    late: bool = False

    requested_on: date | None = None
    verified_on: date | None = None
    approved_on: date | None = None
    celebrated_on: date | None = None
    restored_on: date | None = None

    office_held: bool | None = None
    office_title: str = ""
    office_until: date | None = None
    dues_paid_to: str = ""
    exit_on: date | None = None
    last_dues_month: str = ""
    ceremony_place: str = ""
    celebrated_together: int = 0
