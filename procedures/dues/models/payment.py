"""交纳团费: a payment settles months; it is never changed, only undone by a counter-entry."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from procedures.dues.models.ledger import Posting
from procedures.register.models import Charge
from workflows.models import Case
from workflows.people.models import Organization, Person
from workflows.store.rooted import Rooted, RootedKey, RootedOneToOne


class Method(models.TextChoices):
    """How dues are paid."""

    CASH = "cash", "现金"
    TRANSFER = "transfer", "转账"
    MOBILE = "mobile", "移动支付"
    WITHHELD = "withheld", "单位代扣"
    OTHER = "other", "其他"


class Payment(Rooted):
    """One payment of a member at an organization: `fen` settles months, `voluntary_fen` is given beyond them."""

    case = RootedKey(Case, models.PROTECT, related_name="+")
    posting = RootedOneToOne(Posting, models.PROTECT, related_name="payment")
    person = models.ForeignKey(Person, models.PROTECT, related_name="dues_payments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField("日期")
    fen = models.PositiveIntegerField("团费（分）", default=0)
    voluntary_fen = models.PositiveIntegerField("自愿多交（分）", default=0)
    method = models.CharField("方式", max_length=10, choices=Method.choices)
    paid_by = models.CharField("代交人", max_length=60, blank=True)

    class Meta:
        verbose_name = "交费"
        verbose_name_plural = "交费"
        indexes = (models.Index(fields=("organization", "on"), name="payment_organization_on"),)
        constraints = (
            models.CheckConstraint(condition=Q(fen__gt=0) | Q(voluntary_fen__gt=0), name="payment_of_something"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.on}·{self.fen}"


class Settlement(Rooted):
    """What a payment pays of one month, in fen."""

    payment = RootedKey(Payment, models.PROTECT, related_name="settlements")
    charge = RootedKey(Charge, models.PROTECT, related_name="settlements")
    fen = models.PositiveIntegerField("金额（分）")

    class Meta:
        verbose_name = "结清"
        verbose_name_plural = "结清"
        constraints = (
            models.UniqueConstraint(fields=("payment", "charge", "root"), name="settlement_once"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="settlement_of_something"),
        )

    def __str__(self) -> str:
        return f"{self.payment_id}·{self.charge_id}·{self.fen}"


class ImportedSheet(Rooted):
    """A spreadsheet of payments that was posted, by the digest of its bytes: the same file never posts again."""

    case = RootedOneToOne(Case, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "已入账的缴费表"
        verbose_name_plural = "已入账的缴费表"
        constraints = (models.UniqueConstraint(fields=("organization", "digest", "root"), name="imported_sheet_once"),)

    def __str__(self) -> str:
        return self.digest[:12]
