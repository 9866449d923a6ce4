"""Looking at the world between acts: a person, a case, an inbox, the history, a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from procedures.register.models import MembershipPeriod, OrganizationSpan, Standing
from procedures.register.organizations import lineage_of, state_on, states
from procedures.scenarios import vocabulary
from procedures.scenarios.picking import first_of
from procedures.scenarios.story import BadStory
from procedures.scenarios.world import World
from workflows.appointments.parameters import known_rules
from workflows.engine.law import law_for
from workflows.models import Case, Task
from workflows.people.models import Appointment, Organization, Person, Post
from workflows.store.facts import Facts
from workflows.table.registry import table_of

Row = Mapping[str, Any]


def look(world: World, row: Row) -> dict[str, Any]:
    """Return what a look sees.

    Raises:
        BadStory: nothing of that name can be looked at.
    """
    known = {**_LOOKS, **vocabulary.looks()}
    if row["look"] not in known:
        raise BadStory(f"cannot look at {row['look']!r}; known: {', '.join(known)}")
    try:
        return known[row["look"]](world, row)
    except KeyError as error:
        raise BadStory(f"look {row['look']} needs `{error.args[0]}`") from error


def person_facts(person: Person) -> dict[str, Any]:
    """Return the register's facts of a person, by the names of procedures.md."""
    standing = Standing.objects.select_related("person__home").get(person=person)
    spans = OrganizationSpan.objects.filter(person=person).select_related("organization").order_by("id")
    home = standing.person.home
    return {
        "status": standing.status,
        "joined_on": standing.joined_on,
        "development_number": standing.development_number,
        "organisation": home.code if home else None,
        "party_stage": standing.party_stage,
        "party_since": standing.party_since,
        "organisations": [
            {"code": span.organization.code, "from": span.first_on, "to": span.last_on} for span in spans
        ],
        "memberships": MembershipPeriod.objects.accepted().filter(person=person).count(),
    }


def case_facts(case: Case, on: date) -> dict[str, Any]:
    """Return a case's state, lateness and desks on a day."""
    tasks = list(_open(case))
    raised = [task.escalated_to for task in tasks if task.escalated_to]
    desks = [desk(task.post) for task in tasks]
    return {
        "state": case.stage,
        "overdue": any(task.due and task.due < on for task in tasks),
        "escalated_to": desk(raised[0]) if raised else None,
        "due": next((task.due for task in tasks if task.due), None),
        "task": desks[0] if len(desks) == 1 else desks,
        "claimed_by": next((task.claimed_by.username for task in tasks if task.claimed_by), None),
        "nudges": max((task.nudges for task in tasks), default=0),
        "returned": bool(case.returns),
    }


def values(facts: Facts, world: World) -> dict[str, Any]:
    """Return the facts of a case as a story writes them: people by their ids."""
    ids = {person.pk: name for name, person in world.people.items()}
    plain = facts.model_dump()
    people = [name for name, field in type(facts).model_fields.items() if field.annotation == list[int]]
    return {name: [ids.get(pk, pk) for pk in value] if name in people else value for name, value in plain.items()}


def desk(post: Post) -> str:
    """Return a post as a story writes it: `branch_secretary@SURG`, or the person's id."""
    if post.person_id:
        return str(Person.objects.values_list("username", flat=True).get(pk=post.person_id))
    return f"{post.role}@{post.organization.code if post.organization else ''}"


def _person(world: World, row: Row) -> dict[str, Any]:
    return person_facts(world.who(row["of"], row["on"]))


def _case(world: World, row: Row) -> dict[str, Any]:
    case = Case.objects.select_related("organization", "subject").get(pk=_named_case(world, row).pk)
    facts = values(table_of(case).facts.model_validate(case.facts), world)
    return {
        **facts,
        **case_facts(case, row["on"]),
        "values": facts,
        "organisation": case.organization.code,
        "person": case.subject.username if case.subject else None,
        "number": case.number,
    }


def _inbox(world: World, row: Row) -> dict[str, Any]:
    posts = _posts_of(world.who(row["of"], row["on"]), row["on"])
    return {"count": Task.objects.filter(post__in=posts, finished=None).count()}


def _posts_of(person: Person, on: date) -> list[int]:
    held = Appointment.objects.on(on).filter(person=person).values_list("post", flat=True)
    return [*held, *Post.objects.filter(person=person).values_list("pk", flat=True)]


def _history(world: World, row: Row) -> dict[str, Any]:
    entries = _named_case(world, row).entries.order_by("sequence")
    return {"acts": [entry.act for entry in entries if entry.act != "adopt"]}


def _rule(world: World, row: Row) -> dict[str, Any]:
    known = known_rules()
    if row["key"] not in known:
        raise BadStory(f"no rule {row['key']!r}; known: {', '.join(sorted(known))}")
    where = world.organization(row["organisation"]) if row.get("organisation") else _root()
    return {"value": law_for(where, row["on"])[known[row["key"]]]}


def _organization(world: World, row: Row) -> dict[str, Any]:
    """Return what an organization is called on a day, where it stands, who leads it, and who is on its roll now."""
    found = lineage_of(Organization.objects.all()).get(code=row["code"])
    then = state_on(states(found), row["on"])
    held = Appointment.objects.on(row["on"]).filter(post__organization=found).order_by("post__role", "pk")
    return {
        "name": then.name if then else None,
        "kind": then.kind if then else None,
        "parent": then.parent if then else None,
        "led_by": then.led_by if then else None,
        "contact": found.contact,
        "document_word": found.document_word,
        "dissolved_on": found.dissolved_on,
        "people": Person.objects.filter(home=found).count(),
        "posts": [f"{one.post.role}:{one.person.username}" for one in held.select_related("post", "person")],
    }


def _root() -> Organization:
    root: Organization = Organization.objects.order_by("path")[0]
    return root


def _named_case(world: World, row: Row) -> Case:
    """Return the case that a look means; of a round the one of the person or branch it names, else the first."""
    found = world.named(next(reversed(world.latest), ""), row)
    if isinstance(found, Case):
        return found
    if row.get("of"):
        return _only(found.cases.filter(subject=world.person(row["of"])), row)
    if row.get("organisation"):
        return _only(found.cases.filter(subject=None, organization=world.organization(row["organisation"])), row)
    return first_of(found)


def _only(cases: QuerySet[Case], row: Row) -> Case:
    found = cases.order_by("-pk").first()
    if found is None:
        raise BadStory(f"look {row['look']}: no such case has been opened")
    return found


def _open(case: Case) -> Any:
    return Task.objects.filter(process=case, finished=None, advisory=False).select_related(
        "post__organization", "escalated_to__organization", "claimed_by"
    )


_LOOKS: dict[str, Callable[[Any, Row], dict[str, Any]]] = {
    "person": _person,
    "case": _case,
    "inbox": _inbox,
    "history": _history,
    "rule": _rule,
    "organisation": _organization,
}
