"""任职: the one place where a founding appoints."""

from __future__ import annotations

from datetime import date

from procedures.founding.conditions import Founding
from workflows.appointments import appointing
from workflows.people.models import Organization, Person


def seat(act: Founding, person: Person, place: Organization, role: str, first_on: date, last_on: date | None) -> None:
    """Appoint somebody to a post of the new organization for a term.

    Raises:
        Refused: as the verb of appointments says.
    """
    appointing.appoint(act, appointing.Seat(person, place, role, appointing.Term(first_on, last_on)))
