"""表单: the paper that an act asks for; knows neither case nor procedure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.choices import flatten_choices

from forms.fields import Suggesting
from forms.reach import IN_REACH
from forms.words import zh_date

Plain = str | int | bool | list[Any] | dict[str, Any] | None


class PaperForm(forms.Form):
    """The base of every form.

    `title` is what the regulation calls the paper; `prefill` names the fields that the register can fill.
    What it is about stands before it is filled in: the day, the organization, the person concerned (None where it is
    about the organization), the period of the case, and what is known of it already (None before it is opened).
    Every text is as long as its column on paper: a field without `max_length` takes `LONG` characters.
    """

    LONG = 5000

    title = ""
    required_css_class = "required"
    use_required_attribute = True
    on: date
    organization: Model | None
    subject: Model | None
    of_period: str
    facts: Any
    changed: frozenset[str] = frozenset()
    """Fields that a resubmission changed, for the page to mark."""

    def __init__(
        self,
        *args: Any,
        on: date | None = None,
        organization: Model | None = None,
        subject: Model | None = None,
        of_period: str = "",
        facts: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if on is not None:
            self.on = on
        self.organization, self.subject, self.of_period = organization, subject, of_period
        self.facts = facts
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.max_length = self.LONG
            if isinstance(field, forms.DateField):
                field.validators += IN_REACH
            if isinstance(field, forms.FileField):
                field.widget = forms.FileInput(field.widget.attrs)  # what is taken away is no answer of the paper
            if isinstance(field, Suggesting):
                field.settle(organization)
        self.narrow()

    def narrow(self) -> None:
        """Narrow choices to the organization and day; a form with such choices overrides this."""

    def label(self, name: str) -> str:
        """Return the Chinese label of a field."""
        field = self.fields.get(name)
        return str(field.label or name) if field else "表单"

    def plain(self) -> dict[str, Plain]:
        """Return the cleaned answers as plain JSON, without the fields left empty."""
        return {name: plain(value) for name, value in self.cleaned_data.items() if not is_empty(value)}

    def shown(self) -> list[tuple[str, str, str]]:
        """Return (field, label, text) of every answer, as a reader of the history sees it."""
        return [
            (name, self.label(name), show(self.fields[name], value))
            for name, value in self.cleaned_data.items()
            if not is_empty(value)
        ]


def is_empty(value: Any) -> bool:
    """Tell whether nothing was answered; False and 0 are answers."""
    if isinstance(value, (bool, int)):
        return False
    return not (value.exists() if hasattr(value, "exists") else value)


def plain(value: Any) -> Plain:
    """Return a cleaned value as plain JSON: rows by their keys, days in ISO form, files by their names."""
    if isinstance(value, Model):
        return int(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UploadedFile):
        return str(value.name)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    return [plain(one) for one in value]


def show(field: forms.Field, value: Any) -> str:
    """Return a cleaned value as its reader sees it, in Chinese, for it is recorded so.

    A field whose value does not say by itself what it means (fen, months, rows, keys) has `words` of its own.
    """
    words = getattr(field, "words", None)
    if words:
        return str(words(value))
    choices = _choices(field)
    if isinstance(value, (str, int)) and str(value) in choices:
        return choices[str(value)]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return zh_date(value)
    if isinstance(value, (str, int, Model, UploadedFile)):
        return str(value)
    if isinstance(value, Mapping):
        return "，".join(str(one) for one in value.values() if one)
    return "；".join(show(field, one) for one in value)


def _choices(field: forms.Field) -> dict[str, str]:
    """Return the fixed choices of a field; those of a model are a whole table and show themselves."""
    if isinstance(field, forms.ModelChoiceField):
        return {}
    offered: Iterable[tuple[Any, Any]] = flatten_choices(getattr(field, "choices", ()))
    return {str(code): str(label) for code, label in offered}
