"""支部统一办理: what an act on the cover of a branch does to its members' cases, reckoned once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from procedures.assessment.facts import (
    AGAIN,
    BASIC,
    EXCELLENT,
    QUALIFIED,
    UNQUALIFIED,
    AssessmentFacts,
    Counts,
    counts_of,
)
from procedures.assessment.lists import CODE, GRADED, NAMELESS, TO_GRADE
from procedures.register.models import Discipline, Standing
from procedures.register.verbs import subject_standing
from workflows.models import Case
from workflows.table.act import Act

Assessing = Act[AssessmentFacts]

TO_REGISTER = ("approved", "awaiting_registration")


@dataclass(frozen=True, slots=True)
class Plan:
    """The grades that a branch proposes.

    Attributes:
        grades: by the person's key, with the reason where one is given.
        counts: how many of each grade, as counted or by name.
        members: how many are to be graded.
        counted: those not named are covered by counts that leave them 优秀 or 合格 only.
    """

    grades: dict[int, dict[str, Any]]
    counts: Counts
    members: int
    counted: bool

    @property
    def total(self) -> int:
        """How many have a grade."""
        return sum(self.counts.values())


def cases_of(act: Assessing, stages: tuple[str, ...]) -> QuerySet[Case]:
    """Return the members' cases of the branch in its round that stand in one of the stages; none beside a cover."""
    if not act.is_cover:
        return Case.objects.none()
    return Case.objects.filter(
        procedure=CODE, round=act.case.round_id, organization=act.case.organization_id, subject__isnull=False,
        stage__in=stages,
    )  # fmt: skip


def to_grade(act: Assessing) -> QuerySet[Case]:
    """Return the cases whose members are assessed by ballot."""
    return cases_of(act, TO_GRADE)


def graded(act: Assessing) -> QuerySet[Case]:
    """Return the cases whose grades wait for the committee."""
    return cases_of(act, GRADED)


def to_name(act: Assessing) -> QuerySet[Case]:
    """Return the cases approved by counts whose grades are named in the answers."""
    named = list(act.answers["grades"])
    return cases_of(act, NAMELESS).filter(subject__in=named, facts__grade="")


def nameless(act: Assessing) -> int:
    """Return how many cases of the branch have an approved grade that is not named yet."""
    return cases_of(act, NAMELESS).filter(facts__grade="", facts__exempt=False).count()


def to_register(act: Assessing) -> QuerySet[Case]:
    """Return the cases to be registered: everybody's, or of the people named."""
    cases = cases_of(act, TO_REGISTER)
    return cases if act.answers.get("everyone") else cases.filter(subject__in=act.answers["persons"])


def count_to(act: Assessing, name: str, cases: QuerySet[Case]) -> int:
    """Return how many cases there are, asked once for the whole act."""
    if name not in act.shared:
        act.shared[name] = cases.count()
    return int(act.shared[name])


def plan_of(act: Assessing) -> Plan:
    """Return what the branch proposes, reckoned once for the whole act."""
    if "plan" not in act.shared:
        act.shared["plan"] = _plan(act)
    plan: Plan = act.shared["plan"]
    return plan


def _plan(act: Assessing) -> Plan:
    grades: dict[int, dict[str, Any]] = dict(act.answers["grades"])
    by_name = counts_of([one["grade"] for one in grades.values()])
    counts: Counts = act.answers.get("counts") or by_name
    members = count_to(act, "members", to_grade(act)) if act.is_cover else 1
    rest = {code: counts[code] - by_name[code] for code in counts}
    unnamed = members - len(grades)
    counted = unnamed > 0 and sum(rest.values()) >= unnamed and rest[BASIC] <= 0 and rest[UNQUALIFIED] <= 0
    return Plan(grades, counts, members, counted)


def exceptions_of(act: Assessing) -> dict[int, dict[str, Any]]:
    """Return what the committee decides otherwise than the branch proposed, by the person's key."""
    found: dict[int, dict[str, Any]] = act.answers.get("exceptions") or {}
    return found


def counts_with_exceptions(act: Assessing) -> Counts:
    """Return the branch's counts as the exceptions leave them."""
    counts = dict(act.facts.counts)
    exceptions = exceptions_of(act)
    before = _proposed(act) if exceptions else {}
    for pk, one in exceptions.items():
        if before.get(pk):
            counts[before[pk]] = counts.get(before[pk], 0) - 1
        if one["grade"] != AGAIN:
            counts[one["grade"]] = counts.get(one["grade"], 0) + 1
    return counts


