"""Reading rounds for their pages: which there are, whom a preview reaches, what came of one branch by branch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from workflows import engine
from workflows.engine import moves
from workflows.models import Case, Round, Skip
from workflows.pages.public.offers import may_open, place_of
from workflows.pages.reader import Reader
from workflows.pages.words import key_in
from workflows.papers.spreadsheet import workbook
from workflows.people.models import Organization
from workflows.rounds import row_of
from workflows.rounds.running import Preview
from workflows.table import Placed, Procedure, RoundRow, Skipped
from workflows.table.act import Act
from workflows.table.registry import procedure as procedure_of
from workflows.table.registry import procedures, table_of

PAGE = 20
BRANCHES = 50
SKIPS = 50
STILL = timedelta(minutes=2)  # a chunk takes seconds; a round that has not moved for so long has lost its worker
HEADINGS = (("姓名", 14), ("所在组织", 36), ("原因", 90))


@dataclass(frozen=True, slots=True)
class Previewed:
    """A person of a preview: `stage` where a case would be opened, else the reason why not.

    `known` are title and text of the round's own columns, as far as they are known before anything is done.
    """

    name: str
    place: str
    stage: str
    reason: str
    known: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Branch:
    """What came of a round at one branch: its cover's key and stage, and how many cases stand in each stage."""

    name: str
    path: str
    cover: int | None = None
    cover_stage: str = ""
    counts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many people have a case here."""
        return sum(number for _, number in self.counts)


@dataclass(frozen=True, slots=True)
class Branches:
    """A page of branches, and the key of the next page."""

    rows: tuple[Branch, ...]
    following: str = ""


@dataclass(frozen=True, slots=True)
class Skips:
    """A page of those whom the round left out, and the key of the next page."""

    rows: tuple[Skip, ...]
    following: str = ""


def listed(who: Reader, before: str) -> tuple[list[Round], str]:
    """Return a page of the rounds that the reader may see, newest first, and the key of the next."""
    found = who.sight.rounds().select_related("organization").order_by("-id")
    if (last := key_in(before)) is not None:
        found = found.filter(pk__lt=last)
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def open_to(who: Reader) -> list[tuple[Procedure, RoundRow]]:
    """Return the rounds that the reader may start by his posts."""
    return [(procedure, row) for procedure in procedures() for row in procedure.rounds if may_open(who, row)]


def prospect(who: Reader, procedure: Procedure, row: RoundRow) -> Act[Any] | None:
    """Return a round not asked for yet, at the office that would start it; None where one has to say which."""
    office = place_of(who, row)
    if office is None:
        return None
    act = engine.prospect_of(
        moves.new_case(procedure, subject=None, organization=office, starter=who.person, on=who.on),
        who.person, on=who.on, at=who.at,
    )  # fmt: skip
    act.row = row
    return act


def initial(act: Act[Any]) -> dict[str, Any]:
    """Return what the form of a round shows at first: the office that would start it, and what the row fills."""
    return {"organisation": act.organization.pk, **(act.row.fills(act) if act.row.fills else {})}


def beside(act: Act[Any]) -> dict[str, Any]:
    """Return what the page shows beside the form of a round."""
    aside = act.row.side_panel
    return {"aside": aside.template, **aside.facts(act)} if aside else {}


def may_resume(who: Reader, found: Round) -> bool:
    """Tell whether the reader could have started the round."""
    try:
        row = row_of(procedure_of(found.procedure), found.act)
    except LookupError:
        return False
    return may_open(who, row)


def stands_still(found: Round, at: datetime) -> bool:
    """Tell whether a running round has not moved for a while."""
    return found.is_running and found.moved_at < at - STILL


def previewed(procedure: Procedure, seen: Preview) -> list[Previewed]:
    """Return the people of a preview in the order of keys; their homes cost one statement."""
    found: list[Placed | Skipped] = [*seen.placed, *seen.skipped]
    found.sort(key=lambda one: one.person.pk)
    homes = Organization.objects.in_bulk({one.person.home_id for one in found if one.person.home_id})
    return [
        Previewed(
            one.person.name,
            homes[one.person.home_id].name if one.person.home_id else "",
            procedure.place(one.stage).title if isinstance(one, Placed) else "",
            "" if isinstance(one, Placed) else one.sentence,
            _known(seen, one),
        )
        for one in found
    ]


def _known(seen: Preview, one: Placed | Skipped) -> tuple[tuple[str, str], ...]:
    row = seen.act.row
    if not isinstance(one, Placed) or not isinstance(row, RoundRow):
        return ()
    told = ((column.title, column.text(one.facts)) for column in row.columns)
    return tuple((title, text) for title, text in told if text)


def stages(found: Round) -> list[tuple[str, int]]:
    """Return how many cases of people stand in each stage, in the order of the table."""
    people = Case.objects.filter(round=found, subject__isnull=False)
    numbers = dict(people.values_list("stage").annotate(number=Count("pk")).order_by())
    return _titled(found, numbers)


def branches(who: Reader, found: Round, after: str) -> Branches:
    """Return a page of branches with what came of the round there, in two statements."""
    cases = Case.objects.filter(round=found, path__gt=after) if after else Case.objects.filter(round=found)
    paths = list(cases.order_by("path").values_list("path", flat=True).distinct()[: BRANCHES + 1])
    shown = paths[:BRANCHES]
    rows: dict[str, Branch] = {}
    numbers: dict[str, dict[str, int]] = {}
    for path, name, stage, number in (
        Case.objects.filter(round=found, subject__isnull=False, path__in=shown)
        .order_by("path")
        .values_list("path", "organization__name", "stage")
        .annotate(number=Count("pk"))
    ):
        rows.setdefault(path, Branch(name, path))
        numbers.setdefault(path, {})[stage] = number
    for cover in _covers(who, found, shown):
        branch = rows.setdefault(cover.path, Branch(cover.organization.name, cover.path))
        branch.cover, branch.cover_stage = cover.pk, table_of(cover).title_at(cover.stage)
    for path, branch in rows.items():
        branch.counts = _titled(found, numbers.get(path, {}))
    return Branches(tuple(rows[path] for path in shown if path in rows), shown[-1] if len(paths) > BRANCHES else "")


def _covers(who: Reader, found: Round, paths: list[str]) -> Iterable[Case]:
    """Return the covers of branches; one may have been opened by an earlier round of the same period."""
    same = Q(round=found) | Q(procedure=found.procedure, period=found.period, round__isnull=False)
    return who.sight.cases().filter(same, subject=None, path__in=paths).select_related("organization")


def _titled(found: Round, numbers: dict[str, int]) -> list[tuple[str, int]]:
    places = procedure_of(found.procedure).places
    return [(place.title, numbers[place.code]) for place in places if place.code in numbers]


def skips(found: Round, after: str) -> Skips:
    """Return a page of those whom the round left out, in the order in which it met them."""
    rows = found.skips.select_related("person__home").order_by("id")
    if (last := key_in(after)) is not None:
        rows = rows.filter(pk__gt=last)
    page = tuple(rows[: SKIPS + 1])
    return Skips(page[:SKIPS], str(page[SKIPS - 1].pk) if len(page) > SKIPS else "")


def left_out_workbook(found: Round) -> bytes:
    """Return a workbook of everybody left out."""
    skips = found.skips.select_related("person__home").order_by("id").iterator(chunk_size=2000)
    rows = ((one.person.name, str(one.person.home or ""), one.sentence) for one in skips)
    return workbook("未发起人员", HEADINGS, rows)
