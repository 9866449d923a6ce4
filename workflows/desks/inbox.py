"""The only place that opens, claims and closes tasks, and that keeps the counters of the posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as When_
from django.db.models import F, IntegerField, Max, Q, QuerySet, Subquery, Value, When

from workflows.desks.routing import Desk
from workflows.models import Case, Entry, Task
from workflows.people.models import Person, Post
from workflows.store import rooted
from workflows.store.keys import among
from workflows.store.prepared import Prepared, PreparedUpdate

FEW = 3  # rows; up to so many the statement is written once for each number of them
ALIKE = 20  # posts; below, one statement with a case for each is quicker
# acts after which an earlier day may still be entered
NO_DAY = (
    "comment", "claim", "release", "reassign", "nudge", "consult", "answer", "correct", "adopt", "escalate", "alarm",
    "upgrade", "follow", "move_along", "term_changed", "expire", "reopen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Open:
    """The open tasks of a case: those at which it waits, and those of whom an opinion is asked."""

    tasks: tuple[Task, ...] = ()
    asked: tuple[Task, ...] = ()


def parted(tasks: Iterable[Task]) -> Open:
    """Tell the tasks at which a case waits from those that ask for an opinion alone."""
    found = tuple(tasks)
    return Open(tuple(one for one in found if not one.advisory), tuple(one for one in found if one.advisory))


def open_tasks(case: Case) -> Open:
    """Return the open tasks of a case, with their posts and the latest days of its acts and of its moves."""
    with rooted.within(case.root):
        tasks = tuple(_open_tasks(case.pk, f"case/{case.pk}"))
    for task in tasks:
        task.process = case
    return parted(tasks)


def _waiting(pk: int, chain: str) -> QuerySet[Task]:
    """Return the query of a case's open tasks; its entries are found by their chain, which is indexed."""
    acted = Entry.objects.filter(chain=chain).exclude(act__in=NO_DAY).order_by("-on").values("on")
    moved = acted.exclude(stage_to="")
    waiting = Task.objects.filter(process=pk, finished=None).select_related(
        "post__organization", "post__person", "claimed_by", "escalated_to__organization"
    )
    days = {"acted_on": Subquery(acted[:1]), "moved_on": Subquery(moved[:1])}
    found: QuerySet[Task] = waiting.annotate(**days).order_by("id")
    return found


_open_tasks = Prepared(_waiting)


def open_tasks_of(cases: Iterable[Case]) -> dict[int, Open]:
    """Return the open tasks of many cases by case, in one statement."""
    known = {case.pk: case for case in cases}
    waiting = Task.objects.filter(process__in=list(known), finished=None).select_related("post", "claimed_by")
    found: dict[int, list[Task]] = {}
    for task in waiting.order_by("id"):
        task.process = known[task.process_id]
        found.setdefault(task.process_id, []).append(task)
    return {pk: parted(tasks) for pk, tasks in found.items()}


def latest_days(cases: Iterable[Case], *, of_moves: bool) -> dict[int, date]:
    """Return the latest day of the acts, or of the moves alone, of many cases by case, in one statement."""
    chains = {f"case/{case.pk}": case.pk for case in cases}
    acts = Entry.objects.filter(chain__in=list(chains)).exclude(act__in=NO_DAY)
    acts = acts.exclude(stage_to="") if of_moves else acts
    return {chains[chain]: day for chain, day in acts.order_by().values_list("chain").annotate(Max("on"))}


def columns(case: Case, desk: Desk, stage_title: str, on: date, due: date | None) -> dict[str, Any]:
    """Return what a new task shows, so that an inbox row joins nothing."""
    return {
        "post": desk.post,
        "note": desk.note,
        "root": case.root,
        "procedure": case.procedure,
        "number": case.number,
        "title": case.title,
        "stage_title": stage_title,
        "opened_on": on,
        "due": due,
        "rank": due or date.max,
    }


def close(tasks: Sequence[Task], at: datetime) -> None:
    """Close tasks, those of one root in one statement.

    Raises:
        TaskGone: one of them was closed by somebody else first.
    """
    for root in sorted({task.root for task in tasks}):
        ids = [task.pk for task in tasks if task.root == root]
        with rooted.within(root):
            closed = _close(at, *ids) if len(ids) <= FEW else _close_all(at, ids)
        if closed != len(ids):
            raise TaskGone


def _close_all(at: datetime, ids: Sequence[int]) -> int:
    rows, changes = _closed(at, *ids)
    return int(rows.update(**changes))


def _closed(at: datetime, *ids: int) -> tuple[QuerySet[Task], dict[str, Any]]:
    return Task.objects.filter(pk__in=ids, finished=None), {"finished": at, "status": "DONE"}


_close = PreparedUpdate(_closed)


def retitle(tasks: Iterable[Task], title: str) -> None:
    """Let the rows of a case bear the name that it has now."""
    stale = [task for task in tasks if task.title != title]
    for task in stale:
        task.title = title
    for root in sorted({task.root for task in stale}):
        with rooted.within(root):
            Task.objects.filter(pk__in=[task.pk for task in stale if task.root == root]).update(title=title)


class TaskGone(Exception):
    """A task was closed between reading and writing."""


