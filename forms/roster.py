"""一人一行: a field that asks the same of everybody on a list, one row a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from forms.numbers import whole

NUMBER_MOST = 100_000
TEXT_MOST = 300
SIDE_BY_SIDE = 4
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is asked of each person: one of `choices` where there are any, else a number, or a text."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    text: bool = False

    @property
    def is_list(self) -> bool:
        """Whether there are so many choices that they are chosen from a list instead of side by side."""
        return len(self.choices) > SIDE_BY_SIDE

    @property
    def is_number(self) -> bool:
        """Whether it is a whole number, not below 0."""
        return not self.choices and not self.text

    def read(self, raw: Any) -> Any:
        """Return a typed value; None where nothing was typed.

        Raises:
            ValidationError: it is none of the choices, or no whole number.
        """
        text = "" if raw is None else str(raw).strip()
        if not text:
            return None
        if self.text:
            return text[:TEXT_MOST]
        if self.choices:
            if text not in dict(self.choices):
                raise ValidationError(f"“{self.label}”没有“{text}”这一项")
            return text
        number = whole(text)
        if number is None or number > NUMBER_MOST:
            raise ValidationError(f"“{self.label}”请填写不小于 0 的整数")
        return number

    def words(self, value: Any) -> str:
        """Say a value in Chinese."""
        if self.choices:
            return str(dict(self.choices)[value])
        return str(value) if self.text else f"{self.label} {value}"


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the list, and what is known of him beside the name."""

    pk: int
    name: str
    note: str = ""


@dataclass(slots=True)
class Shown:
    """One row as the page shows it."""

    row: Row
    cells: list[tuple[Cell, str, Any]] = field(default_factory=list)
    fault: str = ""


class RosterWidget(forms.Widget):
    """A table of the people with the same inputs in each row; `adds_up_to` names the field that each row's sum is."""

    template_name = "forms/roster.html"
    use_fieldset = True

    def __init__(self, cells: Sequence[Cell] = (), adds_up_to: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.cells = tuple(cells)
        self.adds_up_to = adds_up_to
        self.rows: tuple[Row, ...] = ()
        self.faults: dict[str, str] = {}

    def id_for_label(self, id_: str) -> str:
        """Return nothing: the legend names the whole table, each input itself."""
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the rows: given as they are by a program, or in fields named `ballots-17-excellent` by a page."""
        if isinstance(data.get(name), Mapping):
            return data.get(name)
        found: dict[str, Cells] = {}
        for key in data:
            head, _, cell = str(key).rpartition("-")
            start, _, pk = head.rpartition("-")
            if start == name and pk.isdecimal():
                found.setdefault(pk, {})[cell] = data.get(key)
        return found

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the page sent no row at all."""
        return not self.value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the rows with the names of their inputs and what stands in them."""
        context = super().get_context(name, value, attrs)
        typed = {str(key): _cells_of(self.cells, one) for key, one in (value or {}).items()}
        context["shown"] = [self._shown(name, row, typed.get(str(row.pk), {})) for row in self.rows]
        context["cells"], context["adds_up_to"] = self.cells, self.adds_up_to
        context["sums"] = bool(self.adds_up_to)
        return context

    def _shown(self, name: str, row: Row, typed: Cells) -> Shown:
        cells = [(cell, f"{name}-{row.pk}-{cell.name}", typed.get(cell.name, "")) for cell in self.cells]
        return Shown(row, cells, self.faults.get(str(row.pk), ""))


class RosterField(forms.Field):
    """The same asked of everybody on a list: a mapping of the person's key to the cells filled in.

    Rows left empty are left out. A program may name a person by key or user name, and give the first cell alone.
    """

    def __init__(self, cells: Sequence[Cell], *, adds_up_to: str = "", **kwargs: Any) -> None:
        self.cells = tuple(cells)
        self.rows: tuple[Row, ...] = ()
        widget = RosterWidget(self.cells, adds_up_to)
        super().__init__(widget=kwargs.pop("widget", widget), **{"required": False, **kwargs})

    def offer(self, rows: Iterable[Row]) -> None:
        """Ask it of these people."""
        self.rows = tuple(rows)
        if isinstance(self.widget, RosterWidget):
            self.widget.rows = self.rows

    def ask(self, cells: Sequence[Cell]) -> None:
        """Ask this of everybody, where it is known only now what there is to choose from."""
        self.cells = tuple(cells)
        if isinstance(self.widget, RosterWidget):
            self.widget.cells = self.cells

    def to_python(self, value: Any) -> dict[int, Cells]:
        """Return what was typed by the person's key.

        Raises:
            ValidationError: one message for each person at fault, with the name.
        """
        typed = {str(key): _cells_of(self.cells, one) for key, one in (value or {}).items()}
        typed = {key: one for key, one in typed.items() if any(str(raw or "").strip() for raw in one.values())}
        keys, names = self._keys(typed), {row.pk: row.name for row in self.rows}
        found: dict[int, Cells] = {}
        faults: dict[str, str] = {}
        for key, cells in typed.items():
            pk = keys.get(key)
            if pk is None or pk not in names:
                faults[key] = f"“{key}”不在本次名单中"
                continue
            found[pk], wrong = self._read(cells)
            if wrong:
                faults[str(pk)] = f"{names[pk]}：{wrong}"
        if faults:
            if isinstance(self.widget, RosterWidget):
                self.widget.faults = faults
            raise ValidationError([ValidationError(f"{text}。", code="invalid") for text in faults.values()])
        return found

    def words(self, value: Mapping[int, Cells]) -> str:
        """Say in Chinese what stands in the rows, as a reader of the history sees it."""
        names = {row.pk: row.name for row in self.rows}
        lines = []
        for pk, cells in value.items():
            said = [cell.words(cells[cell.name]) for cell in self.cells if cells.get(cell.name) is not None]
            lines.append(f"{names.get(pk, pk)} {'，'.join(said)}")
        return "；".join(lines)

    def _read(self, cells: Cells) -> tuple[Cells, str]:
        read: Cells = {}
        for cell in self.cells:
            try:
                value = cell.read(cells.get(cell.name))
            except ValidationError as error:
                return read, str(error.message)
            if value is not None:
                read[cell.name] = value
        return read, ""

    def _keys(self, typed: Mapping[str, Any]) -> dict[str, int]:
        """Return the key of each person named; one statement for those named by user name."""
        keys = {key: number for key in typed if (number := whole(key)) is not None}
        others = [key for key in typed if key not in keys]
        if others:
            people = get_user_model().objects.filter(username__in=others)
            keys.update(people.values_list("username", "pk"))
        return keys


def _cells_of(cells: Sequence[Cell], given: Any) -> Cells:
    """Return the cells of a row; a single value is that of the first cell."""
    return dict(given) if isinstance(given, Mapping) else {cells[0].name: given}
