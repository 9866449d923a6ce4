"""What stories can look at: who stands in the talent register on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from procedures.talent.models import PoolStatus, Talent


def _pool(world: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return who stands in the register, of the whole world or under an organization, and what each row is."""
    rows = Talent.objects.exclude(status=PoolStatus.REPLACED).select_related("person").order_by("pk")
    if row.get("organisation"):
        rows = rows.filter(path__startswith=world.organization(row["organisation"]).path)
    states = {one.person.username: one.state_on(row["on"]) for one in rows}
    return {"people": list(states), "states": states}


LOOKS: Mapping[str, Callable[[Any, Mapping[str, Any]], dict[str, Any]]] = {"talent_pool": _pool}
