"""轮次: one act over everybody concerned under an organization, carried out in chunks that can be resumed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from workflows.people.models import Organization, Person
from workflows.store.rooted import Rooted, RootedKey, RootedManager
from workflows.store.states import FSMField, transition


class RoundStatus(models.TextChoices):
    """How far a round has come."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"


class Round(Rooted):
    """One round.

    `answers` are those of its form as plain JSON; `cursor` is the last person reached, in the order of keys, saved in
    the transaction of each chunk; `concerned` is how many there were when it began; `facts` what the row itself keeps.
    """

    paths = ("path",)

    procedure = models.CharField("业务程序", max_length=40)
    act = models.CharField("办理", max_length=40)
    title = models.CharField("名称", max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="组织")
    path = models.CharField(max_length=255)
    period = models.CharField("期间", max_length=20, blank=True)
    on = models.DateField("办理日期")
    started_at = models.DateTimeField("开始时间")
    started_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="发起人"
    )
    answers = models.JSONField(default=dict)
    status = FSMField("状态", max_length=10, choices=RoundStatus.choices, default=RoundStatus.RUNNING, protected=True)
    cursor = models.BigIntegerField(default=0)
    concerned = models.PositiveIntegerField("涉及人数", default=0)
    done = models.PositiveIntegerField("已处理", default=0)
    opened = models.PositiveIntegerField("已发起", default=0)
    skipped = models.PositiveIntegerField("未发起", default=0)
    moved_at = models.DateTimeField("最近推进时间")
    facts = models.JSONField(default=dict)

    CHAIN: ClassVar[str] = "round/"
    objects: ClassVar[RootedManager[Round]] = RootedManager()

    class Meta:
        verbose_name = "轮次"
        verbose_name_plural = "轮次"
        indexes = (
            models.Index(fields=("path", "-id"), name="round_path"),
            models.Index(fields=("moved_at",), name="round_running", condition=models.Q(status=RoundStatus.RUNNING)),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        """The chain of its own entries; those of its cases are in chains of their own."""
        return f"{self.CHAIN}{self.pk}"

    @transition(field=status, source=RoundStatus.RUNNING, target=RoundStatus.DONE)
    def finish(self) -> None:
        """Say that everybody has been reached."""

    @transition(field=status, source=RoundStatus.DONE, target=RoundStatus.RUNNING)
    def take_up(self, *, anew: bool = False) -> None:
        """Go on with whoever is new since it was finished; `anew` with everybody, where books know what is written."""
        if anew:
            self.done = self.skipped = 0
            self.skips.all().delete()

    @property
    def is_running(self) -> bool:
        """Whether somebody is still to be reached."""
        return bool(self.status == RoundStatus.RUNNING)


class Skip(Rooted):
    """未发起: whom a round left out, and why."""

    round = RootedKey(Round, models.CASCADE, related_name="skips")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    sentence = models.CharField("原因", max_length=300)

    class Meta:
        verbose_name = "未发起人员"
        verbose_name_plural = "未发起人员"
        constraints = (models.UniqueConstraint(fields=("round", "person", "root"), name="skip_once_in_round"),)

    def __str__(self) -> str:
        return f"{self.person_id}·{self.code}"
