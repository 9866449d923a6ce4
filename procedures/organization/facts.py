"""组织登记所记."""

from __future__ import annotations

from workflows.store.facts import Facts


class OrganizationFacts(Facts):
    """`codes` are those of the organizations registered, `party` that of the Party organization that leads."""

    codes: list[str] = []
    party: str = ""
