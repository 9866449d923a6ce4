"""推优荐才事项所记: what the form says of the nominee, the opinions, the notice, and the days of the register."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from procedures.common.notice import NoticeFacts


class Placement(BaseModel):
    """推荐使用: on which day to what the person was recommended, and what became of it."""

    on: date
    kind: str
    target: str
    result: str = ""


class TalentFacts(NoticeFacts):
    """Days are act dates; `valid_until` is the last day on which the register's row stands.

    `committee` is the key of the committee, from which the unit's Party organization is looked up.
    """

    committee: int = 0
    nominated_on: date | None = None
    source: str = ""
    nominator: str = ""
    education: str = ""
    field: str = ""
    technical_title: str = ""
    position: str = ""
    achievements: str = ""
    awards: str = ""
    mentor: str = ""
    reason: str = ""

    reviewed_on: date | None = None
    review_opinion: str = ""
    assessed_on: date | None = None
    assess_opinion: str = ""
    consulted_on: date | None = None
    party_opinion: str = ""

    entered_on: date | None = None
    valid_until: date | None = None
    renewals: int = 0
    renewed_on: date | None = None
    placements: list[Placement] = []
