"""可以办理: which procedures a person may open, and what stands against it today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflows.engine import places
from workflows.engine.outlook import Barred, Judged, barred, conditions_of_start
from workflows.pages.reader import Reader
from workflows.people.actors import Level
from workflows.people.models import Organization
from workflows.table import Procedure, Record, Step
from workflows.table.condition import Condition
from workflows.table.refusals import Finding
from workflows.table.registry import procedures


@dataclass(frozen=True, slots=True)
class Offer:
    """An opening step offered to somebody.

    Attributes:
        conditions: each with its verdict today; one without a verdict cannot be known yet.
    """

    procedure: Procedure
    step: Step
    conditions: tuple[Judged, ...]
    on: date

    @property
    def called(self) -> str:
        """What the case is called that the step opens."""
        return called(self.procedure, self.step)

    @property
    def is_own(self) -> bool:
        """Whether people open it for themselves."""
        return is_personal(self.step)

    @property
    def known(self) -> bool:
        """Whether anything can be judged before the form is filled in."""
        return any(one.finding for one in self.conditions)

    @property
    def ready(self) -> bool:
        """Whether nothing that can be judged now stands against it."""
        return not any(one.stands_against for one in self.conditions)

    @property
    def earliest(self) -> date | None:
        """The first day on which everything that a day can mend would be mended; None where no day helps."""
        against = [one.finding for one in self.conditions if one.stands_against and one.finding]
        days = [finding.earliest for finding in against if finding.earliest]
        return max(days) if days and len(days) == len(against) else None


def called(procedure: Procedure, step: Step) -> str:
    """Return what the case is called that a step opens."""
    return step.matter.title if step.matter else procedure.case_title


@dataclass(frozen=True, slots=True)
class Openings:
    """What a person may open of one procedure; what stands against it is judged on the page of the step itself.

    Attributes:
        barred: the steps that his age or his standing forbids, each with the reason.
    """

    procedure: Procedure
    steps: tuple[Step, ...]
    barred: tuple[tuple[Step, Finding], ...] = ()


def own_openings(who: Reader) -> list[Openings]:
    """Return what a person may open in his own matter, and what his age or his standing forbids him."""
    found = list(_openings(who, personal=True))
    placed = ((one.procedure, step, place_of(who, step)) for one in found for step in one.steps)
    why = barred([(table, step, place) for table, step, place in placed if place], who.person, on=who.on, at=who.at)
    return [_sorted_out(one, why) for one in found]


def _sorted_out(one: Openings, why: Barred) -> Openings:
    against = {step.code: why.get((one.procedure.code, step.code)) for step in one.steps}
    free = tuple(step for step in one.steps if not against[step.code])
    return Openings(one.procedure, free, tuple((step, found) for step in one.steps if (found := against[step.code])))


def office_openings(who: Reader) -> list[Openings]:
    """Return what a person may open by his posts."""
    return list(_openings(who, personal=False))


def kept_by_asking(who: Reader, names: Iterable[str]) -> Iterator[tuple[Procedure, Step]]:
    """Yield what a reader may open as keeper of an organization, where the form asks for these fields."""
    for procedure in procedures():
        for step in procedure.opens:
            keeps = step.actor is not None and step.actor.level is Level.UPWARDS and may_open(who, step)
            if keeps and step.asks and set(names) <= set(step.asks.base_fields):
                yield procedure, step


def _openings(who: Reader, *, personal: bool) -> Iterator[Openings]:
    for procedure in procedures():
        steps = tuple(one for one in procedure.opens if is_personal(one) == personal and may_open(who, one))
        if steps:
            yield Openings(procedure, steps)


def offer(who: Reader, procedure: Procedure, step: Step) -> Offer:
    """Return one opening step with its conditions as they stand for a person today."""
    place = place_of(who, step)
    if place is None or (procedure.subject_field and not is_personal(step)):
        return Offer(procedure, step, _unknown(step.needs, who.on), who.on)
    judged = conditions_of_start(procedure.code, step, who.person, place, on=who.on, at=who.at)
    return Offer(procedure, step, judged, who.on)


def place_of(who: Reader, step: Record) -> Organization | None:
    """Return the organization for which a person opens a step where he chooses none; None where he has to choose."""
    return places.near(step, who.sight.appointments, who.person)


def may_open(who: Reader, step: Record) -> bool:
    """Tell whether the step is a person's own, or one of his posts'."""
    if is_personal(step):
        return True
    actors = (*((step.actor,) if step.actor else ()), *step.also)
    return any(who.sight.roles.intersection(actor.may) for actor in actors)


def is_personal(step: Record) -> bool:
    """Tell whether people open it for themselves, whoever else may."""
    return step.actor is not None and step.actor.level in (Level.PERSON, Level.ANYWHERE)


def _unknown(needs: Iterable[Condition], on: date) -> tuple[Judged, ...]:
    return tuple(Judged(need, None, on) for need in needs)
