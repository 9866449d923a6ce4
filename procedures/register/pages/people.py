"""人员: what the register knows of one person, with every value's days; entering a person who is not known yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procedures.register.dossier import Dossier
from procedures.register.newcomers import Newcomer, enter_person
from procedures.register.pages.forms import PersonForm
from procedures.register.panels import panels_of
from workflows.accounts.recovery import hand_over, links, recovery_of
from workflows.appointments.keepers import keeping
from workflows.engine import Request
from workflows.engine.once import once, stamp_of
from workflows.models import Entry
from workflows.pages import nonces, told
from workflows.pages.reader import Reader, reader
from workflows.people.models import Appointment, Person
from workflows.people.models.post import not_over
from workflows.table.refusals import Refused
from workflows.table.registry import table_of

SHOWN = 50
BOOK = "register"  # of whoever is entered, for the form that enters him


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person with the dated history; numbers are masked."""
    who = reader(request)
    keeps = ExpressionWrapper(_keeps(who), BooleanField())
    found = get_object_or_404(who.sight.people().select_related("home", "standing").annotate(keeps=keeps), pk=pk)
    known = Dossier(found, who.sight)
    cases = [one.case for one in known.cases if one.seen][:SHOWN]
    context = {
        "person": found,
        "on": known.on,
        "standing": known.standing,
        "history": known.history,
        "cases": [(case, table_of(case).title_at(case.stage)) for case in cases],
        "papers": known.seen_papers[:SHOWN],
        "panels": panels_of(known),
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
    if request.method != "POST":
        return _new_page(request, form, nonces.of_opening(who, "register", "person_new"))
    if not form.is_valid():
        return _new_page(request, form, nonces.kept(request, None), status=422)
    facts: dict[str, Any] = form.cleaned_data
    asked = Request("enter_person", who.person, None, who.at, request.POST, nonce=nonces.sent(request))

    def enter() -> Person | Entry:
        kept = keeping(facts["home"], by=who.person, on=who.on, at=who.at, stamp=stamp_of(asked, BOOK))
        return enter_person(Newcomer(**facts), kept)

    try:
        entered = once(asked, BOOK, enter, lambda entry: entry)
    except Refused as refused:
        for one in refused.findings:
            form.add_error(one.field or None, one.sentence)
        return _new_page(request, form, nonces.kept(request, refused), status=422)
    if isinstance(entered, Entry):  # the link is given once; another one is given on the person's page, and noted
        messages.info(request, told.before(entered))
        return redirect("person", pk=entered.subject_id)
    return _link_page(request, entered, new=True)


@require_POST
def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a one-time link by which a person sets a password, for handing over, or ask for it; each is noted."""
    who = reader(request)
    found = get_object_or_404(_recovered(who).filter(_keeps(who), is_active=True), pk=pk)
    try:
        recovery = recovery_of(found, by=who.person, on=who.on)
        kept = keeping(recovery.place, by=who.person, on=who.on, at=who.at)
        shown = hand_over(recovery, kept)
    except Refused as refused:
        for one in refused.findings:
            messages.error(request, one.sentence)
        return redirect("person", pk=pk)
    if shown:
        return _link_page(request, found, new=False)
    messages.info(request, _("已提出申请，并告知本人和上级。该账号已有密码，请另一名管理员打开此页，确认后交付链接。"))
    return redirect("person", pk=pk)


def _recovered(who: Reader) -> QuerySet[Person]:
    return who.sight.people().select_related("home").exclude(pk=who.person.pk)


def _keeps(who: Reader) -> Q:
    """Return the test that the reader keeps the home or an organization in which the person has a post."""
    posts = Appointment.objects.filter(not_over(who.on), person=OuterRef("pk"), post__organization__in=who.kept)
    return Q(Exists(who.kept.filter(pk=OuterRef("home")))) | Q(Exists(posts))


def link_of(person: Person) -> str:
    """Return the address at which a person sets a password once; it dies with its use, or after some days."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("first_sign_in", args=[key, links.make_token(person)])
    return f"{settings.SITE_ADDRESS}{path}"


def _new_page(request: HttpRequest, form: PersonForm, nonce: str, *, status: int = 200) -> HttpResponse:
    return render(request, "register/person_new.html", {"form": form, "nonce": nonce}, status=status)


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
