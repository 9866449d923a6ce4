"""介绍信台账: every letter with what became of it; each must end by a receipt, an expiry or a void (rules.md 3.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures.transfer.desk_conditions import LETTER
from procedures.transfer.facts import TransferFacts
from workflows.engine.visibility import PEOPLE_READERS
from workflows.models import Paper
from workflows.models.paper import PaperStatus
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in the ledger.

    Attributes:
        state: `receipt`, `out`, `expired` or `void`; `words` says it with its day or reason.
        to: the organization outside the system, empty for one within.
    """

    paper: Paper
    to: str
    valid_until: date | None
    state: str
    words: str


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Show the letters of the cases that the reader sees in office, newest first; all, or those not settled yet."""
    who = reader(request)
    if not who.sight.roles & PEOPLE_READERS:
        raise Http404
    unsettled = request.GET.get("show") == "unsettled"
    rows = list(_papers(who, unsettled=unsettled, before=request.GET.get("before", ""))[: PAGE + 1])
    context = {
        "lines": [line_of(paper, who.on) for paper in rows[:PAGE]],
        "unsettled": unsettled,
        "before": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return render(request, "transfer/letters.html", context)


def line_of(paper: Paper, on: date) -> Line:
    """Return a letter as the ledger shows it on a day."""
    facts = TransferFacts.model_validate(paper.case.facts)
    until = facts.letter_valid_until
    if paper.status == PaperStatus.REVOKED:
        return Line(paper, facts.outside_name, None, "void", _("已作废：%(why)s") % {"why": paper.revoked_because})
    if facts.receipt_on:
        return Line(paper, facts.outside_name, until, "receipt", _("%(day)s收到回执") % {"day": facts.receipt_on})
    if until and until < on:
        return Line(paper, facts.outside_name, until, "expired", _("已逾期"))
    return Line(paper, facts.outside_name, until, "out", _("待收回执"))


def _papers(who: Reader, *, unsettled: bool, before: str) -> QuerySet[Paper]:
    seen = who.sight.papers().filter(kind=LETTER).exclude(person=who.person)
    if unsettled:
        seen = seen.filter(status=PaperStatus.ISSUED, case__facts__receipt_on=None)
    if (last := key_in(before)) is not None:
        seen = seen.filter(pk__lt=last)
    return seen.select_related("case__organization", "organization").defer("facts").order_by("-pk")
