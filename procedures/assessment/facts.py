"""评议事项所记: what the case of a member keeps of itself, and what the cover of a branch keeps of its round."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from pydantic import BaseModel

from workflows.store.facts import Facts

EXCELLENT, QUALIFIED, BASIC, UNQUALIFIED = "excellent", "qualified", "basic", "unqualified"
GRADES: Final = ((EXCELLENT, "优秀"), (QUALIFIED, "合格"), (BASIC, "基本合格"), (UNQUALIFIED, "不合格"))
GRADE_WORDS: Final = dict(GRADES)
AGAIN: Final = "returned"

Counts = dict[str, int]


class Decided(NamedTuple):
    """A decision that the member may appeal against: the act by which it was taken, and its day."""

    act: str
    on: date


class Appeal(BaseModel):
    """申诉 of the member; `decision` is empty until it is answered, `against` where no decision was known."""

    on: date
    content: str
    against: Decided | None = None
    decision: str = ""
    answered_on: date | None = None


class AssessmentFacts(Facts):
    """Days are act dates; `year` is the year assessed, which the window may outlast.

    Attributes:
        branches: the branches of the round, as it was opened. window, excellent_percent: its first and last day
            and the most that may be 优秀, by which it was opened; where it began elsewhere, those of the day.
        should_attend, present: those with a vote at the meeting the figures are of, and those of them who came.
        assessed: on the cover, how many are assessed: those on the list but exempt Party members.
        taking_part: 参加评议, whose number the share of 优秀 is taken of.
        ballots: how many ballots of each grade; of one member, or on the cover of all together.
        counts: on the cover, how many members have each grade.
        names_given: on the cover, all grades are known by name and not only counted.
        counted: of a member, the grade stands behind counts that hold 优秀 and 合格 only, and the name follows.
        alone: given back to the branch by itself, while the branch went on.
        exempt: a Party member who keeps his membership is registered without an assessment.
        moved_unnamed: on the cover, how many came or went with a grade that was only counted.
        agreed: whether the member, persuaded to withdraw, agreed; the report is his own to hand in.
        registered, deferred, waiting: on the cover, how many are registered, deferred, and left to be registered.
    """

    year: int = 0
    branches: list[int | str] = []
    window: list[date] = []
    excellent_percent: int | None = None

    summarised_on: date | None = None
    met_on: date | None = None
    graded_on: date | None = None
    approved_on: date | None = None
    named_on: date | None = None
    talked_on: date | None = None
    registered_on: date | None = None
    rechecked_on: date | None = None
    persuaded_on: date | None = None
    removal_met_on: date | None = None
    removed_on: date | None = None

    self_grade: str = ""
    should_attend: int | None = None
    present: int | None = None
    assessed: int | None = None
    tally_attached: bool = False
    ballots: Counts = {}
    counts: Counts = {}
    names_given: bool = False
    moved_unnamed: int = 0
    grade: str = ""
    counted: bool = False
    reasons: str = ""
    remarks: str = ""
    exempt: bool = False
    alone: bool = False

    registered: int | None = None
    deferred: int | None = None
    waiting: int | None = None

    result: str = ""
    agreed: bool | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    written_yes: int | None = None
    written_no: int | None = None
    carried: bool | None = None
    heard: str = ""
    appeals: list[Appeal] = []

    @property
    def taking_part(self) -> int:
        """参加评议的人数: those present, at most those who are assessed: an exempt Party member votes and is not."""
        present = self.present or 0
        return present if self.assessed is None else min(present, self.assessed)

    @property
    def must_talk(self) -> bool:
        """Whether the secretary still has to talk with the member."""
        return self.grade == BASIC and self.talked_on is None

    @property
    def decided(self) -> Decided | None:
        """The latest decision on the member; None where the case knows none, having begun elsewhere."""
        days = (
            ("approve_grades", self.approved_on), ("name_grades", self.named_on), ("recheck", self.rechecked_on),
            ("removal_meeting", self.removal_met_on), ("approve_removal", self.removed_on),
        )  # fmt: skip
        known = [Decided(act, on) for act, on in days if on]
        return max(reversed(known), key=lambda one: one.on, default=None)

    @property
    def appeal_open(self) -> bool:
        """Whether an appeal waits for an answer."""
        return any(not one.decision for one in self.appeals)


def counts_of(grades: list[str]) -> Counts:
    """Return how often each grade occurs, all four named."""
    return {code: grades.count(code) for code, _ in GRADES}


def counts_words(counts: Counts) -> str:
    """Say counts in Chinese: 优秀 7 人、合格 23 人."""
    return "、".join(f"{title} {counts.get(code, 0)} 人" for code, title in GRADES if counts.get(code))
