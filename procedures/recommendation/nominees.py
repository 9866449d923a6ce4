"""推荐对象: what the register knows of everybody named in one nomination, read in a few statements for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q

from procedures.recommendation import rules
from procedures.recommendation.facts import RecommendationFacts
from procedures.register.models import Discipline, PartyStage, Standing, Status
from procedures.register.rolls import members_on
from workflows.models import Case
from workflows.people.models import Person
from workflows.table.act import Act, once

Recommendation = Act[RecommendationFacts]

OVER_WITHOUT_USE = ("not_carried", "refused", "withdrawn", "expired")
"""Endings after which a recommendation no longer counts against the year's quota."""


@dataclass(frozen=True, slots=True)
class Nominee:
    """One person named.

    Attributes:
        applied_on: day of the application to the Party, as the form says, else as the register does.
        activist_on: day of becoming 入党积极分子, None where nobody knows it.
        sanction: the sanction in force that lasts longest, empty where there is none.
    """

    person: Person
    standing: Standing
    applied_on: date | None
    activist_on: date | None
    on_roll: bool
    sanction: str
    sanction_until: date | None
    open_case: str

    @property
    def is_member(self) -> bool:
        """Whether the person is a member, with or without a sanction."""
        return self.standing.status in (Status.ACTIVE, Status.PROBATION)


@dataclass(frozen=True, slots=True)
class Quota:
    """The year's share of the branch: how many are already recommended, with those named, and how many may be."""

    members: int
    already: int
    named: int
    cap: int

    @property
    def have(self) -> int:
        """How many there would be."""
        return self.already + self.named


@once
def nominees(act: Recommendation) -> tuple[Nominee, ...]:
    """Return everybody named, in the order of naming; read once for an act."""
    return tuple(_read(act, act.answers["members"]))


@once
def quota(act: Recommendation) -> Quota:
    """Return the quota of the branch in the year of the act."""
    members = members_on(act.organization, act.on).count()
    this_year = Case.objects.filter(
        procedure=act.procedure.code, organization=act.organization, opened_on__year=act.on.year
    )
    already = this_year.exclude(stage__in=OVER_WITHOUT_USE).count()
    cap = int(share_of(act.law[rules.QUOTA]) * members)
    return Quota(members, already, len(act.answers["members"]), cap)


def share_of(value: object) -> Fraction:
    """Return the share that a quota means: 20 is 20 %, and so is 0.2."""
    given = Fraction(str(value))
    return given if given < 1 else given / 100


def given_day(act: Recommendation, name: str, registered: date | None) -> date | None:
    """Return a day as the form says, else as the register does."""
    day: date | None = act.answers.get(name)
    return day or registered


def activist_since(standing: Standing) -> date | None:
    """Return since when the register has somebody as 入党积极分子; `party_since` is the day of the present stage."""
    return standing.party_since if standing.party_stage == PartyStage.ACTIVIST else None


def _read(act: Recommendation, people: Sequence[Person]) -> Any:
    keys = [person.pk for person in people]
    standings = Standing.objects.in_bulk(keys)
    here = set(members_on(act.organization, act.on).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    standing_ones = Discipline.objects.filter(Q(last_on=None) | Q(last_on__gte=act.on), first_on__lte=act.on)
    by_end = sorted(standing_ones.filter(person__in=keys), key=lambda one: one.last_on or date.max)
    sanctions = {one.person_id: one for one in by_end}
    running = Case.objects.filter(procedure=act.procedure.code, subject__in=keys, finished=None)
    numbers = dict(running.values_list("subject", "number"))
    for person in people:
        standing = standings.get(person.pk) or Standing(person=person)
        sanction = sanctions.get(person.pk)
        yield Nominee(
            person,
            standing,
            given_day(act, "party_application_on", standing.party_application_on),
            given_day(act, "party_activist_on", activist_since(standing)),
            person.pk in here,
            sanction.get_kind_display() if sanction else "",
            sanction.last_on if sanction else None,
            numbers.get(person.pk, ""),
        )
