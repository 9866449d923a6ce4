"""交接项目: a list on a form of which each line is ticked; whoever gives may change and add lines of his own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.texts import seen

NAMES = ("code", "title", "number", "note")
OWN = "own-"
LONG = 60
MOST = 60
SPARE = 2


class ItemsWidget(forms.Widget):
    """A table of lines with a tick each; those of one's own are typed."""

    template_name = "office/items.html"
    typed = False

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the lines: given as they are by a program, or in fields named `items-0-title` by a page."""
        if isinstance(data.get(name), (list, tuple)):
            return data.get(name)
        rows: list[dict[str, Any]] = []
        while len(rows) <= MOST and f"{name}-{len(rows)}-code" in data:
            at = f"{name}-{len(rows)}-"
            rows.append({key: data.get(at + key, "") for key in NAMES} | {"yes": bool(data.get(at + "yes"))})
        return rows

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether the page sent no line at all."""
        return not self.value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the lines with the names of their fields; for whoever types, some empty ones at the end."""
        context = super().get_context(name, value, attrs)
        rows = [dict(row) for row in value or () if isinstance(row, Mapping)]
        if self.typed:
            rows += [{"code": f"{OWN}{len(rows) + number}"} for number in range(SPARE)]
        context["typed"] = self.typed
        context["rows"] = [
            {**row, "at": f"{name}-{index}", "own": self.typed and str(row.get("code", "")).startswith(OWN)}
            for index, row in enumerate(rows)
        ]
        return context


class ItemsField(forms.Field):
    """Lines of a list, each ticked or not: `[{code, title, number, note, yes}]`; a program may give codes alone."""

    widget = ItemsWidget

    def __init__(self, *, typed: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})
        self.typed = self.widget.typed = typed
        self.needed = "逐项点清"

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """Return the lines that have a title or are ticked.

        Raises:
            ValidationError: there are too many.
        """
        rows = [self._row(row) for row in value or () if isinstance(row, (str, Mapping))]
        found = [row for row in rows if row["title"] or (row["yes"] and not self._is_blank(row))]
        if len(found) > MOST:
            raise ValidationError(f"最多填写 {MOST} 项。", code="invalid")
        return found

    def _is_blank(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a line that was to be typed says nothing."""
        return self.typed and row["code"].startswith(OWN)

    def _row(self, row: str | Mapping[str, Any]) -> dict[str, Any]:
        if isinstance(row, str):
            return {"code": row[:LONG], "title": "", "number": "", "note": "", "yes": True}
        texts = {name: seen(str(row.get(name) or "")).strip()[:LONG] for name in NAMES}
        return {**texts, "yes": bool(row.get("yes"))}

    def words(self, value: list[dict[str, Any]]) -> str:
        """Say what was ticked and what not, a line each; how many lines besides came without their words."""
        titled = [one for one in value if one["title"]]
        lines = [f"{one['title']}{_said(one['number'])}：{'已点' if one['yes'] else '未点'}" for one in titled]
        besides = len(value) - len(titled)
        return "\n".join([*lines, *([f"已点 {besides} 项"] if besides else [])])


def _said(number: str) -> str:
    return f"，{number}" if number else ""
