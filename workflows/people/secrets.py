"""Personal numbers: how they are searched and shown without being read."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from forms.texts import folded


def blind_index(value: str) -> str | None:
    """Return a keyed digest by which a personal number is found, however it was typed; None for an empty one."""
    normal = folded(value).upper()
    if not normal:
        return None
    return hmac.new(settings.BLIND_INDEX_KEY.encode(), normal.encode(), hashlib.sha256).hexdigest()


def masked_id_number(value: str) -> str:
    """Return 990000********9866: region and last four digits."""
    return f"{value[:6]}{'*' * (len(value) - 10)}{value[-4:]}" if len(value) > 10 else "*" * len(value)


def masked_phone(value: str) -> str:
    """Return 199****0001."""
    return f"{value[:3]}****{value[-4:]}" if len(value) > 7 else "*" * len(value)
