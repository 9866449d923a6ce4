"""任职的后果: what the acts write, by the verbs of `workflows.appointments`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from procedures.office.conditions import Office, claimed, left, seat_of
from workflows.appointments import appointing
from workflows.models import Task
from workflows.table.word import Word


def appoint(act: Office) -> None:
    """Appoint whom the form names."""
    seat = seat_of(act)
    made = appointing.appoint(act, seat, outside=claimed(act))
    act.facts.role, act.facts.appointment = seat.role, made.pk
    act.facts.first_on, act.facts.last_on = seat.term.first_on, seat.term.last_on


def end(act: Office) -> None:
    """End the appointment that the form names."""
    held, last_on = act.answers["appointment"], act.answers["last_on"]
    appointing.end_appointment(act, held, last_on, because=act.answers["because"], outside=left(act))
    act.facts.role, act.facts.appointment = held.post.role, held.pk
    act.facts.first_on, act.facts.last_on = held.first_on, last_on


def nobody_else(act: Office, tasks: Sequence[Task]) -> Iterable[Word]:
    """Tell nobody: the verbs have told whom it concerns, in words of their own."""
    return ()
