"""Files of a returned form: one that is not chosen again is the one handed in before, and is stored once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from workflows.models import Attachment
from workflows.table.act import Act, once

CLEAR = "-clear"  # with which a browser says that a file is to be taken away


class KeptFile(UploadedFile):  # type: ignore[type-arg]  # generic only for the checker
    """A file that was handed in with an earlier form of the same act."""


class FromDraft(UploadedFile):  # type: ignore[type-arg]  # as above
    """A file that was kept with the draft; it goes with the draft, so a form handed in again comes without it."""


def with_kept(act: Act[Any], given: Mapping[str, Any], files: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the files of a form handed in again, with the earlier one in each field in which none was chosen."""
    fields = act.row.asks.base_fields if act.again and act.row.asks else {}
    chosen = dict(files.items()) if files else {}
    open_ones = [
        name
        for name, field in fields.items()
        if isinstance(field, forms.FileField) and name not in chosen and f"{name}{CLEAR}" not in given
    ]
    if not open_ones:
        return files
    earlier = Attachment.objects.filter(case=act.case, entry__act=act.row.code, field__in=open_ones).order_by("pk")
    kept = {one.field: KeptFile(one.file, one.name, size=one.size) for one in earlier}
    return {**chosen, **{name: kept[name] for name in open_ones if name in kept and _was_there(act, name)}}


def _was_there(act: Act[Any], name: str) -> bool:
    """Tell whether the form last handed in had a file there: one that was taken away does not come back."""
    return bool(_last_answers(act).get(name))


@once
def _last_answers(act: Act[Any]) -> Mapping[str, Any]:
    last = act.case.history.filter(act=act.row.code).select_related("submission").order_by("-sequence").first()
    return last.submission.answers if last and hasattr(last, "submission") else {}
