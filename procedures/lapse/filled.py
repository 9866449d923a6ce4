"""What the forms of lapse show before anybody has typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from procedures.lapse import rules
from procedures.lapse.facts import LapseFacts
from workflows.days.dates import zh_date
from workflows.table.act import Act

Lapse = Act[LapseFacts]

GROUNDS = {"dues": "未交纳团费", "meetings": "未过团的组织生活", "work": "未做团组织分配的工作"}


def usual_warning(act: Lapse) -> Mapping[str, Any]:
    """Propose the usual text of the warning."""
    return {"text": warning_text(act)}


def warning_text(act: Lapse) -> str:
    """Return the usual text of the warning: the months, what follows, and until when to answer."""
    facts, least = act.facts, act.law.number(rules.LAPSE_MONTHS)
    months = f"{stretch_in_words(facts)}共 {len(facts.months)} 个月" if facts.months else stretch_in_words(facts)
    mend = "补交" if facts.ground == "dues" else "改正"
    until = zh_date(act.on + timedelta(days=act.law.number(rules.REPLY_DAYS)))
    return (
        f"经核对，你{months}{GROUNDS[facts.ground]}。请于{until}前{mend}，或向团支部说明原因。"
        f"没有正当理由、连续 {least} 个月如此的，按团章规定以自行脱团论，由支部大会讨论除名并报上级批准；"
        "你有权到会说明、申辩。"
    )


def stretch_in_words(facts: LapseFacts) -> str:
    """Return since when as a paper writes it: 自2025年1月至2025年6月连续; 连续六个月 where the case does not know."""
    if facts.since:
        return f"自{zh_date(facts.since)}起连续六个月"
    if not facts.months:
        return "连续六个月"
    first, last = (date.fromisoformat(f"{month}-01") for month in (facts.first_month, facts.last_month))
    return f"自{first.year}年{first.month}月至{last.year}年{last.month}月连续"
