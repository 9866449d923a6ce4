"""我的证书: papers that were handed to me, their download, and for the committee their revocation and reissue."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forms.office import PaperReason
from workflows.engine import Request, revoking
from workflows.engine.once import once, stamp_of
from workflows.models import Paper
from workflows.models.paper import PaperStatus
from workflows.pages import nonces, told
from workflows.pages.reader import Reader, reader
from workflows.papers.pool import RenderingFailed
from workflows.papers.printing import content_of, spaced
from workflows.papers.render import PapersOff, papers_available
from workflows.table.refusals import Refused

logger = logging.getLogger(__name__)


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """List the reader's own papers, newest first."""
    who = reader(request)
    own = Paper.objects.filter(person=who.person).select_related("organization").order_by("-id")
    listed = own[:100]
    expired = {one for one in listed if one.has_expired_by(who.on)}
    return render(request, "public/papers.html", {"papers": listed, "expired": expired, "missing": papers_available()})


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one paper: what it is, whether it counts, how it is checked."""
    who = reader(request)
    return _page(request, who, _visible(who, pk))


@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the PDF, printing it now where the background has not yet."""
    who = reader(request)
    found = _visible(who, pk)
    try:
        content = content_of(found)
    except PapersOff as off:
        return _page(request, who, found, missing=str(off), status=503)
    except RenderingFailed as failed:
        logger.exception("paper_not_printed paper=%s", found.pk)
        return _page(request, who, found, missing=str(failed), status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, _file_name(found)) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def paper_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a paper void."""
    who = reader(request)
    found = _visible(who, pk)
    form = PaperReason(request.POST)
    if not form.is_valid():
        return _page(request, who, found, form=form, status=422)
    deed, done = revoking.revoke, _("《%(title)s》已撤销，扫码核验时显示撤销理由。") % {"title": found.title}
    if request.POST.get("do") == "reissue":
        deed, done = revoking.reissue, _("已补发《%(title)s》，原件已作废。") % {"title": found.title}
    because = form.cleaned_data["because"]
    # a paper is declared void once: the same words are the same form, others are told that it is void
    nonce = nonces.of_book(who.person, f"{request.path}{because}", found.entry_id)
    asked = Request(deed.__name__, who.person, None, who.at, request.POST, nonce=nonce)

    def do() -> tuple[Paper, str]:
        stamp = stamp_of(asked, found.entry_id)
        return deed(found, by=who.person, on=who.on, at=who.at, because=because, stamp=stamp), done

    try:
        came, said = once(asked, found.entry_id, do, lambda entry: (entry.papers.first() or found, told.before(entry)))
    except Refused as refused:
        return _page(
            request, who, found, form=form, refusal="".join(one.sentence for one in refused.findings), status=422
        )
    messages.info(request, said)
    return redirect("paper", pk=came.pk)


def _visible(who: Reader, pk: int) -> Paper:
    found: Paper = get_object_or_404(
        who.sight.papers().select_related("organization", "case__subject", "case__organization"), pk=pk
    )
    return found


def _page(
    request: HttpRequest,
    who: Reader,
    found: Paper,
    *,
    form: PaperReason | None = None,
    missing: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "paper": found,
        "code": spaced(found.code),
        "valid": found.counts_on(who.on),
        "expired": found.has_expired_by(who.on),
        "may_revoke": _may_revoke(who, found),
        "form": form or PaperReason(),
        "missing": missing or papers_available(),
        "refusal": refusal,
    }
    return render(request, "public/paper.html", context, status=status)


def _may_revoke(who: Reader, found: Paper) -> bool:
    if found.status != PaperStatus.ISSUED or not who.sight.appointments:
        return False
    try:
        revoking.capacity_over(found, by=who.person, on=who.on)
    except Refused:
        return False
    return True


def _file_name(found: Paper) -> str:
    name = found.case.subject.name if found.case.subject else found.organization.name
    return f"{found.title}-{name}.pdf"
