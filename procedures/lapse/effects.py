"""自行脱团的后果: who is a candidate, what was said, and the end of membership once the committee has approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from procedures.lapse import rules, runs
from procedures.lapse.facts import Attempt, LapseFacts
from procedures.register import verbs
from procedures.register.models import Status
from procedures.register.months import zh_months
from workflows.models import Case
from workflows.people.models import Person
from workflows.table import Placed, Skipped
from workflows.table.act import Act, once

Lapse = Act[LapseFacts]


def candidates(act: Lapse) -> QuerySet[Person]:
    """Return who has six months unpaid under the organization."""
    return Person.objects.filter(pk__in=_runs(act)).select_related("home")


def place(act: Lapse, people: Sequence[Person]) -> Iterator[Placed | Skipped]:
    """Open a case for each, except where the same months were dealt with before."""
    found, closed, least = _runs(act), _dealt_with(act, people), act.law.number(rules.LAPSE_MONTHS)
    for person in people:
        run = found[person.pk]
        fresh = [month for month in run if month >= closed.get(person.pk, date.min)]
        if len(fresh) < least:
            yield Skipped(
                person,
                "dealt_with",
                f"{zh_months(run)}的欠交此前已经处理，之后未再连续 {least} 个月未交。",
            )
            continue
        months = [f"{month:%Y-%m}" for month in fresh]
        yield Placed(person, "candidate", LapseFacts(months=months, found_on=act.on))


def tonight(on: date) -> Mapping[str, Any]:
    """Look for candidates every night: a payment may have been reversed on any day."""
    return {}


def begin(act: Lapse) -> None:
    """Keep what the branch reports: what was left undone, and since when."""
    act.facts.ground, act.facts.since = act.answers["ground"], act.answers["since"]
    act.facts.details, act.facts.found_on = act.answers["details"], act.on


def warn(act: Lapse) -> None:
    """Keep how the member was warned."""
    act.facts.warned_by = act.answers["way"]


def hear(act: Lapse) -> None:
    """Keep what the member said, or how the branch looked for him."""
    act.facts.reached = act.answers["reached"]
    act.facts.answer = act.answers["answer"]
    act.facts.attempts = [Attempt(**row) for row in act.answers["attempts"]]


def settle(act: Lapse) -> None:
    """Keep why the branch closed the case."""
    act.facts.settled_because = act.answers["basis"]


def leave(act: Lapse) -> None:
    """End the membership on the day of the committee's decision."""
    verbs.leave(act, Status.LAPSED, on=act.on)


@once
def _runs(act: Lapse) -> dict[int, runs.Months]:
    """Return the months of each candidate, read once for an act."""
    return runs.candidates_on(act.on, act.organization, act.law.number(rules.LAPSE_MONTHS))


def _dealt_with(act: Lapse, people: Iterable[Person]) -> dict[int, date]:
    """Return the month from which on each person's unpaid months count again, after an earlier case of his.

    A case about something other than dues has dealt with no month, nor has one that ended because its months were paid.
    """
    closed = Case.objects.filter(procedure=act.procedure.code, subject__in=[one.pk for one in people])
    days: dict[int, date] = {}
    told = ("subject_id", "closed_on", "facts__ground", "facts__settled_because")
    for person, day, ground, because in closed.exclude(closed_on=None).values_list(*told):
        if person and day and ground == "dues" and because != "paid_up":
            days[person] = max(days.get(person, date.min), day.replace(day=1))
    return days
