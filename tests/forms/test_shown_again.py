"""A form that comes back shows what was handed in: sent as it stands it says the same once more."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from forms.base import PaperForm, is_empty, plain
from forms.fields import Column, LinesField, MonthField
from tests.odd_values import FORMS, given


class Sent(HTMLParser):
    """What a browser would send of a page, as far as our fields go."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data, self.select, self.area = QueryDict(mutable=True), "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = {name: value or "" for name, value in attrs}
        name, kind = here.get("name", ""), here.get("type", "text")
        if tag == "input" and name and not (kind in ("radio", "checkbox") and "checked" not in here):
            self.data.appendlist(name, _typed(kind, here.get("value", "on" if kind == "checkbox" else "")))
        if tag == "select":
            self.select = name
        if tag == "option" and "selected" in here and self.select:
            self.data.appendlist(self.select, here.get("value", ""))
        if tag == "textarea":
            self.area = name
            self.data.setlist(name, [""])

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area] = f"{self.data[self.area]}{data}".removeprefix("\r\n").removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area


def _typed(kind: str, value: str) -> str:
    """Return what an input holds: one for a month or a day is empty where its value is not written as it must be."""
    wanted = {"month": 7, "date": 10}.get(kind)
    return value if not value or wanted in (None, len(value)) else ""


def again(form: forms.Form, name: str) -> Any:
    """Return the value of a field, sent as its page shows it."""
    field = form.fields[name]
    return field.clean(field.widget.value_from_datadict(Sent(str(form[name])).data, {}, name))


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_comes_back_says_the_same_when_it_is_sent_as_it_stands(name: str) -> None:
    wrong = []
    for key, field in FORMS[name].base_fields.items():
        if isinstance(field, (forms.ModelChoiceField, forms.FileField)):
            continue  # the first are rows of a database, the second are kept by the engine
        for typed, _ in given(field):
            value = field.clean(typed)
            kept = json.loads(json.dumps(plain(value))) if not is_empty(value) else None
            form = type("Alone", (PaperForm,), {key: field})(initial={key: kept})
            try:
                found = again(form, key)
            except ValidationError as error:
                found = error
            if found != value:
                wrong.append(f"{key}: {typed!r} is kept as {kept!r} and comes back as {found!r}")

    assert wrong == []


@pytest.mark.parametrize(
    "text",
    ["2026-01", "2026年1月", "2026年01月", "2026/1", "2026.01", "2026-1", "２０２６－０１", "２０２６年１月",
     "2026 年 1 月", "2026．1", "2026。1", "2026年1月份", "202601", "2026—01", " 2026-01 "],
)  # fmt: skip
def test_a_month_is_understood_in_whatever_hand_it_is_written(text: str) -> None:
    row = LinesField((Column("from", "自", month=True),)).clean([{"from": text}])

    assert MonthField().clean(text) == "2026-01"
    assert row == [{"from": "2026-01"}]


@pytest.mark.parametrize(
    "text", ["2026-13", "2026年0月", "26-01", "20261", "2026-01-05", "一月", "1月", "2026年1月至3月"]
)
def test_what_is_no_month_is_refused_with_how_one_is_written(text: str) -> None:
    with pytest.raises(ValidationError, match="请按“2026-05”或“2026年5月”的形式填写年月"):
        MonthField().clean(text)


def test_a_month_typed_as_on_paper_is_shown_to_a_browser_that_knows_months() -> None:
    field = MonthField()

    assert [field.prepare_value(one) for one in ("2026年1月", "2026-01-01", "一月")] == ["2026-01", "2026-01", "一月"]
