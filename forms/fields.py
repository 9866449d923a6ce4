"""Fields of the League's papers: decisions, months, counts, repeated rows, several people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Union

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.functional import SimpleLazyObject

from forms.numbers import whole
from forms.texts import folded, half_width, seen
from forms.widgets import LinesWidget, PeopleWidget, PersonWidget, YesNoWidget
from forms.words import zh_date, zh_month

MONTH = re.compile(r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")
TYPED_MONTH = re.compile(r"^([0-9]{4})(?:\s*[-/.。‐‑‒–—―−年]\s*|\s+)?((?<=[^0-9])[0-9]{1,2}|[0-9]{2})\s*(?:月份?)?$")
FIRST_DAY = re.compile(r"(?<=^[0-9]{4}-[0-9]{2})-01$")  # kept answers may name a month by its first day
DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
APPROVE, REFUSE = "approve", "refuse"

Offered = Union["QuerySet[Any]", "SimpleLazyObject[QuerySet[Any]]"]


class DecisionField(forms.ChoiceField):
    """同意或不同意; `reject` is understood as the same word as `refuse`.

    `signed` is for an act whose name says the decision: whoever hands it in agrees unless he says otherwise.
    """

    widget = forms.RadioSelect

    def __init__(self, *, approve: str = "同意", refuse: str = "不同意", signed: bool = False, **kwargs: Any) -> None:
        self.signed = signed
        usual = {"required": False, "initial": APPROVE} if signed else {}
        super().__init__(choices=((APPROVE, approve), (REFUSE, refuse)), **{"label": "决定", **usual, **kwargs})

    def to_python(self, value: Any) -> str:
        """Return the code of the decision."""
        if self.signed and value in self.empty_values:
            return APPROVE
        return REFUSE if value in ("reject", "disapprove") else super().to_python(value)


class YesNoField(forms.TypedChoiceField):
    """是或否, where leaving it open is no answer."""

    widget = YesNoWidget

    def __init__(self, *, yes: str = "是", no: str = "否", **kwargs: Any) -> None:
        self.yes, self.no = yes, no
        super().__init__(choices=(("true", yes), ("false", no)), coerce=_truth, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the choice of a value."""
        return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> Any:
        """Return True, False, or None where nothing need be answered."""
        return super().clean(str(value).lower() if isinstance(value, bool) else value)

    def words(self, value: bool) -> str:
        """Say what was chosen as the form names it: 到会, 未到会."""
        return self.yes if value else self.no


def _truth(value: str) -> bool:
    return value == "true"


class CountField(forms.IntegerField):
    """人数或票数: a whole number, not below 0; `needed` says when one that may be left blank has to be given."""

    def __init__(self, *, needed: str = "", **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100_000, **kwargs)
        self.needed = needed


class CodeField(forms.CharField):
    """号码: a number of a person, telephone or paper, in half-width characters without blanks however it was typed."""

    def to_python(self, value: Any) -> str:
        """Return it as it is meant."""
        return folded(super().to_python(value) or "")


def month_meant(text: str) -> str:
    """Return a month as 2026-05 in whatever hand it was written (2026年5月, 2026/5, 2026.05); no month, as it is."""
    found = TYPED_MONTH.match(half_width(text))
    return f"{found[1]}-{int(found[2]):02}" if found else text


