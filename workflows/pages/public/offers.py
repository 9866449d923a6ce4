"""可以办理: which procedures a person may open, and what stands against it today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflows.actors import Level
from workflows.condition import Condition
from workflows.outlook import Judged, conditions_of_start
from workflows.pages.reader import Reader
from workflows.registry import procedures
from workflows.table import Procedure, Step


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
    def ready(self) -> bool:
        """Whether nothing that can be judged now stands against it."""
        return not any(one.stands_against for one in self.conditions)

    @property
    def earliest(self) -> date | None:
        """The first day on which everything that a day can mend would be mended; None where no day helps."""
        against = [one.finding for one in self.conditions if one.stands_against and one.finding]
        days = [finding.earliest for finding in against if finding.earliest]
        return max(days) if days and len(days) == len(against) else None


def offers(who: Reader) -> list[Offer]:
    """Return what a person may open: his own procedures, and those that his posts open."""
    return [
        offer(who, procedure, step) for procedure in procedures() for step in procedure.opens if may_open(who, step)
    ]


def offer(who: Reader, procedure: Procedure, step: Step) -> Offer:
    """Return one opening step with its conditions as they stand for a person today."""
    home = who.person.home
    if home is None or procedure.subject_field:
        return Offer(procedure, step, _unknown(step.needs, who.on), who.on)
    judged = conditions_of_start(procedure.code, step, who.person, home, on=who.on, at=who.at)
    return Offer(procedure, step, judged, who.on)


def may_open(who: Reader, step: Step) -> bool:
    """Tell whether the step is a person's own, or one of his posts'."""
    actor = step.actor
    if actor is None or actor.level in (Level.PERSON, Level.ANYWHERE):
        return actor is not None
    return bool(who.sight.roles.intersection(actor.may))


def _unknown(needs: Iterable[Condition], on: date) -> tuple[Judged, ...]:
    return tuple(Judged(need, None, on) for need in needs)
