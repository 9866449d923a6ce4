"""导入记录: the imports into the reader's committees, with what each did; one is taken back whole."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from procedures.register.roster.importers import importer
from procedures.register.roster.taking_back import Import, Taking, imports_of, take_back
from workflows.engine import Request
from workflows.engine.once import once, stamp_of
from workflows.pages import nonces, told
from workflows.pages.reader import Reader
from workflows.pages.shell import IMPORTERS
from workflows.people.models.organization import COMMITTEES
from workflows.table.refusals import Refused, refuse

PAGE = 30
COMMITTEES_SHOWN = 200


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports into the committees at and under the reader's posts."""
    who = importer(request)
    page = Paginator(_imports(who), PAGE).get_page(request.GET.get("page"))
    return render(request, "register/roster_imports.html", {"page": page})


@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    who = importer(request)
    done = next((one for one in _imports(who) if one.entry.pk == pk), None)
    if done is None:
        raise Http404
    asked = Request("take_back_import", who.person, None, who.at, request.POST,
                    nonce=nonces.of_book(who.person, request.path, done.entry.sequence))  # fmt: skip
    try:
        messages.success(request, once(asked, done.entry.chain, lambda: _taken_back(who, done, asked), told.before))
    except Refused as refused:
        messages.error(request, refused.finding.sentence)
    return redirect("roster_imports")


def _taken_back(who: Reader, done: Import, asked: Request) -> str:
    because = str(asked.with_.get("because", "")).strip()[:200]
    if not because:
        raise refuse("field_missing", "请填写撤回的原因，原因将记入办理记录。", field="because")
    path = done.committee.path
    capacity = next(
        one for one in who.sight.appointments
        if one.post.role in IMPORTERS and one.post.organization and path.startswith(one.post.organization.path)
    )  # fmt: skip
    stamp = stamp_of(asked, done.entry.chain)
    people = take_back(done, Taking(who.person, capacity, who.on, who.at, because, stamp))
    return _("已撤回 %(people)s 人的导入，这些人可以重新导入。") % {"people": people}


def _imports(who: Reader) -> list[Import]:
    here = who.sight.organizations(IMPORTERS).filter(kind__in=COMMITTEES).defer("seal").order_by("path")
    return imports_of(here[:COMMITTEES_SHOWN])
