"""同类事项: new cases that differ by the person concerned alone, made once and written for everybody.

One case of a group is made as every case is, for somebody who is nobody in particular: its rows are then written again
with the key, the name and the own desk of each person of the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows import bulk, inbox, log, many, moves
from workflows.act import Act
from workflows.models import Case, Entry, Task
from workflows.papers import issue
from workflows.people.models import Organization, Person, Post, Role
from workflows.routing import own_post_keys

ANYBODY = Person(pk=-1, name="\0")  # a key and a name that nobody has
OWN_DESK = Post(pk=-1, role=Role.SELF, person=ANYBODY)
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Group:
    """The act that opens a case of `ANYBODY` at a stage, and the people who get one like it."""

    act: Act[Any]
    stage: str
    people: Sequence[Person]


@dataclass(slots=True)
class _Rows:
    """The rows of a chunk, in the order of their tables, and the posts at which a task was opened."""

    cases: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    posts: list[int] = field(default_factory=list)


class _Pattern:
    """The rows of one case of a group, and which of its tasks wait at the own desk of the person concerned."""

    def __init__(self, group: Group) -> None:
        act = group.act
        act.chain.own_posts[ANYBODY.pk] = OWN_DESK
        part = many.Part(act, "", group.stage)
        many.place(part)
        self.people = group.people
        self.entry = log.first_of_many(
            act.case, log.line_of(act, stage_from="", stage_to=group.stage, answers={}, shown=[])
        )
        act.case.sequence = 1
        self._title = act.case.title.split(ANYBODY.name)
        self.case = bulk.Stencil(act.case, "id", "number", "title", "subject_id", "head")
        self.tasks = [
            (bulk.Stencil(task, "id", "process_id", "number", "title", "post_id"), task.post_id) for task in part.tasks
        ]

    @property
    def asks_the_person(self) -> bool:
        """Whether a task waits at the own desk of the person concerned."""
        return any(post == OWN_DESK.pk for _, post in self.tasks)

    def title(self, person: Person) -> str:
        """Return the title of a person's case."""
        return person.name.join(self._title)


def open_cases(groups: Sequence[Group], root: Organization) -> int:
    """Insert a case for everybody of some groups, each with number, entry and tasks, and return how many."""
    patterns = [_Pattern(group) for group in groups]
    count = sum(len(one.people) for one in patterns)
    if not count:
        return 0
    year = groups[0].act.case.opened_on.year
    numbers = (moves.numbered(year, serial) for serial in issue.next_numbers(root, "case", year, count))
    desks = own_post_keys(person.pk for one in patterns if one.asks_the_person for person in one.people)
    rows = _rows(patterns, numbers, desks)
    bulk.insert_values(Case, rows.cases)
    log.keep_alike(rows.entries)
    bulk.insert_values(Task, rows.tasks)
    inbox.count_opened(rows.posts)
    return count


def _rows(patterns: Sequence[_Pattern], numbers: Iterator[str], desks: dict[int, int]) -> _Rows:
    """Fill in the rows of everybody."""
    count = sum(len(one.people) for one in patterns)
    cases, entries = iter(bulk.next_keys(Case, count)), iter(bulk.next_keys(Entry, count))
    tasks = iter(bulk.next_keys(Task, sum(len(one.people) * len(one.tasks) for one in patterns)))
    rows = _Rows()
    for pattern in patterns:
        for person in pattern.people:
            key, number, title = next(cases), next(numbers), pattern.title(person)
            head, entry = pattern.entry.entry(next(entries), key, person.pk)
            rows.cases.append(pattern.case.values(key, number, title, person.pk, head))
            rows.entries.append(entry)
            for stencil, waiting_at in pattern.tasks:
                post = desks[person.pk] if waiting_at == OWN_DESK.pk else waiting_at
                rows.tasks.append(stencil.values(next(tasks), key, number, title, post))
                rows.posts.append(post)
    return rows
