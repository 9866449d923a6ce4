"""启用的页面: the one-time page of an empty installation, and what a committee still lacks."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from procedures.register.first_day.address import is_empty, is_good
from procedures.register.first_day.forms import FirstDay
from procedures.register.first_day.missing import kept_by, lacks_of
from procedures.register.first_day.moving_in import Beginning, move_in
from workflows.days import clock
from workflows.pages.reader import reader
from workflows.people.models import Person
from workflows.table.refusals import Refused


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_day(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of the first day, and move in."""
    if not is_empty():
        return redirect("account_login")
    if not is_good(token):
        raise Http404
    return _moved_in(request, None)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Show the same to the keeper of the installation, whom a command on the server has made."""
    person = get_user(request)
    if not isinstance(person, Person) or not person.is_superuser or not is_empty():
        raise Http404
    return _moved_in(request, person)


def _moved_in(request: HttpRequest, by: Person | None) -> HttpResponse:
    form = FirstDay(request.POST or None, on=clock.today())
    if by is not None:
        for name in ("name", "username", "password", "again"):
            del form.fields[name]
    if request.method == "POST" and form.is_valid():
        answers = {"name": "", "username": "", "password": None, **form.cleaned_data}
        answers.pop("again", None)
        try:
            person = move_in(Beginning(**answers), clock.today(), clock.now(), by=by)
        except Refused as refused:
            messages.error(request, refused.finding.sentence)
            return redirect("account_login")
        if by is None:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        messages.success(request, _("%(name)s已经启用，您是管理员。") % {"name": answers["called"]})
        return redirect("missing")
    status = 422 if form.is_bound else 200
    return render(request, "register/first_day.html", {"form": form}, status=status)


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Show what the committees that the reader keeps still lack."""
    who = reader(request)
    places = kept_by(who.sight.appointments)
    if not places:
        raise Http404
    lists = [(place, lacks_of(place, who.on)) for place in places[:1]]
    others = places[1:]
    context = {"lists": lists, "others": others, "number": sum(len(found) for _place, found in lists)}
    return render(request, "register/missing.html", context)
