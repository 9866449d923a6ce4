"""行: the rows of a table and what they refer to: forms, papers, limits, ways, rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from workflows.people.actors import Actor, Level
from workflows.table.acting import AnyAct
from workflows.table.condition import Condition
from workflows.table.instead import Instead
from workflows.table.rules import Rule, Under

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forms.base import PaperForm
    from workflows.models import Case, Task
    from workflows.people.models import Organization, Person
    from workflows.store.facts import Facts
    from workflows.table.refusals import Finding
    from workflows.table.word import Word

Effect = Callable[[AnyAct], None]


class Printed(Protocol):
    """The facts of a paper: a dataclass that names its template (`workflows.papers.sheets.Imprint`)."""

    template: ClassVar[str]
    title: ClassVar[str]

    @property
    def number(self) -> str:
        """As printed; empty where the paper has none."""

    @property
    def signed_by(self) -> str:
        """The organization that signs."""

    @property
    def signed_on(self) -> date:
        """The day under the signature."""

    @property
    def valid_until(self) -> date | None:
        """The last day on which it counts; None for a paper that does not run out."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper that an act gives.

    Attributes:
        sheet: the type of its facts, which names its template.
        build: makes the facts from the act, the paper's number and its issuer; called inside the transaction.
        series: `organization` for a number of the issuing organization and year, or the fact that is the number.
        when: whether the act gives it at all; None for always.
        issuer: `branch` or `committee`, who issues it.
        for_file: it goes into the file and is not handed to the person concerned.
        word: what the numbers of this kind say after the 机关代字 of the issuer, 介 of 江医团介〔2026〕1号.
    """

    code: str
    title: str
    sheet: type[Printed]
    build: Callable[[AnyAct, str, Organization], Printed]
    series: str = "organization"
    issuer: str = "committee"
    for_file: bool = False
    when: Callable[[AnyAct], bool] | None = None
    word: str = "字"


@dataclass(frozen=True, slots=True)
class Matter:
    """事项类别: what sort of case an opening row opens, where a procedure has several.

    A person has at most one open case of a procedure and matter. With `of_organization` it concerns no person:
    its organization is the answer `organisation`, else the actor's own.
    """

    code: str
    title: str
    of_organization: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """回避: the people whom a fact lists (introducers) leave the decisions of some levels to others.

    Attributes:
        people: the fact that lists them.
        at: the levels whose decisions they are barred from; empty for every level.
    """

    people: str
    at: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """时限: how long a stage may take; it reminds and escalates, it never decides.

    Attributes:
        remind: remind so many days after arrival; None for some days before the end.
        alarm: tell the organization above and the desk once more, so many months after arrival.
        gives_back: give the case back to whoever started it after so many days without an act.
    """

    rule: Rule
    unit: str = "months"
    remind: Rule | None = None
    gives_back: Rule | None = None
    alarm: Rule | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Where a step leads, when, and what follows from it; `to` None stays in the stage."""

    to: str | None
    title: str = ""
    when: Callable[[AnyAct], bool] | None = None
    does: tuple[Effect, ...] = ()
    gives: tuple[PaperKind, ...] = ()


class Repeat(StrEnum):
    """Whether an act that leaves a case in its stage may be done there again, in the words of the handbook."""

    FREELY = "可以多次办理"
    JUDGED = "按条件可以再次办理"
    NEVER = "只办理一次"


def always(act: AnyAct) -> bool:
    """Say yes of every act."""
    return True


