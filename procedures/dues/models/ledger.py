"""复式账: every line debits one account of an organization and credits another by the same fen.

So every line balances by itself, and with it every act and the whole ledger; the database refuses a line of nothing,
of one account against itself, and any later change of a line.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from workflows.models import Case, Round
from workflows.people.models import Organization
from workflows.store.rooted import Rooted, RootedKey, RootedOneToOne


class Account(models.TextChoices):
    """科目 of one organization's dues."""

    CASH = "cash", "库存团费"
    RECEIVABLE = "receivable", "应收团费"
    IN_TRANSIT = "in_transit", "上缴在途"
    REMITTED = "remitted", "上缴支出"
    INCOME = "income", "团费收入"
    VOLUNTARY = "voluntary", "自愿多交"
    RECEIVED = "received", "下级上缴收入"
    CREDIT = "credit", "团费结余（多交的，待抵交或退还）"


class PostingKind(models.TextChoices):
    """What an entry of the ledger is for."""

    CHARGE = "charge", "核定应交团费"
    ADJUSTMENT = "adjustment", "调整应交团费"
    PAYMENT = "payment", "收取团费"
    REVERSAL = "reversal", "冲正"
    REMITTANCE = "remittance", "上缴团费"
    RECEIPT = "receipt", "收到上缴团费"
    REFUND = "refund", "退还团费结余"
    ELSEWHERE = "elsewhere", "其他团组织办理的收款或冲正"
    HANDOVER = "handover", "组织交接"


class Posting(Rooted):
    """One entry of the ledger; a mistake is undone by another one that `reverses` it, once."""

    kind = models.CharField("种类", max_length=12, choices=PostingKind.choices)
    on = models.DateField("日期")
    at = models.DateTimeField("登记时间")
    case = RootedKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    round = RootedKey(Round, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    reverses = RootedOneToOne("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    reason = models.CharField("事由", max_length=300, blank=True)

    class Meta:
        verbose_name = "记账凭证"
        verbose_name_plural = "记账凭证"
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=PostingKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=PostingKind.REVERSAL) & Q(reverses=None)),
                name="posting_reverses_where_it_says",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}·{self.on}"


class Line(Rooted):
    """One line of an entry: `fen` from the credited account to the debited one."""

    posting = RootedKey(Posting, models.PROTECT, related_name="lines")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    debit = models.CharField("借", max_length=12, choices=Account.choices)
    credit = models.CharField("贷", max_length=12, choices=Account.choices)
    fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = "分录"
        verbose_name_plural = "分录"
        indexes = (models.Index(fields=("organization", "posting"), name="line_organization"),)
        constraints = (
            models.CheckConstraint(condition=Q(fen__gt=0), name="line_of_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="line_between_two_accounts"),
        )

    def __str__(self) -> str:
        return f"{self.get_debit_display()}/{self.get_credit_display()} {self.fen}"
