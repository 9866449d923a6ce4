"""名单: whose ballots and grades a branch's forms ask for; one statement for each list."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model

from forms.base import PaperForm
from forms.roster import Row
from procedures.assessment.facts import GRADE_WORDS, GRADES, AssessmentFacts
from workflows.models import Case

CODE = "assessment"
GRADED = ("graded",)
BEFORE = ("preparing", "summarised", "returned")
TO_GRADE = (*BEFORE, *GRADED)  # a list that the committee has returned whole is proposed again
NAMELESS = ("approved", "registered")


def rows_of(form: PaperForm, stages: Collection[str]) -> list[Row]:
    """Return whom a form of a year is about, with what is known of each: the member, or those of the branch's round.

    Only whose cases stand in one of the stages.
    """
    cases = Case.objects.filter(
        procedure=CODE,
        organization=_key(form.organization),
        period=form.of_period,
        stage__in=stages,
        subject__isnull=False,
    )
    cases = cases.filter(subject=_key(form.subject)) if form.subject else cases.filter(round__isnull=False)
    if stages is NAMELESS:
        cases = cases.filter(facts__grade="", facts__exempt=False)
    rows = cases.order_by("subject__name", "subject_id").values_list("subject_id", "subject__name", "facts")
    return [Row(pk, name, note_of(AssessmentFacts.model_validate(facts))) for pk, name, facts in rows]


def _key(row: Model | None) -> int | None:
    return row.pk if row else None


def note_of(facts: AssessmentFacts) -> str:
    """Say what is known of a member beside the name: own opinion, ballots, grade proposed."""
    ballots = ballots_words(facts)
    parts = (
        f"自评{GRADE_WORDS[facts.self_grade]}" if facts.self_grade else "未交总结",
        f"测评 {ballots}" if ballots else "",
        f"拟{GRADE_WORDS[facts.grade]}" if facts.grade else "",
    )
    return "，".join(part for part in parts if part)


def ballots_words(facts: AssessmentFacts) -> str:
    """Say a member's ballots: 优秀 3 合格 20; empty where only a tally was handed in."""
    return " ".join(f"{title} {facts.ballots[code]}" for code, title in GRADES if facts.ballots.get(code))
