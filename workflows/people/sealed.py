"""Values encrypted at rest as one JSON text, so that numbers, truth values and nothing come back as they were."""

from __future__ import annotations

import json
from typing import Any

from encrypted_fields.fields import EncryptedTextField


class SealedJSONField(EncryptedTextField):  # type: ignore[misc]  # the package publishes no types
    """A JSON value in one encrypted text; it cannot be searched.

    The package's own JSON field encrypts value by value and gives every one back as a string: None as "None".
    """

    def get_prep_value(self, value: Any) -> Any:
        """Return the encrypted text of a value."""
        return None if value is None else super().get_prep_value(json.dumps(value, ensure_ascii=False))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the value of an encrypted text."""
        text = super().from_db_value(value, expression, connection)
        return None if text is None else json.loads(text)

    def to_python(self, value: Any) -> Any:
        """Return a value as it is: only what comes from the database is decrypted."""
        return super().to_python(value) if isinstance(value, str) else value
