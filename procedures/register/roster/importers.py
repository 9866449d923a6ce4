"""谁可以导入: who may import lists of members, and into which committees."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from procedures.register.roster.layout import Layout
from procedures.register.roster.plan import Options
from workflows.pages.reader import Reader, reader
from workflows.pages.shell import IMPORTERS
from workflows.people.models.organization import COMMITTEES

AS_LISTED = "-"  # in the place of a committee's code: as the roster says


def importer(request: HttpRequest) -> Reader:
    """Return the reader, who holds a post by which lists are imported; nobody else finds the page."""
    who = reader(request)
    if not who.sight.roles & IMPORTERS:
        raise Http404
    return who


def options_of(who: Reader, code: str, layout: Layout | None) -> Options:
    """Return how to import, within the committees where the reader is in office for it."""
    here = who.sight.organizations(IMPORTERS).filter(kind__in=COMMITTEES)
    if code != AS_LISTED and not here.filter(code=code).exists():
        raise Http404
    paths = tuple(here.values_list("path", flat=True))
    return Options("" if code == AS_LISTED else code, within=paths, layout=layout)
