"""邮件: what a person is told outside the site, where the installation sends mail and the person has an address."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from workflows.people.models import Person

log = logging.getLogger(__name__)


def send(person: Person, title: str, text: str) -> None:
    """Send a letter once the transaction stands; one that does not go out is logged and holds nothing up."""
    if settings.MAIL and person.email:
        transaction.on_commit(lambda: _send(person.pk, person.email, title, text))


def _send(pk: int, address: str, title: str, text: str) -> None:
    try:
        send_mail(title, text, None, [address])
    except (OSError, SMTPException):
        log.exception("a letter to person %s has not gone out", pk)
