"""Odd but valid values for every field of every form, each with what its reader must find of it.

The forms are found in the tables, so that what comes later is walked without an edit here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.choices import flatten_choices

from forms.base import PaperForm, is_empty, show
from forms.common_acts import RecordedValue
from forms.fields import CodeField, Column, LinesField, MonthField
from forms.figures import CountsField, DatesField
from forms.money import FenField
from forms.roster import RosterField, Row
from procedures.dues.fields import MonthsField, PeriodField
from procedures.office.items_field import ItemsField
from workflows.people.models import Organization, Person
from workflows.table.registry import common_rows, tables

Pairs: TypeAlias = Iterable[tuple[Any, str]]

KEY = 987_654
PERSON = Person(pk=KEY, name="阿依古丽·买买提", username="login-name")
PLACE = Organization(pk=KEY, path="0001", depth=1, code="CODE-9", name="江北市第一人民医院团委", kind="committee")
LONG = "第一行\n\n第二行：" + "内容" * 200

ODD = re.compile(rf"None|True|False|Decimal|datetime|[\[\]{{}}<>]|\d{{4}}-\d\d|{KEY}|login-name")
"""What Python or the database calls a value, and its reader never does."""


def asked() -> dict[str, type[PaperForm]]:
    """Return every form that an act asks for, by the procedure and the act."""
    rows = [(table.code, row) for table in tables() for _, row in table.acts()]
    rows += [("common", row) for row in common_rows()]
    return {f"{code}.{row.code}.{row.asks.__name__}": row.asks for code, row in rows if row.asks}


FORMS = asked()


def given(field: forms.Field) -> Pairs:
    """Return valid values as they are typed; rows of the database are given as such.

    Raises:
        LookupError: a field of a kind that is not known here; add odd values of it.
    """
    for kind, values in VALUES:
        if isinstance(field, kind):
            return values(field)
    raise LookupError(f"no odd values are known for {type(field).__name__}: add some")


def said(field: forms.Field, typed: Any) -> str:
    """Return what a reader of the history sees of a value that was typed."""
    if isinstance(field, forms.ModelChoiceField):
        value = typed
    else:
        value = field.clean(typed, None) if isinstance(field, forms.FileField) else field.clean(typed)
    return "" if is_empty(value) else show(field, value)


def _rows(field: Any) -> Pairs:
    row = PLACE if field.queryset is not None and field.queryset.model is Organization else PERSON
    return [([row] if isinstance(field, forms.ModelMultipleChoiceField) else row, row.name)]


def _roster(field: Any) -> Pairs:
    field.offer([Row(KEY, PERSON.name)])
    cells = [(cell.name, code, label) for cell in field.cells for code, label in cell.choices or [("9", "9")]]
    return [({str(KEY): {name: code}}, words) for name, code, label in cells for words in (label, PERSON.name)]


def _lines(field: Any) -> Pairs:
    row = {one.name: _cell(one)[0] for one in field.columns}
    return [([row], _cell(one)[1]) for one in field.columns]


def _items(field: Any) -> Pairs:
    row = {"code": "own-0", "title": "团员档案", "number": "41 份", "note": "缺一份", "yes": True}
    return [([row], "团员档案，41 份：已点"), ([{**row, "yes": ""}], "团员档案，41 份：未点"), (["tasks"], "已点 1 项")]


def _cell(column: Column) -> tuple[str, str]:
    """Return what is typed in a cell of repeated rows, and what its reader finds."""
    if column.day:
        return "2026-02-08", "2026年2月8日"
    return ("2018-09", "2018年9月") if column.month else (f"填写{column.label}", f"填写{column.label}")


def _choices(field: Any) -> Pairs:
    return [(code, label) for code, label in flatten_choices(field.choices) if code]


def _several(field: Any) -> Pairs:
    codes = [code for code, _ in flatten_choices(field.choices)]
    return [(codes, label) for _, label in flatten_choices(field.choices)]


def _file(field: Any) -> Pairs:
    allowed = [one.allowed_extensions[0] for one in field.validators if hasattr(one, "allowed_extensions")]
    name = f"扫描 件.{(allowed or ['pdf'])[0]}"
    return [(SimpleUploadedFile(name, b"%PDF-1.7"), name)]


def _by_pattern(field: Any) -> Pairs:
    """Return a text by the pattern of a field; one with another pattern needs one of its own."""
    return [(text, text) for text in ("江医团", "㐀一") if field.regex.fullmatch(text)]


def _text(field: Any) -> Pairs:
    text = LONG[: field.max_length or len(LONG)].strip()
    return [(text, text)]


VALUES: tuple[tuple[type[forms.Field], Callable[[Any], Pairs]], ...] = (  # the narrower kind before the wider one
    (FenField, lambda _: [("5000.05", "5,000.05"), ("0", "0.00"), (1_234_567, "12,345.67"), ("0.5", "0.50")]),
    (
        MonthsField,
        lambda _: [("2026-12 2027-01", "2026年12月至2027年1月"), ("2026-01 2026-03", "2026年1月、2026年3月")],
    ),
    (PeriodField, lambda _: [("2026-H2", "2026年下半年"), ("2026-Q3", "2026年第3季度"), ("2026-05", "2026年5月")]),
    (MonthField, lambda _: [("2026-12", "2026年12月"), ("2027-01", "2027年1月")]),
    (DatesField, lambda _: [([date(2025, 11, 1), date(2026, 1, 31)], "2025年11月1日至2026年1月31日")]),
    (forms.DateField, lambda _: [(date(2026, 2, 8), "2026年2月8日")]),
    (CountsField, lambda field: [({code: "0"}, f"{label} 0") for code, label in field.kinds]),
    (RosterField, _roster),
    (LinesField, _lines),
    (ItemsField, _items),
    (forms.ModelChoiceField, _rows),
    (forms.MultipleChoiceField, _several),
    (forms.ChoiceField, _choices),
    (forms.BooleanField, lambda _: [(True, "是"), (False, "否")]),
    (forms.FileField, _file),
    (forms.IntegerField, lambda field: [(str(field.min_value or 0), str(field.min_value or 0))]),
    (forms.JSONField, lambda _: [({"login-name": "理由"}, "理由")]),
    (RecordedValue, lambda _: [(LONG, LONG), ("0", "0")]),
    (CodeField, lambda _: [("９９００ ００１２", "99000012")]),
    (forms.RegexField, _by_pattern),
    (forms.CharField, _text),
)