class MonthField(forms.CharField):
    """年月 as 2026-05; a browser that knows no months lets anybody write them as he would on paper."""

    def __init__(self, **kwargs: Any) -> None:
        asked = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})
        super().__init__(max_length=20, widget=asked, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the month that is meant."""
        return month_meant(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        """Return a month as a browser writes it, whether it is kept or was typed."""
        if isinstance(value, date):
            return f"{value:%Y-%m}"
        return month_meant(FIRST_DAY.sub("", value)) if isinstance(value, str) else value

    def validate(self, value: str) -> None:
        """Refuse what is no month."""
        super().validate(value)
        if value and not MONTH.match(value):
            raise ValidationError("请按“2026-05”或“2026年5月”的形式填写年月。", code="invalid")

    def words(self, value: date | str) -> str:
        """Say the month in Chinese."""
        return zh_month(value)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of repeated rows."""

    name: str
    label: str
    required: bool = False
    month: bool = False
    day: bool = False
    width: int = 3

    def words(self, text: str) -> str:
        """Say in Chinese what stands in a cell that is not empty."""
        if self.day:
            return zh_date(date.fromisoformat(text))
        return zh_month(text) if self.month else text


class LinesField(forms.Field):
    """Repeated rows of short texts (经历, 家庭成员): a tuple of mappings by column name."""

    widget: type[LinesWidget] = LinesWidget

    def __init__(self, columns: Sequence[Column], *, most: int = 30, **kwargs: Any) -> None:
        self.columns = tuple(columns)
        self.most = most
        super().__init__(widget=LinesWidget(self.columns), **{"required": False, **kwargs})

    def to_python(self, value: Any) -> list[dict[str, str]]:
        """Return the rows that are not empty, with their texts trimmed."""
        rows = [self._row(row) for row in value or () if isinstance(row, Mapping)]
        return [row for row in rows if any(row.values())]

    def _row(self, row: Mapping[str, Any]) -> dict[str, str]:
        cells = {column: str(row.get(column.name) or "").strip()[:200] for column in self.columns}
        return {column.name: month_meant(text) if column.month else text for column, text in cells.items()}

    def validate(self, value: list[dict[str, str]]) -> None:
        """Refuse too many rows, rows without what they must have, and months that are none."""
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(f"最多填写 {self.most} 行。", code="invalid")
        for number, row in enumerate(value, start=1):
            for column in self.columns:
                _check_cell(number, column, row[column.name])

    def words(self, value: Sequence[Mapping[str, str]]) -> str:
        """Say in Chinese what stands in the rows, each on a line of its own."""
        return "\n".join("，".join(self._said(row)) for row in value)

    def _said(self, row: Mapping[str, str]) -> list[str]:
        return [column.words(row[column.name]) for column in self.columns if row.get(column.name)]


def _check_cell(number: int, column: Column, text: str) -> None:
    if column.required and not text:
        raise ValidationError(f"第 {number} 行缺少“{column.label}”。", code="invalid")
    if column.month and text and not MONTH.match(text):
        raise ValidationError(f"第 {number} 行“{column.label}”请按“2026-05”的形式填写。", code="invalid")
    if column.day and text:
        _check_day(number, column, text)


def _check_day(number: int, column: Column, text: str) -> None:
    if not DAY.match(text):
        raise ValidationError(f"第 {number} 行“{column.label}”请按“2026-05-01”的形式填写。", code="invalid")
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(f"第 {number} 行“{text}”不是日期。", code="invalid") from error


class TextsField(forms.JSONField):
    """Texts by their names, as JSON of a page or a mapping of a program; a number among them is the text of it."""

    def to_python(self, value: Any) -> Any:
        """Return the mapping, with nothing in it that no database keeps."""
        try:
            return _texts(super().to_python(value))
        except RecursionError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {seen(str(name)): _texts(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return value if value is None else seen(str(value))


class SuggestedPeople(ModelChoiceIterator):  # type: ignore[type-arg]  # generic only for the checker
    """Offers the people whom the form suggests."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        if field.suggested is not None:
            self.queryset = field.suggested
        elif field.queryset is not None:  # None until a form that knows its organization fills it in
            self.queryset = field.queryset.none()


class Suggesting:
    """Everybody may be named, for the conditions judge; few are offered: nobody before the form's `narrow()` says."""

    iterator: Any = SuggestedPeople
    suggested: Offered | None = None
    queryset: Any
    widget: Any
    choices: Any

    def settle(self, organization: Model | None) -> None:
        """Offer what lies near the form's organization; a field of people is told by its form."""

    def named(self, keys: Sequence[str]) -> QuerySet[Any]:
        """Return those of some keys, offered or not."""
        found: QuerySet[Any] = self.queryset.filter(pk__in=keys)
        return found

    def offer(self, rows: Offered) -> None:
        """Offer these; lazy ones are asked for where the form is shown."""
        self.suggested = rows
        self.widget.choices = self.choices


class PersonField(Suggesting, forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the checker
    """A person."""

    widget = PersonWidget


class PeopleField(Suggesting, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Several people in the order of choosing."""

    widget = PeopleWidget

    def clean(self, value: Any) -> list[Any]:  # type: ignore[override]  # a list keeps the order of choosing
        """Return the people, each once; an empty list is an answer, which the rule of how many judges."""
        if value is not None and not value:
            return []
        if any(whole(str(pk)) is None for pk in value or () if str(pk).isdecimal()):
            raise ValidationError("所选人员不在名册中，请重新选择。", code="invalid_choice")
        found = {person.pk: person for person in super().clean(value)}
        return [found[int(pk)] for pk in dict.fromkeys(value or ())]
