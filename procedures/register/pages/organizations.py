"""组织与岗位: the tree that one keeps, who holds which post, numbers, seal and local values of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forms.base import PaperForm
from procedures.register.blocks import allot
from procedures.register.models import NumberBlock
from procedures.register.organizations import BOOK, lineage_of
from procedures.register.pages import forms, posts
from procedures.register.pages.organization_facts import lineage, values_of
from workflows import engine
from workflows.appointments import appointing, keepers, parameters
from workflows.engine import Request
from workflows.engine.law import overtaken
from workflows.engine.once import once, stamp_of
from workflows.pages import nonces, told
from workflows.pages.reader import Reader, reader
from workflows.pages.words import key_in, searched
from workflows.people.models import Appointment, Organization, Role
from workflows.people.models.organization import COMMITTEES
from workflows.table.refusals import Refused
from workflows.table.registry import row_of

SHOWN = 300
SHOWN_ANEW = (nonces.USED, "page_overtaken")  # what stands against a form that may be sent again as it is


@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """List the organizations that the reader keeps, as a tree; a name narrows it."""
    who = reader(request)
    kept = _kept(who)
    if not kept.exists():
        raise Http404
    text = searched(request.GET)
    head = Appointment.objects.on(who.on).filter(
        post__organization=OuterRef("pk"), post__role__in=(*appointing.SINGLE, Role.PARTY_REVIEWER)
    )
    found = kept.filter(Q(name__contains=text) | Q(code=text)) if text else kept
    rows = list(found.annotate(led=Exists(head), members=Count("people", distinct=True)).order_by("path")[: SHOWN + 1])
    top = min((row.depth for row in rows), default=1)
    context = {
        "rows": [(row, range(0 if text else row.depth - top)) for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "text": text,
    }
    return render(request, "register/organizations.html", context)


@require_safe
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one organization with everything that can be kept of it."""
    who = reader(request)
    return _page(request, who, _visible(who, pk))


@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an organization says of itself."""
    return _act(request, pk, "describe", _("组织信息已保存。"))


@require_POST
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in an organization's own seal."""
    return _act(request, pk, "seal", _("印章图片已保存，此后签发的证书使用该图片。"))


@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Allot a run of development numbers."""

    def work(place: Organization, kept: keepers.Keeping, answers: dict[str, Any]) -> str:
        block = allot(place, answers["year"], answers["first"], answers["last"], kept)
        return _("已分配编号段 %(block)s。") % {"block": block}

    return _keep(request, pk, "block", work)


@require_POST
def parameter(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a local value of a rule."""

    def work(place: Organization, kept: keepers.Keeping, answers: dict[str, Any]) -> str:
        rule = parameters.known_rules()[answers["key"]]
        made = parameters.set_value(
            rule, place, answers["value"], answers["first_on"], kept, because=answers["because"]
        )
        said = _("%(rule)s设为%(value)s。") % {"rule": rule.title, "value": rule.words(made.value)}
        return said + overtaken(rule, made)

    return _keep(request, pk, "parameter", work)


@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """End a local value of a rule on a day."""

    def work(place: Organization, kept: keepers.Keeping, answers: dict[str, Any]) -> str:
        rule = parameters.known_rules().get(answers["key"])
        if rule is None:
            raise Http404
        parameters.give_up(rule, place, answers["first_on"], kept, because=answers["because"])
        said = {"rule": rule.title, "first_on": answers["first_on"]}
        return _("自%(first_on)s起，%(rule)s按上级或全国规定。") % said

    return _keep(request, pk, "give_up", work)


def _act(request: HttpRequest, pk: int, name: str, done: str) -> HttpResponse:
    """Do an act of the register of organizations on this one; a refusal keeps what was typed."""
    who = reader(request)
    place = _visible(who, pk)
    form, seen = _form(name, who, place, request), key_in(request.POST.get("seen", ""))
    given = {field: request.POST.get(form.add_prefix(field), "") for field in form.fields}
    files = {field: request.FILES[key] for field in form.fields if (key := form.add_prefix(field)) in request.FILES}
    asked = Request(
        name, who.person, None, who.at, {**given, "organisation": place.pk, "book": "" if seen is None else seen},
        files, nonce=nonces.of_book(who.person, request.path, seen),
    )  # fmt: skip
    form.is_valid()
    try:
        told.tell(request, engine.start(BOOK, asked), done)
    except Refused as refused:
        seen = None if refused.code in SHOWN_ANEW else seen
        for one in refused.findings:
            if one.field not in form.errors:
                form.add_error(one.field if one.field in form.fields else None, one.cited(who.on))
        return _page(request, who, place, bound={**_forms(who, place), name: form}, opened=name, seen=seen)
    return redirect("organization", pk=place.pk)


