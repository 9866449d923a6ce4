"""待表决名单: whom a branch has nominated and not voted on yet, whenever they were nominated."""

from __future__ import annotations

from django.db.models import QuerySet

from forms.roster import Row
from procedures.recommendation.facts import RecommendationFacts
from workflows.models import Case
from workflows.people.models import Organization
from workflows.table.act import Act

CODE = "recommendation"
TRACK_WORDS = {"A": "入党积极分子人选", "B": "党的发展对象"}


def waiting_at(organization: Organization) -> QuerySet[Case]:
    """Return the branch's cases that wait for the meeting."""
    return Case.objects.filter(
        procedure=CODE, organization=organization, stage="nominated", finished=None, subject__isnull=False
    )


def rows_at(organization: object) -> list[Row]:
    """Return a row for each of their people, with what they are recommended as."""
    if not isinstance(organization, Organization):
        return []
    cases = waiting_at(organization).order_by("pk").values_list("subject_id", "subject__name", "facts")
    return [Row(pk, name, TRACK_WORDS.get(facts.get("track", ""), "")) for pk, name, facts in cases]


def at_the_same_meeting(act: Act[RecommendationFacts]) -> QuerySet[Case]:
    """Return the cases of everybody on whom the meeting voted."""
    return waiting_at(act.organization).filter(subject__in=list(act.answers.get("votes") or ()))
