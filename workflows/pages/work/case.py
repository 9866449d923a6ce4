"""事项页: what a case is, why it is not done yet, what can be done with it, what was done; and its files."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from workflows import engine
from workflows.common_acts.listed import CORRECT
from workflows.common_acts.recorded import entries_of
from workflows.models import Attachment, Case
from workflows.pages.reader import Reader, reader
from workflows.pages.work import casefile, correction, cover, papers, timeline
from workflows.pages.work.stepper import marks
from workflows.table.act import Act
from workflows.table.refusals import Refused


def case_of(who: Reader, pk: int) -> Case:
    """Return a case that the reader may see.

    Raises:
        Http404: there is none.
    """
    found = who.sight.case(pk)
    if found is None:
        raise Http404
    return found


def attachments_of(who: Reader, case: Case, *, insider: bool) -> QuerySet[Attachment]:
    """Return the files of a case that the reader may open: all in office, else those he handed in himself."""
    files = Attachment.objects.filter(case=case)
    return files if insider else files.filter(entry__actor=who.person)


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case."""
    who = reader(request)
    seen = case_of(who, pk)
    insider = who.sight.is_insider(seen)
    try:
        act = engine.prospect(seen, who.person, on=who.on, at=who.at)
    except Refused as refused:
        return render(request, "work/stage_gone.html", {"case": seen, "sentence": refused.finding.sentence}, status=409)
    entries = list(who.sight.entries(seen, insider=insider))
    entries_of.keep(act, entries)
    offers = casefile.offers(act, who, insider=insider)
    keys = correction.keys(act) if any(offer.row is CORRECT for offer in offers) else {}
    facts = {
        "case": seen,
        "place": act.procedure.place(seen.stage),
        "procedure": act.procedure,
        "insider": insider,
        "marks": marks(act.procedure, seen, entries, act.law),
        "waiting": casefile.waiting(act, who),
        "limit": casefile.limit_words(act),
        "options": casefile.acts(act, insider=insider),
        "offers": [(offer, _short_form(act, offer)) for offer in offers],
        "returned": seen.returns[-1] if seen.returns else None,
        "events": timeline.events(act.procedure, entries, who.person, insider=insider, keys=keys),
        "attachments": attachments_of(who, seen, insider=insider),
        "members": cover.members_of(who, seen, request.GET.get("after", "")),
        "cover": who.sight.cover_of(seen),
        "papers": who.sight.papers_of(seen, insider=insider).defer("facts").order_by("id"),
    }
    return render(request, "work/case.html", facts)


def _short_form(act: Act[Any], offer: casefile.Offer) -> object:
    """Return the form that stands on the page itself; one that asks for choices has a page of its own."""
    act.row = offer.row
    return None if offer.refusal or offer.row in casefile.ON_ITS_OWN_PAGE else papers.blank(act)


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a file as a download, never shown in place, whatever it says it is."""
    who = reader(request)
    found = get_object_or_404(who.sight.attachments().select_related("case"), pk=pk)
    insider = who.sight.is_insider(found.case)
    get_object_or_404(attachments_of(who, found.case, insider=insider), pk=pk)
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
