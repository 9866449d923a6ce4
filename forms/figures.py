"""Several small values in one field: counts by kind, and a stretch of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.numbers import whole
from forms.reach import IN_REACH
from forms.words import zh_date

MOST = 100_000


class CountsWidget(forms.Widget):
    """One number input for each kind, side by side."""

    template_name = "forms/counts.html"
    use_fieldset = True

    def __init__(self, kinds: Sequence[tuple[str, str]] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kinds = tuple(kinds)

    def id_for_label(self, id_: str) -> str:
        """Return nothing: the legend names all inputs, each has a label of its own."""
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the counts: given as they are by a program, or in fields named `counts-excellent` by a page."""
        if isinstance(data.get(name), Mapping):
            return data.get(name)
        return {code: data[f"{name}-{code}"] for code, _ in self.kinds if f"{name}-{code}" in data}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the page sent no count at all."""
        return not self.value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return each kind with the name of its input and what stands in it."""
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Mapping) else {}
        context["kinds"] = [(label, f"{name}-{code}", typed.get(code, "")) for code, label in self.kinds]
        return context


class CountsField(forms.Field):
    """How many of each kind: a mapping of all kinds to whole numbers; empty where none is typed."""

    def __init__(self, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(widget=CountsWidget(self.kinds), **{"required": False, **kwargs})

    def to_python(self, value: Any) -> dict[str, int]:
        """Return the counts; a kind left empty beside others counts as 0.

        Raises:
            ValidationError: an unknown kind, or no whole number.
        """
        given = {str(code): "" if raw is None else str(raw).strip() for code, raw in (value or {}).items()}
        typed = {code: text for code, text in given.items() if text}
        unknown = sorted(set(typed) - {code for code, _ in self.kinds})
        if unknown:
            raise ValidationError(f"没有“{'、'.join(unknown)}”这一项。", code="invalid")
        for code, label in self.kinds:
            number = whole(typed.get(code, "0"))
            if number is None or number > MOST:
                raise ValidationError(f"“{label}”请填写不小于 0 的整数。", code="invalid")
        return {code: int(typed.get(code, 0)) for code, _ in self.kinds} if typed else {}

    def words(self, value: Mapping[str, int]) -> str:
        """Say the counts in Chinese."""
        return "，".join(f"{label} {value.get(code, 0)}" for code, label in self.kinds)


class DatesWidget(forms.MultiWidget):
    """Two date inputs."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        both: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.DateInput(attrs={"type": "date", "aria-label": label}, format="%Y-%m-%d")
            for name, label in (("from", _("开始日期")), ("to", _("截止日期")))
        }
        super().__init__(both, attrs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        """Return both days: given as a list, a mapping or `2025-11-01/2026-01-31` by a program, or in two fields."""
        given = data.get(name)
        if isinstance(given, Mapping):
            return [given.get("from"), given.get("to")]
        if isinstance(given, str) and given:
            return [*given.split("/"), ""][:2]
        if isinstance(given, (list, tuple)):
            return list(given)
        both: list[Any] = super().value_from_datadict(data, files, name)
        return both

    def decompress(self, value: Any) -> list[Any]:
        """Return both days of a value."""
        return list(value) if value else [None, None]


class DatesField(forms.MultiValueField):
    """起止日期: a first and a last day, as a list; empty where neither is given."""

    widget = DatesWidget

    def __init__(self, **kwargs: Any) -> None:
        days = tuple(forms.DateField(validators=IN_REACH) for _ in range(2))
        super().__init__(days, require_all_fields=True, **{"required": False, **kwargs})

    def compress(self, data_list: list[date]) -> list[date]:
        """Return the two days.

        Raises:
            ValidationError: the last lies before the first.
        """
        if data_list and data_list[1] < data_list[0]:
            raise ValidationError("截止日期早于开始日期，请核对。", code="invalid")
        return data_list

    def words(self, value: Sequence[date]) -> str:
        """Say the stretch in Chinese."""
        return f"{zh_date(value[0])}至{zh_date(value[1])}"
