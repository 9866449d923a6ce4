"""办理记录: the append-only log, chained by hashes within each case."""

from __future__ import annotations

from django.db import models

from workflows.people.models import Person, Post
from workflows.store.rooted import Rooted, RootedKey, RootedOneToOne

FEW = 3


class Entry(Rooted):
    """One act, as it was recorded; triggers of the database refuse to change or delete it.

    `chain` names what the entry belongs to (`case/12`, `roster/3`); `sequence` counts from 1 within it; `previous`
    is the hash of the entry before. `digest` commits to the answers without holding them. `nonce` and `asked` are
    digests of the nonce of the form it came by, which is good for one entry, and of what was asked with it. The
    database does not look whether what an entry names is there: decision 14.
    """

    chain = models.CharField(max_length=60)
    sequence = models.PositiveIntegerField()
    case = RootedKey(
        "workflows.Case", models.PROTECT, null=True, related_name="entries", db_index=False, db_constraint=False
    )
    procedure = models.CharField(max_length=40)
    act = models.CharField("办理", max_length=40)
    title = models.CharField("办理名称", max_length=60)
    subject = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    actor_name = models.CharField("办理人", max_length=60)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    post_title = models.CharField("岗位", max_length=160, blank=True)
    deputizing_for = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    deputizing_for_name = models.CharField("代理何人", max_length=60, blank=True)
    on = models.DateField("办理日期")
    recorded_at = models.DateTimeField("记录时间")
    stage_from = models.CharField(max_length=40, blank=True)
    stage_to = models.CharField(max_length=40, blank=True)
    changes = models.JSONField("变更", default=list)
    warnings = models.JSONField("提示", default=list)
    reason = models.TextField("理由", blank=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32, null=True)
    asked = models.CharField(max_length=32, null=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        constraints = (
            models.UniqueConstraint(fields=("chain", "sequence", "root"), name="entry_once_in_chain"),
            models.UniqueConstraint(
                fields=("nonce", "root"), condition=models.Q(nonce__isnull=False), name="entry_once_by_form"
            ),
        )
        indexes = (models.Index(fields=("actor", "-id"), name="entry_actor"),)

    def __str__(self) -> str:
        return f"{self.chain}#{self.sequence} {self.act}"

    @property
    def changed(self) -> str:
        """What it changed, in words; nothing where nothing, else at most `FEW` changes."""
        words = [f"{one['label']}：{one['before'] or '空'} → {one['after'] or '空'}" for one in self.changes[:FEW]]
        return "；".join(words) + ("等" if len(self.changes) > FEW else "")


class Submission(Rooted):
    """所填内容: the answers of one act; erasable without breaking the chain, for the log holds only their digest.

    `answers` are the cleaned values as plain JSON; `shown` is `[[field, label, text], …]` as the person saw them.
    """

    entry = RootedOneToOne(Entry, models.PROTECT, primary_key=True, related_name="submission")
    salt = models.CharField(max_length=32)
    answers = models.JSONField(default=dict)
    shown = models.JSONField(default=list)

    class Meta:
        verbose_name = "所填内容"
        verbose_name_plural = "所填内容"

    def __str__(self) -> str:
        return f"#{self.entry_id}"
