"""What scenarios may look at: who has to leave in a month, and whom an office keeps until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.exit import due, rules
from workflows.engine.law import law_for
from workflows.people.models import Organization, Person


def exits(world: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return, as the register stands on the day of looking, the exits of a month.

    `due`: the ids of those who complete the age in it, or whose office ended in it, in the order of the world.
    `kept_office`: the last day of office, by id, of those whom an office keeps: of who completes the age in the
    month, and of whose office ends in it.
    """
    on, month = row["on"], str(row["month"])
    root = Organization.objects.order_by("path").first()
    if root is None:
        return {"due": [], "kept_office": {}}
    law = law_for(root, on)
    people = list(due.members_of_age("", month, law.number(rules.EXIT_AGE)))
    found = due.coming(people, on, law)
    names = _names(world, people)
    leaving = {one.person.pk for one in found.values() if not one.kept and one.listed_in == month}
    kept = [one for one in found.values() if one.kept and month in _months(one)]
    return {
        "due": [name for pk, name in names.items() if pk in leaving],
        "kept_office": {names[one.person.pk]: one.until for one in kept},
    }


LOOKS = {"exits": exits}


def _months(one: due.Coming) -> set[str]:
    return {due.month_text(one.birthday_on)} | ({due.month_text(one.until)} if one.until else set())


def _names(world: Any, people: list[Person]) -> dict[int, str]:
    """Return the ids of people, those of the world first and in its order."""
    named = {person.pk: name for name, person in world.people.items()}
    return named | {person.pk: person.username for person in people if person.pk not in named}
