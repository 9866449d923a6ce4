"""青年人才信息库: one row for each recommendation that passed, written by this procedure's acts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.store.rooted import Rooted, RootedManager, RootedOneToOne
from workflows.store.states import FSMField, transition


class PoolStatus(models.TextChoices):
    """What a row is; that its year is over is read from its last day, not written."""

    POOLED = "pooled", "在库"
    PLACED = "placed", "已推荐使用"
    REPLACED = "replaced", "已由新的推荐接续"


class Talent(Rooted):
    """One recommended young person with the fields of rules.md 9.2; nobody is ranked and nothing is counted."""

    paths = ("path",)

    case = RootedOneToOne(Case, models.PROTECT, related_name="+", verbose_name="推荐事项")
    person = models.ForeignKey(Person, models.PROTECT, related_name="talents", verbose_name="人才")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", db_index=False, verbose_name="组织"
    )
    path = models.CharField(max_length=255)
    status = FSMField("状态", max_length=12, choices=PoolStatus.choices, default=PoolStatus.POOLED, protected=True)
    field = models.CharField("专业领域", max_length=60)
    position = models.CharField("岗位", max_length=80)
    technical_title = models.CharField("职称", max_length=60, blank=True)
    education = models.CharField("学历", max_length=60, blank=True)
    achievements = models.TextField("主要成果")
    awards = models.TextField("奖惩情况", blank=True)
    mentor = models.CharField("培养人", max_length=60, blank=True)
    reason = models.TextField("推荐理由")
    entered_on = models.DateField("入库日期")
    valid_until = models.DateField("有效期至")
    placed_on = models.DateField("推荐使用日期", null=True, blank=True)
    placed_to = models.CharField("推荐去向", max_length=200, blank=True)

    objects: ClassVar[RootedManager[Talent]] = RootedManager()

    class Meta:
        verbose_name = "青年人才"
        verbose_name_plural = "青年人才信息库"
        indexes = (models.Index(fields=("path", "field"), name="talent_path_field"),)

    def __str__(self) -> str:
        return f"{self.person}（{self.field}）"

    @transition(field=status, source=(PoolStatus.POOLED, PoolStatus.PLACED), target=PoolStatus.PLACED)
    def place(self) -> None:
        """Be recommended to an award, a post or the Party's list of talents."""

    @transition(field=status, source=(PoolStatus.POOLED, PoolStatus.PLACED), target=PoolStatus.REPLACED)
    def replace(self) -> None:
        """Give way to a newer recommendation of the same person."""

    def has_lapsed(self, on: date) -> bool:
        """Tell whether the year is over on a day; that day decides and nobody writes it."""
        return self.valid_until < on

    def state_on(self, on: date) -> str:
        """Say in Chinese what the row is on a day."""
        return (
            "已过期" if self.status == PoolStatus.POOLED and self.has_lapsed(on) else str(PoolStatus(self.status).label)
        )
