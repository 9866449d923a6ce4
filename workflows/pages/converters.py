"""The part of an address that names a row by its key: `<key:pk>`; what no key can be is no address, and answers 404."""

from __future__ import annotations

from django.urls.converters import IntConverter

from forms.numbers import KEY_DIGITS


class KeyConverter(IntConverter):
    """A whole number of no more digits than a key can have; Django's own takes what no database can look for."""

    regex = f"[0-9]{{1,{KEY_DIGITS}}}"
