"""组织调整各步骤的效果: the verbs of organizations, rolls, posts and books, all in one act or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from procedures.register import organizations, resettling
from procedures.register.organizations import New
from procedures.reorganisation import rules
from procedures.reorganisation.conditions import concerned, needs_superior, prepared, proposed
from procedures.reorganisation.facts import MATTERS, NEW, ReorganisationFacts
from procedures.reorganisation.reading import Changing, ceasing, changed, goes_on, heir, placed
from workflows.appointments.closing_down import end_posts, posts_at
from workflows.days.dates import add_months
from workflows.people.models import Organization, Person
from workflows.table import Succession
from workflows.table.act import once
from workflows.table.registry import procedures

TITLE = 200


def propose(act: Changing) -> None:
    """Keep what is proposed, and call the case by it."""
    _take(act.facts, proposed(act))
    act.facts.superior = needs_superior(concerned(act))
    act.case.title = f"{act.organization.name}·{MATTERS[act.facts.matter]}"[:TITLE]


def prepare(act: Changing) -> None:
    """Keep where everybody and everything goes."""
    _take(act.facts, prepared(act))


def _take(facts: ReorganisationFacts, given: ReorganisationFacts) -> None:
    for name in given.model_fields_set:
        setattr(facts, name, getattr(given, name))


def approve(act: Changing) -> None:
    """Keep the day from which it is to be so."""
    act.facts.effective_on = act.answers["effective_on"] or act.facts.effective_on


def carry_out(act: Changing) -> None:
    """Change the organizations, and with them everything that hangs on them, from the act's day on."""
    facts, places = act.facts, changed(act)
    _DO[facts.matter](act, places)
    here = _heir_of_all(act) or act.organization
    facts.code, facts.name, facts.gone = here.code, here.name, [one.code for one in ceasing(facts, places)]
    if facts.matter in ("merge", "split"):
        facts.election_by = add_months(act.on, act.law.number(rules.ELECTION))


def _rename(act: Changing, places: list[Organization]) -> None:
    organizations.rename(act, places[0], act.facts.new_name, on=act.on)


def _move(act: Changing, places: list[Organization]) -> None:
    parent = heir(act)
    if parent is None:
        raise LookupError("it is put under nothing")
    _end_marked(act, places)
    organizations.move(act, places[0], parent, on=act.on)


def _reform(act: Changing, places: list[Organization]) -> None:
    """Merge, split or dissolve: found what is new, place the people, end the posts, pass on the books."""
    facts, to = act.facts, {person.pk: place for person, place in _destinations(act).items()}
    gone = ceasing(facts, places)
    for place in places if facts.matter == "split" else gone:
        own = {pk: new for pk, new in to.items() if _home(act, pk) == place.pk}
        resettling.resettle(act, place, own, first_on=act.on)
        if place in gone:
            ended = "组织撤销" if facts.matter == "dissolve" else f"组织{MATTERS[facts.matter]}"
            end_posts(act, posts_at(place, act.on - DAY), last_on=act.on - DAY, because=ended)
        _pass_on(act, place, {pk: new for pk, new in own.items() if new.pk != place.pk}, gone=place in gone)
    _end_marked(act, goes_on(facts, places))
    for place in gone:
        organizations.dissolve(act, place, on=act.on)


DAY = timedelta(days=1)
_DO = {"rename": _rename, "move": _move, "merge": _reform, "split": _reform, "dissolve": _reform}


def _home(act: Changing, person: int) -> int:
    """Return the organization on whose roll a person was before the act."""
    return _homes(act)[person]


@once
def _homes(act: Changing) -> dict[int, int]:
    return {person.pk: person.home_id for person in placed(act) if person.home_id}


@once
def _targets(act: Changing) -> dict[str, Organization]:
    """Return the organizations that people, and what belongs to nobody, go to; those that are new are founded now."""
    facts = act.facts
    wanted = {*placed(act).values(), *([facts.balance_to] if facts.balance_to else [])}
    if facts.matter == "merge":
        wanted |= {NEW + facts.new_name} if facts.new_name else set()
    codes = [one for one in wanted if not one.startswith(NEW)]
    found = {one.code: one for one in Organization.objects.filter(code__in=codes).defer("seal")}
    new = facts.parts or ([facts.new_name] if facts.new_name else [])
    upper = next(iter(act.chain.above[1:]), None)
    kind, party = act.organization.kind, act.organization.led_by
    for name in new:
        found[NEW + name] = organizations.found(act, New(name, kind, led_by=party, first_on=act.on), upper)
    return found


def _destinations(act: Changing) -> Mapping[Person, Organization]:
    targets = _targets(act)
    return {person: targets[to] for person, to in placed(act).items()}


def _heir_of_all(act: Changing) -> Organization | None:
    """Return what there is in the place of the organizations afterwards, where it is one."""
    facts = act.facts
    if facts.matter == "merge":
        return heir(act) or _targets(act)[NEW + facts.new_name]
    return None


def _pass_on(act: Changing, place: Organization, people: Mapping[int, Organization], *, gone: bool) -> None:
    """Let every procedure enter in its books who takes the place of an organization."""
    facts = act.facts
    one = _heir_of_all(act) or (_targets(act)[facts.balance_to] if facts.balance_to else None)
    after = Succession(place, one if gone else None, people)
    for table in procedures():
        for belongings in table.belongings:
            belongings.passes(act, after)


def _end_marked(act: Changing, places: list[Organization]) -> None:
    """End the posts that the preparation says end though their organization goes on."""
    for place in places:
        held = [one for one in posts_at(place, act.on - DAY) if one.pk in act.facts.ending]
        end_posts(act, held, last_on=act.on - DAY, because=f"组织{MATTERS[act.facts.matter]}")
