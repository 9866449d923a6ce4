"""栏目对应: what a committee's own headings mean, kept for its next list."""

from __future__ import annotations

from django.db import models

from workflows.people.models import Organization


class RememberedColumns(models.Model):
    """The headings of a committee's list as somebody has placed them: `{heading: code of a column, or ""}`."""

    organization = models.OneToOneField(Organization, models.CASCADE, primary_key=True, related_name="+")
    headings = models.JSONField(default=dict)
    saved_on = models.DateField("保存日期")

    class Meta:
        verbose_name = "栏目对应"
        verbose_name_plural = "栏目对应"

    def __str__(self) -> str:
        return f"{self.organization_id}·{self.saved_on}"
