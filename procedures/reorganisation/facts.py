"""组织调整事项所记."""

from __future__ import annotations

from datetime import date

from workflows.store.facts import Facts

MATTERS = {"rename": "更名", "merge": "合并", "split": "拆分", "move": "划转", "dissolve": "撤销"}
NEW = "+"  # before the name of an organization that is only to be founded


class ReorganisationFacts(Facts):
    """`others` are organizations merged with the case's own.

    Where somebody or something goes is the code of an organization, or `NEW` and the name of one that is founded.
    `placed` says it of each person by key, `rest_to` of all who are not named; `ending` are the appointments that end
    though their organization goes on. `code` and `name` are of what there is afterwards.
    """

    matter: str = ""
    others: tuple[int, ...] = ()
    into_organization: int = 0
    new_name: str = ""
    parts: list[str] = []
    party_opinion: str = ""
    reason: str = ""
    effective_on: date | None = None
    superior: bool = False

    placed: dict[int, str] = {}
    rest_to: str = ""
    balance_to: str = ""
    ending: tuple[int, ...] = ()
    archive_to: str = ""

    decided_on: date | None = None
    carried_on: date | None = None
    election_by: date | None = None
    code: str = ""
    name: str = ""
    gone: list[str] = []
