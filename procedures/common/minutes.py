"""支部大会会议记录与决议 on one person, for any procedure that turns on a meeting: facts and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from procedures.common import meeting
from workflows.papers.sheets import Imprint
from workflows.people.models import Organization
from workflows.table import PaperKind
from workflows.table.act import Act
from workflows.table.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(Imprint):
    """支部大会会议记录与决议.

    signed_by is the branch, signed_on the day of the meeting.

    topic: 议题, what was discussed.
    held_on, place, chair: when, where, and who presided.
    should_attend, present: members with a vote on the roll that day; of these, present.
    yes, no, abstain, written_yes, written_no: votes cast at the meeting, and written opinions that came before it.
    guests: 列席, who sat in without a vote.
    heard: whether the person concerned was there and what he said; empty to leave the block out.
    minutes, resolution: in full; each line is a paragraph.
    quorum_sentence, majority_sentence: the verdicts with numbers and article.
    secretary: who signs for the branch.
    """

    template: ClassVar[str] = "common/meeting_minutes.html"
    title: ClassVar[str] = "支部大会会议记录与决议"

    topic: str
    held_on: date
    place: str = ""
    chair: str
    should_attend: int
    present: int
    yes: int
    no: int
    abstain: int
    written_yes: int = 0
    written_no: int = 0
    guests: tuple[str, ...] = ()
    heard: str = ""
    minutes: str
    quorum_sentence: str
    majority_sentence: str
    carried: bool
    resolution: str
    secretary: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a procedure says in its minutes, and the rules that its meeting is counted by."""

    topic: Callable[[Act[Any]], str]
    resolution: Callable[[Act[Any]], str]
    heard: Callable[[Act[Any]], str]
    quorum: Rule
    majority: Rule
    base: Rule
    written: Rule


def minutes_kind(wording: Wording) -> PaperKind:
    """Return the kind of paper that a meeting of this wording gives."""

    def build(act: Act[Any], number: str, issuer: Organization) -> Minutes:
        return _minutes(act, number, issuer, wording)

    return PaperKind(
        "meeting_minutes", "支部大会会议记录与决议", Minutes, build, issuer="branch", for_file=True, word="记"
    )


def secretary_of(act: Act[Any]) -> str:
    """Return who is secretary of the case's branch; empty where nobody is."""
    held = (one for one in act.chain.appointments if one.post.organization_id == act.organization.pk)
    return next((one.person.name for one in held if one.post.role == "branch_secretary"), "")


def figures(act: Act[Any]) -> str:
    """Say the figures of the vote in one sentence of a resolution."""
    count = meeting.count_of(act)
    written = f"，书面赞成 {count.written_yes} 票、反对 {count.written_no} 票" if count.written else ""
    return (
        f"应到有表决权团员 {count.roll} 人，实到 {count.present} 人，"
        f"赞成 {count.yes} 票，反对 {count.no} 票，弃权 {count.abstain} 票{written}"
    )


def _minutes(act: Act[Any], number: str, issuer: Organization, wording: Wording) -> Minutes:
    count, answers = meeting.count_of(act), act.answers
    majority = meeting.majority_finding(
        count, act.law.share(wording.majority), str(act.law[wording.base]), with_written=bool(act.law[wording.written])
    )
    quorum = meeting.quorum_finding(count, act.law.share(wording.quorum))
    return Minutes(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        topic=wording.topic(act),
        held_on=act.on,
        place=answers.get("place", ""),
        chair=act.by.name if act.by else "",
        should_attend=count.roll,
        present=count.present,
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
        written_yes=count.written_yes,
        written_no=count.written_no,
        guests=tuple(part for part in answers.get("observers", "").replace("、", " ").split() if part),
        heard=wording.heard(act),
        minutes=answers["minutes"],
        quorum_sentence=f"{quorum.sentence}（{wording.quorum.version(act.on).source}）",
        majority_sentence=f"{majority.sentence}（{wording.majority.version(act.on).source}）",
        carried=majority.met,
        resolution=wording.resolution(act),
        secretary=secretary_of(act),
    )
