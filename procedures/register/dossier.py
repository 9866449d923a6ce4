"""人员材料: what is known of one person on a day; each part is asked once, however many panels show something of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import F, FilteredRelation, Q

from procedures.register.history import History, history_of
from procedures.register.models import Standing
from procedures.register.verbs import outside, standing_of
from workflows.engine.visibility import Sight
from workflows.models import Case, Paper
from workflows.people.models import Person
from workflows.people.models.post import title_of


@dataclass(frozen=True, slots=True)
class Filed:
    """A case of the person.

    Attributes:
        desks: where it waits, in words.
        seen: whether the reader sees it.
        opened: whether the reader sees all its papers.
    """

    case: Case
    desks: tuple[str, ...]
    seen: bool
    opened: bool


class Dossier:
    """One person as a page shows him to its reader; what only some readers may see says so."""

    def __init__(self, person: Person, sight: Sight) -> None:
        self.person = person
        self._sight = sight

    @property
    def on(self) -> date:
        """The day on which the reader looks."""
        return self._sight.on

    @cached_property
    def standing(self) -> Standing:
        """The standing, as it was read with the person, or is asked for."""
        if not Person.standing.is_cached(self.person):
            return standing_of(self.person)
        return getattr(self.person, "standing", None) or outside(self.person)

    @cached_property
    def history(self) -> History:
        """The dated history."""
        return history_of(self.person)

    @cached_property
    def cases(self) -> tuple[Filed, ...]:
        """All cases, newest first, with the desks at which each waits."""
        marked = self._sight.cases_of(self.person).annotate(
            waiting=FilteredRelation("task", condition=Q(task__finished=None)),
            desk_role=F("waiting__post__role"),
            desk_place=F("waiting__post__organization__name"),
            desk_person=F("waiting__post__person__name"),
        )
        rows = marked.order_by("-pk", "waiting__pk")
        return tuple(_filed(list(some)) for _, some in groupby(rows, key=lambda case: case.pk))

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The papers handed to the person, newest first, each with its case and who issued it."""
        return tuple(paper for paper in self._papers if paper.person_id == self.person.pk)

    @property
    def seen_papers(self) -> tuple[Paper, ...]:
        """The papers of the person's cases that the reader sees, newest first."""
        opened = {one.case.pk for one in self.cases if one.opened}
        reader = self._sight.person.pk
        return tuple(paper for paper in self._papers if paper.person_id == reader or paper.case_id in opened)

    @cached_property
    def _papers(self) -> tuple[Paper, ...]:
        # A paper is handed to nobody but the person whom its case concerns (`workflows.papers.issue`).
        papers = Paper.objects.filter(case__subject=self.person).select_related("case", "organization")
        large = ("facts", "case__facts", "case__returns", "organization__seal")
        return tuple(papers.defer(*large).order_by("-pk"))


def _filed(rows: list[Any]) -> Filed:
    """Return a case, of which there is a row for each desk at which it waits, and one where it waits at none."""
    desks = (title_of(row.desk_role, row.desk_place, row.desk_person or "") for row in rows if row.desk_role)
    return Filed(rows[0], tuple(desks), rows[0].seen, rows[0].opened)
