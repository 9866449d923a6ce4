"""公示: a notice that everybody concerned may read and object to while it stands."""

from __future__ import annotations

from django.db import models

from workflows.models.case import Case


class PublicNotice(models.Model):
    """One public notice of a case; `token` is its address for those without an account."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    token = models.CharField(max_length=32, unique=True)
    place = models.CharField("公示地点", max_length=120)
    text = models.TextField("公示内容")
    posted_on = models.DateField("公示日期")
    ends_on = models.DateField("公示截止")
    closed_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"

    def __str__(self) -> str:
        return f"{self.case}（{self.posted_on}—{self.ends_on}）"
