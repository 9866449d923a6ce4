"""附件: a file that somebody handed in with an act."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import PurePath

from django.core.files import File
from django.db import models

from workflows.models.case import Case
from workflows.models.entry import Entry
from workflows.store.rooted import Rooted, RootedKey


def random_path(attachment: Attachment, filename: str) -> str:
    """Return a stored name that tells nothing of the person or the file."""
    token = secrets.token_hex(16)
    return f"attachments/{token[:2]}/{token}"


class Attachment(Rooted):
    """One file; served only by a view that asks who may see the case."""

    case = RootedKey(Case, models.PROTECT, related_name="attachments")
    entry = RootedKey(Entry, models.PROTECT, related_name="attachments", db_index=False)
    field = models.CharField(max_length=40)
    name = models.CharField("文件名", max_length=120)
    file = models.FileField("文件", upload_to=random_path)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, case: Case, entry: Entry, field: str, upload: File[bytes]) -> Attachment:
        """Store an upload under a random name, with its digest."""
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        name = PurePath(str(upload.name)).name[:120]
        return cls.objects.create(
            root=case.root,
            case=case,
            entry=entry,
            field=field,
            name=name,
            file=upload,
            size=upload.size or 0,
            sha256=digest.hexdigest(),
        )
