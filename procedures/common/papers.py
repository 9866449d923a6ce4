"""材料 that several procedures print alike: 公示, 会议记录与决议. A procedure's own one adds its facts and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.papers.sheets import Imprint


class TooMuchSaid(ValueError):
    """A fact says more about a person than the paper may show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where somebody may object: organization, person, place, and the office's telephone or mail."""

    organization: str
    person: str
    place: str
    telephone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """What a branch meeting counted, in persons.

    should_attend: members with a vote on the roll that day.
    present: of these, present.
    yes, no, abstain: votes cast at the meeting.
    written_yes, written_no: written opinions that arrived before it.

    None for a meeting before the case was taken over: the paper leaves room to write the figure.
    """

    should_attend: int | None
    present: int | None
    yes: int | None
    no: int | None
    abstain: int | None
    written_yes: int | None = 0
    written_no: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Imprint):
    """公示 of one person, posted by the branch; a procedure's own one fills `opening` and `milestone` of the template.

    signed_by is the branch, signed_on the day of posting.

    name, sex: as in the register.
    birth_month: the first day of the month of birth; a notice never shows the day.
    unit: where the person works or studies, with the post.
    from_on, until_on: first and last day of the notice period, both included.
    working_days: number of working days in the period.
    contacts: where to object; the branch first, then the superior committee.
    place: where the notice is posted.

    Raises:
        TooMuchSaid: `birth_month` tells the day.
    """

    name: str
    sex: str
    birth_month: date
    unit: str
    from_on: date
    until_on: date
    working_days: int
    contacts: tuple[Contact, ...]
    place: str = ""

    def __post_init__(self) -> None:
        refuse_day(self.birth_month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(Imprint):
    """支部大会会议记录与决议 on one person; a procedure's own one fills `topic` and `motion` of the template.

    signed_by is the branch, signed_on the day of the minutes.

    candidate: the person discussed.
    held_on, place: when and where the meeting was held.
    chair, recorder: 主持人, 记录人.
    votes: what was counted.
    guests: 列席, who sat in without a vote; names, or empty.
    ballot: how the vote was taken, e.g. 无记名投票 or 举手表决.
    minutes: the record in full; each line is a paragraph.
    quorum_sentence, majority_sentence: the verdicts, numbers and article, as the conditions word them.
    carried: the motion was carried.
    resolution: the resolution in full; each line is a paragraph.
    secretary: who signs for the branch.
    """

    candidate: str
    held_on: date
    place: str
    chair: str
    recorder: str
    votes: Votes
    guests: tuple[str, ...] = ()
    ballot: str
    minutes: str
    quorum_sentence: str
    majority_sentence: str
    carried: bool
    resolution: str
    secretary: str


def refuse_day(month: date) -> None:
    """Refuse a month of birth that is given by any day but its first.

    Raises:
        TooMuchSaid: it tells the day.
    """
    if month.day != 1:
        raise TooMuchSaid("the month of birth is given as its first day")
