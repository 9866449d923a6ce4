"""Paper: fields, widgets, one renderer."""

from __future__ import annotations

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The application of forms; keeps no tables."""

    name = "forms"
    label = "papers_forms"
    verbose_name = "表单"
