"""What is known of people: dossiers as they read their own, and people whose pages have something in every panel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from procedures.register.dossier import Dossier
from procedures.register.models import (
    Charge,
    Discipline,
    MembershipPeriod,
    OrganizationSpan,
    Standing,
    StatusSpan,
    YearRecord,
)
from procedures.scenarios.runner import noon
from workflows.engine.visibility import visible_to
from workflows.models import Case, Paper, Task
from workflows.people.models import Appointment, Organization, Person, Post

M = TypeVar("M", bound=Model)
BORN = date(1998, 12, 1)  # of age within the year that the exit's panel looks ahead
CASES = {
    "transfer": {"stage": "started", "facts": {}},
    "recommendation": {"stage": "nominated", "facts": {"track": "A"}},
}
PAPERS = ("dues_receipt", "assessment_result")


def own_dossier(person: Person, on: date) -> Dossier:
    """Return the dossier of a person as he reads it himself on a day."""
    return Dossier(person, visible_to(person, on))


def fill(people: Iterable[Person], like: Paper, rows: int, on: date) -> None:
    """Make members of people, with so many rows of everything that their pages show; cases and papers are `like` one.

    A first case of each procedure is open and waits at two desks; the others are over. They all share a post today.
    """
    post = Post.objects.get(role="committee_reviewer", organization=like.organization)
    for person in people:
        Person.objects.filter(pk=person.pk).update(born=BORN)
        Standing.objects.filter(person=person).update(status="active")
        Appointment.objects.create(person=person, post=post, first_on=on)
        for number in range(rows):
            _history(person, post, number, on.year - 1 - number)
            _months_and_years(person, like.organization, number, on)
            for procedure in CASES:
                _case(person, procedure, like, post, number)


def _history(person: Person, post: Post, number: int, year: int) -> None:
    first_on, last_on = date(year, 1, 1), date(year, 12, 31)
    span: dict[str, Any] = {"person": person, "first_on": first_on, "last_on": last_on}
    StatusSpan.objects.create(status="probation", **span)
    OrganizationSpan.objects.create(organization=post.organization, **span)
    Discipline.objects.create(kind="warning", **span)
    Appointment.objects.create(post=post, deputizing_for=person if number else None, **span)
    left = {"left_on": last_on, "left_as": "withdrew", "joined_branch": "旧支部", "development_number": f"{year}42"}
    MembershipPeriod.objects.create(person=person, joined_on=first_on, **left)


def _months_and_years(person: Person, place: Organization, number: int, on: date) -> None:
    kept: dict[str, Any] = {"person": person, "organization": place, "root": place.root}
    month = date(on.year, on.month - number, 1)
    Charge.objects.create(month=month, fen=300, category="student", opened_on=month, **kept)
    YearRecord.objects.create(year=on.year - 1 - number, grade="excellent", registration="registered", **kept)


def _case(person: Person, procedure: str, like: Paper, post: Post, number: int) -> None:
    ended_on, year = (like.issued_on if number else None), like.issued_on.year - 1 - number
    case = _copied(
        like.case, **CASES[procedure], procedure=procedure, title=f"{procedure}{number}", subject_id=person.pk,
        period=str(year), round_id=None, decided_on=ended_on, finished=ended_on and noon(ended_on),
    )  # fmt: skip
    entry = _copied(like.entry, chain=f"case/{case.pk}", case_id=case.pk)
    for kind in PAPERS:
        paper = {"kind": kind, "number": f"{case.pk}", "code": f"{kind}{case.pk}", "case_id": case.pk}
        _copied(like, **paper, entry_id=entry.pk, person_id=person.pk)
    if not ended_on:
        _wait(case, post, person)


def _wait(case: Case, post: Post, person: Person) -> None:
    own, _ = Post.objects.get_or_create(role="self", person=person)
    task = Task.objects.filter(finished=None).first()
    assert task is not None
    for desk in (post, own):
        _copied(task, process_id=case.pk, post_id=desk.pk, procedure=case.procedure, title=case.title)


def _copied(row: M, **changed: Any) -> M:
    """Write a row like another."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    copied = type(row)(**{name: getattr(row, name) for name in names} | changed)
    copied.save(force_insert=True)
    return copied
