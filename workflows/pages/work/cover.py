"""支部事项: the cover of a round at a branch, with its members' cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from workflows.models import Case
from workflows.pages.reader import Reader
from workflows.pages.words import key_in
from workflows.rounds import row_of
from workflows.table.registry import table_of

PAGE = 100  # a branch has at most some fifty members


@dataclass(frozen=True, slots=True)
class Member:
    """A member's case on the cover's page, with title and text of the round's own columns."""

    case: Case
    stage: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Members:
    """A page of members' cases under the titles of the round's columns, and the key of the next page."""

    titles: tuple[str, ...]
    rows: tuple[Member, ...]
    following: str = ""


def with_members(cover: Case) -> QuerySet[Case]:
    """Return the cover and the cases of its branch's people in the same period."""
    return Case.objects.filter(
        procedure=cover.procedure, period=cover.period, organization=cover.organization_id, round__isnull=False
    )


def members_of(who: Reader, cover: Case, after: str) -> Members | None:
    """Return the members' cases of a cover, one statement; None for a case that is none, or not seen in office."""
    if cover.round is None or not cover.is_cover or not who.sight.is_insider(cover):
        return None
    procedure = table_of(cover)
    row = row_of(procedure, cover.round.act)
    cases = with_members(cover).filter(subject__isnull=False, pk__in=who.sight.cases().values("pk"))
    if (last := key_in(after)) is not None:
        cases = cases.filter(pk__gt=last)
    found: Sequence[Case] = list(cases.select_related("subject").order_by("id")[: PAGE + 1])
    rows = [
        Member(
            case,
            procedure.title_at(case.stage),
            tuple((column.title, column.text(procedure.facts.model_validate(case.facts))) for column in row.columns),
        )
        for case in found[:PAGE]
    ]
    titles = tuple(column.title for column in row.columns)
    return Members(titles, tuple(rows), str(found[PAGE - 1].pk) if len(found) > PAGE else "")
