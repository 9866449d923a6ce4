"""What a deploying committee sets for itself: local values of rules, and days the calendar library does not know."""

from __future__ import annotations

from datetime import date

from django.db import models

from workflows.people.models import Organization, Person


class Parameter(models.Model):
    """A local value of a rule: who set it, when and why."""

    key = models.CharField("规则", max_length=60)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", verbose_name="组织")
    value = models.JSONField("取值")
    first_on = models.DateField("自", null=True, blank=True)
    last_on = models.DateField("至", null=True, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="设置人")
    set_at = models.DateTimeField("设置时间")
    because = models.CharField("理由", max_length=200)

    class Meta:
        verbose_name = "本地参数"
        verbose_name_plural = "本地参数"

    def __str__(self) -> str:
        return f"{self.key}={self.value}"

    def stands(self, on: date) -> bool:
        """Tell whether it stands on a day; without a first or last day it has stood, or will stand, for ever."""
        return (self.first_on is None or self.first_on <= on) and (self.last_on is None or on <= self.last_on)


class CalendarDay(models.Model):
    """A day whose kind is set by hand, ahead of the calendar library or against it."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("工作日")
    name = models.CharField("名称", max_length=40)
    source = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = "节假日调整"
        verbose_name_plural = "节假日调整"

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
