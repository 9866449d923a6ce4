"""视图: what somebody asks of the roll again and again, kept by a name of his own."""

from __future__ import annotations

from django.db import models

from workflows.people.models import Person


class SavedView(models.Model):
    """One view of the roll: its filter, order and columns as they stand in an address; only who saved it sees it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roll_views", verbose_name="保存人")
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=1000, blank=True)

    class Meta:
        verbose_name = "名册视图"
        verbose_name_plural = "名册视图"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="saved_view_once"),)

    def __str__(self) -> str:
        return self.name
