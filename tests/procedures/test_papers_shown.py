"""Shown as meant on paper: every paper of every procedure, composed of every kind of value that its facts may hold.

The papers are found in the tables, so that what comes later is walked without an edit here.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from django.forms import Textarea
from django.utils.html import strip_tags

from procedures.common import meeting
from procedures.common.meeting import MeetingFacts
from tests.odd_values import FORMS
from workflows.papers.render import compose
from workflows.papers.sheets import Sheet
from workflows.table.registry import tables

ON = date(2026, 12, 1)
ODD = re.compile(r"None|True|False|Decimal|datetime|[\[\]{}]|\d{4}-\d\d|\d{4}/\d\d")
UNSEEN = re.compile(r"<head>.*?</head>|<style>.*?</style>", re.DOTALL)
ENGRAVED = {"signed_by": "江北市人民医院团委", "seal": "", "check_url": "", "photo": ""}  # what is looked up or drawn
PAPERS = {f"{table.code}.{kind.code}": kind.sheet for table in tables() for kind in table.paper_kinds()}


def filled(kind: Any, name: str, *, full: bool) -> Any:
    """Return a value of a type: all that it may hold, or as little."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return filled(next(one for one in inside if one is not type(None)), name, full=full) if full else None
    if origin is tuple:
        if inside[-1] is Ellipsis:
            return (filled(inside[0], name, full=full),) * 2 if full else ()
        return tuple(filled(one, name, full=full) for one in inside)
    if is_dataclass(kind):
        return made(kind, full=full)
    return PLAIN[kind](name, full)


PLAIN: dict[Any, Callable[[str, bool], Any]] = {
    str: lambda name, full: f"{'****' * ('masked' in name)}{name}甲\n{name}乙" if full else "",
    bool: lambda name, full: full,
    int: lambda name, full: 7 if full else 0,
    date: lambda name, full: ON,
}


def made(sheet: Any, *, full: bool) -> Any:
    """Return a paper's facts, or a part of them."""
    kinds = get_type_hints(sheet)
    told = {one.name: filled(kinds[one.name], one.name, full=full) for one in fields(sheet)}
    return sheet(**{name: ENGRAVED.get(name, value) for name, value in told.items()})


def composed(sheet: Any, *, full: bool) -> str:
    """Return a paper as the press gets it, from its body on."""
    html = compose(Sheet.of(made(sheet, full=full), issued_at=datetime(2026, 12, 1, tzinfo=UTC)))
    return UNSEEN.sub("", html)


@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_shows_a_value_of_python(name, full):
    said = unescape(strip_tags(composed(PAPERS[name], full=full)))

    assert ODD.findall(said) == []


def typed_in_boxes() -> set[str]:
    """Return the names of fields with room for several lines, and of what papers make of them."""
    boxes = {
        name
        for form in FORMS.values()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, Textarea)
    }
    return boxes | {"heard"}


@pytest.mark.parametrize("name", PAPERS)
def test_what_was_typed_in_several_lines_stands_on_a_paper_in_several_lines(name):
    html = composed(PAPERS[name], full=True)

    assert [box for box in typed_in_boxes() if f"{box}甲\n{box}乙" in html] == []


def test_a_meeting_before_the_case_was_taken_over_has_no_figures():
    assert meeting.figures(MeetingFacts()) == ""
    assert meeting.figures(MeetingFacts(should_attend=9, present=0, yes=0, no=0, abstain=0)).startswith(
        "应到有表决权团员 9 人，实到 0 人"
    )
