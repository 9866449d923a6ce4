"""What readers find odd of what a story leaves behind: a value of Python, a code, a day as programs write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import translation

from tests.english import chinese_in, names
from workflows.models import Case, Entry, Message, Paper, PublicNotice, Round, Skip, Task
from workflows.pages.said import LONGEST, said
from workflows.store import rooted

ODD = re.compile(r"None|True|False|[\[\]{}]|(?<![\w-])\d{4}-\d\d(?!\d)|[a-z]{3,}")
BY_CODES = ("return", "correct")  # what they answer by codes, the page says in words
UNREAD = ("check_url", "photo", "seal")  # facts of papers that are looked up or drawn


def odd() -> list[str]:
    """Return what anybody could read in the rows of the database and would not understand."""
    return [f"{where}: {text}" for where, text in rooted.in_each(lambda: [*_told()]) if ODD.search(text)]


def chinese(refusals: Iterable[str] = (), typed: Iterable[str] = ()) -> list[str]:
    """Return what whoever chose English would still read in Chinese of these rows, and of what was refused."""
    with translation.override("en"):
        told = [said(text) for text in (*refusals, *rooted.in_each(lambda: [*_composed()])) if len(text) < LONGEST]
        return sorted(set(chinese_in(told, sorted({*names(), *typed}, key=len, reverse=True))))


def _composed() -> Iterator[str]:
    """Yield the sentences and titles that the house composed, none that somebody typed."""
    for model, name in (
        (Case, "title"),
        (Round, "title"),
        (Message, "text"),
        (Paper, "title"),
        (Task, "note"),
        (Skip, "sentence"),
    ):
        yield from model.objects.values_list(name, flat=True)
    for entry in Entry.objects.all():
        yield from (entry.title, entry.post_title)
        yield from (change["label"] for change in entry.changes)
        yield from (warning["sentence"] for warning in entry.warnings)


def _told() -> Iterator[tuple[str, str]]:
    for model, name in ((Case, "title"), (Round, "title"), (Message, "text"), (PublicNotice, "text")):
        yield from ((model.__name__, text) for text in model.objects.values_list(name, flat=True))
    for entry in Entry.objects.select_related("submission"):
        where = f"{entry.procedure}.{entry.act}"
        yield from ((where, text) for text in (entry.title, entry.post_title, entry.reason))
        yield from ((where, change[part]) for change in entry.changes for part in ("label", "before", "after"))
        yield from ((where, warning["sentence"]) for warning in entry.warnings)
        if hasattr(entry, "submission") and entry.act not in BY_CODES:
            yield from ((f"{where}, {label}", text) for _, label, text in entry.submission.shown)
    for paper in Paper.objects.all():
        yield from ((paper.title, text) for text in _texts(paper.facts))


def _texts(facts: Any) -> Iterator[str]:
    """Yield the texts among the facts of a paper; days stand there in ISO form and are printed in words."""
    if isinstance(facts, Mapping):
        yield from (text for name, one in facts.items() if name not in UNREAD for text in _texts(one))
    elif isinstance(facts, list):
        yield from (text for one in facts for text in _texts(one))
    elif isinstance(facts, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", facts):
        yield facts
