"""What the forms of lapse show before anybody has typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from procedures.lapse import rules
from procedures.lapse.facts import LapseFacts
from workflows.act import Act
from workflows.dates import zh_date

Lapse = Act[LapseFacts]


def usual_warning(act: Lapse) -> Mapping[str, Any]:
    """Propose the usual text of the warning."""
    return {"text": warning_text(act)}


def warning_text(act: Lapse) -> str:
    """Return the usual text of the warning: the months, what follows, and until when to answer."""
    facts = act.facts
    months = f"{facts.first_month} 至 {facts.last_month} 共 {len(facts.months)} 个月" if facts.months else "连续六个月"
    until = zh_date(act.on + timedelta(days=act.law.number(rules.REPLY_DAYS)))
    return (
        f"经核对，你{months}未交纳团费。请于{until}前补交，或向团支部说明原因。"
        "没有正当理由、连续六个月不交纳团费的，按团章规定以自行脱团论，由支部大会讨论除名并报上级批准；你有权到会说明、申辩。"
    )
