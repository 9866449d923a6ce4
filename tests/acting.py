"""Acts on built values: what a condition reads, without a database, so that a border is one line of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.utils import timezone

from procedures.common import meeting
from procedures.register import verbs
from procedures.register.entering import Known, enter_people
from procedures.register.models import Standing
from workflows.engine import moves
from workflows.messages import sending
from workflows.models import Case
from workflows.people.chain import Around, Chain
from workflows.people.models import Appointment, Organization, Person, Post, Role
from workflows.store import flows
from workflows.store.facts import Facts
from workflows.table import Procedure
from workflows.table.act import Act, Shared
from workflows.table.registry import procedure
from workflows.table.rules import Law, Rule
from workflows.table.word import Word

BRANCH = 7  # the key of the branch in which a built case runs


def acting(
    name: str,
    on: date,
    *,
    facts: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    born: date | None = None,
    set_here: Mapping[Rule, Any] | None = None,
    roll: int | None = None,
) -> Act[Facts]:
    """Return an act, `joining.hold_meeting`, on a day by the law of the day; nothing of it is stored.

    Args:
        facts: what the case knows of itself, by name.
        answers: the cleaned values of the form.
        born: the birthday of the person concerned.
        set_here: the rules that the organization set for itself.
        roll: 应到, as if it had been counted already.
    """
    code, _, row = name.partition(".")
    table = procedure(code)
    branch = Organization(pk=BRANCH, path="0001", depth=1, code="SURG", name="第一团支部", kind="branch")
    case = Case(procedure=code, subject=Person(pk=1, name="王晓梅", born=born), organization=branch)
    return Act(
        procedure=table,
        row=table.row(row),
        case=case,
        by=None,
        on=on,
        at=timezone.make_aware(datetime.combine(on, time(12))),
        law=Law(on, {rule.key: value for rule, value in (set_here or {}).items()}),
        chain=Chain(branch, on),
        facts=table.facts(**(facts or {})),
        answers=dict(answers or {}),
        shared=Shared(kept={} if roll is None else {meeting.rolls: {BRANCH: roll}}),
    )


ROUND = 3  # the key of the round of a built cover


def on_cover(act: Act[Any]) -> Act[Any]:
    """Make an act one on the cover of a branch in a round, which concerns nobody in particular."""
    act.case.subject, act.case.round_id = None, ROUND
    return act


def standing_as(act: Act[Any], status: str = "active", **known: Any) -> Act[Any]:
    """Return the act with the standing of the person concerned, as if it had been read already."""
    verbs.subject_standing.keep(act, Standing(person=act.subject, status=status, **known))
    return act


def upwards(*places: Organization, held: Sequence[Appointment] = (), on: date) -> Chain:
    """Return the chain of an organization and those above it, nearest first, with the appointments there."""
    chain = Chain(places[0], on)
    chain.__dict__["around"] = Around(places, tuple(held))
    return chain


def a_case(act: Act[Any], code: str, person: Person, **told: Any) -> Case:
    """Return a case, a row too, of a procedure for a person, beside that of the act and in its branch."""
    case = moves.new_case(procedure(code), subject=person, organization=act.organization, starter=None, on=act.on)
    case.number = str(Case.objects.count() + 1)
    for name, value in told.items():
        setattr(case, name, value)
    case.save(force_insert=True)
    return case


def stored(
    act: Act[Any],
    organization: Organization | None = None,
    subject: Person | None = None,
    *,
    case: Case | None = None,
    status: str = "active",
    **known: Any,
) -> Act[Any]:
    """Return the act on a case that is a row of the database, for what reads or writes there.

    Args:
        organization, subject: where the case runs and whom it is about, rows themselves. Without an organization the
            act's own branch and the person concerned become rows, the person on that roll.
        case: a case that is there already, to be taken with what it knows of itself.
        status, known: what the register has of that person (`entering.Known`).
    """
    if case is None:
        where, who = (organization, subject) if organization else _rows_of(act, status, known)
        case = _kept(act, where, who)
    act.case, act.chain = case, Chain(case.organization, act.on)
    act.facts = act.procedure.facts.model_validate({**case.facts, **act.facts.model_dump(exclude_unset=True)})
    return act


def _rows_of(act: Act[Any], status: str, known: Mapping[str, Any]) -> tuple[Organization, Person]:
    branch, person = act.organization, act.subject
    branch.pk, person.pk = None, None  # the database gives the keys: PostgreSQL does not see those that are given to it
    branch.save(force_insert=True)
    person.home, person.username = branch, "concerned"
    person.save(force_insert=True)
    enter_people([Known(person, status, **known)])
    return branch, person


def _kept(act: Act[Any], organization: Organization, subject: Person | None) -> Case:
    case = act.case
    case.organization, case.subject, case.opened_on = organization, subject, act.on
    case.flow_class = flows.flow_of(act.procedure)
    case.root, case.path, case.number = organization.root, organization.path, f"T-{Case.objects.count() + 1}"
    case.save()
    return case


# Offices around a case: a county over a hospital's committee over two branches, and the Party's that leads it.
PARTY = Organization(pk=9, path="0002", depth=1, code="PARTY", name="院党委", kind="party_committee")
COUNTY = Organization(pk=1, path="0001", depth=1, code="COUNTY", name="市团委", kind="superior_committee")
HOSPITAL = Organization(pk=2, path="00010001", depth=2, code="HOSP", name="医院团委", kind="committee", led_by=PARTY)
SURGERY = Organization(pk=3, path="000100010001", depth=3, code="SURG", name="第一团支部", kind="branch")
MEDICINE = Organization(pk=4, path="000100010002", depth=3, code="MED", name="第二团支部", kind="branch")
PLACES = (SURGERY, MEDICINE, HOSPITAL, COUNTY)
LONG_SINCE = date(2020, 1, 1)

_numbers = count(1)


def desk(role: str, place: Organization) -> Post:
    """Return the post of a role at one of the organizations; equal to another of the same."""
    return Post(pk=place.pk * 100 + list(Role).index(Role(role)), role=Role(role), organization=place)


def own_desk(person: Person) -> Post:
    """Return somebody's own post."""
    return Post(pk=10_000 + person.pk, role=Role.SELF, person=person)


