"""随组织转册: people go from one roll to another because the organization is changed, by one dated move for each.

Nobody is transferred: there is no letter and no gap. The day before is the last on the old roll.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from procedures.register.models import OrganizationSpan
from workflows.people.models import Organization, Person
from workflows.store import bulk
from workflows.store.keys import among
from workflows.table.act import Act, Move, Resettled


def on_the_roll(place: Organization) -> QuerySet[Person]:
    """Return everybody whose organization it is: members, and who is on the way to be one."""
    return Person.objects.filter(home=place).order_by("name", "pk")


def resettle(act: Act[Any], old: Organization, places: Mapping[int, Organization], *, first_on: date) -> None:
    """Put people of an organization on other rolls from a day on, and note that their cases go along.

    Who came to the old roll on that day or later has never been on it: his days there are of the new one.

    Args:
        places: the new organization of each, by the person's key; who is named with the old one stays.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    known = {one.pk: one for one in places.values()}
    for person, place in places.items():
        if place.pk != old.pk:
            groups[place.pk].append(person)
    for key in sorted(groups):
        _put(act, old, known[key], sorted(groups[key]), first_on)


def _put(act: Act[Any], old: Organization, new: Organization, people: Sequence[int], first_on: date) -> None:
    spans = OrganizationSpan.objects.filter(among("person_id", people), organization=old, last_on=None)
    spans.filter(first_on__gte=first_on).update(organization=new)
    before = spans.filter(Q(first_on=None) | Q(first_on__lt=first_on))
    moving = list(before.values_list("person_id", flat=True))
    before.update(last_on=first_on - timedelta(days=1))
    bulk.insert([OrganizationSpan(person_id=pk, organization=new, first_on=first_on) for pk in moving])
    Person.objects.filter(among("id", people), home=old).update(home=new)
    act.resettled = (*act.resettled, Resettled(tuple(people), Move(old, new)))
    names = list(Person.objects.filter(among("id", people)).order_by("name", "pk").values_list("name", flat=True))
    act.change("members", f"转入{new}（{len(names)} 人）", "", "、".join(names))
