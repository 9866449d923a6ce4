"""组织登记的依据: what a register of organizations can hold; none of it is a number of the regulation."""

from __future__ import annotations

from procedures.register.sources import CHARTER, DESIGN
from workflows.table.rules import Confidence, Rule, Version

PLACE = Rule(
    "organization.place", "ORGANIZATION-PLACE", "组织的隶属", Confidence.HIGH,
    (Version(True, f"{CHARTER}：团的基层组织的设置"),),
)  # fmt: skip
NAME = Rule(
    "organization.name", "ORGANIZATION-NAME", "同一组织下名称不重复", Confidence.DESIGN, (Version(True, DESIGN),)
)
PARTY = Rule(
    "organization.party", "ORGANIZATION-PARTY", "同级党组织只有一个", Confidence.DESIGN, (Version(True, DESIGN),)
)
