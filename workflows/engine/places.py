"""Where an opening act is done: at the organization whose post one acts by, never at one's home for its own sake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from workflows.days.dates import zh_date
from workflows.people.actors import Level
from workflows.people.models import Appointment, Organization, Person
from workflows.table import Procedure, Record, RoundRow, Step
from workflows.table.refusals import Finding, Refused, refuse

NO_OFFICE = (Level.PERSON, Level.ANYWHERE)


def concerns_nobody(row: Record) -> bool:
    """Tell whether a row opens what concerns an organization and no person."""
    of_organization = isinstance(row, Step) and row.matter is not None and row.matter.of_organization
    return isinstance(row, RoundRow) or of_organization


def organizations_for(appointments: Iterable[Appointment], row: Record) -> tuple[Organization, ...]:
    """Return the organizations by whose posts, among some, a row can be done, each once in the order of the tree.

    A committee's post stands in for a branch's only where none of the posts is one that the row names.
    """
    actors = [actor for actor in (row.actor, *row.also) if actor and actor.level not in NO_OFFICE]
    held = [(one.post.organization, one.post.role) for one in appointments if one.post.organization]
    named = [place for place, role in held if any(role in actor.may for actor in actors)]
    standing_in = [one for one in actors if one.level is not Level.UPWARDS]
    found = named or [place for place, role in held if any(role in one.may_at(place.kind) for one in standing_in)]
    return tuple({place.pk: place for place in sorted(found, key=lambda place: str(place.path))}.values())


def near(row: Record, appointments: Iterable[Appointment], by: Person | None) -> Organization | None:
    """Return the organization from which a row is opened where none is chosen; None where there is no one answer."""
    if by is None:
        return None
    if not concerns_nobody(row):
        return by.home if by.home and not by.home.is_party else None
    held = organizations_for(appointments, row)
    if held:
        return held[0] if len(held) == 1 else None
    return by.home if by.home and not by.home.is_party else None


def place_of(
    procedure: Procedure, row: Record, answers: Mapping[str, Any], by: Person | None, found: Organization | None
) -> tuple[Person | None, Organization]:
    """Return the person concerned, nobody where the row opens what concerns an organization, and the organization.

    Args:
        found: what `near` says of the actor.

    Raises:
        Refused: `field_missing`; it is not known where, or the person stands on no roll of the League.
    """
    nobody = concerns_nobody(row)
    subject = None if nobody else answers.get(procedure.subject_field) or by
    chosen = answers.get("organisation")
    if chosen:
        return subject, chosen
    if subject is not None and (by is None or subject.pk != by.pk):
        found = subject.home if subject.home and not subject.home.is_party else None
    if found is None:
        raise Refused(Finding("field_missing", _ask(subject), field="organisation"))
    return subject, found


def check_standing(organization: Organization, on: date) -> None:
    """See that there still is the organization at which something is opened.

    Raises:
        Refused: `organization_dissolved`.
    """
    if organization.is_dissolved(on):
        ended = zh_date(organization.dissolved_on or on)
        raise refuse("organization_dissolved", f"{organization}已于{ended}撤销，不再办理新的事项，请在接续的组织办理。")


def _ask(subject: Person | None) -> str:
    if subject is None:
        return "您在几个组织任职，或者没有相应的任职，请选择为哪个组织办理。"
    if subject.home is None:
        return f"{subject}没有登记所在的团组织，请选择要办理的团组织；不能选择的，请先登记。"
    return f"{subject}登记在{subject.home}，不在团组织的名册上，请选择要办理的团组织；不能选择的，请先登记。"
