"""岗位: which of the offices that a roster names would begin, said before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from procedures.register.roster import columns as c
from procedures.register.roster.places import Places
from procedures.register.roster.problems import Level, Problem
from procedures.register.roster.rows import Judged
from workflows.appointments.appointing import SINGLE
from workflows.people.models import Appointment, Role


@dataclass(frozen=True, slots=True)
class Beginning:
    """An office that a row names: whose, at which branch, who holds it now, and whether it would begin."""

    row: int
    name: str
    branch: str
    role: str
    held_by: str = ""
    begins: bool = True

    @property
    def title(self) -> str:
        """The office in words."""
        return str(Role(self.role).label)


def begin_offices(
    places: Places, rows: Sequence[Judged], unchanged: frozenset[int], letters: Mapping[str, str], on: date
) -> tuple[tuple[Judged, ...], tuple[Beginning, ...]]:
    """Return the rows without the offices that cannot begin, each with the reason, and all offices named.

    An office of one person that somebody holds already, or that an earlier row begins, does not begin: a list of
    members ends nobody's term.
    """
    holders = _holders(places, on)
    judged, found = [], []
    for one in rows:
        office = one.member.office
        if not office or one.refused or one.row.number in unchanged:
            judged.append(one)
            continue
        key = (one.member.branch, office)
        held_by = holders.get(key, "") if office in SINGLE else ""
        found.append(Beginning(one.row.number, one.member.name, one.member.branch, office, held_by, not held_by))
        judged.append(_without(one, letters, held_by) if held_by else one)
        holders.setdefault(key, one.member.name)
    return tuple(judged), tuple(found)


def _holders(places: Places, on: date) -> dict[tuple[str, str], str]:
    """Return who holds the single offices of the known branches, by the branch's name as the roster has it."""
    names = {branch.pk: name for name, branch in places.branches.items()}
    held = Appointment.objects.on(on).filter(post__organization__in=names, post__role__in=SINGLE, deputizing_for=None)
    rows = held.values_list("post__organization", "post__role", "person__name")
    return {(names[place], role): name for place, role, name in rows}


def _without(one: Judged, letters: Mapping[str, str], held_by: str) -> Judged:
    title = Role(one.member.office).label
    cell = f"{letters[c.OFFICE.code]}{one.row.number}" if c.OFFICE.code in letters else ""
    words = f"{one.member.branch}的{title}现由{held_by}担任，此人的任职没有登记。请先结束其任职，再办理任职。"
    problem = Problem(one.row.number, cell, c.OFFICE.title, Level.WARNING, "office_held", words)
    return replace(one, member=replace(one.member, office=""), problems=(*one.problems, problem))
