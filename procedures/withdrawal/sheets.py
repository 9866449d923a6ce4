"""退团的文书: how their facts are read from the case and the register."""

from __future__ import annotations

from procedures.common import meeting, minutes, removal
from procedures.withdrawal import papers
from procedures.withdrawal.conditions import Withdrawal
from workflows.days.dates import zh_date
from workflows.people.models import Organization
from workflows.table import PaperKind


def filing_notice(act: Withdrawal, number: str, issuer: Organization) -> papers.FilingNotice:
    """Return the facts of the 备案通知."""
    facts = act.facts
    return papers.FilingNotice(
        number=number,
        signed_by=issuer.name,
        signed_on=act.on,
        name=act.subject.name,
        branch=act.organization.name,
        requested_on=facts.requested_on,
        meeting_on=facts.decided_on or facts.voted_on or act.on,
        figures=meeting.figures(facts),
        by_wish=facts.by_wish,
        opinion=act.answers["opinion"],
        left_on=act.on,
    )


def _topic(act: Withdrawal) -> str:
    return f"讨论{act.subject.name}同志的退团要求"


def _heard(act: Withdrawal) -> str:
    parts = []
    if act.answers["attended"] is not None:
        parts.append("本人到会" if act.answers["attended"] else "本人未到会")
    if act.answers["statement"]:
        parts.append(f"本人陈述：{act.answers['statement'].rstrip('。')}")
    return f"{'；'.join(parts)}。" if parts else ""


def _resolution(act: Withdrawal) -> str:
    name, facts = act.subject.name, act.facts
    requested = f"{zh_date(facts.requested_on)}提出的" if facts.requested_on else ""
    told = f"{zh_date(act.on)}支部大会讨论了{name}同志{requested}书面退团报告。{minutes.figures(act)}。"
    if facts.carried:
        return f"{told}大会决定对{name}同志予以除名，报上级团委备案。"
    if facts.by_wish:
        return f"{told}本人坚持退团。团员有退团的自由，按本人意愿对{name}同志予以除名，报上级团委备案。"
    return f"{told}除名未获通过，由团支部同本人谈话，本人仍坚持退团的，另行召开支部大会。"


FILING_NOTICE = PaperKind("filing_notice", "退团备案通知", papers.FilingNotice, filing_notice, word="备")
MINUTES = minutes.minutes_kind(
    minutes.Wording(
        _topic, _resolution, _heard, removal.QUORUM, removal.MAJORITY, removal.MAJORITY_BASE, removal.WRITTEN
    )
)
