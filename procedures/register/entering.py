"""Taking people into the register as another register or a paper vouches for them: imports, worlds, corrections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from procedures.register.models import (
    MEMBERS_STATUSES,
    DevelopmentNumber,
    MembershipPeriod,
    OrganizationSpan,
    Standing,
    Status,
    StatusSpan,
)
from workflows.people.models import Person
from workflows.store import bulk


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person's standing."""

    person: Person
    status: str = Status.NONE
    joined_on: date | None = None
    development_number: str = ""
    party_stage: str = ""
    party_since: date | None = None
    party_application_on: date | None = None
    since: date | None = None
    dues_category: str = ""
    dues_base_fen: int | None = None
    transferring: bool = False


@transaction.atomic(savepoint=False)
def enter_people(known: Iterable[Known]) -> None:
    """Enter people not yet in the register, all or nobody, in a few statements however many they are."""
    rows = list(known)
    members = [row for row in rows if row.status in MEMBERS_STATUSES]
    bulk.insert_all([_standing(row) for row in rows])
    bulk.insert_all([StatusSpan(person=row.person, status=row.status, first_on=_since(row)) for row in rows])
    bulk.insert_all([_on_roll(row, row.person.home_id) for row in rows if row.person.home_id])
    bulk.insert_all([_period(row) for row in members])
    bulk.insert_all([_number(row) for row in rows if row.development_number])


def _on_roll(row: Known, organization: int) -> OrganizationSpan:
    return OrganizationSpan(person=row.person, organization_id=organization, first_on=row.joined_on)


def _number(row: Known) -> DevelopmentNumber:
    return DevelopmentNumber(number=row.development_number, person=row.person, given_on=row.joined_on)


def _standing(row: Known) -> Standing:
    standing = Standing(
        person=row.person,
        root=row.person.home.root if row.person.home else "",
        since=_since(row),
        joined_on=row.joined_on,
        development_number=row.development_number,
        party_stage=row.party_stage,
        party_since=row.party_since,
        party_application_on=row.party_application_on,
        dues_category=row.dues_category,
        dues_base_fen=row.dues_base_fen,
        transferring=row.transferring,
    )
    standing.enter(row.status)
    return standing


def _since(row: Known) -> date | None:
    return row.since or (row.joined_on if row.status in MEMBERS_STATUSES else None)


def _period(row: Known) -> MembershipPeriod:
    return MembershipPeriod(
        person=row.person,
        joined_on=row.joined_on,
        joined_branch=row.person.home.name if row.person.home else "",
        development_number=row.development_number,
    )
