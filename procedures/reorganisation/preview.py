"""先看后办: what carrying it out will do, shown beside the form and printed on the hand-over list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from procedures.reorganisation.facts import MATTERS, NEW
from procedures.reorganisation.reading import Changing, ceasing, changed, goes_on, heir, placed
from workflows.appointments.closing_down import posts_at
from workflows.models import Case
from workflows.people.models import Organization
from workflows.table import SidePanel
from workflows.table.registry import procedures


def shown(act: Changing) -> Mapping[str, Any]:
    """Return what the page says beside the form."""
    facts, places = act.facts, changed(act)
    gone = ceasing(facts, places)
    return {
        "on": act.on,
        "matter": MATTERS.get(facts.matter, ""),
        "places": places,
        "gone": gone,
        "new": [*facts.parts, *([facts.new_name] if facts.matter == "merge" and facts.new_name else [])],
        "new_name": facts.new_name if facts.matter == "rename" else "",
        "under": heir(act) if facts.matter == "move" else None,
        "rolls": rolls(act),
        "posts": ends(act, gone),
        "cases": follows(act),
        "belongings": belongings(places if facts.matter in ("merge", "split", "dissolve") else [], act),
    }


def rolls(act: Changing) -> list[tuple[str, list[str]]]:
    """Return who goes where, by the name of the organization; those without a place last."""
    names = {one.code: one.name for one in Organization.objects.filter(code__in=set(placed(act).values()))}
    groups: dict[str, list[str]] = {}
    for person, to in placed(act).items():
        groups.setdefault(names.get(to) or to.removeprefix(NEW), []).append(person.name)
    return sorted(groups.items(), key=lambda row: (not row[0], row[0]))


def ends(act: Changing, gone: list[Organization]) -> list[str]:
    """Return the appointments that end, in words."""
    last_on = act.on - timedelta(days=1)
    ended = [one for place in gone for one in posts_at(place, last_on)]
    marked = [
        one for place in goes_on(act.facts, changed(act)) for one in posts_at(place, last_on)
        if one.pk in act.facts.ending
    ]  # fmt: skip
    return [f"{one.post.title}·{one.person}" for one in (*ended, *marked)]


def follows(act: Changing) -> list[str]:
    """Return the open cases of those who go, which go along."""
    moving = [person.pk for person, to in placed(act).items() if to != act.organization.code]
    found = Case.objects.filter(subject__in=moving, organization__in=changed(act), finished=None).order_by("pk")
    return list(found.values_list("title", flat=True))


def belongings(places: list[Organization], act: Changing) -> list[str]:
    """Return what the procedures' books keep of some organizations, in words."""
    return [
        f"{place}：{line}"
        for place in places
        for table in procedures()
        for one in table.belongings
        for line in one.held(place, act.on)
    ]


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed over, in words; `sealed` are the keys of the organizations that have a seal of their own."""

    names: tuple[str, ...]
    rolls: tuple[tuple[str, list[str]], ...]
    posts: tuple[str, ...]
    cases: tuple[str, ...]
    books: tuple[str, ...]
    sealed: frozenset[int]


def handed(act: Changing) -> Handed:
    """Return what is handed over as it stands before anything is changed."""
    places = changed(act)
    sealed = Organization.objects.filter(pk__in=[one.pk for one in places]).exclude(seal=None).exclude(seal=b"")
    gone = ceasing(act.facts, places)
    return Handed(
        tuple(one.name for one in places), tuple(rolls(act)), tuple(ends(act, gone)), tuple(follows(act)),
        tuple(belongings(places, act)), frozenset(sealed.values_list("pk", flat=True)),
    )  # fmt: skip


PREVIEW = SidePanel("reorganisation/preview.html", shown)
