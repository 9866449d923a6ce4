"""What the forms of talent show before anybody has typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from procedures.talent.conditions import Nominating
from procedures.talent.effects import notice_text


def notice_as_usual(act: Nominating) -> Mapping[str, Any]:
    """Propose the usual text of the notice."""
    return {"text": notice_text(act)}
