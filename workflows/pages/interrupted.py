"""中断: what is sent without a session, with a token of an earlier one, or while the system fails, is not lost.

Nothing is done then. What was typed into a form with a draft goes back to whoever the page was shown to, and to nobody
else; what any other form sent stays on the page that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.pages import parcels
from workflows.pages.back import address_back
from workflows.people.models import Person

Page = Callable[..., HttpResponse]

PRESENT = "X-Fresh-Token"
UNAUTHORIZED, FORBIDDEN = 401, 403
SECRET = ("password", "code", "token", "login", "csrfmiddlewaretoken")


class OwnPages:
    """Lets nobody hand in a page that was shown to somebody else, whose act it would become."""

    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; what was sent is looked at once it is known that it may be read."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Page, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer in place of the page where its mark is somebody else's."""
        mark = parcels.read_mark(request) if request.method == "POST" else None
        is_other = mark is not None and isinstance(request.user, Person) and mark.person != request.user.pk
        return stale_token(request) if is_other else None


def without_session(request: HttpRequest) -> HttpResponse | None:
    """Answer what a page with a draft sent though nobody is signed in any more; None for any other request."""
    mark = parcels.read_mark(request) if request.method == "POST" else None
    if mark is None:
        return None
    if request.headers.get("HX-Request"):
        return render(request, "public/signed_out.html", {"login": reverse(settings.LOGIN_URL)}, status=UNAUTHORIZED)
    if not parcels.park(request, mark):
        return None
    messages.info(request, _("登录已结束，这次没有提交。您填写的内容已暂存，请以原来的账号登录，登录后自动填回。"))
    return redirect_to_login(address_back(request, "draft_back", "/"))


@login_not_required
def stale_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer what was sent with a token of an earlier session, or without any; nothing was done."""
    mark = parcels.read_mark(request)
    signed_in = request.user if isinstance(request.user, Person) else None
    if mark and signed_in is None:
        return without_session(request) or _stale_page(request)
    is_own = mark is not None and signed_in is not None and mark.person == signed_in.pk
    if mark and request.headers.get("HX-Request"):
        answer = render(request, "public/another_reader.html", {"own": is_own, "now": signed_in}, status=FORBIDDEN)
        if is_own:
            answer[PRESENT] = get_token(request)
        return answer
    if mark and is_own and parcels.park(request, mark):
        return HttpResponseRedirect(address_back(request, "draft_back", "/"))
    return _stale_page(request, other=signed_in if mark else None)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Say that the system has failed, on a page that still holds what was sent."""
    facts = {"sent": sent_with(request), "address": request.get_full_path(), "csrf_token": get_token(request)}
    return HttpResponseServerError(render_to_string("500.html", facts))  # nothing of the database is asked for it


def sent_with(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form of this site sent, for a page that sends it once more; nothing where it cannot be read.

    Careful: what another site has sent in somebody's name must not become his by one click.
    """
    if request.method != "POST" or request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    try:
        given = request.POST
    except (BadRequest, MultiPartParserError, OSError):
        return []
    names = [name for name in given if not any(word in name for word in SECRET)]
    return [(name, str(text)) for name in names for text in given.getlist(name)]


def _stale_page(request: HttpRequest, other: Person | None = None) -> HttpResponse:
    context = {"other": other, "sent": sent_with(request), "address": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=FORBIDDEN)
