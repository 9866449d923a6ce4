"""Reading rows as models without the way through `__init__`, which costs more than the database takes to find them.

What is skipped: the signals `pre_init` and `post_init`, to which nothing of ours listens, and the setters of fields,
none of which makes another value of what the database holds.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db.models.base import ModelState


class Loaded:
    """Mixed into a model of which many rows are read; a field not read with its row is asked for when it is needed."""

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        """Return the row of some columns; `fetch_mode` is typed for a later Django."""
        row = cls.__new__(cls)
        state = ModelState()
        state.adding, state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True), _state=state)
        return row
