"""Reading the inbox: one statement for a page of tasks, however many wait; totals come from the posts' counters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from forms.numbers import whole
from workflows.models import Task
from workflows.pages.reader import Reader
from workflows.pages.words import Due, due_of
from workflows.table.registry import procedure

PAGE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asks to see: a procedure's code or "", a text or "", and the row after which to go on."""

    procedure: str = ""
    text: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A task in the words of the page; `claimer` is empty where nobody or the reader himself has claimed it."""

    task: Task
    due: Due
    name: str
    place: str
    case_title: str
    icon: str
    claimer: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, and the key after which the next one begins, empty on the last."""

    rows: tuple[Row, ...]
    following: str = ""

    @property
    def pressing(self) -> int:
        """How many of the rows are late or due today."""
        return sum(row.due.level in ("late", "today") for row in self.rows)


def mine(who: Reader, wanted: Wanted) -> Page:
    """Return the tasks that only the reader can do, and those he has claimed, soonest due first."""
    own = [Task.objects.filter(post=desk.post) for desk in who.desks if desk.sole]
    return _page(who, wanted, [*own, Task.objects.filter(claimed_by=who.person)])


def claimable(who: Reader, wanted: Wanted) -> Page:
    """Return the tasks of shared posts that the reader has not claimed, those claimed by others among them."""
    sources = [Task.objects.filter(post=desk.post) for desk in who.shared]
    return _page(who, wanted, [tasks.exclude(claimed_by=who.person) for tasks in sources])


def _page(who: Reader, wanted: Wanted, sources: Sequence[QuerySet[Task]]) -> Page:
    if not sources:
        return Page(())
    tasks = list(_nearest([_narrowed(tasks, wanted) for tasks in sources]))
    following = f"{tasks[PAGE - 1].rank}_{tasks[PAGE - 1].pk}" if len(tasks) > PAGE else ""
    return Page(tuple(_row(task, who) for task in tasks[:PAGE]), following)


def _narrowed(tasks: QuerySet[Task], wanted: Wanted) -> QuerySet[Task]:
    tasks = tasks.filter(finished=None)
    if wanted.procedure:
        tasks = tasks.filter(procedure=wanted.procedure)
    if wanted.text:
        tasks = tasks.filter(like(wanted.text, ""))
    after = _key(wanted.after)
    if after:
        rank, pk = after
        tasks = tasks.filter(Q(rank__gt=rank) | Q(rank=rank, pk__gt=pk), rank__gte=rank)
    return tasks.order_by("rank", "id")


def _nearest(sources: Sequence[QuerySet[Task]]) -> QuerySet[Task]:
    """Return the first rows of several sources together.

    Each source reads its own index up to the page's end; one test over all posts would read every task and sort.
    Django has no limited unions on SQLite, so the statement of each source is joined here, with its parameters.
    """
    parts = [tasks.values("pk")[: PAGE + 1].query.sql_with_params() for tasks in sources]
    numbered = enumerate(sql for sql, _ in parts)
    union = " UNION ".join(f"SELECT * FROM ({sql}) AS part{number}" for number, sql in numbered)  # noqa: S608 -- see above
    parameters = [value for _, values in parts for value in values]
    first = RawSQL(union, parameters)  # noqa: S611 -- made of statements that Django wrote, values stay parameters
    found: QuerySet[Task] = (
        Task.objects.filter(pk__in=first)
        .annotate(
            name=F("process__subject__name"), place=F("process__organization__name"), claimer=F("claimed_by__name")
        )
        .order_by("rank", "id")[: PAGE + 1]
    )
    return found


def _row(task: Task, who: Reader) -> Row:
    kind = procedure(task.procedure)
    place = getattr(task, "place", "") or ""
    claimed_by_me = task.claimed_by_id == who.person.pk
    return Row(
        task=task,
        due=due_of(task.due, who.on),
        name=getattr(task, "name", None) or place,
        place=place,
        case_title=kind.case_title,
        icon=kind.icon,
        claimer="" if claimed_by_me else getattr(task, "claimer", None) or "",
        is_mine=claimed_by_me,
    )


def like(text: str, path: str) -> Q:
    """Return the test of a search by title (name, procedure, branch), number or pinyin; `path` leads to the case."""
    person = f"{path}subject__pinyin" if path else "process__subject__pinyin"
    letters = text.lower().replace(" ", "")
    return (
        Q(**{f"{path}title__icontains": text})
        | Q(**{f"{path}number__icontains": text})
        | Q(**{f"{person}__icontains": letters})
    )


def _key(text: str) -> tuple[date, int] | None:
    """Read the key of a row; anything else is no key, and the first page is shown."""
    day, _, pk = text.partition("_")
    key = whole(pk)
    try:
        return None if key is None else (date.fromisoformat(day), key)
    except ValueError:
        return None
