"""组织调整的文书 as plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Imprint):
    """组织调整批复, from the committee to the organization.

    decided: what is approved, in one sentence; election: empty where none follows.
    hands_over: whether one organization hands over to another.
    """

    template: ClassVar[str] = "reorganisation/reply.html"
    title: ClassVar[str] = "组织调整批复"

    to: str
    subject: str
    decided: str
    effective_on: date | None
    election: str = ""
    hands_over: bool = True
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRow:
    """Who goes to one organization: names on one line."""

    to: str
    names: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Imprint):
    """交接清单 of organizations that are changed: members, posts, matters, books, seal and files."""

    template: ClassVar[str] = "reorganisation/handover.html"
    title: ClassVar[str] = "交接清单"

    organizations: str
    matter: str
    on: date
    rows: tuple[HandoverRow, ...]
    posts: tuple[str, ...]
    cases: tuple[str, ...]
    books: tuple[str, ...]
    seals: str
    archive_to: str
    note: str = ""
