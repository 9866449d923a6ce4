"""导入名册: upload, preview with every problem at its cell, confirm, and delete the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.register.roster import mapping, uploads
from procedures.register.roster.forms import RosterUpload
from procedures.register.roster.importers import AS_LISTED, importer, options_of
from procedures.register.roster.layout import Layout, outlines
from procedures.register.roster.listing import OUTCOMES, problems_workbook
from procedures.register.roster.mapping_pages import committee_of
from procedures.register.roster.plan import Options, Plan, plan_import
from procedures.register.roster.writing import Importing, import_roster
from workflows.engine import Request
from workflows.engine.once import entry_of, stamp_of
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import read_book
from workflows.pages import nonces, told
from workflows.pages.reader import Reader
from workflows.pages.shell import IMPORTERS
from workflows.papers.spreadsheet import XLSX
from workflows.people.models.organization import COMMITTEES
from workflows.table.refusals import Refused

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take the file; nothing of it is read before it is judged."""
    who = importer(request)
    committees = who.sight.organizations(IMPORTERS).filter(kind__in=COMMITTEES).order_by("path")
    form = RosterUpload(request.POST or None, request.FILES or None, committees=committees)
    if request.method == "POST" and form.is_valid():
        token = uploads.keep(form.cleaned_data["file"].read(), who.person, who.at)
        chosen = form.cleaned_data["organization"]
        code = chosen.code if chosen else AS_LISTED
        return redirect(_next(who, token, code), token=token, code=code)
    return render(request, "register/roster_upload.html", {"form": form})


def _next(who: Reader, token: str, code: str) -> str:
    """Return where an uploaded file leads: to its preview where it leaves nothing to be chosen."""
    try:
        book = read_book(uploads.load(token, who.person))
        outline, _last_on = mapping.laid_out(book, "", committee_of(who, code))
        sheet = mapping.read_as(book, outline)
    except Unreadable:
        return "roster_preview"  # which says why
    clear = sheet is not None and mapping.is_clear(outline, sheet, len(outlines(book)) - 1)
    return "roster_preview" if clear else "roster_columns"


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Show what an import would do, and do it."""
    who = importer(request)
    options = options_of(who, code, layout_of(who, token))
    try:
        content = uploads.load(token, who.person)
        if request.method == "POST":
            asked = Request("import_roster", who.person, None, who.at, {"file": token}, nonce=nonces.sent(request))
            messages.success(request, _imported(who, content, options, asked))
            return redirect("roster_preview", token=token, code=code)
        plan = plan_import(content, options, who.on)
    except Unreadable as error:
        uploads.forget(token, who.person)
        messages.error(request, str(error))
        return redirect("roster_upload")
    except Refused as refused:
        messages.error(request, refused.finding.sentence)
        return redirect("roster_preview", token=token, code=code)
    nonce = nonces.of_opening(who, "import_roster", token)
    return render(request, "register/roster_preview.html", {**_shown(request, plan, token, code), "nonce": nonce})


def _imported(who: Reader, content: bytes, options: Options, asked: Request) -> str:
    """Import an uploaded file and say what came of it; of a page that did so before, what came of it then.

    Raises:
        Unreadable: nothing was written.
        Refused: `form_used`: the page has imported another file.
    """
    importing = Importing(who.person, who.on, who.at, stamp=stamp_of(asked, options.organization))
    counts: Mapping[str, int] = {}
    before = entry_of(asked, options.organization)
    if before is None:
        counts = import_roster(content, options, importing).counts
        # who clicked twice at once has waited here for the first, and found nothing left to import
        before = None if counts["imported"] else entry_of(asked, options.organization)
    if before:
        counts = before.submission.answers
    said: str = _("已导入 %(imported)s 人，其中 %(warned)s 人有提示；%(refused)s 行未导入。") % counts
    return told.again() + said if before else said


@require_safe
def problems(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Give the list of problems as a spreadsheet."""
    who = importer(request)
    try:
        plan = plan_import(uploads.load(token, who.person), options_of(who, code, layout_of(who, token)), who.on)
    except Unreadable as error:
        raise Http404 from error
    name = f"roster-problems-{who.on.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(problems_workbook(plan.problems), content_type=XLSX, headers=headers)


@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Delete the file."""
    uploads.forget(token, importer(request).person)
    messages.success(request, _("上传的文件已删除。"))
    return redirect("roster_upload")


def layout_of(who: Reader, token: str) -> Layout | None:
    """Return how the reader has chosen that a file be read, None for as it looks."""
    kept = uploads.beside(token, who.person)
    return Layout.from_text(kept) if kept else None


def _shown(request: HttpRequest, plan: Plan, token: str, code: str) -> dict[str, object]:
    wanted = request.GET.get("about", "")
    found = [one for one in plan.problems if one.row]
    kinds = Counter(f"{one.column}·{OUTCOMES[one.level]}" for one in found)
    shown = [one for one in found if wanted in ("", f"{one.column}·{OUTCOMES[one.level]}")]
    return {
        "plan": plan,
        "counts": plan.counts,
        "notes": plan.notes,
        "kinds": kinds.most_common(),
        "wanted": wanted,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "token": token,
        "code": code,
    }