@dataclass(frozen=True, slots=True)
class SidePanel:
    """A piece of page that stands beside a form: its template and what fills it."""

    template: str
    facts: Callable[[AnyAct], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Record:
    """An act that leaves the case in its stage: a class, a mentor, an objection.

    Attributes:
        article: the article it stands on, in Chinese.
        actor: who may do it; None for the actor that the stage waits for.
        marks: the fact that keeps the act's date.
        decides: an introducer must recuse himself from it as well.
        under: the law under which the row stands.
        also: further actors who may do it as well.
        together: the other cases to which the same act applies: a branch meeting, a ceremony's list. Each has an act
            of its own with the same answers; one that fails a condition is left out with the finding.
        fills: what the form shows before anybody has typed.
        side_panel: what the page shows beside the form (the roll beside a meeting's figures).
        tells: the answers that the person concerned may read; all others are for reviewers.
        sets: the facts that its effects set; a case that goes back before the act forgets them with its `marks`.
        reopens: what is taken back besides when the case is returned to this act, or goes back before it.
        corrects: the answers that may be corrected once they are recorded; None for all.
        instead: what mends the others once the case can go back no more; None for a remark.
        starts_over: whether, after a return, the case goes on from here, for what followed rests on it; else it goes
            straight back.
        repeat: whether it may be done again where it leaves the case in its stage; `JUDGED` for as long as its
            conditions let it, `NEVER` once it has left the day in `marks`. None for what always leads on.
        told: the messages that it sends, asked once its tasks are open; None for those of a move.
        leaves_to_others: whoever it concerns, and relatives, must leave it to somebody else. False for a row whose
            conditions say themselves what nobody does for himself.
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
    also: tuple[Actor, ...] = ()
    together: Callable[[AnyAct], QuerySet[Case]] | None = None
    fills: Callable[[AnyAct], Mapping[str, Any]] | None = None
    side_panel: SidePanel | None = None
    tells: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    reopens: tuple[Effect, ...] = ()
    starts_over: Callable[[AnyAct], bool] | None = None
    corrects: tuple[str, ...] | None = None
    instead: Instead | None = None
    ways: tuple[Way, ...] = ()
    repeat: Repeat | None = None
    told: Callable[[AnyAct, Sequence[Task]], Iterable[Word]] | None = None
    leaves_to_others: bool = True

    @property
    def may_stay(self) -> bool:
        """Whether it may leave the case in its stage."""
        return not self.ways or any(way.to is None for way in self.ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """An act that ends the stage for its actor and leads on; one that opens a case may name its matter."""

    ways: tuple[Way, ...]
    matter: Matter | None = None


class Who(StrEnum):
    """Who may do an act that is open on every case, in the words of the handbook."""

    HOLDER = "现在等待的岗位的任职人员"
    SUPERIOR = "其上一级岗位的任职人员"
    CONCERNED = "当事人本人或发起人"
    OFFICE = "事项所在组织的任职人员"
    ASKED = "被征求意见的人"
    KEEPER = "登记该项内容的岗位的任职人员或团委"
    READER = "能查看该事项的人"


@dataclass(frozen=True, slots=True, kw_only=True)
class Common(Record):
    """每件事项都可以办理的: a row that every table has in every stage, whatever it waits for.

    Attributes:
        who: who may do it; any one of them.
        leads: where it leads; None for an act that leaves the case where it waits.
        at_end: it is open on a case that has come to its end, too.
        undated: it follows nothing, so that its day is not compared with that of the last move.
        warns: further warnings, asked once its conditions are met.
    """

    who: tuple[Who, ...]
    leads: Callable[[AnyAct], str] | None = None
    at_end: bool = False
    undated: bool = False
    warns: Callable[[AnyAct], Iterable[Finding]] | None = None


@dataclass(frozen=True, slots=True)
class Early:
    """An act that people ask for too early in a stage, and the condition that says why not yet."""

    code: str
    needs: Condition


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a round puts somebody: the stage his case enters, and what is known of it."""

    person: Person
    stage: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Skipped:
    """Whom a round leaves out, with the reason as a code and one sentence."""

    person: Person
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column that the pages of a round show of each case, read from its facts."""

    title: str
    text: Callable[[Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow(Record):
    """An act that opens a case for everybody concerned under an organization, or writes into books of its own.

    Attributes:
        who: everybody it concerns; the organization is the answer `organisation`, else the actor's own.
        places: where each of some people goes, or why not; asked for a chunk at a time.
        writes: does the work for a chunk instead, where no cases are opened, and returns whom it left out.
        period: what a person has one case of (`2025`, `2026-11`).
        promises: what the cases of branches keep of the law under which the round was opened, by the names of facts.
        cover: one case more for each branch, of nobody, which the branch's acts are done on.
        nightly: the answers with which the calendar runs it on a night, None for not tonight.
        columns: what the round's pages show of each case.
    """

    who: Callable[[AnyAct], QuerySet[Person]]
    places: Callable[[AnyAct, Sequence[Person]], Iterable[Placed | Skipped]] | None = None
    writes: Callable[[AnyAct, Sequence[Person]], Iterable[Skipped]] | None = None
    period: Callable[[AnyAct], str] | None = None
    promises: Callable[[AnyAct], Mapping[str, Any]] | None = None
    cover: bool = False
    nightly: Callable[[date], Mapping[str, Any] | None] | None = None
    columns: tuple[Column, ...] = ()
