"""支部大会: who should attend, quorum, majority and votes, counted the same wherever a procedure turns on a meeting.

Sources: rules.md 3.2 and 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures.register.rolls import roll_on, should_attend
from workflows.days.dates import zh_date
from workflows.store.facts import Facts
from workflows.table import SidePanel
from workflows.table.act import Act, once_for_all
from workflows.table.condition import met, unmet
from workflows.table.refusals import Finding
from workflows.table.rules import Rule, Share

PRESENT = "present"
SETS = ("should_attend", "present", "yes", "no", "abstain", "written_yes", "written_no", "carried")
FIGURES = ("present", "yes", "no", "abstain", "written_yes", "written_no")


class MeetingFacts(Facts):
    """What a case keeps of the meeting that decides; `not_carried` has a sentence for each vote that was lost."""

    voted_on: date | None = None
    should_attend: int | None = None
    present: int | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    written_yes: int | None = None
    written_no: int | None = None
    carried: bool | None = None
    not_carried: list[str] = []


def figures(facts: MeetingFacts) -> str:
    """Say the figures of a vote in one sentence; empty where the case was taken over after a meeting not entered."""
    if facts.present is None:
        return ""
    return (
        f"应到有表决权团员 {facts.should_attend} 人，实到 {facts.present} 人，"
        f"赞成 {facts.yes} 票，反对 {facts.no} 票，弃权 {facts.abstain} 票"
    )


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of one vote.

    Attributes:
        roll: 应到, those with a vote on the day of the meeting.
        written_yes, written_no: formal opinions sent in before it; counted in the votes, not in the quorum.
    """

    roll: int
    present: int
    yes: int
    no: int
    abstain: int
    written_yes: int = 0
    written_no: int = 0

    @property
    def written(self) -> int:
        """Written opinions."""
        return self.written_yes + self.written_no

    @property
    def ballots(self) -> int:
        """Votes of those present."""
        return self.yes + self.no + self.abstain

    def for_(self, *, with_written: bool) -> int:
        """Votes in favor."""
        return self.yes + (self.written_yes if with_written else 0)

    def base(self, kind: str, *, with_written: bool) -> int:
        """Return the number of which a majority is asked: those who should attend, or those who voted."""
        if kind == PRESENT:
            return self.present + (self.written if with_written else 0)
        return self.roll


@once_for_all
def rolls(act: Act[Any]) -> dict[int, int]:
    """Return 应到 of each organization in which the act was done so far, by its key; `count_of` fills it."""
    return {}


def count_of(act: Act[Any], answers: dict[str, Any] | None = None) -> Count:
    """Return the figures of a meeting form, with 应到 from the register; nothing given counts as 0.

    应到 is counted once for all cases that a meeting of the branch decides on together.
    """
    given = answers or act.answers
    known = rolls(act)
    if act.case.organization_id not in known:
        known[act.case.organization_id] = should_attend(act.organization, act.on)
    return Count(known[act.case.organization_id], *(given.get(name) or 0 for name in FIGURES))


def roll_finding(count: Count) -> Finding:
    """Compare those present, and those who wrote, with the roll."""
    if count.present + count.written > count.roll:
        written = f"、书面意见 {count.written} 人" if count.written else ""
        return unmet(
            f"实到 {count.present} 人{written}，超过应到的有表决权团员 {count.roll} 人，请核对；列席人员不计入。",
            have=count.present + count.written,
            maximum=count.roll,
            field="present",
        )
    return met(f"应到 {count.roll} 人，实到 {count.present} 人。", have=count.present, maximum=count.roll)


def quorum_finding(count: Count, share: Share) -> Finding:
    """Compare those present with the quorum."""
    need = share.least(count.roll)
    words = f"应到 {count.roll} 人，实到 {count.present} 人，须{share.words}即至少 {need} 人"
    if count.present < need:
        return unmet(f"{words}，不能开会表决。请另行召开支部大会。", have=count.present, need=need, field="present")
    return met(f"{words}，符合要求。", have=count.present, need=need)


