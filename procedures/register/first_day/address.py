"""一次性启用地址: the address that opens an empty installation; whoever has it makes the first registrar, once.

It is good while nobody and no organization is known, and for a day: with its use it is dead.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from workflows.people.models import Organization, Person

SALT = "procedures.register.first_day"
GOOD_FOR = 24 * 60 * 60  # seconds


def is_empty() -> bool:
    """Tell whether nobody has moved in yet: no organization is known, and nobody but a keeper of the installation."""
    return not Organization.objects.exists() and not Person.objects.filter(is_superuser=False).exists()


def address() -> str:
    """Return the one-time address of an empty installation, a path of the site."""
    return reverse("first_day", args=[signing.dumps("first day", salt=SALT)])


def is_good(token: str) -> bool:
    """Tell whether an address was made here within its time; whether the installation is empty is asked besides."""
    try:
        return bool(signing.loads(token, salt=SALT, max_age=GOOD_FOR))
    except signing.BadSignature:
        return False


def full_address() -> str:
    """Return the same with the address of the site."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{address()}"
