"""开展评议: who is assessed in a year, who is registered without it, and who is left out with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from procedures.assessment import rules
from procedures.assessment.branchwide import Assessing
from procedures.assessment.conditions import percent_of
from procedures.assessment.facts import AssessmentFacts
from procedures.assessment.window import window_of
from procedures.register.models import MEMBERS_STATUSES, OrganizationSpan, Standing, Status, StatusSpan
from procedures.register.rolls import IN_PARTY
from workflows.days.dates import add_months, zh_date
from workflows.people.models import Kind, Organization, Person
from workflows.store.keys import among
from workflows.table import Placed, Skipped


def everybody(act: Assessing) -> QuerySet[Person]:
    """Return the members on the rolls of the branches on the day, in one statement."""
    branches = Organization.objects.filter(kind=Kind.BRANCH, path__startswith=act.organization.path)
    if act.answers["branches"]:
        branches = branches.filter(pk__in=[one.pk for one in act.answers["branches"]])
    on_day = Q(first_on=None) | Q(first_on__lte=act.on)
    not_past = Q(last_on=None) | Q(last_on__gte=act.on)
    here = OrganizationSpan.objects.filter(on_day, not_past, person=OuterRef("pk"), organization__in=branches)
    member = StatusSpan.objects.filter(on_day, not_past, person=OuterRef("pk"), status__in=MEMBERS_STATUSES)
    return Person.objects.filter(Exists(here), Exists(member))


def places(act: Assessing, people: Sequence[Person]) -> Iterable[Placed | Skipped]:
    """Yield what becomes of each: assessed, registered without it, or left out."""
    known = Standing.objects.filter(among("person_id", (person.pk for person in people)))
    standings = {one.person_id: one for one in known}
    for person in people:
        yield _place(act, person, standings.get(person.pk) or Standing(person=person))


def period(act: Assessing) -> str:
    """Return the year: everybody has one case of it."""
    return str(act.answers["year"])


def promised(act: Assessing) -> dict[str, Any]:
    """Return the window and the share of 优秀 by which the round is opened: they stay, whatever is set afterwards."""
    window = act.answers["window"] or window_of(act.law, act.answers["year"])
    return {"window": list(window), "excellent_percent": percent_of(act.law)}


def _place(act: Assessing, person: Person, standing: Standing) -> Placed | Skipped:
    if standing.status == Status.SUSPENDED:
        return Skipped(person, "suspended", "停止团籍期间不参加评议和注册，恢复后另行办理。")
    months = act.law.number(rules.NEW_MONTHS)
    if standing.joined_on and months and add_months(standing.joined_on, months) > act.on:
        return Skipped(
            person, "newly_admitted", f"{zh_date(standing.joined_on)}入团，未满 {months} 个月，不参加当年评议。"
        )
    exempt = standing.party_stage in IN_PARTY and act.law[rules.PARTY_MEMBERS] == "exempt"
    facts = AssessmentFacts(
        year=act.answers["year"],
        branches=[one.pk for one in act.answers["branches"]],
        **promised(act),
        exempt=exempt,
    )
    return Placed(person, "awaiting_registration" if exempt else "preparing", facts)
