"""建团事项所记."""

from __future__ import annotations

from datetime import date

from workflows.store.facts import Facts

SECTORS = {
    "enterprise": "企业", "two_new": "新经济组织和新社会组织", "department": "机关事业单位", "community": "城乡社区",
    "building": "商圈楼宇", "industry": "行业", "school": "学校",
}  # fmt: skip


class FoundingFacts(Facts):
    """`members`, `youth` are numbers of the unit; `people` are the members by key, `partners` units beside it.

    `can_found` says whether the unit has enough members for a branch. `until` is the last day of a temporary branch.
    """

    matter: str = "found"
    unit: str = ""
    sector: str = ""
    members: int = 0
    youth: int = 0
    party_organisation: str = ""
    contact: list[int] = []
    due_on: date | None = None
    can_found: bool = False
    year: int = 0

    name: str = ""
    kind: str = "branch"
    people: list[int] = []
    number: int = 0
    partners: list[dict[str, str]] = []
    party_opinion: str = ""
    candidates: list[int] = []
    until: date | None = None

    agreed_on: date | None = None
    code: str = ""
    organiser: list[int] = []

    met_on: date | None = None
    seats: int = 0
    should_attend: int = 0
    present: int = 0
    ballots: dict[int, dict[str, int]] = {}
    elected: list[int] = []

    duties: dict[int, str] = {}
    reported_on: date | None = None
    decided_on: date | None = None
    first_on: date | None = None
    not_feasible: str = ""

    @property
    def temporary(self) -> bool:
        """Whether it is a temporary branch, whose officers are designated."""
        return self.matter == "temporary"
