"""首页: what I can start and why not yet, what is under way and at whose desk, my papers, what waits for me."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workflows.models import Case, Draft, Message, Paper, Task
from workflows.pages.public.offers import office_openings, own_openings
from workflows.pages.reader import reader
from workflows.pages.said import said
from workflows.people.models import Person
from workflows.table.registry import row_of, table_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Running:
    """An open case of a person: its stage in words, and the desks that have it now."""

    case: Case
    stage: str
    desks: tuple[str, ...]
    since: date | None
    due: date | None
    mine: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person's own page."""
    who = reader(request)
    person = who.person
    own = own_openings(who)
    context = {
        "who": who,
        "own_openings": own,
        "offered": any(one.steps for one in own),
        "barred": any(one.barred for one in own),
        "office_openings": office_openings(who),
        "running": running_of(person),
        "papers": Paper.objects.filter(person=person).select_related("organization").order_by("-id")[:SHOWN],
        "unread": Message.objects.filter(person=person, read_at=None).order_by("-id")[:SHOWN],
        "drafts": [_titled(draft) for draft in Draft.objects.filter(person=person).order_by("-saved_at")[:SHOWN]],
    }
    return render(request, "public/home.html", context)


def running_of(person: Person) -> list[Running]:
    """Return a person's open cases, newest first, in two statements."""
    waiting = Task.objects.filter(finished=None).select_related("post__organization", "post__person").order_by("id")
    cases = (
        Case.objects.filter(subject=person, finished=None)
        .order_by("-id")
        .prefetch_related(Prefetch("task_set", waiting, to_attr="waiting"))[:20]
    )
    return [_running(case, case.waiting, person) for case in cases]


def _running(case: Case, tasks: Iterable[Task], person: Person) -> Running:
    found = list(tasks)
    return Running(
        case,
        table_of(case).title_at(case.stage),
        tuple(said(task.post.title) for task in found),
        min((task.opened_on for task in found), default=None),
        min((task.due for task in found if task.due), default=None),
        any(task.post.person_id == person.pk for task in found),
    )


def _titled(draft: Draft) -> tuple[Draft, str]:
    row = row_of(draft.procedure, draft.act)
    return draft, _(row.title)
