"""Numbering and issuing papers inside the transaction of an act."""

from __future__ import annotations

import secrets
from typing import Any

from pydantic import TypeAdapter

from workflows.act import Act
from workflows.models import Entry, NumberSeries, Paper
from workflows.papers.tasks import print_later
from workflows.people.models import Organization
from workflows.table import PaperKind


def next_number(organization: Organization, kind: str, year: int) -> int:
    """Return the next number of a series, without gaps; the series stays locked until commit."""
    series, _ = NumberSeries.objects.select_for_update().get_or_create(organization=organization, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def issue(act: Act[Any], entry: Entry, kinds: tuple[PaperKind, ...]) -> list[Paper]:
    """Issue the papers that an act gives, each exactly once for its entry."""
    if not kinds:
        return []
    papers = Paper.objects.bulk_create([_paper(act, entry, kind) for kind in kinds])
    print_later(entry.pk)
    return papers


def _paper(act: Act[Any], entry: Entry, kind: PaperKind) -> Paper:
    issuer = act.organization if kind.issuer == "branch" else act.committee()
    number = _number(act, kind, issuer)
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


def _number(act: Act[Any], kind: PaperKind, issuer: Organization) -> str:
    if kind.series != "organization":
        return str(getattr(act.facts, kind.series))
    serial = next_number(issuer, kind.code, act.on.year)
    return f"{issuer.code}-{act.on.year}-{serial:05}"
