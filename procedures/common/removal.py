"""除名的支部大会: figures, quorum and majority where a branch decides that somebody is a member no longer.

Lapse and withdrawal turn on the same vote. Sources: rules.md 3.3 (除名: numbers are general knowledge, so parameters).
"""

from __future__ import annotations

from typing import Any

from forms.fields import YesNoField
from procedures.common import meeting
from procedures.common.forms import MeetingRecord, text_field
from procedures.register.sources import CHARTER, DESIGN
from workflows.table.act import Act
from workflows.table.condition import condition
from workflows.table.refusals import Finding
from workflows.table.rules import Confidence, Local, Rule, Version

DECIDES = f"{CHARTER}：除名由支部大会决定；人数要求为通行做法"

QUORUM = Rule(
    "removal.quorum",
    "REMOVAL-QUORUM",
    "除名表决的到会人数",
    Confidence.KNOWN,
    (Version(">1/2", DECIDES),),
    "",
    Local.FREE,
)
MAJORITY = Rule(
    "removal.majority", "REMOVAL-MAJORITY", "除名表决的通过票数", Confidence.KNOWN, (Version(">1/2", DECIDES),), "",
    Local.FREE,
)  # fmt: skip
MAJORITY_BASE = Rule(
    "removal.majority_base", "REMOVAL-MAJORITY-BASE", "除名表决票数的计算基数", Confidence.KNOWN,
    (Version("should_attend", DECIDES),), "", Local.FREE,
    {"should_attend": "应到人数", "present": "参加表决的人数"},
)  # fmt: skip
WRITTEN = Rule(
    "removal.count_written_opinions", "REMOVAL-WRITTEN", "除名表决计入书面意见", Confidence.KNOWN,
    (Version(True, DECIDES),), "", Local.FREE,
)  # fmt: skip
VOTES = Rule("removal.votes", "REMOVAL-VOTES", "票数相符", Confidence.DESIGN, (Version(True, DESIGN),))

COUNTING = (MAJORITY, MAJORITY_BASE, WRITTEN)
SIDE_PANEL = meeting.roll_side_panel(quorum=QUORUM, majority=MAJORITY, base=MAJORITY_BASE, written=WRITTEN)
TELLS = ("present", "yes", "no", "abstain", "written_yes", "written_no")


class RemovalMeeting(MeetingRecord):
    """支部大会会议记录（除名）: about one person, whose presence and words are recorded."""

    title = "支部大会会议记录"

    persons: None = None  # type: ignore[assignment]  # a case is about one person; Django drops the field
    minutes = text_field("会议记录", rows=8, required=False, most=10_000)
    attended = YesNoField(label="本人是否到会", required=False, yes="到会", no="未到会")
    statement = text_field("本人在会上的陈述", rows=3, required=False)


@condition("present_exceeds_roll", "实到不超过应到", QUORUM, asks=True)
def present_on_roll(act: Act[Any]) -> Finding:
    """Nobody is present who is not on the roll."""
    return meeting.roll_finding(meeting.count_of(act))


@condition("quorum_not_met", "到会人数符合要求", QUORUM, asks=True)
def quorum(act: Act[Any]) -> Finding:
    """More than half of those who should attend."""
    return meeting.quorum_finding(meeting.count_of(act), act.law.share(QUORUM))


@condition("votes_do_not_add_up", "票数与实到人数相符", VOTES, asks=True)
def votes_add_up(act: Act[Any]) -> Finding:
    """Yes, no and abstentions are the ballots of those present."""
    return meeting.votes_finding(meeting.count_of(act))


NEEDS = (quorum, votes_add_up, present_on_roll)


def carried(act: Act[Any]) -> bool:
    """Tell whether the branch voted for the removal."""
    return meeting.carried(act, majority=MAJORITY, base=MAJORITY_BASE, written=WRITTEN)


def count_votes(act: Act[Any]) -> None:
    """Keep the figures of the meeting, and whether the branch voted for the removal."""
    meeting.keep(act, majority=MAJORITY, base=MAJORITY_BASE, written=WRITTEN)
