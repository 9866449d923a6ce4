"""建团的文书 as plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflows.papers.sheets import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundingReply(Imprint):
    """同意组建批复; `organiser` calls the meeting, empty for a temporary branch."""

    template: ClassVar[str] = "founding/founding_reply.html"
    title: ClassVar[str] = "同意组建批复"

    to: str
    name: str
    kind: str
    members: int
    organiser: str
    until: date | None
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReply(Imprint):
    """选举结果批复; `officers` are posts and names, `designated` for a temporary branch."""

    template: ClassVar[str] = "founding/result_reply.html"
    title: ClassVar[str] = "选举结果批复"

    name: str
    code: str
    kind: str
    first_on: date
    last_on: date | None
    officers: tuple[str, ...]
    ballot: str
    designated: bool
