"""团籍: what a person is in the League today; moved only by its named transitions."""

from __future__ import annotations

from django.db import models

from workflows.people.models import Person
from workflows.store.states import RETURN_VALUE, FSMField, transition


class Status(models.TextChoices):
    """Person status of procedures.md."""

    NONE = "none", "群众"
    APPLICANT = "applicant", "入团申请人"
    ACTIVIST = "activist", "入团积极分子"
    CANDIDATE = "candidate", "发展对象"
    ACTIVE = "active", "团员"
    PROBATION = "probation", "留团察看"
    SUSPENDED = "suspended", "停止团籍"
    EXITED_AGE = "exited_age", "超龄离团"
    WITHDREW = "withdrew", "自愿退团"
    LAPSED = "lapsed", "自行脱团"
    REMOVED = "removed", "除名"
    EXPELLED = "expelled", "开除团籍"
    DECEASED = "deceased", "死亡"


class PartyStage(models.TextChoices):
    """政治面貌 in the Party, a fact that the League records and never changes."""

    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    CANDIDATE = "candidate", "发展对象"
    PROBATIONARY = "probationary", "中共预备党员"
    FULL = "full", "中共党员"


class DuesCategory(models.TextChoices):
    """团费类别 (procedures.md 2)."""

    WAGE = "wage", "工资收入"
    IRREGULAR_INCOME = "irregular_income", "不固定收入"
    STUDENT = "student", "学生"
    FARMER = "farmer", "农民"
    NO_INCOME = "no_income", "无收入"
    PARTY_MEMBER = "party_member", "保留团籍的党员"


MEMBERS_STATUSES = (Status.ACTIVE, Status.PROBATION, Status.SUSPENDED)
ON_THE_WAY = (Status.APPLICANT, Status.ACTIVIST, Status.CANDIDATE)
LEFT = (Status.EXITED_AGE, Status.WITHDREW, Status.LAPSED, Status.REMOVED, Status.EXPELLED)
OUTSIDE = (Status.NONE, Status.EXITED_AGE, Status.WITHDREW, Status.LAPSED, Status.REMOVED, Status.EXPELLED)


class Standing(models.Model):
    """The standing of one person; `before` is what it falls back to when an application comes to nothing."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="standing")
    root = models.CharField(max_length=4, blank=True)
    status = FSMField("状态", max_length=12, choices=Status.choices, default=Status.NONE, protected=True)
    before = models.CharField(max_length=12, choices=Status.choices, default=Status.NONE)
    since = models.DateField("自", null=True, blank=True)
    joined_on = models.DateField("入团时间", null=True, blank=True)
    development_number = models.CharField("发展团员编号", max_length=12, blank=True)
    party_stage = models.CharField("党内身份", max_length=12, choices=PartyStage.choices, blank=True)
    party_since = models.DateField("入党时间", null=True, blank=True)
    party_application_on = models.DateField("递交入党申请书时间", null=True, blank=True)

    transferring = models.BooleanField("组织关系转接中", default=False)
    dues_category = models.CharField("团费类别", max_length=16, choices=DuesCategory.choices, blank=True)
    dues_base_fen = models.PositiveIntegerField("团费基数（分）", null=True, blank=True)
    dues_paid_to = models.DateField("团费交至", null=True, blank=True, help_text="已交清的最后一个月的第一天。")

    class Meta:
        verbose_name = "团籍"
        verbose_name_plural = "团籍"
        indexes = (models.Index(fields=("root", "status"), name="standing_root_status"),)

    def __str__(self) -> str:
        return f"{self.person}：{self.get_status_display()}"

    @property
    def is_member(self) -> bool:
        """Whether the person has 团籍, with or without all rights."""
        return self.status in MEMBERS_STATUSES

    @transition(field=status, source=OUTSIDE, target=Status.APPLICANT)
    def apply(self) -> None:
        """Become an applicant, remembering what the person was."""
        self.before = self.status

    @transition(field=status, source=(Status.APPLICANT, Status.CANDIDATE), target=Status.ACTIVIST)
    def become_activist(self) -> None:
        """Become an activist: approved as one, or put back from candidate."""

    @transition(field=status, source=(Status.ACTIVIST, Status.CANDIDATE), target=Status.APPLICANT)
    def become_applicant(self) -> None:
        """Be an applicant again: the approval as an activist is refused after all."""

    @transition(field=status, source=Status.ACTIVIST, target=Status.CANDIDATE)
    def become_candidate(self) -> None:
        """Become a candidate: the pre-review is passed."""

    @transition(field=status, source=Status.CANDIDATE, target=Status.ACTIVE)
    def join(self) -> None:
        """Become a member."""

    @transition(field=status, source=ON_THE_WAY, target=RETURN_VALUE(*OUTSIDE))
    def drop(self) -> str:
        """Be again what the person was before the application."""
        return self.before

    @transition(field=status, source=MEMBERS_STATUSES, target=RETURN_VALUE(*LEFT))
    def leave(self, status: str) -> str:
        """Cease to be a member, by exit, withdrawal, lapse or removal."""
        return status

    @transition(field=status, source=LEFT, target=Status.ACTIVE)
    def restore(self) -> None:
        """Be a member again, because the leaving was a mistake (恢复团籍)."""

    @transition(field=status, source="*", target=RETURN_VALUE())
    def enter(self, status: str) -> str:
        """Take over a standing that another register or a paper vouches for (an import, a correction)."""
        return status
