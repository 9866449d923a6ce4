"""Guards around every page: headers, the ends of a session, the second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from workflows.days import clock
from workflows.engine.visibility import visible_to
from workflows.pages import interrupted
from workflows.people.models import Appointment, Person, Role
from workflows.store import rooted

Page = Callable[[HttpRequest], HttpResponse]

SECOND_FACTOR_ROLES = (Role.COMMITTEE_SECRETARY, Role.COMMITTEE_REVIEWER, Role.REGISTRAR, Role.AUDITOR)
WITHOUT_SECOND_FACTOR = ("account_", "mfa_", "set_language")  # the pages on which it is set up, and the way out
NOTED_EVERY = 60  # seconds between two writes of "last seen", so that reading pages does not write each time
ASKED_EVERY = 300  # seconds between two questions whether the person must have a second factor
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
            "midi", "payment", "usb", "xr-spatial-tracking",
        )
    ),
}  # fmt: skip


def headers(get_response: Page) -> Page:
    """Set the headers that Django and django-csp do not."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return answer


def session_limits(get_response: Page) -> Page:
    """End a session that was idle or lasts too long; keep what is seen while signed in out of every cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        _end_when_over(request, timezone.now())
        was_signed_in = request.user.is_authenticated
        response = get_response(request)
        if was_signed_in or request.user.is_authenticated:
            add_never_cache_headers(response)
            patch_cache_control(response, private=True, no_store=True)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return _whole_page(request, response)

    return answer


def own_roots(get_response: Page) -> Page:
    """Look where the reader may see anything; the session keeps where, for the first statement asks already."""

    def answer(request: HttpRequest) -> HttpResponse:
        known = _known_roots(request)
        with rooted.within(*known):
            response = get_response(request)
            if rooted.roots() != known and request.user.is_authenticated:
                request.session["roots"] = rooted.roots()
        return response

    return answer


def _known_roots(request: HttpRequest) -> tuple[str, ...]:
    """Return where the session says that the reader may see anything; one that does not say yet is told."""
    if "roots" in request.session:
        return tuple(request.session["roots"]) or rooted.NOWHERE
    with rooted.everywhere("who is signed in is not known yet"):
        person = get_user(request)
        if not isinstance(person, Person):
            return rooted.NOWHERE
        found = request.session["roots"] = visible_to(person, clock.today()).roots
    return found


def second_factor(get_response: Page) -> Page:
    """Send people who decide, keep the books or audit to the set-up of a second factor until they have one."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _lacks_second_factor(request):
            messages.warning(request, _("您的岗位须使用两步验证。请先绑定验证器或通行密钥，再继续办理。"))
            return redirect("mfa_index")
        return get_response(request)

    return answer


def _end_when_over(request: HttpRequest, at: datetime) -> None:
    """Sign out at the end of a session; the installation's clock decides, not the demo's movable day."""
    if not request.user.is_authenticated:
        return
    session, now = request.session, at.timestamp()
    began, seen = session.setdefault("began", now), session.setdefault("seen", now)
    if now - seen > settings.SESSION_IDLE.total_seconds() or now - began > settings.SESSION_LONGEST.total_seconds():
        logout(request)
        messages.info(request, _("登录已到时限，系统已自动退出。请重新登录。"))
    elif now - seen >= NOTED_EVERY:
        session["seen"] = now


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lead a request for a part of a page to the sign-in page as a whole, but for a page on which somebody types."""
    if request.user.is_authenticated or not str(response.get("Location", "")).startswith(reverse(settings.LOGIN_URL)):
        return response
    if kept := interrupted.without_session(request):
        return kept
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse(settings.LOGIN_URL)})
    return response


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not settings.REQUIRE_SECOND_FACTOR or not isinstance(user, Person):
        return False
    if (resolve(request.path_info).url_name or "").startswith(WITHOUT_SECOND_FACTOR):
        return False
    now = timezone.now().timestamp()
    if now - request.session.get("second_factor_at", 0) < ASKED_EVERY:
        return False
    if _must_have_second_factor(user) and not is_mfa_enabled(user):
        return True
    request.session["second_factor_at"] = now
    return False


def _must_have_second_factor(person: Person) -> bool:
    held = Appointment.objects.on(clock.today()).filter(person=person, post__role__in=SECOND_FACTOR_ROLES)
    return person.is_staff or held.exists()
