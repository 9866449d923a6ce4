"""支部统一办理: what an act on the cover of a branch does to its members' cases, reckoned once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
from workflows.table.act import Act, once_for_all

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


@once_for_all
def members_to_grade(act: Assessing) -> int:
    """Return how many members of the branch are to be graded."""
    return to_grade(act).count()


@once_for_all
def members_to_register(act: Assessing) -> int:
    """Return how many members of the branch are to be registered, before the act registers any."""
    return cases_of(act, TO_REGISTER).count()


@once_for_all
def plan_of(act: Assessing) -> Plan:
    """Return what the branch proposes."""
    grades: dict[int, dict[str, Any]] = dict(act.answers["grades"])
    counts: Counts = act.answers.get("counts") or {}
    members = members_to_grade(act) if act.is_cover else 1
    if not act.is_cover and not grades and sum(counts.values()) == 1:  # the one who is counted is known by name
        grades[act.subject.pk] = {"grade": max(counts, key=lambda code: counts[code])}
    by_name = counts_of([one["grade"] for one in grades.values()])
    counts = counts or by_name
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


@once_for_all
def _proposed(act: Assessing) -> dict[int | None, str]:
    """Return the grades that the branch proposed."""
    return {pk: facts.get("grade", "") for pk, facts in graded(act).values_list("subject_id", "facts")}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the grades in a branch, the act's own case left out.

    Attributes:
        counts: of the list that the committee approved, as the cover has them; none where there is no cover.
        moved_unnamed: how many came to that list or left it with a grade that was only counted.
        listed: the names behind the counts. unnamed: how many of the list have no name yet.
        apart: the grades of those who were graded apart from the list.
        has_own: the act's own case is on the list, or the act is the list's own.
    """

    counts: Counts
    moved_unnamed: int
    listed: tuple[str, ...]
    unnamed: int
    apart: tuple[str, ...]
    has_own: bool


def known_in_branch(act: Assessing) -> Known:
    """Return what is known of the grades in the branch and its round."""
    cases = Case.objects.filter(
        procedure=CODE, round=act.case.round_id, organization=act.case.organization_id, round__isnull=False
    )
    rows = cases.exclude(pk=act.case.pk).values_list("subject_id", "facts")
    read = [(subject, AssessmentFacts.model_validate(facts)) for subject, facts in rows]
    cover = act.facts if act.is_cover else next((facts for subject, facts in read if subject is None), None)
    members = [facts for subject, facts in read if subject]
    listed = [one for one in members if _is_listed(one, cover)]
    return Known(
        counts=cover.counts if cover else {},
        moved_unnamed=cover.moved_unnamed if cover else 0,
        listed=tuple(one.grade for one in listed if one.grade),
        unnamed=sum(1 for one in listed if not one.grade and not one.exempt),
        apart=tuple(one.grade for one in members if one.grade and not _is_listed(one, cover)),
        has_own=act.is_cover or _is_listed(act.facts, cover),
    )


def _is_listed(facts: AssessmentFacts, cover: AssessmentFacts | None) -> bool:
    """Tell whether a member's grade was approved with the list of the branch, and so stands behind its counts."""
    return cover is not None and facts.approved_on == cover.approved_on and not facts.alone


def counts_with_own(act: Assessing, grade: str) -> Counts:
    """Return the grades of the branch with that of a member graded apart: by name, and those that are only counted."""
    known = known_in_branch(act)
    named = counts_of(list(known.listed))
    counts = counts_of([grade, *known.listed, *known.apart])
    return {code: counts[code] + max(0, min(known.unnamed, known.counts.get(code, 0) - named[code])) for code in counts}


def own_grade(act: Assessing) -> str:
    """Return the grade that is proposed for a member apart from the branch, empty where there is none."""
    grade: str = plan_of(act).grades.get(act.subject.pk, {}).get("grade", "")
    return grade


@once_for_all
def _leads(act: Assessing) -> bool:
    """Tell whether the act is done on the cover of a branch, and the cases of its members follow."""
    return False


def lead(act: Assessing) -> None:
    """Note that the act is done on the cover, and that the cases of the members follow it."""
    _leads.keep(act, True)


def is_led(act: Assessing) -> bool:
    """Tell whether the act follows one on the cover of the branch."""
    return not act.is_cover and _leads(act)


def is_alone(act: Assessing) -> bool:
    """Tell whether a member's case is behind the branch's, or of no round, and is carried on by itself."""
    if act.facts.alone or act.case.round_id is None:
        return True
    return act.case.stage in TO_GRADE and _cover_stage(act) not in (*TO_GRADE, None)


@once_for_all
def _cover_stage(act: Assessing) -> str | None:
    """Return the stage of the branch's cover, None where it has none."""
    covers = Case.objects.filter(round=act.case.round_id, organization=act.case.organization_id, subject=None)
    return covers.values_list("stage", flat=True).first()


def standing_of_subject(act: Assessing) -> Standing:
    """Return the subject's standing; those of the whole branch are read at once where the act leads many."""
    known = _standings(act).get(act.subject.pk) if _leads(act) else None
    return known or subject_standing(act)


@once_for_all
def _standings(act: Assessing) -> dict[int, Standing]:
    """Return the standings of everybody on the branch's roll, by the person's key."""
    return {row.person_id: row for row in Standing.objects.filter(person__home=act.case.organization_id)}


def probation_of_subject(act: Assessing) -> Discipline | None:
    """Return the 留团察看 that stands longest for the subject from the day on; a whole branch's are read at once."""
    found = _probations(act) if _leads(act) else _by_person(_probation(act).filter(person=act.subject))
    return found.get(act.subject.pk)


@once_for_all
def _probations(act: Assessing) -> dict[int, Discipline]:
    """Return the 留团察看 of everybody on the branch's roll, by the person's key."""
    return _by_person(_probation(act).filter(person__home=act.case.organization_id))


def _by_person(found: QuerySet[Discipline]) -> dict[int, Discipline]:
    """Return of each person the one that ends last; one without an end lasts longest."""
    return {row.person_id: row for row in sorted(found, key=lambda row: row.last_on or date.max)}


def _probation(act: Assessing) -> QuerySet[Discipline]:
    stands = Q(last_on=None) | Q(last_on__gte=act.on)
    return Discipline.objects.filter(stands, kind=Discipline.Sanction.PROBATION, first_on__lte=act.on)


def excellent_of(counts: Counts) -> int:
    """Return how many are 优秀."""
    return counts.get(EXCELLENT, 0)
