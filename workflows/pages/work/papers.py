"""The form of an act as a page shows it: what is known filled in, what was answered before, what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest

from forms.base import PaperForm
from forms.fields import PersonField
from workflows.common_acts import returns
from workflows.common_acts.listed import CONSULT, CORRECT, REASSIGN, RETURN
from workflows.common_acts.recorded import answers_of, entries_of
from workflows.engine.kept_files import KeptFile, with_kept
from workflows.models import Draft
from workflows.pages.drafts import initial_of
from workflows.pages.work import correction
from workflows.pages.work.casefile import askable, reassignable
from workflows.people.models import Person
from workflows.table.act import Act


def blank(act: Act[Any], draft: Draft | None = None, named: str = "") -> PaperForm | None:
    """Return the form as it is opened; a returned act shows its former answers, a draft what was typed last.

    A correction shows what is recorded in the field that the address has `named`.
    """
    if act.row.asks is None:
        return None
    initial = {**(act.row.fills(act) if act.row.fills else {}), **_former(act)}
    initial |= initial_of(draft, act.row.asks)
    if act.row is CORRECT and named and initial.get("field") != named:
        initial = {"field": named}
    return _dressed(act.row.asks(initial=initial, **act.context), act)


def bound(act: Act[Any], request: HttpRequest, files: Mapping[str, Any]) -> PaperForm | None:
    """Return the form with what was typed, with the files chosen and those that it has already."""
    if act.row.asks is None:
        return None
    form = act.row.asks(data=request.POST, files=with_kept(act, request.POST, files), **act.context)
    return _dressed(form, act)


def handed_in(act: Act[Any]) -> Mapping[str, KeptFile]:
    """Return the files that came with a form that was returned."""
    known = with_kept(act, {}, {}) or {}
    return {name: one for name, one in known.items() if isinstance(one, KeptFile)}


def _former(act: Act[Any]) -> Mapping[str, Any]:
    if not act.case.returns or act.case.returns[-1]["act"] != act.row.code:
        return {}
    entries = entries_of(act)
    last = next((one for one in reversed(entries) if one.act == act.row.code), None)
    return answers_of(last, entries) if last else {}


def _dressed(form: PaperForm, act: Act[Any]) -> PaperForm:
    """Give the forms of the acts open on every case their choices."""
    if act.row is RETURN:
        steps = [(row.code, row.title) for row in returns.returnable(act)]
        form.fields["to"].widget = forms.Select(choices=steps[::-1])
    if act.row is CORRECT:
        correction.dress(form, act)
    field = form.fields.get("to")
    if isinstance(field, PersonField) and act.by and act.row in (REASSIGN, CONSULT):
        near = reassignable(act, act.by) if act.row is REASSIGN else askable(act, act.by)
        field.offer(Person.objects.filter(pk__in=near))
    return form
