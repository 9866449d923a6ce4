"""Sign-in: nobody opens an account by himself; the registrar or an import does."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Closes the public sign-up of allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell that people are entered by their organization."""
        return False
