"""公示: the notice that everybody may read while it stands, and the objection that anybody may raise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from forms.base import PaperForm
from workflows import engine
from workflows.days import clock
from workflows.days.working_days import working_days_between
from workflows.models import PublicNotice
from workflows.pages import nonces
from workflows.pages.public.throttle import throttled
from workflows.pages.reader import Reader, reader
from workflows.papers.qr import qr_url
from workflows.people.models import Organization, Person
from workflows.people.models.organization import COMMITTEES
from workflows.store import rooted
from workflows.table.refusals import Finding, Refused
from workflows.table.registry import table_of

OBJECT = "object"
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
TRAP = "website"  # a field that people do not see and programs fill in


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice that stands today: its working days, and how many of them are left, today included."""

    notice: PublicNotice
    days: tuple[tuple[date, str], ...]
    left: int

    @property
    def number(self) -> int:
        """How many working days were promised when it was posted."""
        return self.notice.days or len(self.days)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices that stand under the reader's committee and posts."""
    who = reader(request)
    under = Q(pk__in=[])
    for path in _paths(who):
        under |= Q(case__path__startswith=path)
    standing = PublicNotice.objects.filter(under, closed_on=None, posted_on__lte=who.on, ends_on__gte=who.on)
    found = standing.select_related("case__organization").order_by("ends_on", "id")
    return render(request, "public/notices.html", {"notices": found[:100]})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("objection", most=10, seconds=3600)
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """Show a notice while it stands and take objections; afterwards say only that it is over."""
    with rooted.everywhere("the address of a notice tells nothing of where it stands"):
        found = get_object_or_404(PublicNotice.objects.select_related("case__organization"), token=token)
    today = clock.today()
    if found.closed_on or not found.posted_on <= today <= found.ends_on:
        return render(request, "public/notice_over.html")
    if request.method == "POST":
        return _object(request, found)
    return _page(request, found, _form_class(found)())


def _object(request: HttpRequest, found: PublicNotice) -> HttpResponse:
    form = _form_class(found)(request.POST)
    if request.POST.get(TRAP):
        return render(request, "public/objection_taken.html", {"notice": found})
    by = request.user if isinstance(request.user, Person) else None
    nonce = nonces.sent(request)
    asked = engine.Request(act=OBJECT, by=by, on=None, at=clock.now(), with_=request.POST, nonce=nonce)
    try:
        engine.act(found.case, asked)
    except Refused as refused:
        nonce = nonces.kept(request, refused)
        return _page(request, found, form, refusals=() if form.errors else refused.findings, nonce=nonce)
    return render(request, "public/objection_taken.html", {"notice": found})


def _page(
    request: HttpRequest, found: PublicNotice, form: PaperForm, *, refusals: tuple[Finding, ...] = (), nonce: str = ""
) -> HttpResponse:
    days = working_days_between(found.posted_on, found.ends_on)
    left = sum(1 for day in days if day >= clock.today())
    context = {
        "standing": Standing(found, tuple((day, str(WEEKDAYS[day.weekday()])) for day in days), left),
        "form": form,
        "refusals": refusals,
        "nonce": nonce or nonces.afresh(),
        "qr": qr_url(request.build_absolute_uri(request.path)),
        "trap": TRAP,
    }
    return render(request, "public/notice.html", context, status=422 if form.errors or refusals else 200)


def _form_class(found: PublicNotice) -> type[PaperForm]:
    asks = table_of(found.case).row(OBJECT).asks
    if asks is None:
        raise LookupError(f"{found.case.procedure}.{OBJECT} asks for nothing")
    return asks


def _paths(who: Reader) -> set[str]:
    posts = {one.post.organization.path for one in who.sight.appointments if one.post.organization}
    return posts | ({_committee_path(who.person.home)} if who.person.home else set())


def _committee_path(home: Organization) -> str:
    above = Organization.objects.filter(path__in=home.above_paths, kind__in=COMMITTEES).order_by("-depth")
    return str(above.values_list("path", flat=True).first() or home.path)
