"""Appointments in tests, made and ended by the acts of the engine, as everybody else makes and ends them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.worlds import TODAY, Place, at
from workflows import engine
from workflows.engine import Outcome
from workflows.models import Entry
from workflows.people.models import Appointment


def appoint(
    place: Place, name: str, role: str, code: str = "SURG", first_on: date = TODAY, last_on: date | None = None,
    *, by: str = "admin", on: date = TODAY, reason: str = "", **more: Any,
) -> Outcome:  # fmt: skip
    """Appoint somebody to a post; `on` is the day on which it is recorded."""
    answers = {
        "organisation": place.organization(code).pk,
        "member": place.person(name).pk,
        "role": role,
        "first_on": first_on,
        "last_on": last_on,
        **more,
    }
    return _start(place, "appoint", answers, by, on, reason)


def made(place: Place, name: str, role: str, code: str = "SURG", first_on: date = TODAY, **more: Any) -> Appointment:
    """Return an appointment made so."""
    outcome = appoint(place, name, role, code, first_on, **more)
    return Appointment.objects.get(pk=outcome.facts.appointment)  # type: ignore[attr-defined]


def end(
    place: Place, held: Appointment, last_on: date, *, by: str = "admin", on: date = TODAY, because: str = "届满",
    reason: str = "", **more: Any,
) -> Outcome:  # fmt: skip
    """End an appointment on a day."""
    answers = {"appointment": held.pk, "last_on": last_on, "because": because, **more}
    return _start(place, "end_appointment", answers, by, on, reason)


def moved() -> int:
    """Return how many tasks have followed their posts so far."""
    return Entry.objects.filter(act="follow").count()


def _start(place: Place, act: str, answers: dict[str, Any], by: str, on: date, reason: str) -> Outcome:
    return engine.start("office", engine.Request(act, place.person(by), on, at(on), answers, reason=reason))


def day_before(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)