def counts_approved(act: Assessing) -> Counts:
    """Return how many of each grade the committee approves on the cover, of those who are on the list now.

    Who has left the branch since the proposal is in it no more: by name, or where only counts are known, 合格 first.
    """
    exceptions = exceptions_of(act)
    kept = [one for one in act.followers if exceptions.get(one.subject.pk, {}).get("grade") != AGAIN]
    grades = [one.facts.grade for one in kept] + [str(case.facts.get("grade", "")) for case, _ in act.left_out]
    if act.facts.names_given:
        return counts_of(grades)
    counts, named = counts_with_exceptions(act), counts_of(grades)
    excess = sum(counts.values()) - len(grades)
    for code in (QUALIFIED, EXCELLENT, BASIC, UNQUALIFIED):
        less = max(0, min(excess, counts.get(code, 0) - named[code]))
        counts[code], excess = counts.get(code, 0) - less, excess - less
    return counts


def _proposed(act: Assessing) -> dict[int, str]:
    """Return the grades that the branch proposed, asked once for the whole act."""
    if "proposed" not in act.shared:
        rows = graded(act).values_list("subject_id", "facts")
        act.shared["proposed"] = {pk: facts.get("grade", "") for pk, facts in rows}
    proposed: dict[int, str] = act.shared["proposed"]
    return proposed


def counts_with_own(act: Assessing) -> Counts:
    """Return the grades of the branch by name with the one that is proposed for a member alone."""
    own = act.answers["grades"].get(act.subject.pk, {}).get("grade", "")
    return counts_of([own, *_named_already(act, without=act.case.pk)])


def counts_with_names(act: Assessing) -> Counts:
    """Return the grades of the branch that were named before, with those named now."""
    named = [one["grade"] for one in act.answers["grades"].values()]
    return counts_of([*named, *_named_already(act, without=act.case.pk)])


def _named_already(act: Assessing, *, without: int) -> list[str]:
    cases = Case.objects.filter(
        procedure=CODE, round=act.case.round_id, organization=act.case.organization_id, subject__isnull=False,
        round__isnull=False,
    ).exclude(pk=without)  # fmt: skip
    return [facts.get("grade", "") for facts in cases.values_list("facts", flat=True)]


def lead(act: Assessing) -> None:
    """Note that the act is done on the cover, and that the cases of the members follow it."""
    act.shared["led"] = True


def is_led(act: Assessing) -> bool:
    """Tell whether the act follows one on the cover of the branch."""
    return not act.is_cover and "led" in act.shared


def is_alone(act: Assessing) -> bool:
    """Tell whether a member's case is behind the branch's, or of no round, and is carried on by itself."""
    if act.facts.alone or act.case.round_id is None:
        return True
    if "cover_stage" not in act.shared:
        covers = Case.objects.filter(round=act.case.round_id, organization=act.case.organization_id, subject=None)
        act.shared["cover_stage"] = covers.values_list("stage", flat=True).first()
    return act.case.stage in TO_GRADE and act.shared["cover_stage"] not in (*TO_GRADE, None)


def standing_of_subject(act: Assessing) -> Standing:
    """Return the subject's standing; those of the whole branch are read at once where the act leads many."""
    if "led" not in act.shared:
        return subject_standing(act)
    if "standings" not in act.shared:
        rows = Standing.objects.filter(person__home=act.case.organization_id)
        act.shared["standings"] = {row.person_id: row for row in rows}
    known: dict[int, Standing] = act.shared["standings"]
    return known.get(act.subject.pk) or subject_standing(act)


def probation_of_subject(act: Assessing) -> Discipline | None:
    """Return the 留团察看 that stands for the subject on the day; a whole branch's are read at once."""
    on, standing = act.on, Q(last_on=None) | Q(last_on__gte=act.on)
    sanctions = Discipline.objects.filter(standing, kind=Discipline.Sanction.PROBATION, first_on__lte=on)
    sanctions = sanctions.order_by("id")
    if "led" not in act.shared:
        return sanctions.filter(person=act.subject).first()
    if "probations" not in act.shared:
        rows = sanctions.filter(person__home=act.case.organization_id)
        act.shared["probations"] = {row.person_id: row for row in rows}
    known: dict[int, Discipline] = act.shared["probations"]
    return known.get(act.subject.pk)


def excellent_of(counts: Counts) -> int:
    """Return how many are 优秀."""
    return counts.get(EXCELLENT, 0)
