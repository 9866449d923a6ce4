"""What a case knows of itself: typed values, kept as plain JSON on the case."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Facts(BaseModel):
    """The base of every procedure's facts; a wrong name or type fails where it is written."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)
