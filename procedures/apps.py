"""How the folders of `procedures/` become procedures: by being there."""

from __future__ import annotations

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Takes in the table of every folder at start-up, once all applications are loaded."""

    name = "procedures"
    label = "procedures"
    verbose_name = "业务程序"

    def ready(self) -> None:
        """Check, register and compile each folder's table."""
        from procedures.intake import take_in  # noqa: PLC0415 -- tables refer to models, which load after this module

        take_in()
