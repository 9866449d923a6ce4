"""更正的表单: which recorded answers somebody may put right, and the one that is named, as it was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from forms.base import PaperForm
from workflows.common_acts.correctable import offered
from workflows.common_acts.recorded import Recorded
from workflows.table.act import Act

YES_OR_NO = (("true", "是"), ("false", "否"))


def keys(act: Act[Any]) -> Mapping[tuple[int, str], str]:
    """Return how a correction names each answer given that the reader may put right, by its entry and field."""
    return {
        (one.entry.sequence, name): one.key(name)
        for one in offered(act)
        for name in one.names
        if not one.is_blank(name)
    }


def dress(form: PaperForm, act: Act[Any]) -> None:
    """Give the form of a correction what may be chosen, and ask for the named answer as its own act has asked for it.

    What is recorded is filled in where nothing has been typed; a field that was left blank stays so.
    """
    known = list(offered(act))
    form.fields["field"].widget = forms.Select(choices=_choices(known), attrs={"data-reload": "true"})
    named = form["field"].value()
    found = next(((one, name) for one in known for name in one.names if one.key(name) == named), None)
    if found:
        _ask_for(form, act, *found)


def _choices(known: Iterable[Recorded]) -> list[tuple[str, Any]]:
    """Return what was recorded on the case, by act, latest first, after the choice of nothing."""
    found: list[tuple[str, Any]] = [("", _("请选择"))]
    for one in known:
        fields = one.row.asks.base_fields if one.row.asks else {}
        choices = [(one.key(name), _(str(fields[name].label or name)) + _mark(one, name)) for name in one.names]
        found.append((f"{date_format(one.entry.on, _('Y年n月j日'))} {_(one.row.title)}", choices))
    return found


def _mark(found: Recorded, name: str) -> str:
    return _("（当时未填）") if found.is_blank(name) else ""


def _ask_for(form: PaperForm, act: Act[Any], found: Recorded, name: str) -> None:
    if found.row.asks is None:
        raise LookupError(f"{found.row.code} asks for nothing")
    filled = found.row.asks(initial=found.answers, on=found.entry.on, organization=act.organization)
    asked, value, recorded = filled.fields[name], form.fields["value"], found.answers.get(name)
    value.widget = asked.widget
    if isinstance(asked.widget, forms.CheckboxInput):
        value.widget = forms.Select(choices=YES_OR_NO)
    value.required = asked.required or isinstance(asked.widget, forms.CheckboxInput)
    value.help_text = str(asked.help_text)
    told = str(recorded).lower() if isinstance(recorded, bool) else recorded
    form.initial.setdefault("value", asked.prepare_value(told))
