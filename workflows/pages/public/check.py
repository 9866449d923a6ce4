"""核验: whoever holds a paper asks whether it counts, and learns nothing that does not stand on it.

The code never stands in an address that a server sees: the QR code carries it behind a `#`, and the page posts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from workflows.days.clock import today
from workflows.models import Paper
from workflows.models.paper import PaperStatus, has_expired, recorded_later
from workflows.pages.public.throttle import throttled
from workflows.store import rooted

LENGTH = 32
DIGITS = frozenset("0123456789abcdef")
TOLD = (
    "title", "number", "case__subject__name", "organization__name", "signed_by", "issued_on", "issued_at",
    "valid_until", "reissued_on", "status", "revoked_on", "revoked_because",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What is told of a paper."""

    title: str
    number: str
    name: str
    issuer: str
    issued_on: date
    recorded_on: date | None
    valid_until: date | None
    reissued_on: date | None
    valid: bool
    expired: bool
    revoked_on: date | None
    because: str


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("check", most=30, seconds=60)
def check(request: HttpRequest) -> HttpResponse:
    """Show the field for a code, and what is known of the code that was posted."""
    asked = request.method == "POST"
    found = checked(normal(request.POST.get("code", "")), today()) if asked else None
    response = render(request, "public/check.html", {"asked": asked, "found": found})
    response["Cache-Control"] = "no-store"
    return response


def normal(text: str) -> str:
    """Return the digits of a code, however it was typed; what is no code becomes a code that no paper has."""
    digits = "".join(letter for letter in text.lower()[-200:] if letter in DIGITS)
    return digits[-LENGTH:].rjust(LENGTH, "-")


def checked(code: str, on: date) -> Checked | None:
    """Return what is told on a day of the paper with that code, in one statement that reads no facts."""
    with rooted.everywhere("a code tells nothing of where the paper was issued"):
        row = Paper.objects.filter(code=code).values(*TOLD).first()
    if row is None:
        return None
    issued_on, valid_until, issued = row["issued_on"], row["valid_until"], row["status"] == PaperStatus.ISSUED
    expired = issued and has_expired(valid_until, on)
    return Checked(
        title=row["title"],
        number=row["number"],
        name=masked_name(row["case__subject__name"] or ""),
        issuer=row["signed_by"] or row["organization__name"],
        issued_on=issued_on,
        recorded_on=recorded_later(issued_on, row["issued_at"]),
        valid_until=valid_until,
        reissued_on=row["reissued_on"],
        valid=issued and not expired,
        expired=expired,
        revoked_on=row["revoked_on"],
        because=row["revoked_because"],
    )


def masked_name(name: str) -> str:
    """Return 王*梅, or 王* for a name of two characters."""
    if len(name) < 3:
        return f"{name[:1]}*" if name else ""
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"
