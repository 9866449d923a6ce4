"""一次: a form is good for one act; who hands it in once more is told what came of it the first time.

A page gives each form a nonce, a caller elsewhere sends one of his own (`Idempotency-Key`). The entry keeps a digest
of it, unique in its root, so that an act asks nothing beforehand: only what is refused, or would be a second entry, is
looked for among what was done. What was asked is kept as a digest on which nobody can try answers without the nonce,
which the database does not have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.db.models import Model

from workflows.days.dates import zh_date
from workflows.engine.kept_files import FromDraft
from workflows.engine.request import Request
from workflows.messages import sending
from workflows.models import Entry
from workflows.proof.log import digest_of
from workflows.store import rooted
from workflows.table.act import Stamp
from workflows.table.refusals import NeedsReason, Refused, refuse

T = TypeVar("T")

LENGTH = 32  # of the 64 hex digits: nobody can find a second form of the same 128 bits
OWN = frozenset(
    {"csrfmiddlewaretoken", "nonce", "seen", "warned", "despite", "do", "after", "back"}
)  # of a page, beside what was answered


def stamp_of(request: Request, where: str | int) -> Stamp | None:
    """Return what the entry of an act keeps of its form; None where the request names none.

    Args:
        where: the key of the case, the code of the procedure by which one is opened.
    """
    if not request.nonce:
        return None
    said = {
        "act": request.act,
        "where": where,
        "by": request.by.pk if request.by else None,
        "on": request.on.isoformat() if request.on else None,
        "reason": request.reason,
        "answers": dict(_answers(request.with_)),
        "files": {name: _content(one) for name, one in (request.files or {}).items() if not isinstance(one, FromDraft)},
    }
    return Stamp(_known(request.nonce), digest_of(request.nonce, said)[:LENGTH])


def is_used(nonce: str) -> bool:
    """Tell whether a form was handed in and left an entry, in the roots under way."""
    return bool(nonce) and Entry.objects.filter(nonce=_known(nonce)).exists()


def once(request: Request, where: str | int, do: Callable[[], T], first: Callable[[Entry], T]) -> T:
    """Do what is asked, or return what came of it the first time, which `first` reads from its entry.

    Raises:
        Refused: `form_used`: the form was used for something else; else what `do` raises, as it raises it.
    """
    if len(rooted.roots()) > 1 and (found := entry_of(request, where)):
        return first(found)  # the first may be in another root than that in which it would be done now
    try:
        with sending.taken_back():
            return do()
    except (Refused, NeedsReason, IntegrityError):
        found = entry_of(request, where)
        if found is None:
            raise
        return first(found)


def entry_of(request: Request, where: str | int) -> Entry | None:
    """Return the entry that the same form has left.

    Raises:
        Refused: `form_used`, saying for what where it was the same person.
    """
    stamp = stamp_of(request, where)
    if stamp is None:
        return None
    found: Entry | None = Entry.objects.filter(nonce=stamp.nonce).select_related("case").first()
    if found is None or found.asked == stamp.asked:
        return found
    if found.actor_id != (request.by.pk if request.by else None):
        raise refuse("form_used", "此页已由他人用过，这次没有办理。请重新打开页面再办。")
    what = "，".join(one for one in (f"编号 {found.case.number}" if found.case else "", found.changed) if one)
    done = f"{found.actor_name}已于{zh_date(found.on)}办理“{found.title}”" + (f"（{what}）" if what else "")
    raise refuse(
        "form_used",
        f"{done}，用的就是此页；这次所填与当时不同，没有办理。请先看当时的结果；确需另办的，核对所填内容后再提交一次。",
    )


def _known(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()[:LENGTH]


def _answers(with_: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield what was answered, as it was given: the texts of a page, values or keys elsewhere; no field left empty."""
    for name in with_:
        given = with_.getlist(name) if hasattr(with_, "getlist") else with_[name]
        many = given if isinstance(given, (list, tuple)) else [given]
        texts = [str(one.pk if isinstance(one, Model) else one) for one in many]
        if name not in OWN and not name.startswith("draft_") and any(texts):
            yield name, texts


def _content(file: Any) -> list[str]:
    """Return the name of a file and the digest of what is in it."""
    if not isinstance(file, UploadedFile):
        return [str(file)]
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return [str(file.name), digest.hexdigest()]