def count(opened: Iterable[Mapping[str, Any]], closed: Iterable[Task]) -> None:
    """Bring the posts' counters up to date, alike ones in one statement; the last write, for it is busy."""
    waiting: Counter[int] = Counter(row["post"].pk for row in opened)
    claimed: Counter[int] = Counter()
    for task in closed:
        waiting[task.post_id] -= 1
        claimed[task.post_id] -= 1 if task.claimed_by_id else 0
    _keep({pk: (waiting[pk], claimed[pk]) for pk in {*waiting, *claimed} if waiting[pk] or claimed[pk]})


def count_opened(posts: Iterable[int]) -> None:
    """Count the tasks that a round has opened at posts, each named as often as it got one."""
    _keep({pk: (opened, 0) for pk, opened in Counter(posts).items()})


def _keep(deltas: Mapping[int, tuple[int, int]]) -> None:
    if len(deltas) > ALIKE:
        _count_alike(deltas)
    elif len(deltas) > FEW:
        rows, changes = _counted(*_flat(deltas))
        rows.update(**changes)
    elif deltas:
        _count(*_flat(deltas))


def _flat(deltas: Mapping[int, tuple[int, int]]) -> list[int]:
    return [number for pk in sorted(deltas) for number in (pk, *deltas[pk])]


def _counted(*flat: int) -> tuple[QuerySet[Post], dict[str, Any]]:
    """Return the posts and what their counters become; `flat` is post, opened, claimed, and so on."""
    keys, opened, claimed = flat[::3], flat[1::3], flat[2::3]
    changes = {"open_tasks": _plus("open_tasks", keys, opened), "claimed_tasks": _plus("claimed_tasks", keys, claimed)}
    return Post.objects.filter(pk__in=keys), changes


_count = PreparedUpdate(_counted)


def _count_alike(deltas: Mapping[int, tuple[int, int]]) -> None:
    """Write many posts' counters: most of a round's change by the same number."""
    for opened, taken in sorted(set(deltas.values())):
        alike = (pk for pk, delta in deltas.items() if delta == (opened, taken))
        Post.objects.filter(among("id", alike)).update(
            open_tasks=F("open_tasks") + opened, claimed_tasks=F("claimed_tasks") + taken
        )


def _plus(field: str, keys: Sequence[int], deltas: Sequence[int]) -> Any:
    whens = [When(pk=pk, then=F(field) + Value(delta)) for pk, delta in zip(keys, deltas, strict=True)]
    return When_(*whens, default=F(field), output_field=IntegerField())


def move(task: Task, desk: Mapping[str, Any]) -> None:
    """Have a task wait at another desk, given by its columns: nobody's claim and no escalation goes along.

    Raises:
        TaskGone: somebody closed it first.
    """
    fresh = {
        "post": desk["post"], "note": desk["note"], "claimed_by": None, "passed_from": None, "escalated_to": None,
        "reminded_on": None,
    }  # fmt: skip
    _change(task, **fresh)
    count([desk], [task])


def annotate(task: Task, note: str) -> None:
    """Say anew why a task waits where it does."""
    _change(task, note=note)


def claim(task: Task, by: Person) -> None:
    """Mark that somebody is at a task, whoever was at it before."""
    _change(task, claimed_by=by)
    _keep({task.post_id: (0, 0 if task.claimed_by_id else 1)})


def release(task: Task) -> None:
    """Give a claimed task back to its post."""
    _change(task, claimed_by=None)
    _keep({task.post_id: (0, -1)})


def pass_on(task: Task, to: Post, by: Person) -> None:
    """Have a task wait at another post, where somebody is at it; it remembers at which it waited first."""
    first = task.passed_from_id or task.post_id
    _change(task, post=to, claimed_by=by, passed_from=None if first == to.pk else first, escalated_to=None)
    _keep({task.post_id: (-1, -1 if task.claimed_by_id else 0), to.pk: (1, 1)})


def nudge(tasks: Iterable[Task], on: date) -> None:
    """Count that those at the tasks were asked to hurry."""
    for task in tasks:
        _change(task, nudged_on=on, nudges=F("nudges") + 1)


def remind(tasks: Iterable[Task], on: date) -> None:
    """Note on which day those at the tasks were reminded."""
    for task in tasks:
        _change(task, reminded_on=on)


def escalate(task: Task, to: Post) -> None:
    """Note to whom above a late task is raised; it stays where it waits."""
    _change(task, escalated_to=to)


def _change(task: Task, **columns: Any) -> None:
    """Write columns of an open task, in its own root.

    Raises:
        TaskGone: somebody closed it first.
    """
    with rooted.within(task.root):
        changed = Task.objects.filter(pk=task.pk, finished=None).update(**columns)
    if not changed:
        raise TaskGone


def waiting_at(posts: Iterable[int], *, person: Person, unclaimed: bool) -> QuerySet[Task]:
    """Return the open tasks of some posts, soonest due first: unclaimed ones, or those not claimed by another."""
    tasks = Task.objects.filter(post_id__in=list(posts), finished=None)
    mine = Q(claimed_by=None) if unclaimed else Q(claimed_by=None) | Q(claimed_by=person)
    ordered: QuerySet[Task] = tasks.filter(mine).order_by("rank", "id")
    return ordered
