"""One chunk of a round: who of some people gets a case, and the cases of them all in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from workflows.desks.routing import kin_in_office
from workflows.engine import batch_writing, moves
from workflows.models import Case, Round
from workflows.people.actors import Level
from workflows.people.models import Organization, Person
from workflows.rounds import loose, new_cases
from workflows.rounds.new_cases import ANYBODY, Group
from workflows.store.facts import Facts
from workflows.store.keys import among
from workflows.table import Ending, Placed, RoundRow, Skipped, Stage
from workflows.table.act import Act, Shared

CHUNK = 4000  # people; a third of a second, for so long the series of numbers is held


def reached(act: Act[Any], row: RoundRow, people: Sequence[Person]) -> list[Placed | Skipped]:
    """Return what becomes of some people; who has a case already is left out, unless it is of no round any more."""
    if row.places is None:
        return []
    found = list(row.places(act, people))
    people_found = [one.person.pk for one in found]
    known = _with_case(act, people_found) - loose.loose_of(act, people_found).keys()
    called = act.procedure.case_title
    return [
        Skipped(one.person, "case_open", f"已有{called}事项，不重复发起。")
        if isinstance(one, Placed) and one.person.pk in known
        else one
        for one in found
    ]


def open_chunk(act: Act[Any], found: Round, people: Sequence[Person]) -> tuple[int, list[Skipped]]:
    """Do a round's work for some people and return how many cases were opened, and whom it left out."""
    row = act.row
    if not isinstance(row, RoundRow):
        raise LookupError(f"{row.code} is no round")
    if row.writes is not None:
        skipped = list(row.writes(act, people))
        return len(people) - len(skipped), skipped
    results = reached(act, row, people)
    placed = [one for one in results if isinstance(one, Placed)]
    homes = _homes(placed)
    covers = _covers(act, found, homes.values()) if row.cover else {}
    alone = loose.loose_of(act, [one.person.pk for one in placed])
    groups = _groups(act, found, [one for one in placed if one.person.pk not in alone], homes, covers)
    opened = new_cases.open_cases(groups, act.chain.above[-1]) + loose.take_in(act, alone, covers)
    return opened, [one for one in results if isinstance(one, Skipped)]


def _groups(
    act: Act[Any], found: Round, placed: Sequence[Placed], homes: dict[int, Organization], covers: dict[int, Case]
) -> list[Group]:
    """Put together whose cases differ by the person alone: same stage, facts and home, same recusals."""
    official = {code for code in {one.stage for one in placed} if _asks_an_office(act.procedure.place(code))}
    barred = kin_in_office(one.person.pk for one in placed if one.stage in official)
    together: dict[tuple[Any, ...], list[Placed]] = defaultdict(list)
    for one in placed:
        if one.person.home_id:
            key = (one.stage, one.facts.model_dump_json(), one.person.home_id, barred.get(one.person.pk, frozenset()))
            together[key].append(one)
    groups = []
    for (stage, _, home, kin), ones in together.items():
        opening = _case_act(act, found, ones[0].facts, homes[home], covers.get(home))
        opening.case.kin = kin
        groups.append(Group(opening, stage, [one.person for one in ones]))
    return groups


def _asks_an_office(place: Stage | Ending) -> bool:
    """Tell whether a case there may wait at a post of office, from which its holder may be barred."""
    if isinstance(place, Ending):
        return False
    return any(actor.level is not Level.PERSON for actor in (place.actor, *(one.actor for one in place.detours)))


def _with_case(act: Act[Any], people: Iterable[int]) -> set[int]:
    """Return who has an open case of the procedure, or had one in the period.

    Each is asked by the index that forbids two, in the words of its condition: SQLite knows it by nothing else.
    """
    period = act.row.period(act) if isinstance(act.row, RoundRow) and act.row.period else ""
    of_people = Case.objects.filter(among("subject_id", people), procedure=act.procedure.code, subject__isnull=False)
    cases = of_people.values_list("subject_id")
    asked = [cases.filter(finished=None, decided_on=None)]
    if period:
        asked.append(cases.filter(period=period, round__isnull=False).exclude(period=""))
    return {pk for one in asked for (pk,) in one if pk}


def _homes(placed: Iterable[Placed]) -> dict[int, Organization]:
    homes = {one.person.home_id for one in placed if one.person.home_id}
    return {one.pk: one for one in Organization.objects.filter(pk__in=homes).defer("seal")}


def _case_act(act: Act[Any], found: Round, facts: Facts, home: Organization, cover: Case | None) -> Act[Any]:
    case = _new_case(act, found, ANYBODY, home)
    case.round = cover.round if cover else found
    chain = act.chain.from_(home)
    return replace(
        act, case=case, facts=facts, chain=chain, changes=[], kept={}, answers={}, shared=Shared(cover, act.shared.ends)
    )


def _new_case(act: Act[Any], found: Round, person: Person | None, home: Organization) -> Case:
    case = moves.new_case(
        act.procedure, subject=person, organization=home, starter=act.by, on=act.on, period=found.period
    )
    case.round = found
    return case


def _covers(act: Act[Any], found: Round, homes: Iterable[Organization]) -> dict[int, Case]:
    """Return the cover of each branch, opened where there is none yet."""
    wanted = {home.pk: home for home in homes}
    known = Case.objects.filter(
        procedure=found.procedure, period=found.period, subject=None, round__isnull=False, organization__in=wanted
    ).select_related("round")
    covers = {case.organization_id: case for case in known}
    fresh = [_cover_act(act, found, home) for pk, home in wanted.items() if pk not in covers]
    ways = act.row.ways
    batch_writing.open_cases([batch_writing.Part(one, "", ways[0].to) for one in fresh], act.chain.above[-1])
    return covers | {one.case.organization_id: one.case for one in fresh}


def _cover_act(act: Act[Any], found: Round, home: Organization) -> Act[Any]:
    given = {name: value for name, value in found.answers.items() if name in act.procedure.facts.model_fields}
    if isinstance(act.row, RoundRow) and act.row.promises:
        given |= act.row.promises(act)
    return replace(
        act,
        case=_new_case(act, found, None, home),
        facts=act.procedure.facts.model_validate(given),
        chain=act.chain.from_(home),
        changes=[],
        kept={},
        answers={},
        shared=Shared(ends=act.shared.ends),
    )
