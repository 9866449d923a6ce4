"""为谁办理: whom an opening act concerns that somebody does for another, chosen before its form is filled in.

Only who is offered there can be chosen: a number of anybody else tells nothing, not even that there is somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from forms.base import PaperForm
from forms.fields import PersonField
from workflows.engine import outlook
from workflows.engine.outlook import State
from workflows.pages.public.offers import Offer, place_of
from workflows.pages.reader import Reader
from workflows.pages.words import key_in
from workflows.people.models import Organization, Person


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom an act concerns, by which field of its form, and for which organization it is done."""

    person: Person
    field: str
    place: Organization


def chooses(offered: Offer) -> str:
    """Return the field that names whom the act concerns where its page shows something of him first, else nothing."""
    step, field = offered.step, offered.procedure.subject_field
    shows = step.side_panel is not None and step.asks is not None and not offered.is_own
    return field if shows and step.asks and field in step.asks.base_fields else ""


def chosen(who: Reader, offered: Offer, given: Mapping[str, Any], on: date) -> Chosen | None:
    """Return who is chosen, where he is among those whom the form offers."""
    name, place, asks = offered.procedure.subject_field, place_of(who, offered.step), offered.step.asks
    pk = key_in(str(given.get(name) or "")) if name else None
    if pk is None or place is None or asks is None or offered.is_own or name not in asks.base_fields:
        return None
    field = asks(on=on, organization=place).fields[name]
    if not isinstance(field, PersonField) or field.suggested is None:
        return None
    person = field.suggested.filter(pk=pk).first()
    return Chosen(person, name, place) if person else None


def settle(form: PaperForm, about: Chosen) -> None:
    """Keep the choice: months and sums on the page are of this person."""
    form.fields[about.field].widget = forms.HiddenInput()


def panel(who: Reader, offered: Offer, about: Chosen, day: date, typed: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return what the page shows beside the form, by what is typed so far, with what stands against that."""
    step = offered.step
    if step.side_panel is None:
        return {}
    act = outlook.opening(offered.procedure, step, who.person, about.place, on=day, at=who.at, about=about.person)
    warns = []
    if typed is not None:
        outlook.answer(act, typed)
        found = outlook.verdicts(act)
        warns = [one for one in found if one.finding and one.state in (State.UNMET, State.WARNS)]
    return {"aside": step.side_panel.template, "warns": warns, **step.side_panel.facts(act)}
