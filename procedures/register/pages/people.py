"""人员: what the register knows of one person, with every value's days; entering a person who is not known yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.register.history import history_of
from procedures.register.newcomers import Newcomer, enter_person
from procedures.register.pages.forms import PersonForm
from procedures.register.verbs import outside
from workflows.models import Paper
from workflows.offices import keeping, note
from workflows.pages.panels import panels_of
from workflows.pages.reader import Reader, reader
from workflows.people.models import Person
from workflows.refusals import Refused
from workflows.registry import procedure as procedure_of


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person with the dated history; numbers are masked."""
    who = reader(request)
    keeps = Exists(who.kept.filter(pk=OuterRef("home")))
    found = get_object_or_404(who.sight.people().select_related("home", "standing").annotate(keeps=keeps), pk=pk)
    cases = who.sight.cases().filter(subject=found).order_by("-id")[:50]
    context = {
        "standing": getattr(found, "standing", None) or outside(found),
        "history": history_of(found),
        "person": found,
        "cases": [(case, procedure_of(case.procedure).place(case.stage).title) for case in cases],
        "papers": _papers(who, found),
        "panels": panels_of(found, who.on),
        "on": who.on,
        "may_link": getattr(found, "keeps", False) and found.pk != who.person.pk,
    }
    return render(request, "register/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Enter a person and hand over the link for the first sign-in."""
    who = reader(request)
    places = who.kept.order_by("path")
    if not places.exists():
        raise Http404
    form = PersonForm(request.POST or None, places=places, on=who.on)
    if request.method != "POST" or not form.is_valid():
        return _new_page(request, form, status=422 if form.errors else 200)
    facts: dict[str, Any] = form.cleaned_data
    try:
        kept = keeping(facts["home"], by=who.person, on=who.on, at=who.at)
        entered = enter_person(Newcomer(**facts), kept)
    except Refused as refused:
        form.add_error(refused.finding.field or None, refused.finding.sentence)
        return _new_page(request, form, status=422)
    return _link_page(request, entered, new=True)


@require_POST
def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a one-time link by which a person sets a password, for handing over; the making of it is noted."""
    who = reader(request)
    found = get_object_or_404(who.sight.people().filter(is_active=True, is_staff=False), pk=pk)
    if found.home is None or found.pk == who.person.pk:
        raise Http404
    try:
        kept = keeping(found.home, by=who.person, on=who.on, at=who.at)
    except Refused as refused:
        raise Http404 from refused
    note(found.home, kept, ("give_link", "发放登录链接"), [], subject=found)
    return _link_page(request, found, new=False)


def link_of(person: Person) -> str:
    """Return the address at which a person sets a password once; it dies with its use, or after some days."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("first_sign_in", args=[key, default_token_generator.make_token(person)])
    return f"{settings.SITE_ADDRESS}{path}"


def _papers(who: Reader, found: Person) -> list[Paper]:
    papers = who.sight.papers().filter(case__subject=found).select_related("organization").order_by("-id")
    return list(papers[:50])


def _new_page(request: HttpRequest, form: PersonForm, *, status: int) -> HttpResponse:
    return render(request, "register/person_new.html", {"form": form}, status=status)


def _link_page(request: HttpRequest, found: Person, *, new: bool) -> HttpResponse:
    context = {
        "person": found,
        "link": link_of(found),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "new": new,
    }
    response = render(request, "register/person_link.html", context)
    response["Cache-Control"] = "no-store"
    return response
