"""业务程序: the words in which a procedure is written as a table of the regulation.

A table is plain values that refer to real Python objects. It cannot be wrong: `workflows.table.check` refuses an
impossible one at start-up and names the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from forms.words import zh_period
from workflows.people.actors import Actor
from workflows.table.belongings import Belongings
from workflows.table.house_rules import TWO_LEVELS
from workflows.table.moved import Moved, Whither
from workflows.table.rows import (
    Conflict,
    Early,
    Effect,
    Limit,
    PaperKind,
    Record,
    RoundRow,
    Step,
)
from workflows.table.rules import Rule, Value

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workflows.models import Case
    from workflows.people.models import Organization, Person
    from workflows.store.facts import Facts


@dataclass(frozen=True, slots=True)
class Detour:
    """While something is so, another actor is waited for in the stage; `unlimited`: its limit does not run then."""

    actor: Actor
    title: str
    when: Callable[[Any], bool]
    unlimited: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """环节: who is waited for, on which article, for how long, and what may happen.

    Attributes:
        decided: the last decision has been taken: the case can no longer be withdrawn or returned.
        together: who is waited for on behalf of the whole branch, by one task on the cover of a round.
        early: acts that people ask for too early here, with the condition that says so.
    """

    code: str
    title: str
    actor: Actor
    steps: tuple[Step, ...]
    records: tuple[Record, ...] = ()
    within: Limit | None = None
    detours: tuple[Detour, ...] = ()
    decided: bool = False
    together: Actor | None = None
    early: tuple[Early, ...] = ()

    def waits_for(self, facts: Facts, *, cover: bool = False) -> Actor:
        """Return the actor whose turn it is, given what the case knows and whether it is the cover of a branch."""
        if cover:
            return self.together or self.actor
        return next((detour.actor for detour in self.detours if detour.when(facts)), self.actor)

    @property
    def acts(self) -> tuple[Record, ...]:
        """The steps and records of the stage."""
        return (*self.steps, *self.records)


@dataclass(frozen=True, slots=True)
class Ending:
    """办结: an end of the case, what it does to the register, and what may still be done: a step takes it up again."""

    code: str
    title: str
    does: tuple[Effect, ...] = ()
    records: tuple[Record, ...] = ()
    good: bool = False

    @property
    def acts(self) -> tuple[Record, ...]:
        """The records that the ending still takes."""
        return self.records


@dataclass(frozen=True, slots=True)
class Expiry:
    """A day on which the law itself ends the case, while it is in one of the stages.

    Attributes:
        on: gives the day from the case and the rule's value when it opens, None for never.
        article: the law by which it ends; without one nothing may end by time.
    """

    to: str
    title: str
    article: str
    rule: Rule
    on: Callable[[Case, Value], date | None]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A change of the person's standing after which an open case cannot go on; it ends with an entry and a notice.

    Attributes:
        article: why it ends; without one nothing may end by itself.
        overtaken: picks from open cases those that cannot go on; each case carries `asked_on`, the day of asking.
    """

    to: str
    title: str
    article: str
    overtaken: Callable[[QuerySet[Case]], QuerySet[Case]]


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """A procedure of the League's regulations.

    Attributes:
        edition: running cases stay on the edition that they began under.
        opens: the steps that open a case; their `ways` lead to the first stage.
        facts: the type of the facts that its cases keep.
        withdrawn: the ending that a withdrawal leads to.
        subject_field: the opening form's field that names the person concerned; empty for whoever opens it.
        conflicts: who must recuse himself from decisions beside the person concerned and relatives (introducers).
        on_adoption: what to do when a case that began elsewhere is taken over at a stage.
        known_since: the first day on which the person concerned can have such a case there, and what began on it
            (入团); asked of one entered later.
        further_rules: rules that effects and papers ask and no row names (how a majority is counted).
        rounds: the acts that open a case for everybody concerned.
        closings: changes of the person's standing that end a case.
        moved: what a move of the person does to an open case, for every stage and every move.
        books: what the procedure's own books do, within the act, when one of any procedure ends or begins a membership.
        belongings: what its own books keep of an organization, and how that goes along when another takes its place.
        other: the fact that holds the second organization of a case; officers there see it as their own.
        of_register: its acts change the register, so that the history of the organization tells of them.
    """

    code: str
    title: str
    title_en: str
    case_title: str
    edition: int
    source: str
    facts: type[Facts]
    stages: tuple[Stage, ...]
    endings: tuple[Ending, ...]
    opens: tuple[Step, ...] = ()
    rounds: tuple[RoundRow, ...] = ()
    withdrawn: str = ""
    subject_field: str = ""
    conflicts: tuple[Conflict, ...] = ()
    on_adoption: tuple[Effect, ...] = ()
    further_rules: tuple[Rule, ...] = ()
    expiry: Expiry | None = None
    known_since: Callable[[Any], tuple[date, str] | None] | None = None
    closings: tuple[Closing, ...] = ()
    moved: tuple[Moved, ...] = ()
    books: tuple[Effect, ...] = ()
    belongings: tuple[Belongings, ...] = ()
    other: str = ""
    icon: str = "file-text"
    intro: str = ""
    of_register: bool = False

    @property
    def places(self) -> tuple[Stage | Ending, ...]:
        """The stages, then the endings."""
        return (*self.stages, *self.endings)

    def place(self, code: str) -> Stage | Ending:
        """Return the stage or ending of that code."""
        for place in self.places:
            if place.code == code:
                return place
        raise LookupError(f"{self.code} has no stage or ending {code!r}")

    def title_at(self, stage: str) -> str:
        """Return the title of a case's stage or ending for a list of cases; the code of one that is gone."""
        return next((place.title for place in self.places if place.code == stage), stage)

    def on_move(self, stage: str, whither: Whither) -> Moved:
        """Return what a move does to a case at a stage.

        Raises:
            LookupError: the table does not say; `check_table` lets none such pass.
        """
        for one in self.moved:
            if one.fits(stage, whither):
                return one
        raise LookupError(f"{self.code} does not say what a move does to a case at {stage!r}")

    def acts(self) -> Iterator[tuple[Stage | Ending | None, Record]]:
        """Yield every row with where it stands; None for the opening steps and the rounds."""
        yield from ((None, step) for step in (*self.opens, *self.rounds))
        for place in self.places:
            yield from ((place, row) for row in place.acts)

    def row(self, act: str) -> Record:
        """Return the first row of that act.

        Raises:
            LookupError: the procedure has no such act.
        """
        for _, row in self.acts():
            if row.code == act:
                return row
        raise LookupError(f"{self.code} has no act {act!r}")

    def matter(self, code: str) -> str:
        """Return what a case of a matter is called."""
        titles = {step.matter.code: step.matter.title for step in self.opens if step.matter}
        return titles.get(code, self.case_title)

    def title_of(self, matter: str, period: str, subject: Person | None, organization: Organization) -> str:
        """Return the title of a case: whom it concerns, what it is about and in which period, and where it runs."""
        called = f"{self.matter(matter)}（{zh_period(period)}）" if period else self.matter(matter)
        return f"{subject.name}·{called}·{organization.name}" if subject else f"{organization.name}·{called}"

    def paper_kinds(self) -> Iterator[PaperKind]:
        """Yield every kind of paper that the rows may give, each once."""
        kinds = {
            kind.code: kind
            for _, row in self.acts()
            for kind in (*row.gives, *(one for way in row.ways for one in way.gives))
        }
        yield from kinds.values()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the rows refer to and those besides, each once, in the order of the table."""
        found: dict[str, Rule] = {}
        for place, row in self.acts():
            within = _limits(place)
            needed = [need.rule for need in row.needs if need.rule]
            under = [row.under.rule] if row.under else []
            found.update((rule.key, rule) for rule in (*within, *under, *needed))
        if self.expiry:
            found[self.expiry.rule.key] = self.expiry.rule
        found.update((rule.key, rule) for rule in self.further_rules)
        if any(row.decides for _, row in self.acts()):
            found[TWO_LEVELS.key] = TWO_LEVELS
        return tuple(found.values())


def _limits(place: Stage | Ending | None) -> list[Rule]:
    if not isinstance(place, Stage):
        return []
    limit = place.within
    rules = [limit.rule, limit.remind, limit.gives_back, limit.alarm] if limit else []
    return [rule for rule in (*rules, *(early.needs.rule for early in place.early)) if rule]
