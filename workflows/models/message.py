"""消息: what a person is told; nothing is decided by it."""

from __future__ import annotations

from django.db import models

from workflows.models.case import Case
from workflows.people.models import Person
from workflows.store.rooted import Rooted, RootedKey


class Message(Rooted):
    """One message to one person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False, verbose_name="收件人")
    case = RootedKey(Case, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    text = models.CharField("内容", max_length=300)
    sent_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        indexes = (
            models.Index(fields=("person", "-id"), name="message_person"),
            models.Index(fields=("person",), name="message_unread", condition=models.Q(read_at=None)),
        )

    def __str__(self) -> str:
        return self.text
