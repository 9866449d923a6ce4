"""提名这一步: one case for each member named, all in one nomination; whom a changed standing overtakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from procedures.recommendation.effects import notice_text
from procedures.recommendation.facts import RecommendationFacts
from procedures.recommendation.nominees import Recommendation, nominees, quota
from procedures.register.models import Discipline, Status, YearRecord
from procedures.register.rolls import members_on
from procedures.register.years import grades_of
from workflows.days.dates import zh_date
from workflows.models import Case
from workflows.people.models import Person
from workflows.table import Column, Placed, SidePanel


def named(act: Recommendation) -> QuerySet[Person]:
    """Return the members named."""
    people = act.answers["members"]
    return Person.objects.filter(pk__in=[person.pk for person in people]).select_related("home")


def nominated(act: Recommendation, people: Sequence[Person]) -> Iterable[Placed]:
    """Place each member named at the branch's meeting to come, with what is known of the person on the day."""
    known = {one.person.pk: one for one in nominees(act)}
    last = act.on.year - 1
    grades = grades_of(people, [last])
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
                last_grade=_grade_words(grades.get(person.pk, {}).get(last, "")),
            ),
        )


def overtaken(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Pick the cases whose person is no full member any more, or stands under a sanction on the day of asking."""
    punished = Discipline.objects.filter(
        Q(last_on=None) | Q(last_on__gte=OuterRef("asked_on")),
        person=OuterRef("subject"),
        first_on__lte=OuterRef("asked_on"),
    )
    return cases.filter(~Q(subject__standing__status=Status.ACTIVE) | Q(Exists(punished)))


def notice_as_usual(act: Recommendation) -> Mapping[str, Any]:
    """Propose the usual text of the notice."""
    return {"text": notice_text(act)}


def _grade_words(code: str) -> str:
    return YearRecord.Grade(code).label if code else ""


def _beside(act: Recommendation) -> Mapping[str, Any]:
    """Return last year's 优秀 of the branch, who come first, and the year's quota once somebody is named."""
    last = act.on.year - 1
    members = list(members_on(act.organization, act.on))
    grades = grades_of(members, [last])
    excellent = [one for one in members if grades.get(one.pk, {}).get(last) == YearRecord.Grade.EXCELLENT]
    return {"year": last, "excellent": excellent, "quota": quota(act) if dict(act.answers).get("members") else None}


GRADES = SidePanel("recommendation/grades.html", _beside)
COLUMNS = (
    Column("上一年度评议", lambda facts: facts.last_grade or "无记载"),
    Column("递交入党申请书", lambda facts: zh_date(facts.party_application_on)),
)
