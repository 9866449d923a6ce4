"""离团仪式: which cases of a committee wait for it; one ceremony serves a whole list of names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from procedures.exit.due import CODE, under_committee
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.people.models.organization import COMMITTEES
from workflows.table.act import Act, once_for_all

AWAITING = "approved"


def committee_of(organization: Organization) -> Organization | None:
    """Return the nearest committee, the organization itself where it is one."""
    above = Organization.objects.filter(path__in=organization.above_paths, kind__in=COMMITTEES)
    nearest: Organization | None = above.order_by("-depth").first()
    return nearest


def waiting_under(committee: Organization) -> QuerySet[Case]:
    """Return the approved cases of a committee's own branches."""
    below = Organization.objects.filter(path__startswith=committee.path, kind__in=COMMITTEES).exclude(pk=committee.pk)
    cases = Case.objects.filter(procedure=CODE, stage=AWAITING)
    return cases.filter(under_committee(committee, below.values_list("path", flat=True)))


def awaiting_ceremony(organization: Organization, on: date) -> QuerySet[Person]:
    """Return who has left and waits for the ceremony of the same committee."""
    committee = committee_of(organization)
    if committee is None:
        return Person.objects.none()
    cases = waiting_under(committee).filter(subject__isnull=False)
    return Person.objects.filter(pk__in=cases.values("subject")).order_by("home__path", "name", "id")


@dataclass(frozen=True, slots=True)
class Ceremony:
    """The case a ceremony is recorded on, and for whom it is held: the keys of persons, in the order of the list."""

    case: int
    read_out: tuple[int, ...]


@once_for_all
def ceremony(act: Act[Any]) -> Ceremony:
    """Return the ceremony; none is held for others until `of_the_list` says so."""
    return Ceremony(act.case.pk, ())


def of_the_list(act: Act[Any]) -> QuerySet[Case]:
    """Return the cases of everybody on the ceremony's list, none where no list is given.

    The acts on them share the list, and which case the ceremony is recorded on.
    """
    ceremony.keep(act, Ceremony(act.case.pk, tuple(person.pk for person in act.answers["list"])))
    return waiting_under(act.committee()).filter(subject__in=act.answers["list"])
