"""对应栏目的页面: a reader says which sheet is the list, what its columns are and what becomes of what is unclear."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from procedures.register.models import RememberedColumns
from procedures.register.roster import columns as c
from procedures.register.roster import mapping, uploads
from procedures.register.roster.importers import AS_LISTED, importer, options_of
from procedures.register.roster.layout import Outline, outlines
from procedures.register.roster.plan import Plan, plan_of
from workflows.exchange.unreadable import Unreadable
from workflows.exchange.workbooks import SheetFound, read_book
from workflows.pages.reader import Reader
from workflows.pages.shell import IMPORTERS
from workflows.people.models import Kind, Organization
from workflows.people.models.organization import COMMITTEES

SHOWN_PLACES = 100
BRANCHES = 500


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Show how a file is read, and take what its reader chooses."""
    who = importer(request)
    options_of(who, code, None)  # whoever imports nothing there finds no page
    place = committee_of(who, code)
    try:
        book = read_book(uploads.load(token, who.person))
        outline, last_on = mapping.laid_out(book, uploads.beside(token, who.person), place)
    except Unreadable as error:
        uploads.forget(token, who.person)
        messages.error(request, str(error))
        return redirect("roster_upload")
    refusal = ""
    if request.method == "POST":
        try:
            outline = mapping.chosen(book, request.POST)
        except Unreadable as error:
            refusal = str(error)
        else:
            uploads.keep_beside(token, who.person, outline.layout.text())
            if "go" in request.POST and not outline.layout.missing:
                if place and "remember" in request.POST:
                    mapping.remember(place, outline, who.on)
                return redirect("roster_preview", token=token, code=code)
    return _page(request, who, token, code, book, outline, last_on=last_on, refusal=refusal)


def committee_of(who: Reader, code: str) -> Organization | None:
    """Return the committee into which a file goes, None where the file says it or the reader has several."""
    here = who.sight.organizations(IMPORTERS).filter(kind__in=COMMITTEES).defer("seal")
    if code != AS_LISTED:
        found: Organization | None = here.filter(code=code).first()
        return found
    some = list(here[:2])
    return some[0] if len(some) == 1 else None


def _page(
    request: HttpRequest,
    who: Reader,
    token: str,
    code: str,
    book: list[SheetFound],
    outline: Outline,
    *,
    last_on: object,
    refusal: str,
) -> HttpResponse:
    place = committee_of(who, code)
    last = RememberedColumns.objects.filter(organization=place).first() if place else None
    plan, trouble = _planned(who, code, book, outline)
    rosters = {one.found.name: one for one in outlines(book)}
    unclear = [one for one in plan.problems if one.code == "branch_unknown"] if plan else []
    names, chosen = _unknown_places(plan) if plan else {}, outline.layout.places
    context = {
        "token": token,
        "code": code,
        "outline": outline,
        "layout": outline.layout,
        "headings": mapping.headings_of(outline, last.headings if last else {}),
        "last_on": last_on,
        "choices": [(column.code, column.title) for column in c.COLUMNS if column is not c.INDEX],
        "sheets": [(one, rosters.get(one.name), one.name == outline.found.name) for one in book if one.rows],
        "missing": [column.title for column in outline.layout.missing],
        "no_branch": c.BRANCH.code not in outline.layout.columns,
        "branches": _branches(who, place),
        "places": [(name, number, chosen.get(name, "")) for name, number in names.items()][:SHOWN_PLACES],
        "unclear": len(unclear),
        "plan": plan,
        "notes": plan.sheet.left_out if plan else (),
        "leavers": len(plan.sheet.leavers) if plan else 0,
        "refusal": refusal or trouble,
        "new": mapping.NEW,
        "skip": mapping.SKIP,
    }
    response = render(request, "register/roster_columns.html", context, status=422 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response


def _planned(who: Reader, code: str, book: list[SheetFound], outline: Outline) -> tuple[Plan | None, str]:
    """Return what an import by the layout would do, or why there is none yet."""
    if outline.layout.missing:
        names = "、".join(column.title for column in outline.layout.missing)
        return None, _("请先选择哪一栏是：%(names)s。") % {"names": names}
    try:
        return plan_of(book, options_of(who, code, outline.layout), who.on), ""
    except Unreadable as error:
        return None, str(error)


def _unknown_places(plan: Plan) -> dict[str, int]:
    """Return the names of branches that nobody knows or that were decided here, with how many people each has."""
    known = set(plan.places.branches) - set(plan.sheet.layout.places)
    found: dict[str, int] = {}
    for one in plan.rows:
        name = one.member.branch
        if name and name not in known:
            found[name] = found.get(name, 0) + 1
    return found


def _branches(who: Reader, place: Organization | None) -> list[Organization]:
    here = who.sight.organizations(IMPORTERS).filter(kind=Kind.BRANCH).defer("seal").order_by("path")
    return list((here.filter(path__startswith=place.path) if place else here)[:BRANCHES])
