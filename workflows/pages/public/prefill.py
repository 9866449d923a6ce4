"""地址代填: what the address of a form fills in, taken only where the form's chooser would offer it to the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.choices import flatten_choices

from forms.base import PaperForm
from workflows.pages.reader import Reader
from workflows.pages.words import key_in
from workflows.people.actors import Level
from workflows.people.models import Appointment, Organization, Person
from workflows.table import Record


def of_address(request: HttpRequest, who: Reader, step: Record) -> dict[str, Any]:
    """Return what an address fills in of a step's form, by field: objects of models, else texts of choices and days."""
    asks = step.asks
    named = [name for name in request.GET if asks and name in asks.base_fields]
    read = {name: _read(asks.base_fields[name], request.GET[name], who, step) for name in named if asks}
    return {name: value for name, value in read.items() if value is not None}


def agrees(draft: Mapping[str, Any], filled: Mapping[str, Any]) -> bool:
    """Tell whether a draft is about the same as the address: it says nothing else of any field that is filled in."""
    return all(str(draft.get(name) or _text(value)) == _text(value) for name, value in filled.items())


def keep_to_own(form: PaperForm, who: Reader, step: Record) -> None:
    """Offer to whoever keeps organizations those that he keeps."""
    field = form.fields.get("organisation")
    if keeps(step) and field is not None and hasattr(field, "keep_to"):
        field.keep_to(who.kept)


def keeps(step: Record) -> bool:
    """Tell whether a step is done by whoever keeps the organization that it is about."""
    return step.actor is not None and step.actor.level is Level.UPWARDS


def _text(value: Any) -> str:
    return str(value.pk if isinstance(value, Model) else value)


def _read(field: forms.Field, text: str, who: Reader, step: Record) -> Any:
    if isinstance(field, forms.ModelChoiceField):
        return _object(field.queryset, key_in(text), who, step)
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        return text if text in {str(code) for code, _ in flatten_choices(offered)} else None
    return _day(field, text) if isinstance(field, forms.DateField) else None


def _object(known: QuerySet[Any] | None, key: int | None, who: Reader, step: Record) -> Any:
    offered = _OFFERED.get(known.model) if known is not None else None
    if known is None or offered is None or key is None:
        return None
    return offered(known, who, step).filter(pk=key).first()


def _day(field: forms.DateField, text: str) -> Any:
    try:
        return field.to_python(text)
    except ValidationError:
        return None


def _people(queryset: QuerySet[Any], who: Reader, step: Record) -> QuerySet[Any]:
    return queryset.filter(pk__in=who.sight.people().values("pk"))


def _organizations(queryset: QuerySet[Any], who: Reader, step: Record) -> QuerySet[Any]:
    """Return the organizations of a chooser: any may be found by its name, a keeper is offered those he keeps."""
    return queryset.filter(pk__in=who.kept.values("pk")) if keeps(step) else queryset


def _appointments(queryset: QuerySet[Any], who: Reader, step: Record) -> QuerySet[Any]:
    return queryset.filter(Q(person=who.person) | Q(post__organization__in=who.kept.values("pk")))


_OFFERED: dict[type[Model], Callable[[QuerySet[Any], Reader, Record], QuerySet[Any]]] = {
    Person: _people,
    Organization: _organizations,
    Appointment: _appointments,
}
