"""Which case an act of a story means, where a round opened many: the person's, the branch's, the actor's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from forms.fields import PeopleField
from procedures.scenarios.story import BadStory
from procedures.scenarios.world import World
from workflows.models import Case, Round
from workflows.people.actors import Level
from workflows.people.models import Person
from workflows.table.registry import common, row_of
from workflows.table.registry import procedure as procedure_of

PERSON, ORGANIZATION = "person", "organisation"


def picked(world: World, code: str, act: str, row: Mapping[str, Any], by: Person | None) -> Case:
    """Return the case that an act of a story is done on.

    Raises:
        BadStory: it names none that exists.
    """
    given = row.get("with") or {}
    asked = fields_of(code, act)
    if PERSON in given and PERSON not in asked:
        return _of_person(world, code, row, world.person(given[PERSON]))
    if listed := _listed(code, act, row):
        return _of_person(world, code, row, world.person(listed))
    found = world.named(code, row)
    if isinstance(found, Case):
        return found
    cases = found.cases.order_by("pk")
    if ORGANIZATION in given:
        branch = world.organization(given[ORGANIZATION])
        return _first(cases.filter(organization=branch, subject=None) or cases.filter(organization=branch), row)
    if by and _is_personal(code, act) and cases.filter(subject=by).exists():
        return _first(cases.filter(subject=by), row)
    return first_of(found)


def _listed(code: str, act: str, row: Mapping[str, Any]) -> str:
    """Return the first of the people whom an act done on several cases at once lists, where no case is named."""
    if row.get("case") or row_of(code, act).together is None:
        return ""
    given, asked = row.get("with") or {}, fields_of(code, act)
    lists = [given[name] for name, field in asked.items() if isinstance(field, PeopleField) and given.get(name)]
    return str(lists[0][0]) if lists else ""


def first_of(found: Round) -> Case:
    """Return the case by which a round is spoken of: the only branch's cover, else the first person's.

    Raises:
        BadStory: it opened none.
    """
    covers = list(found.cases.filter(subject=None).order_by("pk")[:2])
    cases = found.cases.order_by("pk") if len(covers) == 1 else found.cases.exclude(subject=None).order_by("pk")
    return covers[0] if len(covers) == 1 else _first(cases, {"act": found.title})


def fields_of(code: str, act: str) -> Mapping[str, Any]:
    """Return the fields of an act's form."""
    row = row_of(code, act)
    return row.asks.base_fields if row.asks else {}


def _is_personal(code: str, act: str) -> bool:
    procedure = procedure_of(code)
    if common(act):
        return False
    row = procedure.row(act)
    actors = [row.actor] if row.actor else [stage.actor for stage in procedure.stages if row in stage.acts]
    return any(actor.level is Level.PERSON for actor in actors)


def _of_person(world: World, code: str, row: Mapping[str, Any], person: Person) -> Case:
    cases = Case.objects.filter(procedure=code, subject=person)
    label = row.get("case")
    found = world.cases.get(label) if label else None
    if isinstance(found, Round):
        cases = cases.filter(round=found)
    return _first(sorted(cases, key=lambda case: (case.finished is not None, -case.pk)), row)


def _first(cases: QuerySet[Case] | list[Case], row: Mapping[str, Any]) -> Case:
    found = next(iter(cases), None)
    if found is None:
        raise BadStory(f"{row.get('act') or row.get('look')}: no such case has been opened")
    return found
