"""Widgets that work without JavaScript and grow with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django import forms

from forms.numbers import whole


class ColumnLike(Protocol):
    """What a widget needs to know of a column."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def month(self) -> bool: ...
    @property
    def day(self) -> bool: ...
    @property
    def width(self) -> int: ...


class YesNoWidget(forms.RadioSelect):
    """Two radio buttons."""


class NamesChosen:
    """Adds to a list of what is offered that which was chosen without being offered."""

    choices: Any

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Return the options: those offered, and those chosen."""
        offered = list(iter(self.choices))  # a list of the choices themselves would count them first, in a statement
        known = {str(key) for key, _ in offered}
        missing = [pk for pk in value if whole(pk) is not None and pk not in known]
        if missing:
            field = self.choices.field
            offered += [(one.pk, field.label_from_instance(one)) for one in field.named(missing)]
        self.choices = offered
        return super().optgroups(name, value, attrs)  # type: ignore[misc,no-any-return]  # of the widget beside it


class PersonWidget(NamesChosen, forms.Select):
    """A list of people, one to be chosen; the page turns it into a search field where it may run scripts."""

    template_name = "forms/people.html"


class PeopleWidget(NamesChosen, forms.SelectMultiple):
    """A list of people; the page turns it into a search field where it may run scripts."""

    template_name = "forms/people.html"


class OrganizationWidget(NamesChosen, forms.Select):
    """A list of organizations; beside it, where no scripts run, a field for the name or the code of any other.

    `kinds` are those that the page's search looks for, `kept` whether it looks among what the reader keeps alone.
    """

    template_name = "forms/organizations.html"
    kinds: Sequence[str] = ()
    kept = False

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the key chosen, else the text typed."""
        return super().value_from_datadict(data, files, name) or data.get(f"{name}_named", "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the list, what the search is told, and the text typed."""
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, str) and not value.isdecimal() else ""
        context["widget"] |= {"kinds": ",".join(self.kinds), "kept": self.kept, "typed": typed}
        return context


class LinesWidget(forms.Widget):
    """A small table of text fields with some empty rows at its end."""

    template_name = "forms/lines.html"
    spare = 2

    def __init__(self, columns: Sequence[ColumnLike] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.columns = columns

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the rows: given as they are by a program, or in fields named `cv-0-where` by a page."""
        if isinstance(data.get(name), (list, tuple)):
            return data.get(name)
        rows: list[dict[str, Any]] = []
        while any(f"{name}-{len(rows)}-{column.name}" in data for column in self.columns):
            rows.append({one.name: data.get(f"{name}-{len(rows)}-{one.name}", "") for one in self.columns})
        return rows

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the page sent no row at all."""
        return not self.value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the rows with their field names, and the spare empty ones."""
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or () if isinstance(row, Mapping)]
        context["columns"] = self.columns
        context["rows"] = [
            [(column, f"{name}-{index}-{column.name}", row.get(column.name, "")) for column in self.columns]
            for index, row in enumerate([*rows, *({} for _ in range(self.spare))])
        ]
        return context
