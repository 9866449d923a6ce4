"""Numbering and issuing papers inside the transaction of an act."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from workflows.act import Act
from workflows.models import Entry, NumberSeries, Paper
from workflows.papers.sheets import adapter_of
from workflows.papers.tasks import print_later
from workflows.people.models import Organization
from workflows.table import PaperKind

BATCH = 400


Series = tuple[Organization, str, int]


def next_number(organization: Organization, kind: str, year: int) -> int:
    """Return the next number of a series, without gaps; the series stays locked until commit."""
    return next_numbers(organization, kind, year, 1)[0]


def next_numbers(organization: Organization, kind: str, year: int, count: int) -> range:
    """Return so many next numbers of a series, without gaps; the series stays locked until commit."""
    return take_numbers({(organization, kind, year): count})[organization, kind, year]


def take_numbers(wanted: Mapping[Series, int]) -> dict[Series, range]:
    """Return so many next numbers of each series, without gaps; all stay locked until commit, in one order."""
    known = _locked(wanted) if wanted else {}
    fresh = {key: count for key, count in wanted.items() if _key(*key) not in known}
    if fresh and not _begun(fresh):
        known, fresh = _locked(wanted), {}
    taken = {key: range(1, count + 1) for key, count in fresh.items()}
    for key, count in wanted.items():
        if key not in taken:
            series = known[_key(*key)]
            taken[key] = range(series.last + 1, series.last + 1 + count)
            series.last += count
    if known:
        NumberSeries.objects.bulk_update(known.values(), ("last",))
    return taken


def _begun(fresh: Mapping[Series, int]) -> bool:
    """Begin series with the first numbers taken; False where somebody else has just begun one of them."""
    rows = [NumberSeries(organization=key[0], kind=key[1], year=key[2], last=count) for key, count in fresh.items()]
    try:
        with transaction.atomic():
            NumberSeries.objects.bulk_create(rows)
    except IntegrityError:
        for key in fresh:
            NumberSeries.objects.get_or_create(organization=key[0], kind=key[1], year=key[2])
        return False
    return True


def _key(organization: Organization, kind: str, year: int) -> tuple[int, str, int]:
    return organization.pk, kind, year


def _locked(wanted: Mapping[Series, int]) -> dict[tuple[int, str, int], NumberSeries]:
    asked = Q()
    for organization, kind, year in wanted:
        asked |= Q(organization=organization, kind=kind, year=year)
    found = NumberSeries.objects.select_for_update().filter(asked).order_by("pk")
    return {(one.organization_id, one.kind, one.year): one for one in found}


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
        facts=adapter_of(kind.sheet).dump_python(sheet, mode="json"),
        code=secrets.token_hex(16),
    )


def _numbers(wanted: Sequence[tuple[Act[Any], PaperKind]]) -> list[str]:
    """Return the number of each paper, each series taken up once."""
    series = [_series(act, kind) for act, kind in wanted]
    counted = Counter(one for one in series if one)
    taken = {key: iter(numbers) for key, numbers in take_numbers(counted).items()}
    return [
        f"{key[0].code}-{key[2]}-{next(taken[key]):05}" if key else str(getattr(act.facts, kind.series))
        for key, (act, kind) in zip(series, wanted, strict=True)
    ]


def _series(act: Act[Any], kind: PaperKind) -> tuple[Organization, str, int] | None:
    if kind.series != "organization":
        return None
    return issuer_of(act, kind), kind.code, act.on.year
