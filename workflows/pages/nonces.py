"""一次有效: what makes the form of a page good for one act.

A form on a case, or on a book, says which state of it it was shown in (`seen`); whoever acts from the same state a
second time, by a second click, from another tab, after going back, hands in the same form. A form that opens something
is known by what its reader had done last when it was shown.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from workflows.models import Entry
from workflows.pages.reader import Reader
from workflows.people.models import Person
from workflows.table.refusals import Refused

FIELD = "nonce"
USED = "form_used"
LENGTH = 64  # characters of one that a browser sends; the rest of a longer one is cut off


def of_act(person: Person, case: int, code: str, seen: int | None) -> str:
    """Return the nonce of an act on a case as a page showed it; none where the page does not say in which state."""
    return "" if seen is None else _made(person, "case", case, code, seen)


def of_book(person: Person, address: str, seen: int | None) -> str:
    """Return the same of one of the forms on a page that shows a book; each is sent to an address of its own."""
    return "" if seen is None else _made(person, "book", address, seen)


def of_opening(who: Reader, procedure: str, code: str) -> str:
    """Return the nonce of a form that opens something, the same until its reader does something."""
    last = Entry.objects.filter(actor=who.person).order_by("-id").values_list("pk", flat=True).first()
    return _made(who.person, "opening", procedure, code, last or 0)


def afresh() -> str:
    """Return the nonce of a form that is like no other."""
    return secrets.token_hex(16)


def sent(request: HttpRequest) -> str:
    """Return the nonce that came with a form, nothing where it came without: it was shown before forms had any."""
    return request.POST.get(FIELD, "")[:LENGTH]


def kept(request: HttpRequest, refused: Refused | None) -> str:
    """Return the nonce with which a form is shown again: its own, a fresh one where it is used or has none."""
    used = refused is not None and refused.code == USED
    return (not used and sent(request)) or afresh()


def _made(person: Person, *state: str | int) -> str:
    said = "/".join(map(str, (person.pk, *state)))
    return salted_hmac("workflows.pages.nonces", said, algorithm="sha256").hexdigest()[:32]