def votes_finding(count: Count) -> Finding:
    """Compare the votes with the ballots of those present."""
    words = f"赞成 {count.yes}、反对 {count.no}、弃权 {count.abstain}，共 {count.ballots} 票；实到 {count.present} 人"
    if count.ballots != count.present:
        return unmet(f"{words}，两者不相等，请核对票数。", have=count.ballots, need=count.present, field="yes")
    return met(f"{words}，相符。", have=count.ballots, need=count.present)


def majority_finding(count: Count, share: Share, base: str, *, with_written: bool) -> Finding:
    """Tell whether the vote carried, in one sentence with its numbers."""
    whole = count.base(base, with_written=with_written)
    need = share.least(whole)
    have = count.for_(with_written=with_written)
    of = "参加表决" if base == PRESENT else "应到"
    words = f"赞成 {have} 票，{of} {whole} 人，须{share.words}即至少 {need} 票"
    if have < need:
        return unmet(f"{words}，表决未通过。", have=have, need=need)
    return met(f"{words}，表决通过。", have=have, need=need)


def majority_of(act: Act[Any], *, majority: Rule, base: Rule, written: Rule) -> Finding:
    """Tell whether the vote that an act reports carried, under the law of its day."""
    return majority_finding(
        count_of(act), act.law.share(majority), str(act.law[base]), with_written=bool(act.law[written])
    )


def carried(act: Act[Any], *, majority: Rule, base: Rule, written: Rule) -> bool:
    """Tell the same by yes or no."""
    return majority_of(act, majority=majority, base=base, written=written).met


def keep_figures(act: Act[Any]) -> None:
    """Keep the figures of the meeting with the roll of its day."""
    count, facts = count_of(act), act.facts
    facts.should_attend, facts.present = count.roll, count.present
    facts.yes, facts.no, facts.abstain = count.yes, count.no, count.abstain
    facts.written_yes, facts.written_no = count.written_yes, count.written_no


def keep(act: Act[Any], *, majority: Rule, base: Rule, written: Rule) -> None:
    """Keep the figures of the meeting, and whether it carried; a lost vote with its numbers, written ones included."""
    keep_figures(act)
    facts = act.facts
    found = majority_of(act, majority=majority, base=base, written=written)
    facts.carried = found.met
    if not found.met:
        facts.not_carried = [*facts.not_carried, f"{zh_date(act.on)}支部大会表决：{found.sentence.removesuffix('。')}"]


def roll_side_panel(*, quorum: Rule, majority: Rule, base: Rule, written: Rule) -> SidePanel:
    """Return what stands beside the figures of a meeting: the roll of the day, and what is needed and reached."""

    def facts(act: Act[Any]) -> Mapping[str, Any]:
        roll = roll_on(act.organization, act.on)
        voters = [one.person for one in roll if one.votes]
        return {
            "on": act.on,
            "voters": voters,
            "silent": [one for one in roll if not one.votes],
            "need": act.law.share(quorum).least(len(voters)),
            "share": act.law.share(quorum).words,
            "sentences": _sentences(act, len(voters), quorum, majority, base, written),
        }

    return SidePanel("common/roll.html", facts)


def _sentences(act: Act[Any], roll: int, quorum: Rule, majority: Rule, base: Rule, written: Rule) -> list[Finding]:
    """Return the quorum's sentence once those present are typed, and the majority's once all votes are."""
    typed = {name: act.answers[name] for name in FIGURES if name in act.answers}
    if "present" not in typed:
        return []
    count = Count(roll, *(typed.get(name) or 0 for name in FIGURES))
    said = [quorum_finding(count, act.law.share(quorum))]
    if {"yes", "no", "abstain"} <= typed.keys():
        counts_written = bool(act.law[written])
        said.append(votes_finding(count))
        said.append(majority_finding(count, act.law.share(majority), str(act.law[base]), with_written=counts_written))
    return said
