"""验证码: the forms of the second factor, on which a code of the authenticator app counts once while it is good."""

from __future__ import annotations

from hashlib import sha256

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache

GOOD = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)  # seconds, earlier and later periods too


class _Once:
    """Refuses a code that has counted before; allauth forgets it after one period, while it still is good."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form beside it
        known = sha256(code.replace(" ", "").encode()).hexdigest()[:32]
        if not cache.add(f"code-used/{self.user.pk}/{known}", 1, GOOD):  # type: ignore[attr-defined]  # as above
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInWithCode(_Once, AuthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The form of sign-in."""


class ConfirmWithCode(_Once, ReauthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The form that asks anew before something delicate."""
