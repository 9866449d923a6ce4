"""演示: sign-in by one click, and a day that can be moved on. Without DEMO every address here is not found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from procedures.town import roles
from workflows.days import clock
from workflows.pages.back import back
from workflows.people.models import Person
from workflows.rounds.sweep import Swept, sweep

STEPS = (1, 7, 30)
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]  # axes, the first, only counts failures
View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Hide a view outside the demo, from everybody alike."""

    @wraps(view)
    def hidden(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(hidden))


@demo_only
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """Offer each role."""
    facts = {"groups": roles.groups(clock.today()), "next": request.GET.get("next", "")}
    return render(request, "demo/cast.html", facts)


@demo_only
@require_POST
def play(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as somebody of the town, and go on to the page that asked for it."""
    if not roles.can_be_played(pk, clock.today()):
        raise Http404
    request.session.flush()  # Careful: logout() also tells the browser to drop the cookie that comes with this answer
    login(request, get_object_or_404(Person, pk=pk), backend=BACKEND)
    return back(request, "next", "/")


@demo_only
@require_POST
def move_on(request: HttpRequest) -> HttpResponse:
    """Move the demo's day on, and let the calendar do each day's work."""
    days = request.POST.get("days", "")
    if days not in map(str, STEPS):
        raise Http404
    total = Swept()
    for _ in range(int(days)):
        clock.move_on(clock.moved_on() + 1)
        swept = sweep(clock.today(), clock.now())
        total.reminded += swept.reminded
        total.escalated += swept.escalated
        total.ended += swept.ended
    told = gettext("演示日期前进 %(days)s 天：提醒 %(reminded)s 项，超时升级 %(escalated)s 项，依规办结 %(ended)s 件。")
    counts = {"reminded": total.reminded, "escalated": total.escalated, "ended": total.ended}
    messages.success(request, told % {"days": days, **counts})
    return back(request, "next", "/demo/")
