"""What of an English page is still Chinese, apart from names, titles of regulations and what people typed.

What may stay is looked up: the columns of the database that hold names and typed texts, and the sources of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from procedures.register.roster.columns import COLUMNS
from procedures.talent.models import Talent
from workflows.models import Attachment, DraftFile, Entry, PublicNotice, Submission
from workflows.people.models import Organization, PastOrganization, Person
from workflows.store import rooted
from workflows.table.registry import tables

HAN = re.compile("[\u4e00-\u9fff]+")
NUMBER = re.compile(r"[\w-]+〔\d{4}〕\d+号")  # of a paper
HEADING = re.compile("“[^”]*”")  # the heading of a column, as it has to stand in a spreadsheet
READ_ALOUD = ("placeholder", "title", "aria-label", "alt")
SILENT = {"script", "style", "textarea", "title"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """Collects every text of a page, and what browsers read aloud or show in a field; not what is typed or filed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, tag in SILENT or ("translate", "no") in attrs))
        self.texts += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(silent for _, silent in self._open):
            self.texts.append(data.strip())


def names() -> list[str]:
    """Return what stays Chinese, the longest first: names, sources and articles, and what people typed."""
    found = {text for text in (*rooted.in_each(_stored), *cited()) if HAN.search(text)}
    return ["中文", *sorted(found, key=len, reverse=True)]


def _stored() -> list[str]:
    columns: tuple[tuple[Any, str], ...] = (
        (Person, "name"), (Organization, "name"), (PublicNotice, "text"), (PublicNotice, "place"),
        (PastOrganization, "name"), (Entry, "reason"), (Attachment, "name"), (DraftFile, "name"),
        (Talent, "field"),
    )  # fmt: skip
    found = [str(text) for model, name in columns for text in model.objects.values_list(name, flat=True) if text]
    found += [name.rstrip("0123456789") for name in found]  # a figure that follows is the sentence's
    for answers in Submission.objects.values_list("answers", flat=True):
        found += [part for text in _texts(answers) for part in (text, *text.split())]
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for one in value.values() for text in _texts(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _texts(one))
    elif isinstance(value, str):
        yield value


def cited() -> Iterator[str]:
    """Yield what the tables cite: documents, articles, and the headings of a file that somebody imports."""
    yield from (column.title for column in COLUMNS)
    for table in tables():
        yield table.source
        yield from (row.article for row in (*(row for _, row in table.acts()), *table.opens) if row.article)
        yield from (version.source for rule in table.rules for version in rule.versions)


def chinese_in(texts: list[str], known: list[str]) -> list[str]:
    """Return the texts that are Chinese without what is known; an avatar shows the first character of a name."""
    initials = {name[:1] for name in known}
    return [text for text in texts if text not in initials and HAN.search(without(text, known))]


def without(text: str, known: list[str]) -> str:
    """Return a text without names, sources, typed words and headings."""
    if not HAN.search(text):
        return text
    for name in known:
        text = text.replace(name, "")
    return NUMBER.sub("", HEADING.sub("", text))
