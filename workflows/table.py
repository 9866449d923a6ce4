"""业务程序: the words in which a procedure is written as a table of the regulation.

A table is plain values that refer to real Python objects. It cannot be wrong: `workflows.tablecheck` refuses an
impossible one at start-up and names the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from workflows.actors import Actor
from workflows.condition import Condition
from workflows.rules import Rule, Under, Value

if TYPE_CHECKING:
    from forms.base import PaperForm
    from workflows.act import Act
    from workflows.facts import Facts
    from workflows.models import Case
    from workflows.papers.sheets import Imprint
    from workflows.people.models import Organization

Effect = Callable[["Act[Any]"], None]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper that an act gives.

    Attributes:
        sheet: the type of its facts, which names its template.
        build: makes the facts from the act, the paper's number and its issuer; called inside the transaction.
        series: `organization` for a number of the issuing organization and year, or the fact that is the number.
        issuer: `branch` or `committee`, who issues it.
        for_file: it goes into the file and is not handed to the person concerned.
    """

    code: str
    title: str
    sheet: type[Imprint]
    build: Callable[[Act[Any], str, Organization], Imprint]
    series: str = "organization"
    issuer: str = "committee"
    for_file: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """时限: how long a stage may take; it reminds and escalates, it never decides."""

    rule: Rule
    unit: str = "months"


@dataclass(frozen=True, slots=True)
class Way:
    """Where a step leads, when, and what follows from it; `to` None stays in the stage."""

    to: str | None
    title: str = ""
    when: Callable[[Act[Any]], bool] | None = None
    does: tuple[Effect, ...] = ()
    gives: tuple[PaperKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """A piece of page that stands beside a form: its template and what fills it."""

    template: str
    facts: Callable[[Act[Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Record:
    """An act that leaves the case in its stage: a class, a mentor, an objection.

    Attributes:
        article: the article it stands on, in Chinese.
        actor: who may do it; None for the actor that the stage waits for.
        marks: the fact that keeps the act's date.
        decides: an introducer must recuse himself from it as well.
        under: the law under which the row stands.
        others_too: people who may act besides, as a fact of the case names them.
        fills: what the form shows before anybody has typed.
        aside: what the page shows beside the form (the roll beside a meeting's figures).
        tells: the answers that the person concerned may read; all others are for reviewers.
        reopens: what is taken back when the case is returned to this act.
        anew: after a return the case goes on from here, for what followed rests on it; otherwise it goes straight back.
    """

    code: str
    title: str
    article: str
    asks: type[PaperForm] | None = None
    actor: Actor | None = None
    needs: tuple[Condition, ...] = ()
    does: tuple[Effect, ...] = ()
    gives: tuple[PaperKind, ...] = ()
    marks: str = ""
    decides: bool = False
    under: Under | None = None
    others_too: Actor | None = None
    fills: Callable[[Act[Any]], Mapping[str, Any]] | None = None
    aside: Aside | None = None
    tells: tuple[str, ...] = ()
    reopens: tuple[Effect, ...] = ()
    anew: bool = False
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """An act that ends the stage for its actor and leads on."""

    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Detour:
    """While something is so, another actor is waited for in the stage."""

    actor: Actor
    title: str
    when: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Stage:
    """环节: who is waited for, on which article, for how long, and what may happen.

    `decided` says that the last decision has been taken: the case can no longer be withdrawn or returned.
    """

    code: str
    title: str
    actor: Actor
    steps: tuple[Step, ...]
    records: tuple[Record, ...] = ()
    within: Limit | None = None
    detours: tuple[Detour, ...] = ()
    decided: bool = False

    def waits_for(self, facts: Facts) -> Actor:
        """Return the actor whose turn it is, given what the case knows."""
        return next((detour.actor for detour in self.detours if detour.when(facts)), self.actor)

    @property
    def acts(self) -> tuple[Record, ...]:
        """The steps and records of the stage."""
        return (*self.steps, *self.records)


@dataclass(frozen=True, slots=True)
class Ending:
    """办结: an end of the case, what it does to the register, and what may still be recorded."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """A procedure of the League's regulations.

    Attributes:
        edition: running cases stay on the edition that they began under.
        opens: the steps that open a case; their `ways` lead to the first stage.
        facts: the type of the facts that its cases keep.
        withdrawn: the ending that a withdrawal leads to.
        subject_field: the opening form's field that names the person concerned; empty for whoever opens it.
        conflicts: facts that list people who must recuse themselves from decisions (introducers).
        adopts: what to do when a case that began elsewhere is taken over at a stage.
        besides: rules that effects and papers ask and no row names (how a majority is counted).
    """

    code: str
    title: str
    title_en: str
    case_title: str
    edition: int
    source: str
    facts: type[Facts]
    opens: tuple[Step, ...]
    stages: tuple[Stage, ...]
    endings: tuple[Ending, ...]
    withdrawn: str = ""
    subject_field: str = ""
    conflicts: tuple[str, ...] = ()
    adopts: tuple[Effect, ...] = ()
    besides: tuple[Rule, ...] = ()
    expiry: Expiry | None = None
    icon: str = "file-text"
    intro: str = ""

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

    def acts(self) -> Iterator[tuple[Stage | Ending | None, Record]]:
        """Yield every row with where it stands; None for the opening steps."""
        yield from ((None, step) for step in self.opens)
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
            within = [place.within.rule] if isinstance(place, Stage) and place.within else []
            needed = [need.rule for need in row.needs if need.rule]
            under = [row.under.rule] if row.under else []
            found.update((rule.key, rule) for rule in (*within, *under, *needed))
        if self.expiry:
            found[self.expiry.rule.key] = self.expiry.rule
        found.update((rule.key, rule) for rule in self.besides)
        return tuple(found.values())