def holds(
    person: Person,
    role: str,
    place: Organization,
    *,
    first_on: date = LONG_SINCE,
    last_on: date | None = None,
    instead_of: Person | None = None,
) -> Appointment:
    """Return an appointment of a person to a post at one of the organizations."""
    return Appointment(
        pk=next(_numbers),
        person=person,
        post=desk(role, place),
        first_on=first_on,
        last_on=last_on,
        deputizing_for=instead_of,
    )


def seated(below: Organization, on: date, *held: Appointment) -> Chain:
    """Return the chain of one of the organizations upwards on a day, with who holds posts there by then."""
    chain = Chain(below, on)
    above = tuple(one for one in PLACES if below.path.startswith(one.path))
    standing = tuple(one for one in held if one.first_on <= on and (one.last_on is None or on <= one.last_on))
    chain.__dict__["around"] = Around(above, standing)
    return chain


def acting_on(
    table: Procedure,
    row: str,
    on: date,
    *held: Appointment,
    stage: str = "new",
    by: Person | None = None,
    subject: Person | None = None,
    recorded_on: date | None = None,
    place: Organization = SURGERY,
    deciders: Sequence[tuple[str, int]] = (),
    returns: Sequence[Mapping[str, Any]] = (),
    facts: Mapping[str, Any] | None = None,
    set_here: Mapping[Rule, Any] | None = None,
    **given: Any,
) -> Act[Any]:
    """Return an act of a table on a case at a stage, among those who hold posts; nothing of it is stored.

    Args:
        held: all appointments, of any day; the chains of the act's day and of the day of the record have those of it.
        subject: nobody declares relatives; who has some says so in `case.kin`.
        recorded_on: the day of the record; the act's own where there is none.
        deciders: who has done which act of office before.
        given: whatever else the act has.
    """
    case = Case(
        pk=1, procedure=table.code, subject=subject, organization=place, root=place.root, stage=stage,
        title="事项", sequence=int(stage != "new"), returns=list(returns), deciders=[list(one) for one in deciders],
    )  # fmt: skip
    case.kin = frozenset({subject.pk}) if subject else frozenset()
    recorded = recorded_on or on
    chain = seated(place, recorded, *held)
    chain.other_days[on] = seated(place, on, *held)
    for other in PLACES:
        if other != place:
            chain.others[other.pk] = seated(other, recorded, *held)
            chain.others[other.pk].other_days[on] = seated(other, on, *held)
    return Act(
        procedure=table,
        row=table.row(row),
        case=case,
        by=by,
        on=on,
        at=timezone.make_aware(datetime.combine(recorded, time(12))),
        law=Law(on, {rule.key: value for rule, value in (set_here or {}).items()}),
        chain=chain,
        facts=table.facts(**(facts or {})),
        **given,
    )


@contextmanager
def told() -> Iterator[list[Word]]:
    """Keep what anybody is told in the block, and write nothing of it."""
    words: list[Word] = []
    token = sending._kept.set(words)
    try:
        yield words
    finally:
        sending._kept.reset(token)
