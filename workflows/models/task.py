"""待办: a case waiting at one desk."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workflows.models.case import Case
from workflows.people.models import Person, Post
from workflows.store.flows import AbstractTask
from workflows.store.rooted import Rooted, RootedKey, RootedManager


class Task(Rooted, AbstractTask):  # type: ignore[misc]  # viewflow publishes no types
    """One task at one post.

    What an inbox row shows stands here, so that the page joins nothing; `rank` is the due day, or the last of all
    days where there is none, for the two databases sort nothing differently. `advisory` asks for an opinion alone: the
    case does not wait there. `passed_from` is the post at which it waited before it was passed on by hand. Viewflow's
    own columns for ownership, ancestry and background work are removed: nothing here relies on them, and their indexes
    cost each write.
    """

    status = models.CharField(max_length=50, default="NEW")
    created = models.DateTimeField(default=timezone.now)
    assigned = None
    started = None
    scheduled = None
    previous = None
    external_task_id = None
    owner = None
    owner_permission = None
    # Careful: the generic key cannot be removed from an abstract base, so its two columns stay, empty and unindexed.
    owner_permission_content_type = models.ForeignKey(
        ContentType, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    process = RootedKey(Case, models.CASCADE, db_index=False, db_constraint=False, verbose_name="事项")
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="tasks", db_index=False, db_constraint=False, verbose_name="岗位"
    )
    procedure = models.CharField(max_length=40)
    number = models.CharField("编号", max_length=40)
    title = models.CharField("标题", max_length=200)
    stage_title = models.CharField("环节", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    opened_on = models.DateField("到达日期")
    due = models.DateField("到期日", null=True, blank=True)
    rank = models.DateField(default=date.max)
    claimed_by = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="认领人",
    )
    advisory = models.BooleanField("征求意见", default=False)
    passed_from = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name="转自",
    )
    escalated_to = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="已升级至"
    )
    reminded_on = models.DateField("提醒日期", null=True, blank=True)
    nudged_on = models.DateField("催办日期", null=True, blank=True)
    nudges = models.PositiveSmallIntegerField("催办次数", default=0)

    objects: ClassVar[RootedManager[Task]] = RootedManager()

    # days of the case's last act and last move, where `workflows.desks.inbox` has asked for them
    acted_on: date | None
    moved_on: date | None

    class Meta:
        verbose_name = "待办"
        verbose_name_plural = "待办"
        indexes = (
            models.Index(fields=("post", "rank", "id"), name="task_inbox", condition=Q(finished=None)),
            models.Index(
                fields=("claimed_by", "rank", "id"),
                name="task_claimed",
                condition=Q(finished=None, claimed_by__isnull=False),
            ),
            # Careful: with the day it ended, or PostgreSQL goes through all open tasks for those of one case.
            models.Index(fields=("process", "finished", "post"), name="task_case"),
            models.Index(fields=("due",), name="task_due", condition=Q(finished=None, due__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.title}·{self.stage_title}"

    @property
    def case(self) -> Case:
        """The case, by this product's word for what Viewflow calls a process."""
        case: Case = self.process
        return case
