"""上缴团费: what one organization sends up for a period, and when the one above received it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from procedures.dues.models.ledger import Posting
from workflows.models import Case
from workflows.people.models import Organization
from workflows.store.rooted import Rooted, RootedOneToOne


class Remittance(Rooted):
    """One remittance; `collected_fen` is what had ever come in by the end of the period, from which it was reckoned."""

    case = RootedOneToOne(Case, models.PROTECT, related_name="+")
    posting = RootedOneToOne(Posting, models.PROTECT, related_name="remittance")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    above = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    collected_fen = models.PositiveBigIntegerField("实收（分）")
    fen = models.PositiveBigIntegerField("上缴（分）")
    received_on = models.DateField("收到日期", null=True, blank=True)

    class Meta:
        verbose_name = "团费上缴"
        verbose_name_plural = "团费上缴"
        indexes = (
            models.Index(fields=("organization", "first_on"), name="remittance_organization"),
            models.Index(fields=("above", "received_on"), name="remittance_above"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(fen__gt=0, fen__lte=F("collected_fen")), name="remittance_of_collected"),
        )

    def __str__(self) -> str:
        return f"{self.organization_id}·{self.first_on}·{self.fen}"
