"""同类事项: new cases that differ by the person concerned alone, made once and written for everybody.

One case of a group is made as every case is, for somebody who is nobody in particular: its rows are then written again
with the key, the name and the own desk of each person of the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.desks import inbox
from workflows.desks.routing import own_post_keys
from workflows.engine import batch_writing, moves
from workflows.models import Case, Entry, Task
from workflows.papers import issue
from workflows.people.models import Organization, Person, Post, Role
from workflows.proof import log
from workflows.store import bulk
from workflows.store.patterns import Filled, RowPattern, insert_alike
from workflows.table.act import Act

ANYBODY = Person(pk=-1, name="\0")  # a key and a name that nobody has
OWN_DESK = Post(pk=-1, role=Role.SELF, person=ANYBODY)


@dataclass(frozen=True, slots=True)
class Group:
    """The act that opens a case of `ANYBODY` at a stage, and the people who get one like it."""

    act: Act[Any]
    stage: str
    people: Sequence[Person]


Firsts = dict[tuple[str, str], log.Alike]  # by root and stage: what is logged says no more of where a case lies


class _Pattern:
    """The patterns of one case of a group, and the post of each of its tasks, which may be the own desk of anybody."""

    def __init__(self, group: Group, firsts: Firsts) -> None:
        act = group.act
        act.chain.own_posts[ANYBODY.pk] = OWN_DESK
        part = batch_writing.Part(act, "", group.stage)
        batch_writing.place(part)
        self.people = group.people
        self.entry = firsts.get((act.case.root, group.stage)) or log.first_of_many(
            act.case, log.line_of(act, stage_from="", stage_to=group.stage, answers={}, shown=[])
        )
        firsts[act.case.root, group.stage] = self.entry
        act.case.sequence = 1
        self._title = act.case.title.split(ANYBODY.name)
        self.case = RowPattern(act.case, "id", "number", "title", "subject_id", "head")
        self.tasks = [
            (RowPattern(task, "id", "process_id", "number", "title", "post_id"), task.post_id) for task in part.tasks
        ]

    @property
    def asks_the_person(self) -> bool:
        """Whether a task waits at the own desk of the person concerned."""
        return any(post == OWN_DESK.pk for _, post in self.tasks)

    def title(self, person: Person) -> str:
        """Return the title of a person's case."""
        return person.name.join(self._title)


@dataclass(frozen=True, slots=True)
class _Supply:
    """What belongs to each new case of a chunk: keys and numbers in order, own desks by person."""

    cases: Iterator[int]
    entries: Iterator[int]
    tasks: Iterator[int]
    numbers: Iterator[str]
    desks: dict[int, int]


def open_cases(groups: Sequence[Group], root: Organization) -> int:
    """Insert a case for everybody of some groups, each with number, entry and tasks, and return how many."""
    firsts: Firsts = {}
    patterns = [_Pattern(group, firsts) for group in groups]
    count = sum(len(one.people) for one in patterns)
    if count:
        supply = _supply(patterns, count, root, groups[0].act.recorded_on.year)
        posts: list[int] = []
        insert_alike((Case, Entry, Task), (_fill(pattern, supply, posts) for pattern in patterns))
        inbox.count_opened(posts)
    return count


def _supply(patterns: Sequence[_Pattern], count: int, root: Organization, year: int) -> _Supply:
    tasks = sum(len(one.people) * len(one.tasks) for one in patterns)
    return _Supply(
        iter(bulk.next_keys(Case, count)),
        iter(bulk.next_keys(Entry, count)),
        iter(bulk.next_keys(Task, tasks)),
        (moves.numbered(year, serial) for serial in issue.next_numbers(root, "case", year, count)),
        own_post_keys(person.pk for one in patterns if one.asks_the_person for person in one.people),
    )


def _fill(pattern: _Pattern, supply: _Supply, posts: list[int]) -> tuple[list[Filled], list[Filled], list[Filled]]:
    """Give the rows of a pattern what belongs to each person, and note the posts at which a task is opened."""
    known = [(next(supply.cases), next(supply.numbers), pattern.title(person), person.pk) for person in pattern.people]
    first = [pattern.entry.entry(next(supply.entries), key, subject) for key, _, _, subject in known]
    cases = [(*one, entry[-1]) for one, entry in zip(known, first, strict=True)]
    tasks: list[Filled] = []
    for task, waiting_at in pattern.tasks:
        at = [supply.desks[subject] if waiting_at == OWN_DESK.pk else waiting_at for *_, subject in known]
        tasks.append((task, [(next(supply.tasks), *one[:3], post) for one, post in zip(known, at, strict=True)]))
        posts.extend(at)
    return [(pattern.case, cases)], [(pattern.entry.pattern, first)], tasks
