"""Numbering and issuing papers inside the transaction of an act."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from workflows.models import Entry, Paper
from workflows.papers.sheets import adapter_of
from workflows.papers.tasks import print_later
from workflows.people.models import Organization
from workflows.store import bulk, writing
from workflows.store.prepared import cursor_of
from workflows.table import PaperKind
from workflows.table.act import Act

Series = tuple[Organization, str, int]
TAKE = """
INSERT INTO workflows_numberseries AS series (organization_id, kind, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (organization_id, kind, year) DO UPDATE SET last = series.last + excluded.last RETURNING last
"""


def next_number(organization: Organization, kind: str, year: int) -> int:
    """Return the next number of a series, without gaps; the series stays locked until commit."""
    return next_numbers(organization, kind, year, 1)[0]


def next_numbers(organization: Organization, kind: str, year: int, count: int) -> range:
    """Return so many next numbers of a series, without gaps; the series stays locked until commit."""
    return take_numbers({(organization, kind, year): count})[organization, kind, year]


def take_numbers(wanted: Mapping[Series, int]) -> dict[Series, range]:
    """Return so many next numbers of each series, without gaps; all stay locked until commit, in one order."""
    return {key: _taken(key, wanted[key]) for key in sorted(wanted, key=lambda key: (key[0].pk, *key[1:]))}


def _taken(series: Series, count: int) -> range:
    """Take numbers of a series, which begins with the first that are taken."""
    organization, kind, year = series
    with cursor_of(connection) as cursor:
        cursor.execute(TAKE, [organization.pk, kind, year, count])
        last: int = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def issue(act: Act[Any], entry: Entry, kinds: tuple[PaperKind, ...]) -> list[Paper]:
    """Issue the papers that an act gives, each exactly once for its entry."""
    return issue_many([(act, entry, kind) for kind in kinds])


def issue_many(given: Sequence[tuple[Act[Any], Entry, PaperKind]]) -> list[Paper]:
    """Issue the papers of acts on several cases, in a few statements however many there are."""
    wanted = [(act, entry, kind) for act, entry, kind in given if kind.when is None or kind.when(act)]
    if not wanted:
        return []
    numbers = _numbers([(act, kind) for act, _, kind in wanted])
    made = [_paper(act, entry, kind, number) for (act, entry, kind), number in zip(wanted, numbers, strict=True)]
    _keep(made)
    print_later(sorted({entry.pk for _, entry, _ in wanted}), wanted[0][1].root)
    return made


def _keep(papers: Sequence[Paper]) -> None:
    """Insert papers: a single one by itself, several in bulk, by as many statements however many they are."""
    if len(papers) > 1:
        bulk.insert(papers)
    else:
        writing.insert(papers[0])


def issuer_of(act: Act[Any], kind: PaperKind) -> Organization:
    """Return the organization that issues a paper."""
    return act.organization if kind.issuer == "branch" else act.committee()


def _paper(act: Act[Any], entry: Entry, kind: PaperKind, number: str) -> Paper:
    issuer = issuer_of(act, kind)
    sheet = kind.build(act, number, issuer)
    return Paper(
        kind=kind.code,
        title=kind.title,
        number=number,
        case=act.case,
        entry=entry,
        organization=issuer,
        person=None if kind.for_file else act.case.subject,
        root=act.case.root,
        issued_on=sheet.signed_on,
        issued_at=act.at,
        signed_by=sheet.signed_by,
        valid_until=sheet.valid_until,
        facts=adapter_of(kind.sheet).dump_python(sheet, mode="json"),
        code=secrets.token_hex(16),
    )


def _numbers(wanted: Sequence[tuple[Act[Any], PaperKind]]) -> list[str]:
    """Return the number of each paper, each series taken up once."""
    series = [_series(act, kind) for act, kind in wanted]
    counted = Counter(one for one in series if one)
    taken = {key: iter(numbers) for key, numbers in take_numbers(counted).items()}
    return [
        numbered(key[0], kind, key[2], next(taken[key])) if key else str(getattr(act.facts, kind.series))
        for key, (act, kind) in zip(series, wanted, strict=True)
    ]


def numbered(issuer: Organization, kind: PaperKind, year: int, serial: int) -> str:
    """Return the number of a paper as offices write it: 江医团介〔2026〕1号."""
    return f"{issuer.document_word or issuer.code}{kind.word}〔{year}〕{serial}号"


def _series(act: Act[Any], kind: PaperKind) -> tuple[Organization, str, int] | None:
    if kind.series != "organization":
        return None
    return issuer_of(act, kind), kind.code, act.recorded_on.year
