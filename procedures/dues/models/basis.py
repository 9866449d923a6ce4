"""团费基数与减免: from what a member's month is reckoned, and what was granted less."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from procedures.register.models import DuesCategory
from workflows.models import Case
from workflows.people.models import Person
from workflows.store.rooted import Rooted, RootedKey, RootedOneToOne


class DuesBasis(Rooted):
    """The category and after-tax monthly base of a member from a month on; a later row takes its place."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="dues_bases", db_index=False)
    category = models.CharField("团费类别", max_length=16, choices=DuesCategory.choices)
    base_fen = models.PositiveIntegerField("基数（分）", null=True, blank=True)
    from_month = models.DateField("自")
    confirmed_on = models.DateField("核定日期")
    case = RootedKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "团费基数"
        verbose_name_plural = "团费基数"
        indexes = (models.Index(fields=("person", "from_month"), name="dues_basis_person_month"),)
        constraints = (
            models.CheckConstraint(condition=Q(from_month__day=1), name="dues_basis_from_the_first_day"),
            models.CheckConstraint(
                condition=Q(base_fen__isnull=False)
                | ~Q(category__in=(DuesCategory.WAGE, DuesCategory.IRREGULAR_INCOME)),
                name="dues_basis_of_who_earns",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.category}·{self.from_month:%Y-%m}"


class ReliefKind(models.TextChoices):
    """少交或免交 (rules.md 5.2)."""

    REDUCTION = "reduction", "少交"
    EXEMPTION = "exemption", "免交"


class Relief(Rooted):
    """What a committee granted: the months, both included, and what is still to be paid for each, in fen."""

    case = RootedOneToOne(Case, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="dues_reliefs")
    kind = models.CharField("种类", max_length=12, choices=ReliefKind.choices)
    fen = models.PositiveIntegerField("减免后每月应交（分）", default=0)
    from_month = models.DateField("自")
    to_month = models.DateField("至")
    approved_on = models.DateField("批准日期")

    class Meta:
        verbose_name = "团费减免"
        verbose_name_plural = "团费减免"
        constraints = (
            models.CheckConstraint(condition=Q(to_month__gte=F("from_month")), name="relief_not_reversed"),
            models.CheckConstraint(condition=Q(from_month__day=1, to_month__day=1), name="relief_from_the_first_days"),
            models.CheckConstraint(
                condition=Q(kind=ReliefKind.REDUCTION) | Q(fen=0), name="relief_exemption_is_nothing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.kind}·{self.from_month:%Y-%m}"
