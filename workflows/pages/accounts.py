"""Sign-in: nobody opens an account by himself; the registrar or an import does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from workflows.models import Draft, Message
from workflows.people.models import Person
from workflows.people.reach import reached_from
from workflows.people.secrets import blind_index
from workflows.store.prepared import Prepared

WRONG = _("登录名或密码不正确。请检查后重试；忘记密码的，请联系本级团委管理员重设。")
SEAL = EncryptedTextField().f


class SignedIn(AuthenticationBackend):  # type: ignore[misc]  # allauth publishes no types
    """Finds whoever is signed in, with what every page shows of him, in one statement a request."""

    def get_user(self, user_id: int) -> Person | None:
        """Return an active person with home, own desk, the number of unread messages, and whether he has drafts."""
        return next(iter(_signed_in(user_id)), None)


def _person(pk: int) -> QuerySet[Person]:
    unread = Message.objects.filter(person=pk, read_at=None).order_by().values("person")
    return (
        Person.objects.filter(pk=pk, is_active=True)
        .select_related("home", "desk")
        .defer("home__seal")
        .annotate(
            unread=Coalesce(Subquery(unread.annotate(number=Count("pk")).values("number")), 0),
            reaches=reached_from("home__path"),
            drafting=Exists(Draft.objects.filter(person=OuterRef("pk"))),
        )
    )


_signed_in = Prepared(_person)


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Closes the public sign-up of allauth, and says the same of an unknown name and of a wrong password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "invalid_login": WRONG,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": _("短时间内登录失败次数过多。请等 20 秒后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell that people are entered by their organization."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that rate limits count by."""
        return client_address(request)


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Keeps the secrets of the second factor encrypted, with the key of the ID numbers."""

    def encrypt(self, text: str) -> str:
        """Return what is stored for a secret."""
        return str(SEAL.encrypt(text.encode()), "ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret of what is stored."""
        return str(SEAL.decrypt(encrypted_text.encode()), "utf-8")


def client_address(request: HttpRequest) -> str:
    """Return the address of the client: the proxy's word where the settings name a proxy, else the connection's.

    The last address is the one that the own proxy has added; those before it may be invented.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def typed_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return a digest of the name that was typed, for counting failures.

    Some people type their ID number there, so the table of failures must not hold it. Capitals make no other name.
    """
    given = credentials or {}
    name = given.get("username") or given.get("login") or request.POST.get("login", "")
    return blind_index(str(name)) or ""


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Answer that the account is locked for this address, and until when."""
    context = {
        "until": _lock_ends(request, credentials),
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": settings.AXES_COOLOFF_TIME // timedelta(minutes=1),
    }
    return render(request, "account/locked.html", context, status=429)


def _lock_ends(request: HttpRequest, credentials: Mapping[str, Any] | None) -> datetime:
    attempts = AccessAttempt.objects.filter(
        username=typed_name(request, credentials), ip_address=client_address(request)
    )
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    ends: datetime = (last or timezone.now()) + settings.AXES_COOLOFF_TIME
    return ends
