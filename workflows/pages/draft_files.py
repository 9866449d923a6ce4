"""草稿的文件: a chosen file stays with the draft, encrypted, until the form is handed in or nobody comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.http import QueryDict

from forms.base import PaperForm
from workflows.engine.kept_files import CLEAR, FromDraft, KeptFile
from workflows.models import Draft, DraftFile
from workflows.pages.accounts import SEAL
from workflows.people.models import Person

MOST = 20 * 1024 * 1024  # bytes, as of any file that is handed in
MOST_OF_ONE = 3 * MOST  # of one person in all his drafts


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a form has without its being chosen again.

    `handed_in` where it came with the form that was returned; `cleared` where it is to be taken away.
    """

    name: str
    size: int
    handed_in: bool
    cleared: bool


def keep(
    draft: Draft, asks: type[PaperForm], files: Mapping[str, Any], at: datetime, wrong: Iterable[str] = ()
) -> list[str]:
    """Keep the files that were chosen for a form, each in the place of its former.

    Args:
        wrong: the fields whose file the form does not take.

    Returns:
        The names of the files that are too large to be kept.
    """
    too_large = []
    for name, upload in _chosen(asks, files, wrong):
        size = upload.size or 0
        if size > MOST or _kept_by(draft.person, beside=(draft, name)) + size > MOST_OF_ONE:
            too_large.append(str(upload.name))
            continue
        upload.seek(0)
        sealed = {"content": SEAL.encrypt(upload.read()), "size": size, "kept_at": at}
        upload.seek(0)
        named = {"name": PurePath(str(upload.name)).name[:120]}
        DraftFile.objects.update_or_create(draft=draft, field=name, defaults={**sealed, **named})
    return too_large


def _chosen(
    asks: type[PaperForm], files: Mapping[str, Any], wrong: Iterable[str]
) -> Iterator[tuple[str, UploadedFile[Any]]]:
    """Yield the files that were chosen just now and are such as their fields take, by their fields."""
    for name, field in asks.base_fields.items():
        upload = files.get(name)
        if not isinstance(upload, UploadedFile) or isinstance(upload, (FromDraft, KeptFile)) or name in wrong:
            continue
        if isinstance(field, forms.FileField) and _taken(field, upload):
            yield name, upload


def of(draft: Draft | None) -> dict[str, DraftFile]:
    """Return the files of a draft by their fields, without what is in them."""
    return {one.field: one for one in draft.files.defer("content").order_by("pk")} if draft else {}


def cleared(asks: type[PaperForm], given: QueryDict, chosen: Mapping[str, Any]) -> list[str]:
    """Return the fields whose file is to be taken away, and none was chosen in its place."""
    return [name for name in asks.base_fields if f"{name}{CLEAR}" in given and name not in chosen]


def forget(draft: Draft, fields: Iterable[str]) -> None:
    """Drop the files of some fields."""
    draft.files.filter(field__in=list(fields)).delete()


def with_drafted(draft: Draft | None, given: QueryDict, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the files of a form that is handed in: those chosen, and those kept before and not taken away since."""
    files = dict(chosen.items())
    if draft is None:
        return files
    for one in draft.files.order_by("pk"):
        if one.field not in files and f"{one.field}{CLEAR}" not in given:
            content = ContentFile(SEAL.decrypt(bytes(one.content)))
            files[one.field] = FromDraft(content, one.name, size=one.size)
    return files


def show(form: PaperForm | None, draft: Draft | None, earlier: Mapping[str, KeptFile], given: QueryDict | None) -> None:
    """Say beside each field of a form which file it has already.

    Args:
        earlier: those that were handed in with the form that was returned.
        given: what was sent; None where the form is opened, and then the draft says what is to be taken away.
    """
    if form is None or not asks_for_files(type(form)):
        return
    drafted = of(draft)
    said = given if given is not None else (draft.answers if draft else {})
    for name, field in form.fields.items():
        held = drafted.get(name) or earlier.get(name)
        if held is not None:
            cleared = f"{name}{CLEAR}" in said
            size = int(held.size or 0)
            field.held = Held(str(held.name), size, name not in drafted, cleared)  # type: ignore[attr-defined]


def asks_for_files(asks: type[PaperForm]) -> bool:
    """Tell whether a form has a field for a file."""
    return any(isinstance(field, forms.FileField) for field in asks.base_fields.values())


def _taken(field: forms.FileField, upload: Any) -> bool:
    try:
        field.clean(upload, None)
    except ValidationError:
        return False
    return True


def _kept_by(person: Person, *, beside: tuple[Draft, str]) -> int:
    draft, name = beside
    others = DraftFile.objects.filter(draft__person=person).exclude(draft=draft, field=name)
    return others.aggregate(bytes=Sum("size"))["bytes"] or 0
