"""逐人计票: whole numbers for each of several people on one form; knows neither meeting nor procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of numbers."""

    name: str
    label: str


class TallyWidget(forms.Widget):
    """A small table: a line for each person, a number in each column."""

    template_name = "forms/tally.html"
    field: TallyField

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the lines: given as they are by a program, or in fields named `votes-0-yes` by a page."""
        if isinstance(data.get(name), (list, tuple, Mapping)):
            return data.get(name)
        lines: list[dict[str, Any]] = []
        while f"{name}-{len(lines)}-person" in data:
            here = f"{name}-{len(lines)}-"
            lines.append({one: data.get(here + one, "") for one in ("person", *self.field.names)})
        return lines

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the page sent no line at all."""
        return not self.value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the lines with people's names and the names of the fields."""
        context = super().get_context(name, value, attrs)
        lines = list(_lines(value))
        known = self.field.people([line["person"] for line in lines])
        context["figures"] = self.field.figures
        context["lines"] = [
            {
                "person": known[str(line["person"])],
                "field": f"{name}-{index}-person",
                "cells": [
                    (figure, f"{name}-{index}-{figure.name}", line.get(figure.name, ""))
                    for figure in self.field.figures
                ],
            }
            for index, line in enumerate(line for line in lines if str(line["person"]) in known)
        ]
        return context


class TallyField(forms.Field):
    """Numbers per person: a list of mappings with `person` and each figure; who has no number at all is left out.

    A program may also give a mapping from a person's key or user name to the figures. An empty cell counts as 0.
    """

    default_error_messages = {"nobody": "“%(given)s”不在可填写的人员中。"}

    def __init__(self, queryset: QuerySet[Any], figures: Sequence[Figure], **kwargs: Any) -> None:
        self.queryset, self.figures = queryset, tuple(figures)
        widget = TallyWidget()
        super().__init__(widget=widget, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> TallyField:
        """Return a copy whose widget knows it."""
        copied: TallyField = super().__deepcopy__(memo)
        copied.widget.field = copied
        return copied

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures."""
        return tuple(figure.name for figure in self.figures)

    def people(self, given: Sequence[Any]) -> dict[str, Model]:
        """Return the people meant, by what they were named by: keys or user names."""
        words = [str(one.pk) if isinstance(one, Model) else str(one) for one in given]
        user_name = self.queryset.model.USERNAME_FIELD
        asked = Q(pk__in=[word for word in words if word.isdigit()]) | Q(**{f"{user_name}__in": words})
        found = list(self.queryset.filter(asked)) if words else []
        by_name = {getattr(person, user_name): person for person in found}
        return by_name | {str(person.pk): person for person in found}

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """Return the lines that have a number."""
        lines = [line for line in _lines(value) if any(_text(line.get(name)) for name in self.names)]
        known = self.people([line["person"] for line in lines])
        cleaned: dict[str, dict[str, Any]] = {}
        for line in lines:
            person = known.get(str(line["person"]))
            if person is None:
                raise ValidationError(
                    self.error_messages["nobody"], code="invalid", params={"given": str(line["person"])}
                )
            figures = {one.name: _number(line.get(one.name), person, one) for one in self.figures}
            cleaned[str(person.pk)] = {"person": person, **figures}
        return list(cleaned.values())

    def words(self, value: Sequence[Mapping[str, Any]]) -> str:
        """Say the lines in Chinese, as a reader of the history sees them."""
        return "；".join(
            f"{line['person']}：" + "、".join(f"{one.label} {line[one.name]}" for one in self.figures) for line in value
        )


def _lines(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the lines of what was given: rows with `person`, or a mapping from person to figures."""
    if isinstance(value, Mapping):
        value = [{"person": person, **line} for person, line in value.items() if isinstance(line, Mapping)]
    for line in value or ():
        if isinstance(line, Mapping) and _text(line.get("person")):
            person = line["person"]
            yield {**line, "person": str(person.pk) if isinstance(person, Model) else str(person)}


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _number(cell: Any, person: Model, figure: Figure) -> int:
    text = _text(cell) or "0"
    if not text.isdecimal() or int(text) > LARGEST:
        raise ValidationError(f"{person}的“{figure.label}”请填写不小于 0 的整数。", code="invalid")
    return int(text)
