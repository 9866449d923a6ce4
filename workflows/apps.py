"""How any procedure is carried out."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from workflows.accounts.sessions import begin


class WorkflowsConfig(AppConfig):
    """The engine; knows no procedure by name."""

    name = "workflows"
    label = "workflows"
    verbose_name = "办理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give every table the rows that all have, and have every sign-in stamp its session, however it came about."""
        from workflows.common_acts.listed import ROWS  # noqa: PLC0415 -- rows refer to models, which load after this
        from workflows.table.registry import register_common  # noqa: PLC0415 -- as above

        register_common(*ROWS)
        user_logged_in.connect(begin, dispatch_uid="session_begins")
