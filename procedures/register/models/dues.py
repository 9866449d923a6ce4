"""应交团费: what one member owes for one month; the books of the payments are the procedure's that keeps them."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q

from procedures.register.models.standing import DuesCategory
from workflows.people.models import Organization, Person
from workflows.store.rooted import Rooted, RootedManager

M = TypeVar("M", bound=models.Model, covariant=True)


class Less(models.TextChoices):
    """Why a month is charged less than the scale says."""

    PARTY_MEMBER = "party_member", "保留团籍的党员，不交团费"
    EXEMPTION = "exemption", "批准免交"
    REDUCTION = "reduction", "批准少交"
    LEFT = "left", "离团或转出以后，不交团费"


class Owed(RootedManager[M]):
    """The months that are owed; one cancelled by a leave is none, though its row and payments stay."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Return the rows of the roots under way that have not been cancelled."""
        return super().get_queryset().exclude(less=Less.LEFT)


class Charge(Rooted):
    """One month of one member, charged exactly once.

    `month` is its first day; `organization` the one on whose roll the member was; `category` and `base_fen` the basis
    it was reckoned from; `paid_fen` what the payments standing today have settled of it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="charges", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField("月份")
    fen = models.PositiveIntegerField("应交（分）")
    paid_fen = models.PositiveIntegerField("已交（分）", default=0)
    less = models.CharField("免交或少交", max_length=12, choices=Less.choices, blank=True)
    category = models.CharField("团费类别", max_length=16, choices=DuesCategory.choices)
    base_fen = models.PositiveIntegerField("基数（分）", null=True, blank=True)
    opened_on = models.DateField("核定日期")

    objects: ClassVar[Owed[Charge]] = Owed()
    every: ClassVar[RootedManager[Charge]] = RootedManager()

    class Meta:
        verbose_name = "应交团费"
        verbose_name_plural = "应交团费"
        ordering = ("person", "month")
        indexes = (models.Index(fields=("organization", "month"), name="charge_organization_month"),)
        constraints = (
            models.UniqueConstraint(fields=("person", "month", "root"), name="charge_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="charge_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(paid_fen__lte=F("fen")), name="charge_not_overpaid"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.month:%Y-%m}"

    @property
    def open_fen(self) -> int:
        """What is still to be paid, in fen."""
        return self.fen - self.paid_fen


class ArrearsReminder(Rooted):
    """欠交提醒: that a member and the branch were told of unpaid months in a row, and of which.

    `first` and `last` are the first days of the months named, `step` the number of months at which they were told.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    first = models.DateField("自")
    last = models.DateField("至")
    step = models.PositiveSmallIntegerField("连续月数")
    told_on = models.DateField("提醒日期")

    class Meta:
        verbose_name = "欠交提醒"
        verbose_name_plural = "欠交提醒"
        constraints = (
            models.UniqueConstraint(fields=("person", "last", "step", "root"), name="arrears_reminder_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="arrears_reminder_not_reversed"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.last:%Y-%m}·{self.step}"