Work = Callable[[Organization, keepers.Keeping, dict[str, Any]], str]


def _keep(request: HttpRequest, pk: int, name: str, work: Work) -> HttpResponse:
    """Bind the form of that name, do the work, and go back; a refusal keeps what was typed."""
    who = reader(request)
    place = _visible(who, pk)
    bound = {**_forms(who, place), name: _form(name, who, place, request)}
    form, seen, chain = bound[name], key_in(request.POST.get("seen", "")), f"organization/{place.pk}"
    nonce = nonces.of_book(who.person, request.path, seen)
    asked = Request(name, who.person, None, who.at, request.POST, request.FILES, nonce=nonce)
    if form.is_valid():
        try:
            kept = keepers.keeping(place, by=who.person, on=who.on, at=who.at)
            kept = replace(kept, stamp=stamp_of(asked, chain), seen=seen)
            messages.info(request, once(asked, chain, lambda: work(place, kept, form.cleaned_data), told.before))
        except Refused as refused:
            field, seen = refused.finding.field, None if refused.code in SHOWN_ANEW else seen
            form.add_error(field if field in form.fields else None, refused.finding.cited(who.on))
        else:
            return redirect("organization", pk=place.pk)
    return _page(request, who, place, bound=bound, opened=name, seen=seen)


def _page(
    request: HttpRequest,
    who: Reader,
    place: Organization,
    *,
    bound: dict[str, PaperForm] | None = None,
    opened: str = "",
    seen: int | None = None,
) -> HttpResponse:
    """Show an organization; `seen` is the state of its book in which a form on the page was shown first."""
    book, history = posts.history_of(place)
    is_committee = place.kind in COMMITTEES
    context = {
        "place": place,
        "desks": posts.desks_of(who, place),
        "acts": posts.links(who, place, "organisation"),
        "forms": bound or _forms(who, place),
        "seen": book if seen is None else seen,
        "opened": opened,
        "is_committee": is_committee,
        "blocks": NumberBlock.objects.filter(organization=place).order_by("-year", "first") if is_committee else (),
        "values": values_of(place) if is_committee else (),
        "entries": history,
        "has_seal": bool(place.seal),
        **lineage(place, request.GET, who.on),
    }
    return render(request, "register/organization.html", context, status=422 if opened else 200)


FORMS = ("describe", "seal", "block", "parameter", "give_up")


def _forms(who: Reader, place: Organization) -> dict[str, PaperForm]:
    return {name: _form(name, who, place) for name in FORMS}


def _form(name: str, who: Reader, place: Organization, request: HttpRequest | None = None) -> PaperForm:
    given = (request.POST, request.FILES) if request else ()
    common: dict[str, Any] = {"on": who.on, "organization": place, "prefix": name}
    if name in ("describe", "seal"):
        return _form_of_act(name, given, place, common)
    kinds = {
        "block": forms.BlockForm,
        "parameter": forms.ParameterForm,
        "give_up": forms.GiveUpForm,
    }
    initial = {"first_on": who.on, "year": who.on.year}
    return kinds[name](*given, initial=initial, **common)


def _form_of_act(name: str, given: tuple[Any, ...], place: Organization, common: dict[str, Any]) -> PaperForm:
    """Return the form of an act on this organization, which the page does not ask again."""
    asks = row_of(BOOK, name).asks
    if asks is None:
        raise LookupError(f"{BOOK}.{name} asks for nothing")
    form = asks(*given, initial=model_to_dict(place, ("contact", "has_committee", "document_word")), **common)
    for known in ("organisation", "book"):
        del form.fields[known]
    return form


def _kept(who: Reader) -> QuerySet[Organization]:
    return who.kept


def _visible(who: Reader, pk: int) -> Organization:
    found: Organization = get_object_or_404(lineage_of(_kept(who)), pk=pk)
    return found
