"""证书、证明、介绍信: a paper is a row; its PDF is a pure function of the row."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from workflows.models.case import Case
from workflows.models.entry import Entry
from workflows.people.models import Organization, Person
from workflows.people.sealed import SealedJSONField
from workflows.store.rooted import Rooted, RootedKey, RootedOneToOne
from workflows.store.states import FSMField, transition


def recorded_later(issued_on: date, issued_at: datetime) -> date | None:
    """Return the day on which a paper was recorded, where it is not the one under it."""
    recorded_on = timezone.localdate(issued_at)
    return recorded_on if recorded_on != issued_on else None


def has_expired(valid_until: date | None, day: date) -> bool:
    """Tell whether what is valid until a day, that day included, has run out by another."""
    return valid_until is not None and day > valid_until


class PaperStatus(models.TextChoices):
    """Whether a paper counts."""

    ISSUED = "issued", "有效"
    REVOKED = "revoked", "已撤销"


class Paper(Rooted):
    """One paper, numbered in the act's transaction.

    `facts` hold everything the sheet shows as plain JSON, encrypted, for some sheets carry a whole ID number;
    `code` is what its QR code carries. `issued_on` and `signed_by` are what stands under it, `valid_until` the last day
    on which it counts where it says one. A paper given out once more keeps them and the moment of its act, and says
    in `reissued_on` when that was.
    """

    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=60)
    number = models.CharField("编号", max_length=60)
    case = RootedKey(Case, models.PROTECT, related_name="papers")
    entry = RootedKey(Entry, models.PROTECT, related_name="papers", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="papers")
    issued_on = models.DateField("签发日期")
    issued_at = models.DateTimeField("签发时间")
    signed_by = models.CharField("签发组织", max_length=120, blank=True, default="")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    reissued_on = models.DateField("补发日期", null=True, blank=True)
    facts = SealedJSONField()
    code = models.CharField("校验码", max_length=32)
    status = FSMField("状态", max_length=10, choices=PaperStatus.choices, default=PaperStatus.ISSUED, protected=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_because = models.CharField("撤销理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "证书证明"
        verbose_name_plural = "证书证明"
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "kind", "number", "root"),
                condition=models.Q(status="issued"),
                name="paper_number_once",
            ),
            models.UniqueConstraint(fields=("entry", "kind", "root"), name="paper_once_per_act"),
            models.UniqueConstraint(fields=("code", "root"), name="paper_code_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def recorded_later_on(self) -> date | None:
        """The day of record, where it is not that of the act; None where both are the same."""
        return recorded_later(self.issued_on, self.issued_at)

    def counts_on(self, day: date) -> bool:
        """Whether the paper is in force on a day."""
        return self.status == PaperStatus.ISSUED and not has_expired(self.valid_until, day)

    def has_expired_by(self, day: date) -> bool:
        """Whether a paper that was never declared void has run out before a day."""
        return self.status == PaperStatus.ISSUED and has_expired(self.valid_until, day)

    @transition(field=status, source=PaperStatus.ISSUED, target=PaperStatus.REVOKED)
    def revoke(self, on: date, because: str) -> None:
        """Declare the paper void from a day on, for a reason that everybody who checks it may read."""
        self.revoked_on = on
        self.revoked_because = because


class PaperFile(Rooted):
    """The PDF of a paper, kept so that a download need not render."""

    paper = RootedOneToOne(Paper, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "证书文件"
        verbose_name_plural = "证书文件"

    def __str__(self) -> str:
        return str(self.paper_id)


class NumberSeries(models.Model):
    """The last number given by an organization in a year, for one kind of paper or case; locked while it is used."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "编号序列"
        verbose_name_plural = "编号序列"
        constraints = (models.UniqueConstraint(fields=("organization", "kind", "year"), name="number_series_once"),)

    def __str__(self) -> str:
        return f"{self.organization_id}·{self.kind}·{self.year}"
