"""轮次: start one over everybody concerned after a preview, watch it run, resume it, read what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forms.base import PaperForm
from forms.day import ActDay
from workflows import engine, rounds
from workflows.engine.visibility import CASE_READERS
from workflows.models import Round
from workflows.pages import nonces, told
from workflows.pages.beside import beside
from workflows.pages.public.offers import may_open, place_of
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in
from workflows.pages.work import bundles, roundbook
from workflows.papers.spreadsheet import XLSX
from workflows.table import Procedure, RoundRow
from workflows.table.refusals import NeedsReason, Refused
from workflows.table.registry import procedure as procedure_of

PREVIEWED = 50  # people on a page of the preview
OWN_KEYS = ("csrfmiddlewaretoken", "do", "after", "despite")


@dataclass(slots=True)
class Desk:
    """What one request for the start of a round works with."""

    request: HttpRequest
    who: Reader
    procedure: Procedure
    row: RoundRow
    day: ActDay

    def asked(self, *, insist: bool = False) -> engine.Request:
        """Return what is asked of the engine."""
        given = self.request.POST
        return engine.Request(
            self.row.code, self.who.person, self.day.given, self.who.at, given,
            reason=given.get("despite", ""), nonce=nonces.sent(self.request), insist=insist,
        )  # fmt: skip


@require_safe
def rounds_list(request: HttpRequest) -> HttpResponse:
    """List the rounds under the reader's offices, newest first, and those he may start."""
    who = reader(request)
    if not who.sight.roles & CASE_READERS:
        raise Http404
    page, following = roundbook.listed(who, request.GET.get("before", ""))
    return render(request, "work/rounds.html", {"rounds": page, "following": following, "open": roundbook.open_to(who)})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    """Show the form of a round, preview whom it would reach, or start it."""
    who = reader(request)
    day = ActDay(request.POST if request.method == "POST" and "on" in request.POST else None, today=who.on)
    desk = Desk(request, who, *_row(who, procedure, act), day)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if not do or (day.is_bound and not day.is_valid()):
        return _form_page(desk, _form(desk, bound=False) if not do else _form(desk, bound=True), 422 if do else 200)
    if do == "edit":
        return _form_page(desk, _form(desk, bound=True))
    return _start(desk) if do == "start" else _preview(desk)


@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a round has come, and what came of it branch by branch."""
    who = reader(request)
    found = _visible(who, pk)
    given = request.GET
    return render(
        request,
        "work/round.html",
        {
            **_progress(who, found),
            "branches": roundbook.branches(who, found, given.get("branch", "")),
            "stages": roundbook.stages(found),
            "skips": roundbook.skips(found, given.get("skip", "")),
            "has_papers": bundles.has_papers(found),
        },
    )


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the bar alone; once the round is done the page is asked to load anew."""
    who = reader(request)
    found = _visible(who, pk)
    answer = render(request, "work/round_bar.html", _progress(who, found))
    if not found.is_running:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a round that stands still go on; whoever was reached is not reached again."""
    who = reader(request)
    found = _visible(who, pk)
    if not roundbook.may_resume(who, found):
        messages.error(request, _("只有可以发起这一轮的岗位才能接着办。"))
    elif not roundbook.stands_still(found, who.at):
        messages.warning(request, _("这一轮没有停顿，不需要继续。"))
    elif found.concerned <= rounds.AT_ONCE:
        rounds.run(found.pk, found.root)
    else:
        rounds.run_round.enqueue(found.pk, found.root)
        messages.info(request, _("已经继续，后台正在处理。"))
    return redirect("round", pk=pk)


@require_safe
def skips_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out whom the round left out, with the reasons, as a spreadsheet."""
    found = _visible(reader(request), pk)
    answer = HttpResponse(roundbook.left_out_workbook(found), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"未发起人员-{found.pk}.xlsx") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _row(who: Reader, code: str, act: str) -> tuple[Procedure, RoundRow]:
    try:
        procedure = procedure_of(code)
        row = rounds.row_of(procedure, act)
    except LookupError as error:
        raise Http404 from error
    if not may_open(who, row):
        raise Http404
    return procedure, row


def _visible(who: Reader, pk: int) -> Round:
    found: Round = get_object_or_404(who.sight.rounds().select_related("organization", "started_by"), pk=pk)
    return found


def _progress(who: Reader, found: Round) -> dict[str, Any]:
    still = roundbook.stands_still(found, who.at)
    return {"round": found, "still": still, "may_resume": still and roundbook.may_resume(who, found)}


def _form(desk: Desk, *, bound: bool) -> PaperForm | None:
    if desk.row.asks is None:
        return None
    place = place_of(desk.who, desk.row)
    if bound:
        form = desk.row.asks(desk.request.POST, on=desk.day.day, organization=place)
        form.is_valid()
        return form
    act = roundbook.prospect(desk.who, desk.procedure, desk.row)
    return desk.row.asks(initial=roundbook.initial(act) if act else {}, on=desk.who.on, organization=place)


def _form_page(
    desk: Desk, form: PaperForm | None, status: int = 200, refusals: Sequence[str] = (), nonce: str = ""
) -> HttpResponse:
    act = roundbook.prospect(desk.who, desk.procedure, desk.row) if desk.row.side_panel else None
    context = {
        **(roundbook.beside(act) if act else {}),
        "procedure": desk.procedure,
        "row": desk.row,
        "form": form,
        "day": desk.day,
        "refusals": refusals,
        "nonce": nonce or nonces.sent(desk.request) or nonces.of_opening(desk.who, desk.procedure.code, desk.row.code),
    }
    return render(desk.request, "work/round_start.html", context, status=status)


def _refused(desk: Desk, refused: Refused) -> HttpResponse:
    """Show the form again, each refusal beside its field or on top."""
    form = _form(desk, bound=True)
    loose = [one.cited(desk.day.day) for one in refused.findings if not beside(one, form, desk.day.day)]
    return _form_page(desk, form, 422, loose, nonces.kept(desk.request, refused))


def _preview(desk: Desk, *, asks_reason: bool = False) -> HttpResponse:
    after = key_in(desk.request.POST.get("after", "")) or 0
    try:
        seen = rounds.preview(desk.procedure.code, desk.asked(insist=True), after=after, size=PREVIEWED)
    except Refused as refused:
        return _refused(desk, refused)
    given = [(name, value) for name, values in desk.request.POST.lists() if name not in OWN_KEYS for value in values]
    context = {
        "procedure": desk.procedure,
        "row": desk.row,
        "preview": seen,
        "people": roundbook.previewed(desk.procedure, seen),
        "warnings": [one.cited(desk.day.day) for one in seen.act.warnings],
        "given": given,
        "despite": desk.request.POST.get("despite", ""),
        "asks_reason": asks_reason,
        "on": desk.day.day,
    }
    return render(desk.request, "work/round_preview.html", context, status=422 if asks_reason else 200)


def _start(desk: Desk) -> HttpResponse:
    try:
        begun = rounds.start(desk.procedure.code, desk.asked())
    except NeedsReason:
        return _preview(desk, asks_reason=True)
    except Refused as refused:
        return _refused(desk, refused)
    said = _("已开始“%(title)s”。") % {"title": begun.round.title}
    messages.success(desk.request, told.again() + said if begun.again else said)
    return redirect("round", pk=begun.round.pk)
