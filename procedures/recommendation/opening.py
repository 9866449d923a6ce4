"""提名这一步: one case for each member named, all in one nomination; whom a changed standing overtakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from procedures.recommendation.effects import notice_text
from procedures.recommendation.facts import RecommendationFacts
from procedures.recommendation.meeting_conditions import waiting_for_a_vote
from procedures.recommendation.nominees import Recommendation, nominees, quota
from procedures.register.models import Discipline, Status, YearRecord
from procedures.register.rolls import members_on
from procedures.register.years import grades_of
from workflows.models import Case
from workflows.people.models import Person
from workflows.table import Aside, Placed


def named(act: Recommendation) -> QuerySet[Person]:
    """Return the members named."""
    people = act.answers["members"]
    return Person.objects.filter(pk__in=[person.pk for person in people]).select_related("home")


def nominated(act: Recommendation, people: Sequence[Person]) -> Iterable[Placed]:
    """Place each member named at the branch's meeting to come, with what is known of the person on the day."""
    known = {one.person.pk: one for one in nominees(act)}
    for person in people:
        one = known[person.pk]
        yield Placed(
            person,
            "nominated",
            RecommendationFacts(
                track=act.answers["track"],
                nominated_on=act.on,
                nominated_with=len(known),
                party_application_on=one.applied_on,
                party_activist_on=one.activist_on,
                grounds=act.answers["grounds"],
            ),
        )


def overtaken(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Pick the cases whose person is no full member any more, or was punished after the nomination."""
    punished = Discipline.objects.filter(person=OuterRef("subject"), first_on__gt=OuterRef("opened_on"))
    return cases.filter(~Q(subject__standing__status=Status.ACTIVE) | Q(Exists(punished)))


def ballots(act: Recommendation) -> Mapping[str, Any]:
    """Show a line for everybody who waits for the meeting."""
    waiting = waiting_for_a_vote(act).order_by("pk").values_list("subject", flat=True)
    return {"votes": [{"person": pk} for pk in waiting]}


def notice_as_usual(act: Recommendation) -> Mapping[str, Any]:
    """Propose the usual text of the notice."""
    return {"text": notice_text(act)}


def _beside(act: Recommendation) -> Mapping[str, Any]:
    """Return last year's 优秀 of the branch, who come first, and the year's quota once somebody is named."""
    last = act.on.year - 1
    members = list(members_on(act.organization, act.on))
    grades = grades_of(members, [last])
    excellent = [one for one in members if grades.get(one.pk, {}).get(last) == YearRecord.Grade.EXCELLENT]
    return {"year": last, "excellent": excellent, "quota": quota(act) if act.answers.get("members") else None}


GRADES = Aside("recommendation/grades.html", _beside)
