"""Printing in the background, after the act that issued the papers is committed."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from django_tasks import task

from workflows.models import Paper
from workflows.papers.printing import file_of
from workflows.papers.render import papers_available

logger = logging.getLogger(__name__)


def print_later(entry: int) -> None:
    """Have the papers of an entry printed once it is committed.

    Nothing that goes wrong here can undo the act: a paper that is not printed yet is printed when it is asked for.
    """
    transaction.on_commit(partial(_enqueue, entry), robust=True)


@task()
def print_papers(entry: int) -> int:
    """Print the papers of an entry that are not printed yet and return how many; running it again prints nothing."""
    if papers_available():
        return 0
    papers = Paper.objects.filter(entry=entry, file=None).select_related("case", "organization")
    return len([file_of(paper) for paper in papers])


def _enqueue(entry: int) -> None:
    print_papers.enqueue(entry)
