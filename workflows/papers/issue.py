"""Numbering and issuing papers inside the transaction of an act."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from workflows.act import Act
from workflows.models import Entry, NumberSeries, Paper
from workflows.papers.tasks import print_later
from workflows.people.models import Organization
from workflows.table import PaperKind

BATCH = 400


def next_number(organization: Organization, kind: str, year: int) -> int:
    """Return the next number of a series, without gaps; the series stays locked until commit."""
    series, _ = NumberSeries.objects.select_for_update().get_or_create(organization=organization, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def next_numbers(organization: Organization, kind: str, year: int, count: int) -> range:
    """Return so many next numbers of a series, without gaps; the series stays locked until commit."""
    first = next_number(organization, kind, year)
    if count > 1:
        NumberSeries.objects.filter(organization=organization, kind=kind, year=year).update(last=first + count - 1)
    return range(first, first + count)


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
    papers = Paper.objects.bulk_create(made, batch_size=BATCH)
    print_later(sorted({entry.pk for _, entry, _ in wanted}))
    return papers


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
        issued_on=act.on,
        issued_at=act.at,
        facts=TypeAdapter(kind.sheet).dump_python(sheet, mode="json"),
        code=secrets.token_hex(16),
    )


def _numbers(wanted: Sequence[tuple[Act[Any], PaperKind]]) -> list[str]:
    """Return the number of each paper, each series taken up once."""
    series = [_series(act, kind) for act, kind in wanted]
    counted = Counter(one for one in series if one)
    taken = {key: iter(next_numbers(*key, count)) for key, count in counted.items()}
    return [
        f"{key[0].code}-{key[2]}-{next(taken[key]):05}" if key else str(getattr(act.facts, kind.series))
        for key, (act, kind) in zip(series, wanted, strict=True)
    ]


def _series(act: Act[Any], kind: PaperKind) -> tuple[Organization, str, int] | None:
    if kind.series != "organization":
        return None
    return issuer_of(act, kind), kind.code, act.on.year
