"""Who works here: people, organizations, posts, appointments."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The application of people and organizations; its own, or the migrations of the engine become circular."""

    name = "workflows.people"
    label = "people"
    verbose_name = "组织与人员"
    default_auto_field = "django.db.models.BigAutoField"
