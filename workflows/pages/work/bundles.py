"""全部证书: the papers of a round or of a branch's cover, printed in the background and handed out in one file."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workflows.models import Case, Paper, Round
from workflows.pages.reader import Reader, reader
from workflows.pages.work.case import case_of
from workflows.pages.work.cover import with_members
from workflows.papers import bundle as packing
from workflows.papers.render import papers_available


@dataclass(frozen=True, slots=True)
class Kind:
    """The papers of one kind: how many, how many of them are printed."""

    code: str
    title: str
    total: int
    printed: int

    @property
    def whole(self) -> bool:
        """Whether all are printed."""
        return self.printed == self.total


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose papers: those of a round, or of a cover and its branch's cases."""

    of: str
    pk: int
    title: str
    back: str
    papers: QuerySet[Paper]


@require_safe
def bundle(request: HttpRequest, of: str, pk: int) -> HttpResponse:
    """Show the papers by kind, how many are printed, and their download."""
    scope = _scope(reader(request), of, pk)
    return render(request, "work/bundle.html", {**_facts(scope), "missing": papers_available()})


@require_safe
def progress(request: HttpRequest, of: str, pk: int) -> HttpResponse:
    """Show the bars alone."""
    return render(request, "work/bundle_bars.html", _facts(_scope(reader(request), of, pk)))


@require_POST
def bundle_print(request: HttpRequest, of: str, pk: int) -> HttpResponse:
    """Have what is not printed yet printed in the background."""
    scope = _scope(reader(request), of, pk)
    wanted = packing.print_missing(scope.papers)
    if wanted:
        messages.info(request, _("%(number)s 份正在后台打印，可以离开本页，稍后再来下载。") % {"number": wanted})
    return redirect("bundle", of=of, pk=pk)


@require_safe
def bundle_file(request: HttpRequest, of: str, pk: int, kind: str) -> HttpResponseBase:
    """Hand out all papers of a kind as one archive, once all are printed."""
    scope = _scope(reader(request), of, pk)
    found = next((one for one in _kinds(scope.papers) if one.code == kind), None)
    if found is None:
        raise Http404
    if not found.whole:
        messages.warning(request, _("还没有全部打印，打印完才能下载。"))
        return redirect("bundle", of=of, pk=pk)
    answer = StreamingHttpResponse(packing.pack(scope.papers.filter(kind=kind)), content_type="application/zip")
    name = f"{found.title}-{found.total}份.zip"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def of_cover(who: Reader, cover: Case) -> QuerySet[Paper]:
    """Return the papers of a cover and of the cases that its branch has in the same period, as far as one sees them."""
    return who.sight.papers().filter(case__in=with_members(cover).values("pk"))


def has_papers(found: Round) -> bool:
    """Tell whether a round's cases have papers."""
    return Paper.objects.filter(case__round=found).exists()


def _scope(who: Reader, of: str, pk: int) -> Scope:
    if of == "round":
        found: Round = get_object_or_404(who.sight.rounds(), pk=pk)
        return Scope(of, pk, found.title, reverse("round", args=[pk]), who.sight.papers().filter(case__round=found))
    if of != "cover":
        raise Http404
    cover = case_of(who, pk)
    if not cover.is_cover or not who.sight.is_insider(cover):
        raise Http404
    return Scope(of, pk, cover.title, reverse("case", args=[pk]), of_cover(who, cover))


def _kinds(papers: QuerySet[Paper]) -> list[Kind]:
    return [Kind(*one) for one in packing.counts(papers)]


def _facts(scope: Scope) -> dict[str, object]:
    kinds = _kinds(scope.papers)
    return {"scope": scope, "kinds": kinds, "waiting": sum(one.total - one.printed for one in kinds)}
