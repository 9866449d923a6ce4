"""Printing in the background, after the act that issued the papers is committed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django_tasks import task

from workflows.models import Paper
from workflows.papers.printing import keep_files
from workflows.papers.render import papers_available
from workflows.store import rooted

TOGETHER = 50  # acts whose papers are printed by one job, so that a killed one loses little

logger = logging.getLogger(__name__)


def print_later(entries: Sequence[int], root: str) -> None:
    """Have the papers of some entries of a root printed once they are committed, one job for all.

    Nothing that goes wrong here can undo the act: a paper that is not printed yet is printed when it is asked for.
    """
    transaction.on_commit(partial(_enqueue, list(entries), root), robust=True)


@task()
def print_papers(entries: list[int], root: str) -> int:
    """Print the papers of entries that are not printed yet and return how many; running it again prints nothing."""
    if papers_available():
        return 0
    with rooted.within(root):
        papers = Paper.objects.filter(entry__in=entries, file=None).select_related("case", "organization")
        return keep_files(list(papers))


def _enqueue(entries: list[int], root: str) -> None:
    for start in range(0, len(entries), TOGETHER):
        print_papers.enqueue(entries[start : start + TOGETHER], root)
