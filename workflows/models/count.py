"""计数: what is counted for all processes together, with a short life: tries, limits, used codes."""

from __future__ import annotations

from django.db import models


class Count(models.Model):
    """One count; `until` is a moment in seconds since 1970, after which the count is as if it were not there."""

    key = models.CharField("键", max_length=250, primary_key=True)
    value = models.TextField("值")
    until = models.FloatField("至", db_index=True)

    class Meta:
        verbose_name = "计数"
        verbose_name_plural = "计数"

    def __str__(self) -> str:
        return self.key
