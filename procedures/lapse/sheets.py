"""自行脱团的文书: how their facts are read from the case and the register."""

from __future__ import annotations

from datetime import timedelta

from procedures.common import meeting, minutes, removal
from procedures.lapse import papers, rules
from procedures.lapse.facts import LapseFacts
from procedures.lapse.filled import GROUNDS, stretch_in_words, warning_text
from workflows.days.dates import zh_date
from workflows.people.models import Organization
from workflows.table import PaperKind
from workflows.table.act import Act

Lapse = Act[LapseFacts]


def warning_letter(act: Lapse, number: str, issuer: Organization) -> papers.WarningLetter:
    """Return the facts of the 提醒书."""
    return papers.WarningLetter(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=act.subject.name,
        text=act.answers["text"] or warning_text(act),
        answer_by=act.on + timedelta(days=act.law.number(rules.REPLY_DAYS)),
        contact=issuer.contact,
    )


def removal_decision(act: Lapse, number: str, issuer: Organization) -> papers.RemovalDecision:
    """Return the facts of the 批复."""
    facts = act.facts
    return papers.RemovalDecision(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=act.subject.name,
        branch=act.organization.name,
        omission=f"{stretch_in_words(facts)}{GROUNDS[facts.ground]}",
        heard=_heard(act),
        meeting_on=facts.voted_on or act.on,
        figures=meeting.figures(facts),
        opinion=act.answers["opinion"],
        left_on=act.on,
    )


def _heard(act: Lapse) -> str:
    facts = act.facts
    if facts.heard_on is None:
        return ""
    if facts.reached:
        return f"团支部于{zh_date(facts.heard_on)}听取了本人意见"
    return f"团支部先后 {len(facts.attempts)} 次联系本人，未能联系上"


def _topic(act: Lapse) -> str:
    return f"讨论对{act.subject.name}同志以自行脱团论、予以除名的问题"


def _in_meeting(act: Lapse) -> str:
    """Say whether the member came to the meeting and what he said, after what was heard before it."""
    parts = [_heard(act)]
    if act.answers["attended"] is not None:
        parts.append("本人到会" if act.answers["attended"] else "本人未到会")
    if act.answers["statement"]:
        parts.append(f"本人陈述：{act.answers['statement'].rstrip('。')}")
    said = "；".join(part for part in parts if part)
    return f"{said}。" if said else ""


def _resolution(act: Lapse) -> str:
    name, verdict = act.subject.name, "决定" if act.facts.carried else "不同意"
    omission = f"{stretch_in_words(act.facts)}{GROUNDS[act.facts.ground]}"
    return (
        f"{zh_date(act.on)}支部大会讨论了{name}同志{omission}的问题。{minutes.figures(act)}。"
        f"大会{verdict}对{name}同志以自行脱团论、予以除名" + ("，报上级团委批准。" if act.facts.carried else "。")
    )


WARNING_LETTER = PaperKind("warning_letter", "提醒书", papers.WarningLetter, warning_letter, issuer="branch", word="醒")
DECISION = PaperKind("removal_decision", "关于自行脱团除名的批复", papers.RemovalDecision, removal_decision, word="批")
MINUTES = minutes.minutes_kind(
    minutes.Wording(
        _topic, _resolution, _in_meeting, removal.QUORUM, removal.MAJORITY, removal.MAJORITY_BASE, removal.WRITTEN
    )
)
