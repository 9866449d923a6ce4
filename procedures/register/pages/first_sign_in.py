"""首次登录: the page behind the one-time link that the registrar hands over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from workflows.accounts.recovery import links


@method_decorator(login_not_required, name="dispatch")
class FirstSignIn(PasswordResetConfirmView):
    """Lets the person of the link set a password; the link then is dead."""

    template_name = "register/first_sign_in.html"
    token_generator = links
    success_url = reverse_lazy("account_login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the name under which the person signs in, once the link is known to be good."""
        context = super().get_context_data(**kwargs)
        username = self.user.username if self.validlink and self.user else ""
        return {**context, "username": username}
