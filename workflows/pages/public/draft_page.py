"""草稿的保存: a page with scripts gets the time of saving, one without goes back, a stale one is shown both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forms.base import PaperForm
from workflows.engine.kept_files import KeptFile
from workflows.models import Draft
from workflows.pages import draft_files, drafts, nonces, parcels
from workflows.pages.back import address_back, back
from workflows.pages.choosers import kept_to_offers, without_strangers
from workflows.pages.drafts import NO_PAGE, Overtaken, Page, Sheet
from workflows.pages.public.offers import place_of
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in
from workflows.table.registry import row_of

SHOWN = 300  # characters of a field in which two versions differ
WINDOW = 40  # characters of what a page calls itself
OWN = ("csrfmiddlewaretoken", "draft_seen", "draft_over", "draft_window")


@require_POST
def draft_save(request: HttpRequest, procedure: str, act: str, case: int | None = None) -> HttpResponse:
    """Keep what has been typed, and the files chosen."""
    who = reader(request)
    asks = drafts.form_of(procedure, act)
    held = get_object_or_404(who.sight.cases(), pk=case) if case else None
    seen = key_in(request.POST.get("seen", ""))
    place = held.organization if held else place_of(who, row_of(procedure, act))
    kept_to_offers(request, who, asks, on=who.on, place=place)  # a draft is shown again with the names of its people
    answers = drafts.typed(request.POST, asks)
    if drafts.is_too_long(answers):
        return HttpResponse(_("内容过长，草稿未保存。请精简后再试。"), status=413)
    sheet = drafts.sheet_on(who.person, held, act, seen) if held else Sheet(who.person, procedure, act)
    over = request.POST.get("draft_over")
    nonce = nonces.of_act(who.person, held.pk, act, seen) if held else nonces.sent(request)
    try:
        by = Page(request.POST.get("draft_window", "")[:WINDOW], nonce) if over is None else NO_PAGE
        seen_draft = request.POST.get("draft_seen") if over is None else over
        draft = drafts.save(sheet, answers, who.at, seen=seen_draft, by=by)
    except Overtaken as overtaken:
        return _overtaken(request, sheet, asks, answers, overtaken.draft, _pairs(request.POST))
    too_large = draft_files.keep(draft, asks, request.FILES, who.at)
    if request.headers.get("HX-Request"):
        files = draft_files.of(draft)
        context = {"draft": draft, "saved": True, "files": files.values(), "too_large": too_large}
        return render(request, "public/draft_saved.html", context)
    draft_files.forget(draft, draft_files.cleared(asks, request.POST, request.FILES))
    messages.info(request, _("草稿已保存。"))
    for name in too_large:
        messages.warning(request, _("文件“%(name)s”不能随草稿保存，提交前请重新选择。") % {"name": name})
    return back(request, "draft_back", "/")


def resume(request: HttpRequest, who: Reader, sheet: Sheet) -> HttpResponse | None:
    """Put what was sent after the session had ended into the draft of a form, for its page to show.

    Returns the page with both versions where another window has kept a draft since, else None.
    """
    parcel = parcels.take(request, parcels.mark_of(who.person, sheet.procedure, sheet.act, sheet.case))
    if parcel is None:
        return None
    asks = drafts.form_of(sheet.procedure, sheet.act)
    place = sheet.case.organization if sheet.case else place_of(who, row_of(sheet.procedure, sheet.act))
    sent, _strange = without_strangers(parcel.data, who, asks, on=who.on, place=place)
    answers = drafts.typed(sent, asks)
    try:
        drafts.save(sheet, answers, who.at, seen=parcel.seen)
    except Overtaken as overtaken:
        kept = [*_pairs(sent), ("draft_back", request.path)]
        return _overtaken(request, sheet, asks, answers, overtaken.draft, kept)
    messages.info(request, _("您先前填写的内容已填回，当时没有提交。请核对后再提交；文件须重新选择。"))
    return None


def keep_refused(
    request: HttpRequest, who: Reader, sheet: Sheet, form: PaperForm | None, earlier: Mapping[str, KeptFile]
) -> Draft | None:
    """Keep with the draft the files of a form that was refused, but for those that it does not take.

    Args:
        earlier: the files that were handed in with the form that was returned.

    Returns:
        The draft as it is kept now, None where the page goes on with the one it has seen.
    """
    if form is None or not draft_files.asks_for_files(type(form)):
        return None
    draft, kept = drafts.kept(sheet), None
    if request.FILES:
        kept, draft = _kept_with_files(request, who, sheet, type(form))
        draft_files.keep(draft, type(form), request.FILES, who.at, form.errors)
    if draft:
        draft_files.forget(draft, draft_files.cleared(type(form), request.POST, request.FILES))
    draft_files.show(form, draft, earlier, request.POST)
    return kept


def _kept_with_files(
    request: HttpRequest, who: Reader, sheet: Sheet, asks: type[PaperForm]
) -> tuple[Draft | None, Draft]:
    """Return the draft of what was sent, None where another window keeps one, and that which takes the files."""
    answers = drafts.typed(request.POST, asks)
    try:
        kept = drafts.save(sheet, answers, who.at, seen=request.POST.get("draft_seen"))
    except Overtaken as overtaken:
        return None, overtaken.draft or drafts.save(sheet, answers, who.at)
    return kept, kept


def draft_address(sheet: Sheet) -> str:
    """Return where the draft of a form is kept."""
    if sheet.case:
        return reverse("case_draft", args=[sheet.procedure, sheet.act, sheet.case.pk])
    return reverse("draft", args=[sheet.procedure, sheet.act])


def _pairs(sent: QueryDict) -> list[tuple[str, str]]:
    """Return what a page sent, but for what it says of itself."""
    return [(name, str(text)) for name, texts in sent.lists() if name not in OWN for text in texts]


def _overtaken(
    request: HttpRequest,
    sheet: Sheet,
    asks: type[PaperForm],
    answers: Mapping[str, list[str]],
    draft: Draft | None,
    sent: Sequence[tuple[str, str]],
) -> HttpResponse:
    """Show what another page has kept beside what was typed here, which is kept once it is sent as it stands."""
    context = {
        "draft": draft,
        "version": draft.version if draft else "",
        "differing": _differing(asks, draft.answers, answers) if draft else (),
        "address": draft_address(sheet),
        "back": address_back(request, "draft_back", request.path if request.method == "GET" else "/"),
        "typed": sent,
    }
    part = request.headers.get("HX-Request")
    return render(request, f"public/draft_overtaken{'' if part else '_page'}.html", context, status=409)


def _differing(
    asks: type[PaperForm], theirs: Mapping[str, list[str]], ours: Mapping[str, list[str]]
) -> list[tuple[str, str]]:
    """Return (label, text) of each field that is not the same; no text of a field of choices, which holds keys."""
    found = []
    for name, field in asks.base_fields.items():
        texts = _of(name, theirs)
        if texts != _of(name, ours):
            said = (
                "" if hasattr(field, "choices") else "，".join(text for one in texts.values() for text in one if text)
            )
            found.append((str(field.label or name), said[:SHOWN]))
    return found


def _of(name: str, answers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return what belongs to one field of what was typed."""
    return {key: texts for key, texts in answers.items() if drafts.belongs(key, name)}
