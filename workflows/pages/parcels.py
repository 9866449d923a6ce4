"""寄存: what was sent after the session had ended is kept, sealed, until the person whose page it was signs in.

A page with a draft bears a mark that only this site can make: which form it shows, and to whom. So what comes without
a session, or with a token of an earlier one, is known to be of a page of ours, and goes back to nobody but its reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

from workflows.models import Case
from workflows.pages import drafts
from workflows.pages.accounts import SEAL
from workflows.people.models import Person

FIELD = "draft_of"
IN_SESSION = "parcels"
MOST = 3  # of one session, the latest; whoever fills in more pages at once has kept them as drafts
_SIGNER = Signer(salt="workflows.pages.parcels")


@dataclass(frozen=True, slots=True)
class Mark:
    """Which form a page shows, to whom."""

    person: int
    procedure: str
    act: str
    case: int | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was typed into a form, and which version of its draft the page had seen."""

    answers: dict[str, list[str]]
    seen: str

    @property
    def data(self) -> QueryDict:
        """What was typed, as a page sends it."""
        data = QueryDict(mutable=True)
        for name, texts in self.answers.items():
            data.setlist(name, texts)
        return data


def mark_of(person: Person, procedure: str, act: str, case: Case | None = None) -> str:
    """Return the mark of a page."""
    return _SIGNER.sign(f"{person.pk}/{procedure}/{act}/{case.pk if case else ''}")


def read_mark(request: HttpRequest) -> Mark | None:
    """Return the mark that came with a form, None where it has none of ours."""
    try:
        person, procedure, act, case = _SIGNER.unsign(request.POST.get(FIELD, "")).split("/")
    except BadSignature:
        return None
    return Mark(int(person), procedure, act, int(case) if case else None)


def park(request: HttpRequest, mark: Mark) -> bool:
    """Keep in the session what was sent; False where it is more than a draft holds."""
    answers = drafts.typed(request.POST, drafts.form_of(mark.procedure, mark.act))
    if drafts.is_too_long(answers):
        return False
    sealed = SEAL.encrypt(json.dumps(asdict(Parcel(answers, request.POST.get("draft_seen", "")))).encode()).decode()
    held: Mapping[str, str] = request.session.get(IN_SESSION, {})
    others = [(key, one) for key, one in held.items() if key != request.POST[FIELD]]
    request.session[IN_SESSION] = dict([*others, (request.POST[FIELD], sealed)][-MOST:])
    return True


def take(request: HttpRequest, mark: str) -> Parcel | None:
    """Return what was kept for the page of a mark, and keep it no longer; None for nothing."""
    held = dict(request.session.get(IN_SESSION, {}))
    sealed = held.pop(mark, None)
    if sealed is None:
        return None
    request.session[IN_SESSION] = held
    try:
        return Parcel(**json.loads(SEAL.decrypt(sealed.encode())))
    except InvalidToken:
        return None  # the key was changed meanwhile
