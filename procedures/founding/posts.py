"""任职: the one place where a founding appoints."""

from __future__ import annotations

from datetime import date

from procedures.founding.conditions import Founding
from workflows.appointments import appointing
from workflows.appointments.keepers import Keeping
from workflows.people.models import Organization, Person, Role


def seat(act: Founding, person: Person, place: Organization, role: str, first_on: date, last_on: date | None) -> None:
    """Appoint somebody to a post of the new organization for a term.

    Raises:
        LookupError: nobody acts, or by no post.
        Refused: as the verb of appointments says.
    """
    if act.by is None or act.capacity is None:
        raise LookupError("a post is filled by whoever holds one")
    appointing.appoint(
        person, place, role, appointing.Term(first_on, last_on), Keeping(act.by, act.capacity, act.on, act.at)
    )
    act.change("office", f"{place}·{Role(role).label}", "", person)
