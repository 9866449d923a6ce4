"""草稿: what somebody has typed is kept while he types, and shown again when he comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forms.base import PaperForm
from workflows.models import Case, Draft
from workflows.pages.back import address_back, back
from workflows.pages.choosers import kept_to_offers
from workflows.pages.public.offers import place_of
from workflows.pages.reader import reader
from workflows.people.models import Person
from workflows.table.registry import row_of

SHOWN = 300  # characters of a field in which two versions differ
KEPT = 200_000  # characters of answers; the longest paper of the regulations is a tenth of it


@require_POST
def draft_save(request: HttpRequest, procedure: str, act: str, case: int | None = None) -> HttpResponse:
    """Keep what has been typed so far; a page with scripts gets the time of saving, one without goes back."""
    who = reader(request)
    asks = form_of(procedure, act)
    held = get_object_or_404(who.sight.cases(), pk=case) if case else None
    place = held.organization if held else place_of(who, row_of(procedure, act))
    kept_to_offers(request, who, asks, on=who.on, place=place)  # a draft is shown again with the names of its people
    answers = typed(request.POST, asks)
    if sum(len(text) for texts in answers.values() for text in texts) > KEPT:
        return HttpResponse(_("内容过长，草稿未保存。请精简后再试。"), status=413)
    try:
        draft = save(who.person, procedure, act, held, answers, who.at, seen=_seen(request.POST))
    except Overtaken as overtaken:
        return _overtaken(request, asks, answers, overtaken.draft)
    if request.headers.get("HX-Request"):
        return render(request, "public/draft_saved.html", {"draft": draft, "saved": True})
    messages.info(request, _("草稿已保存。"))
    return back(request, "draft_back", "/")


def form_of(procedure: str, act: str) -> type[PaperForm]:
    """Return the form that an act asks for.

    Raises:
        Http404: there is no such procedure or act, or it asks for nothing.
    """
    try:
        asks = row_of(procedure, act).asks
    except LookupError as error:
        raise Http404 from error
    if asks is None:
        raise Http404
    return asks


def typed(data: QueryDict, asks: type[PaperForm]) -> dict[str, list[str]]:
    """Return what was typed into the fields of a form, as it was typed; nothing else of the request."""
    return {
        key: [str(text) for text in data.getlist(key)]
        for key in data
        if any(_belongs(key, name) for name in asks.base_fields)
    }


def _belongs(key: str, name: str) -> bool:
    """Tell whether what was typed under a key is of a field: itself, a cell of its rows, a name beside its list."""
    return key in (name, f"{name}_named") or key.startswith(f"{name}-")


class Overtaken(Exception):
    """Another page has kept the draft since, or handed it in, which is None then; nothing was written."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self.draft = draft


def _seen(given: QueryDict) -> str | None:
    """Return the version of the draft that a page has seen, or has been told of and stands by its own."""
    return given.get("draft_over", given.get("draft_seen"))


@transaction.atomic
def save(
    person: Person,
    procedure: str,
    act: str,
    case: Case | None,
    answers: Mapping[str, list[str]],
    at: datetime,
    *,
    seen: str | None = None,
) -> Draft:
    """Keep a draft in the place of the one before.

    Args:
        seen: its version on the page, empty for none; None where the page does not say, and then nothing is asked.

    Raises:
        Overtaken: it is another one by now.
    """
    if seen is not None:
        known = Draft.objects.select_for_update().filter(person=person, procedure=procedure, act=act, case=case).first()
        if seen != (known.version if known else "") and not (known and known.answers == answers):
            raise Overtaken(known)
    draft, _ = Draft.objects.update_or_create(
        person=person, procedure=procedure, act=act, case=case, defaults={"answers": answers, "saved_at": at}
    )
    return draft


def _overtaken(
    request: HttpRequest, asks: type[PaperForm], answers: Mapping[str, list[str]], draft: Draft | None
) -> HttpResponse:
    """Show what another page has kept beside what was typed here, which is kept once it is sent as it stands."""
    own = ("csrfmiddlewaretoken", "draft_seen", "draft_over")
    context = {
        "draft": draft,
        "version": draft.version if draft else "",
        "differing": _differing(asks, draft.answers, answers) if draft else (),
        "address": request.path,
        "back": address_back(request, "draft_back", "/"),
        "typed": [(name, text) for name, texts in request.POST.lists() if name not in own for text in texts],
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
    return {key: texts for key, texts in answers.items() if _belongs(key, name)}


def kept(person: Person, procedure: str, act: str, case: Case | None = None) -> Draft | None:
    """Return a person's draft of an act, None where there is none."""
    if not _any(person):
        return None
    return Draft.objects.filter(person=person, procedure=procedure, act=act, case=case).first()


def discard(person: Person, procedure: str, act: str, case: Case | None = None) -> None:
    """Forget a draft: it was handed in."""
    if _any(person):
        Draft.objects.filter(person=person, procedure=procedure, act=act, case=case).delete()


def _any(person: Person) -> bool:
    """Tell whether a person may have drafts; the statement that found who is signed in has told it."""
    return bool(getattr(person, "drafting", True))


def initial_of(draft: Draft | None, asks: type[PaperForm]) -> dict[str, Any]:
    """Return what a form shows of a draft, without judging it."""
    if draft is None:
        return {}
    data = QueryDict(mutable=True)
    for key, texts in draft.answers.items():
        data.setlist(key, texts)
    return initial_in(data, asks)


def initial_in(data: QueryDict, asks: type[PaperForm]) -> dict[str, Any]:
    """Return what a form shows of what was typed, without judging it."""
    fields = asks.base_fields
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in fields.items()
        if not field.widget.value_omitted_from_data(data, {}, name)
    }
