"""团员名册: the register that all procedures write to."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Who is what in the League, since when, in which organization."""

    name = "procedures.register"
    label = "register"
    verbose_name = "团员名册"
    default_auto_field = "django.db.models.BigAutoField"
