"""Fields of the dues' papers: months and periods."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator

from forms.fields import FIRST_DAY, MonthField
from procedures.dues.periods import Period, parse
from procedures.register.months import parse_month, zh_months

MOST_MONTHS = 60
_TO = re.compile(r"\s*[至到~—–―−]+\s*|\s+-\s+")  # a span, in whatever hand
_INSIDE = re.compile(r"\s*年\s*|\s+(?=月)")
_MONTH = r"[-./年](?P<{0}month>\d{{1,2}})月?"
_SPAN = re.compile(
    rf"(?P<year>\d{{4}}){_MONTH.format('')}(?:-01)?"
    rf"(?:至(?P<to_month>\d{{1,2}})月?|[至-](?P<to_year>\d{{4}}){_MONTH.format('to_far_')}(?:-01)?)?"
)


class Month(MonthField):
    """年月; its value is the month's first day."""

    def clean(self, value: Any) -> date | None:
        """Return the month."""
        text = super().clean(FIRST_DAY.sub("", value.isoformat() if isinstance(value, date) else str(value or "")))
        return parse_month(text) if text else None


class TypedMonths(forms.TextInput):
    """Months as they are typed; of several fields of one name all that stands in them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text, or the list that a program gives."""
        if not hasattr(data, "getlist"):
            return super().value_from_datadict(data, files, name)
        return " ".join(text for text in data.getlist(name) if text.strip()) if name in data else None


class TickedMonths(forms.CheckboxSelectMultiple):
    """Boxes for the months that can be paid, and a field for any other."""

    template_name = "dues/months_ticked.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return all that is ticked and typed."""
        return TypedMonths().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the boxes, and what else is chosen as a text."""
        context = super().get_context(name, value, attrs)
        known = {key for key, _ in self.choices}
        context["widget"]["others"] = " ".join(one for one in context["widget"]["value"] if one not in known)
        return context

    def format_value(self, value: Any) -> list[str]:
        """Return the months one by one."""
        return _parts(value) if isinstance(value, str) else super().format_value(value)


class MonthsField(forms.CharField):
    """Several months: 2026-01, 2026-02 or 2026-01 至 2026-06, or a list of them; each once, oldest first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "widget": TypedMonths,
                "max_length": 500,
                "help_text": "如 2026-01 2026-02，或 2026-01至2026-06。",
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> Any:
        """Return the months."""
        texts = value if isinstance(value, (list, tuple)) else [value]
        parts = [part for text in texts for part in _parts(str(text or ""))]
        months = {month for part in parts for month in _months(part)}
        if len(months) > MOST_MONTHS:
            raise ValidationError(f"一次最多填写 {MOST_MONTHS} 个月。", code="invalid")
        return tuple(sorted(months))

    def offer(self, months: Callable[[], Iterable[tuple[date, str]]]) -> None:
        """Offer some months, each with its words, as boxes to be ticked; asked for where they are shown."""
        self.widget = TickedMonths()
        self.widget.choices = CallableChoiceIterator(lambda: [(f"{month:%Y-%m}", words) for month, words in months()])
        self.help_text = ""

    def run_validators(self, value: Any) -> None:
        """Ask for nothing more: the months are read already."""

    def prepare_value(self, value: Any) -> Any:
        """Return months as they are typed."""
        if isinstance(value, (list, tuple)):
            return " ".join(f"{month:%Y-%m}" if isinstance(month, date) else str(month) for month in value)
        return value

    def words(self, value: Sequence[date]) -> str:
        """Say the months in Chinese, those that follow each other as a span."""
        return zh_months(tuple(value))


def _parts(text: str) -> list[str]:
    """Return the months and spans of a text, one by one, whatever they are parted by."""
    plain = unicodedata.normalize("NFKC", text)
    joined = _TO.sub("至", _INSIDE.sub(lambda found: found[0].strip(), plain))
    return [part for part in re.split(r"[\s,、;]+", joined) if part]


def _months(text: str) -> Iterable[date]:
    """Return the months of a month or a span; nothing that was typed is left unread."""
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValidationError(f"“{text[:40]}”不是年月，请按“2026-05”或“2026-05至2026-08”的形式填写。", code="invalid")
    try:
        begin = parse_month(f"{found['year']}-{found['month']}")
        last = found["to_far_month"] or found["to_month"] or found["month"]
        end = parse_month(f"{found['to_year'] or found['year']}-{last}")
    except ValueError as error:
        raise ValidationError(f"“{text[:40]}”不是年月，请按“2026-05”的形式填写。", code="invalid") from error
    months: list[date] = []
    while begin <= end and len(months) <= MOST_MONTHS:
        months.append(begin)
        begin = begin.replace(month=begin.month + 1) if begin.month < 12 else date(begin.year + 1, 1, 1)
    if not months:
        raise ValidationError(f"“{text[:40]}”起止颠倒，请核对。", code="invalid")
    return months


class PeriodField(forms.CharField):
    """期间, as 2026-H1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "max_length": 8,
                "help_text": "年、半年、季度或月：2026、2026-H1、2026-Q3、2026-05。",
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> str:
        """Return the period's name in its one spelling."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return parse(text).name
        except ValueError as error:
            raise ValidationError("期间请写作 2026、2026-H1、2026-Q3 或 2026-05。", code="invalid") from error

    def words(self, value: str) -> str:
        """Say the period in Chinese."""
        return parse(value).title


def period_of(answers: dict[str, Any]) -> Period:
    """Return the period of a form."""
    return parse(answers["period"])
