"""How any procedure is carried out."""

from __future__ import annotations

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """The engine; knows no procedure by name."""

    name = "workflows"
    label = "workflows"
    verbose_name = "办理"
    default_auto_field = "django.db.models.BigAutoField"
