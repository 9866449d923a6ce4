"""发展团员编号: blocks allotted to committees by the year, and every number ever given."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from workflows.people.models import Organization, Person


class NumberBlock(models.Model):
    """A run of numbers that a committee may give in a year."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="number_blocks")
    year = models.PositiveSmallIntegerField("年度")
    first = models.CharField("起", max_length=12)
    last = models.CharField("止", max_length=12)

    class Meta:
        verbose_name = "编号段"
        verbose_name_plural = "编号段"
        constraints = (models.CheckConstraint(condition=Q(last__gte=F("first")), name="number_block_not_reversed"),)

    def __str__(self) -> str:
        return f"{self.first}—{self.last}"


class DevelopmentNumber(models.Model):
    """A number that has been given; it is never given again, whatever became of the case."""

    number = models.CharField("发展团员编号", max_length=12, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="development_numbers")
    given_on = models.DateField("编发日期", null=True)

    class Meta:
        verbose_name = "发展团员编号"
        verbose_name_plural = "发展团员编号"

    def __str__(self) -> str:
        return self.number
