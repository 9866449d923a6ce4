"""青年人才信息库: the register as a list for the committee: filtered, not ranked, and exported as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from procedures.talent.models import PoolStatus, Talent
from procedures.talent.pages.listing import csv_of, xlsx_of
from workflows.pages.reader import Reader, reader
from workflows.papers.spreadsheet import XLSX
from workflows.people.models import Role
from workflows.people.models.post import COMMITTEE_ROLES

READERS = frozenset({*COMMITTEE_ROLES, Role.AUDITOR})
PAGE = 50
MOST = 5000  # rows of one export
STATES = {"valid": _("有效期内"), "lapsed": _("已过期"), "placed": _("已推荐使用"), "all": _("全部")}
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader has filtered by."""

    field: str
    position: str
    state: str

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        """Read the filter from the address; what is not known means whoever is in the register today."""
        given = request.GET
        state = given.get("state", "")
        return cls(
            given.get("field", "").strip()[:60], given.get("position", "").strip()[:80],
            state if state in STATES else "valid",
        )  # fmt: skip

    @property
    def query(self) -> str:
        """The filter as it stands in an address."""
        return urlencode({"field": self.field, "position": self.position, "state": self.state})


@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    """Show the register under the reader's committees, a page at a time."""
    who, wanted = _committee(request), Wanted.of(request)
    page = max(int(text) if (text := request.GET.get("page", "1")).isdecimal() and len(text) < 6 else 1, 1)
    rows = list(_rows(who, wanted)[(page - 1) * PAGE : page * PAGE + 1])
    context = {
        "rows": [(row, row.state_on(who.on)) for row in rows[:PAGE]],
        "fields": list(_visible(who).order_by("field").values_list("field", flat=True).distinct()[:200]),
        "wanted": wanted,
        "states": STATES.items(),
        "before": page - 1,
        "after": page + 1 if len(rows) > PAGE else 0,
    }
    return render(request, "talent/pool.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out what the filter shows as a CSV file or a workbook; texts stay texts in both."""
    who, wanted = _committee(request), Wanted.of(request)
    rows = list(_rows(who, wanted)[:MOST])
    as_csv = request.GET.get("format") == "csv"
    response = HttpResponse(csv_of(rows, who.on) if as_csv else xlsx_of(rows, who.on), CSV if as_csv else XLSX)
    response["Content-Disposition"] = f'attachment; filename="talent-{who.on}.{"csv" if as_csv else "xlsx"}"'
    response["Cache-Control"] = "no-store"
    return response


def _committee(request: HttpRequest) -> Reader:
    """Return the reader, who holds a committee's or an auditor's post."""
    who = reader(request)
    if not who.sight.roles & READERS:
        raise Http404
    return who


def _visible(who: Reader) -> QuerySet[Talent]:
    """Return the current rows at and under the organizations where the reader holds such a post."""
    under = Q(pk__in=[])
    for one in who.sight.appointments:
        if one.post.role in READERS and one.post.organization:
            under |= Q(path__startswith=one.post.organization.path)
    return Talent.objects.filter(under).exclude(status=PoolStatus.REPLACED)


def _rows(who: Reader, wanted: Wanted) -> QuerySet[Talent]:
    """Return the rows of a filter by field and name: an order that ranks nobody."""
    found = _visible(who).filter(_in_state(wanted.state, who.on))
    if wanted.field:
        found = found.filter(field=wanted.field)
    if wanted.position:
        found = found.filter(Q(position__icontains=wanted.position) | Q(technical_title__icontains=wanted.position))
    return found.select_related("person", "organization").order_by("field", "person__name", "pk")


def _in_state(state: str, on: date) -> Q:
    return {
        "valid": Q(valid_until__gte=on),
        "lapsed": Q(valid_until__lt=on),
        "placed": Q(status=PoolStatus.PLACED),
        "all": Q(),
    }[state]
