"""入团事项所记: what a joining case keeps of itself."""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import BaseModel

from procedures.common.meeting import MeetingFacts
from procedures.common.notice import NoticeFacts

WAIVED: Final = (  # conditions that a special approval may set aside, by their codes
    ("observation_lt_3_months", "培养考察期"),
    ("class_hours_lt_8", "团课学时"),
    ("mentors_missing", "培养联系人"),
)


class ClassSession(BaseModel):
    """One 团课: `hours` are full class hours, `witness` the name of who attests it."""

    on: date
    topic: str
    minutes: int
    hours: int
    witness: str = ""


class JoiningFacts(MeetingFacts, NoticeFacts):
    """Days are act dates; people are kept by their keys, in the order of naming."""

    applied_on: date | None = None
    talked_on: date | None = None
    activist_proposed_on: date | None = None
    activist_on: date | None = None
    activist_filed_on: date | None = None
    candidate_proposed_on: date | None = None
    pre_reviewed_on: date | None = None
    form_filled_on: date | None = None
    introduced_on: date | None = None
    approved_on: date | None = None
    filed_on: date | None = None
    ceremony_on: date | None = None

    decided_by: str = ""
    previous_membership: str = ""
    mentors: list[int] = []
    observations: int = 0
    mentor_talks: int = 0
    class_hours: int = 0
    last_class_on: date | None = None
    classes: list[ClassSession] = []
    development_number: str = ""
    introducers: list[int] = []
    introduced_by: list[int] = []
    special_document: str = ""
    waived: list[str] = []

    @property
    def awaited_introducers(self) -> tuple[int, ...]:
        """The introducers who have not given their opinion yet."""
        return tuple(pk for pk in self.introducers if pk not in self.introduced_by)

    @property
    def order(self) -> tuple[tuple[str, date | None], ...]:
        """The signed steps in the order in which their days must follow each other (rules.md 3.4)."""
        return (
            ("入团申请书", self.applied_on),
            ("确定入团积极分子", self.activist_on),
            ("团课", self.last_class_on),
            ("入团志愿书", self.form_filled_on),
            ("介绍人意见", self.introduced_on),
            ("支部大会决议", self.voted_on),
            ("上级团委审批", self.approved_on),
        )
