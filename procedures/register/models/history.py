"""Dated history: every value of the register with its first and last day, and periods of membership."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from procedures.register.models.standing import Status
from workflows.people.models import Organization, Person
from workflows.store.rooted import Rooted


class StatusSpan(models.Model):
    """One status from a first to a last day; a person has at most one open span."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="statuses")
    status = models.CharField("状态", max_length=12, choices=Status.choices)
    first_on = models.DateField("自", null=True)
    last_on = models.DateField("至", null=True)

    class Meta:
        verbose_name = "状态历史"
        verbose_name_plural = "状态历史"
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=Q(last_on=None), name="status_one_open"),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(first_on=None) | Q(last_on__gte=F("first_on")),
                name="status_not_reversed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.status}·{self.first_on}"


class OrganizationSpan(models.Model):
    """On whose roll a person was, from a first to a last day; a person has at most one open span."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="organizations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField("自", null=True)
    last_on = models.DateField("至", null=True)

    class Meta:
        verbose_name = "组织关系历史"
        verbose_name_plural = "组织关系历史"
        indexes = (models.Index(fields=("organization", "last_on"), name="organization_span_roll"),)
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=Q(last_on=None), name="organization_one_open"),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(first_on=None) | Q(last_on__gte=F("first_on")),
                name="organization_not_reversed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.organization_id}·{self.first_on}"


class Memberships(models.QuerySet["MembershipPeriod"]):
    """The periods, with the question which of them count."""

    def accepted(self) -> Memberships:
        """Return the periods of membership: one that a letter vouched for and nobody here took in is none."""
        return self.exclude(left_as=Status.NONE)


class MembershipPeriod(models.Model):
    """团龄: one membership from the branch meeting to its end; re-admission starts a new one."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    joined_on = models.DateField("入团时间", null=True)
    joined_branch = models.CharField("入团支部", max_length=120, blank=True)
    development_number = models.CharField("发展团员编号", max_length=12, blank=True)
    approved_on = models.DateField("批准入团时间", null=True)
    left_on = models.DateField("离团时间", null=True)
    left_as = models.CharField("离团方式", max_length=12, choices=Status.choices, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        verbose_name = "团籍期间"
        verbose_name_plural = "团籍期间"
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=Q(left_on=None), name="membership_one_open"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}·{self.joined_on}"


class YearRecord(Rooted):
    """年度评议与注册: the grade of a year and whether the membership was registered in it."""

    class Grade(models.TextChoices):
        """评议等次 (procedures.md 3)."""

        EXCELLENT = "excellent", "优秀"
        QUALIFIED = "qualified", "合格"
        BASIC = "basic", "基本合格"
        UNQUALIFIED = "unqualified", "不合格"

    class Registration(models.TextChoices):
        """团籍注册 (rules.md 6)."""

        REGISTERED = "registered", "已注册"
        EXEMPT = "registered_exempt", "已注册（免评议）"
        DEFERRED = "deferred", "暂缓注册"
        NOT_REGISTERED = "not_registered", "未注册"

    person = models.ForeignKey(Person, models.PROTECT, related_name="year_records")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    grade = models.CharField("等次", max_length=12, choices=Grade.choices, blank=True)
    registration = models.CharField("注册", max_length=20, choices=Registration.choices, blank=True)
    graded_on = models.DateField("评定日期", null=True)
    registered_on = models.DateField("注册日期", null=True)

    class Meta:
        verbose_name = "年度评议与注册"
        verbose_name_plural = "年度评议与注册"
        constraints = (models.UniqueConstraint(fields=("person", "year", "root"), name="year_record_once"),)

    def __str__(self) -> str:
        return f"{self.person_id}·{self.year}"


class Discipline(models.Model):
    """团纪处分 with the days on which it stands; 留团察看 takes vote and the right to introduce."""

    class Sanction(models.TextChoices):
        """Kinds of sanction (纪律处分条例, rules.md 10)."""

        WARNING = "warning", "警告"
        SERIOUS_WARNING = "serious_warning", "严重警告"
        DISMISSAL = "dismissal", "撤销团内职务"
        PROBATION = "probation", "留团察看"
        EXPULSION = "expulsion", "开除团籍"

    person = models.ForeignKey(Person, models.PROTECT, related_name="disciplines")
    kind = models.CharField("处分", max_length=16, choices=Sanction.choices)
    first_on = models.DateField("自")
    last_on = models.DateField("至", null=True)

    class Meta:
        verbose_name = "团纪处分"
        verbose_name_plural = "团纪处分"

    def __str__(self) -> str:
        return f"{self.person_id}·{self.kind}"
